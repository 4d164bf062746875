// Several chats at once: which are chosen, and closing them one by one, each by a command of its own.
import { signal } from "@preact/signals";

/** What became of the chosen chats; `failed` has why, in the agent's words. */
export interface Progress { done: number; all: number; failed: readonly { chatId: string; why: string }[]; isOver: boolean }
/** Null: it is closed; otherwise why it is not, and in how many ms it may be asked again, if that would help. */
export type CloseOne = (chatId: string, reason: string) => Promise<{ why: string; retryMs: number | null } | null>;

const MAX_TRIES = 4;

export class Bulk {
  readonly isOn = signal(false);
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  readonly progress = signal<Progress | null>(null);

  constructor(private readonly close: CloseOne) {}

  switch(): void {
    this.isOn.value = !this.isOn.peek();
    this.chosen.value = new Set();
    this.progress.value = null;
  }

  toggle(chatId: string): void {
    const next = new Set(this.chosen.peek());
    if (!next.delete(chatId)) next.add(chatId);
    this.isOn.value = true;
    this.chosen.value = next;
    this.progress.value = null;
  }

  chooseAll(chatIds: readonly string[]): void { this.chosen.value = new Set(chatIds); }

  /** One after the other: what fails stays chosen and is told, the others go on. */
  async closeAll(reason: string): Promise<void> {
    const chatIds = [...this.chosen.peek()], failed: { chatId: string; why: string }[] = [];
    const report = (done: number, isOver: boolean): void => { this.progress.value = { done, all: chatIds.length, failed: [...failed], isOver }; };
    report(0, false);
    for (const [index, chatId] of chatIds.entries()) {
      const why = await this.closeOne(chatId, reason);
      if (why !== null) failed.push({ chatId, why });
      report(index + 1, false);
    }
    this.chosen.value = new Set(failed.map((one) => one.chatId));
    report(chatIds.length, true);
  }

  private async closeOne(chatId: string, reason: string): Promise<string | null> {
    for (let tries = 1; ; tries++) {
      const refused = await this.close(chatId, reason);
      if (refused === null) return null;
      if (refused.retryMs === null || tries >= MAX_TRIES) return refused.why;
      await new Promise((resolve) => setTimeout(resolve, refused.retryMs ?? 0));
    }
  }
}
