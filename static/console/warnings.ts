// Promises that are about to break, or have: the server tells each step to those whom its policy names (`clock_told`).
import { signal } from "@preact/signals";
import type { ChatRow, ClockTold } from "../shared/protocol";

export interface Warning { id: string; chatId: string; name: string; kind: ClockTold["kind"]; isBroken: boolean; at: number }

const KEPT = 4;
// A warning that nobody has put away goes after this; the clock in the list stays.
const SHOWN_MS = 30_000;
// The end of this one breaks no promise, and the visitor is told of it.
const NO_PROMISE = "auto_close";

export class Warnings {
  readonly shown = signal<readonly Warning[]>([]);

  hear(told: ClockTold): void {
    if (told.kind === NO_PROMISE) return;
    const id = `${told.chat_id} ${told.kind}`, isBroken = told.what !== "warned";
    const others = this.shown.peek().filter((one) => one.id !== id);
    this.shown.value = [...others, { id, chatId: told.chat_id, name: told.name, kind: told.kind, isBroken, at: Date.parse(told.due_at) }].slice(-KEPT);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  /** A chat that has ended, or whose promise was kept, needs nobody any more. */
  hearRow(row: ChatRow): void {
    for (const one of this.shown.peek()) {
      const runs = row.clocks.some((clock) => clock.kind === one.kind);
      if (one.chatId === row.chat_id && !runs) this.dismiss(one.id);
    }
  }

  dismiss(id: string): void { this.shown.value = this.shown.peek().filter((one) => one.id !== id); }
}
