// Promises that are about to break, or have: told to those whom the policy names, once each. The server says who was told.
import { signal } from "@preact/signals";
import type { ChatRow, ClockRow } from "../shared/protocol";
import type { Me } from "./api";
import { supervises } from "./pages";

export interface Warning { id: string; chatId: string; kind: ClockRow["kind"]; isBroken: boolean; at: number }

const KEPT = 4;
// A warning that nobody has put away goes after this; the clock in the list stays.
const SHOWN_MS = 30_000;

export class Warnings {
  readonly shown = signal<readonly Warning[]>([]);

  constructor(private readonly me: Me) {}

  /** Compares a row with what it was. */
  hear(before: ChatRow | undefined, row: ChatRow): void {
    if (row.status === "closed") return this.drop(row.chat_id);
    if (!before) return;
    for (const clock of row.clocks) {
      const known = before.clocks.find((one) => one.kind === clock.kind && one.started_at === clock.started_at);
      const isNew = clock.told.some((who) => !known?.told.includes(who)) || (clock.state === "breached") !== (known?.state === "breached");
      if (isNew && known && clock.told.some((who) => this.concerns(who, row))) this.add(row, clock);
    }
  }

  dismiss(id: string): void { this.shown.value = this.shown.peek().filter((one) => one.id !== id); }

  private concerns(who: ClockRow["told"][number], row: ChatRow): boolean {
    // Whoever has the chat is always one of them.
    if (row.agent?.id === this.me.id) return who !== "visitor";
    if (who === "agents") return row.agent === null;
    return (who === "supervisors" || who === "lead" || who === "backup") && supervises(this.me);
  }

  private add(row: ChatRow, clock: ClockRow): void {
    const isBroken = clock.state === "breached", id = `${row.chat_id} ${clock.kind}`;
    const others = this.shown.peek().filter((one) => one.id !== id);
    this.shown.value = [...others, { id, chatId: row.chat_id, kind: clock.kind, isBroken, at: Date.parse(clock.due_at) }].slice(-KEPT);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  private drop(chatId: string): void {
    if (this.shown.peek().some((one) => one.chatId === chatId)) this.shown.value = this.shown.peek().filter((one) => one.chatId !== chatId);
  }
}
