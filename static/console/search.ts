// A search while it is typed: one question at a time, and only the answer to the newest one counts.
import { signal } from "@preact/signals";
import type { Answer, ChatRow, Found, SearchAck, SearchChats } from "../shared/protocol";
import { RETRYABLE } from "../shared/protocol";

// Shorter than the pause between two words, longer than that between two letters.
const DEBOUNCE_MS = 120;
const DAY_MS = 86_400_000;

export interface Chips { status: ChatRow["status"] | ""; lang: string; rating: "" | "low" | "middle" | "high"; days: number }
const NO_CHIPS: Chips = { status: "", lang: "", rating: "", days: 0 };
const RATINGS: Record<Chips["rating"], number[] | null> = { "": null, low: [1, 2], middle: [3, 3], high: [4, 5] };

type Ask = (fields: SearchChats) => Promise<Answer<SearchAck> | null>;

export class SearchData {
  readonly text = signal("");
  readonly chips = signal<Chips>(NO_CHIPS);
  readonly state = signal<"idle" | "loading" | "ready" | "failed">("idle");
  readonly results = signal<Found[]>([]);
  readonly next = signal<string | null>(null);
  readonly isPartial = signal(false);
  /** The result that was opened last: who comes back goes on there. */
  opened: string | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: Ask) {}

  get hasChips(): boolean { return JSON.stringify(this.chips.value) !== JSON.stringify(NO_CHIPS); }

  type(text: string): void {
    this.text.value = text;
    this.begin(DEBOUNCE_MS);
  }

  choose(chips: Partial<Chips>): void {
    this.chips.value = { ...this.chips.value, ...chips };
    this.begin(0);
  }

  clear(): void {
    this.chips.value = NO_CHIPS;
    this.type("");
  }

  again(): void { this.begin(0); }

  /** The following page, below what is there. */
  more(): void {
    if (this.next.value === null || this.state.value === "loading") return;
    this.state.value = "loading";
    void this.fetch(++this.turn, this.next.value);
  }

  private begin(afterMs: number): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.opened = null;
    if (!this.text.value.trim() && !this.hasChips) {
      this.state.value = "idle";
      this.put([], null, false);
      return;
    }
    // What was found before stays until there is something better to show.
    this.state.value = "loading";
    this.timer = setTimeout(() => void this.fetch(turn, null), afterMs);
  }

  private async fetch(turn: number, after: string | null): Promise<void> {
    const { status, lang, rating, days } = this.chips.value;
    const since = days ? new Date(Date.now() - days * DAY_MS).toISOString() : null;
    const answer = await this.ask({ text: this.text.value, status: status || null, lang, rating: RATINGS[rating], since, after });
    if (turn !== this.turn) return;
    if (answer?.ok) {
      this.put(after === null ? answer.results : [...this.results.value, ...answer.results], answer.next, answer.partial);
      this.state.value = "ready";
    } else if (answer && RETRYABLE.includes(answer.error.code)) {
      this.timer = setTimeout(() => { if (turn === this.turn) void this.fetch(turn, after); }, (answer.error.retry_after ?? 1) * 1000);
    } else {
      this.state.value = "failed";
    }
  }

  private put(results: Found[], next: string | null, isPartial: boolean): void {
    this.results.value = results;
    this.next.value = next;
    this.isPartial.value = isPartial;
  }
}
