// How the connection does: measured on what is asked anyway, and by a small question now and then while nothing is.
import { signal } from "@preact/signals";
import type { AgentCommands } from "../shared/protocol";
import type { Link } from "../shared/socket";

const ASK_EVERY_MS = 20_000;
// The answers whose median is shown: one slow answer is no slow line.
const KEPT = 7;

export class Health {
  /** Milliseconds from a question to its answer; null until there was one. */
  readonly latencyMs = signal<number | null>(null);
  /** When something last came from the server, by this machine's clock. */
  readonly lastContact = signal<number | null>(null);
  private readonly measured: number[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  /** The same link, watched. */
  watch(link: Link<AgentCommands>): Link<AgentCommands> {
    const call: Link<AgentCommands>["call"] = async (name, fields) => {
      const began = performance.now();
      const answer = await link.call(name, fields);
      this.note(performance.now() - began);
      return answer;
    };
    return { ...link, call };
  }

  /** Asks `question` while nobody else does; ends when the returned function is called. */
  keepAsking(question: () => Promise<unknown>): () => void {
    this.timer = setInterval(() => {
      if (document.hidden || Date.now() - (this.lastContact.peek() ?? 0) < ASK_EVERY_MS / 2) return;
      void question();
    }, ASK_EVERY_MS);
    return () => clearInterval(this.timer);
  }

  heard(): void {
    const at = Date.now();
    // Two hundred messages a second draw nothing two hundred times.
    if (at - (this.lastContact.peek() ?? 0) > 1000) this.lastContact.value = at;
  }

  private note(ms: number): void {
    this.measured.push(ms);
    if (this.measured.length > KEPT) this.measured.shift();
    const sorted = [...this.measured].sort((a, b) => a - b);
    this.latencyMs.value = Math.round(sorted[sorted.length >> 1] ?? ms);
    this.heard();
  }
}
