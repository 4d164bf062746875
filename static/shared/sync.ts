// Keeps one chat's state equal to the server's: applies what is next, drops what is known, asks for what is missing.
import { emptyChat, reduce, type ChatState, type Rule } from "./chats";
import type { ChatEvent } from "./protocol";

/** `seq` is the newest on the server. */
export interface Fetched { epoch: string; seq: number; events: ChatEvent[]; more: boolean }

export class ChatSync {
  state: ChatState;
  private epoch: string | null = null;
  private fetching: Promise<void> | null = null;
  private again = false;
  private newestHeard = 0;

  /** `fetchPage` returns the part of the log after a seq, or null when it cannot now; `more` is `reduce`'s. */
  constructor(
    chatId: string,
    private readonly fetchPage: (afterSeq: number, epoch: string | null) => Promise<Fetched | null>,
    private readonly onChange: () => void,
    private readonly more?: Rule,
  ) {
    this.state = emptyChat(chatId);
  }

  /** Takes a page that came with an ack; `askedAfter` is the seq that it was asked for. */
  take(page: Fetched, askedAfter = 0): void {
    if (this.isOther(page, askedAfter)) this.state = emptyChat(this.state.chatId);
    this.epoch = page.epoch;
    for (const event of page.events) this.state = reduce(this.state, event, this.more).state;
    this.onChange();
  }

  /**
   * True for another database, or a copy from before: what we have is not what the server has. Compared with what was
   * asked, not with what has been heard meanwhile.
   */
  private isOther(page: Fetched, askedAfter: number): boolean {
    return (this.epoch !== null && this.epoch !== page.epoch) || page.seq < askedAfter;
  }

  hear(event: ChatEvent): void {
    if (event.chat_id !== this.state.chatId) return;
    this.newestHeard = Math.max(this.newestHeard, event.seq);
    // The first page is on its way; it is compared with what was told meanwhile.
    if (this.state.seq === 0 && event.seq > 1) return;
    const { state, outcome } = reduce(this.state, event, this.more);
    this.state = state;
    if (outcome === "gap") void this.catchUp();
    if (outcome === "applied") this.onChange();
  }

  /** The server's newest seq, told in passing: what was lost without a trace is found by it. */
  hearHead(told: { chat_id: string; seq: number }): void {
    if (told.chat_id === this.state.chatId && told.seq > this.state.seq) void this.catchUp();
  }

  /** Fetches until nothing is missing; one fetch at a time, and once more if something happened meanwhile. */
  catchUp(): Promise<void> {
    if (this.fetching) { this.again = true; return this.fetching; }
    this.fetching = this.fetchAll().finally(() => {
      this.fetching = null;
      if (this.again) { this.again = false; void this.catchUp(); }
    });
    return this.fetching;
  }

  private async fetchAll(): Promise<void> {
    for (let more = true; more; ) {
      const asked = this.state.seq;
      const page = await this.fetchPage(asked, this.epoch);
      if (!page) return;
      const isReset = this.isOther(page, asked);
      // What was told before belongs to the other log.
      if (isReset) this.newestHeard = 0;
      this.take(page, asked);
      // What came may have been counted from the old seq, or something was told while it was under way: then once more.
      more = page.more || isReset || (page.events.length > 0 && this.newestHeard > this.state.seq);
    }
  }
}

/** Calls `look` when somebody comes back to the page or the network comes back to the machine. */
export function whenBack(look: () => void): void {
  addEventListener("focus", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
}
