// The outbox: what somebody has written and the server has not acked. First in, first out for each chat, one in flight,
// kept over reloads. Sending one twice is harmless: the server knows its client id.
import type { Answer, Code, MessageAck } from "./protocol";
import { RETRYABLE } from "./protocol";
import type { KeyValue } from "./storage";

export interface Letter {
  chatId: string;
  clientId: string;
  /** `message` or `note`; a visitor has only messages. */
  kind: "message" | "note";
  text: string;
  version?: number;
  /** What went wrong for good; such a letter waits for a person. */
  failed?: { code: Code; message: string };
}

type Send = (letter: Letter) => Promise<Answer<MessageAck>>;

// Full jitter: a random share of a span that doubles up to a limit.
const RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

export class Outbox {
  private letters: Letter[];
  private busy = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly storage: KeyValue,
    private readonly key: string,
    private readonly send: Send,
    private readonly onChange: () => void,
    private readonly onSent: (letter: Letter, ack: MessageAck) => void,
  ) {
    this.letters = parse(storage.get(key));
  }

  of(chatId: string): Letter[] {
    return this.letters.filter((letter) => letter.chatId === chatId);
  }

  add(letter: Letter): void {
    this.letters.push(letter);
    this.keep();
    void this.flush();
  }

  /** Sends a failed letter again, or drops it. */
  retry(clientId: string): void {
    const letter = this.letters.find((waiting) => waiting.clientId === clientId);
    if (letter) delete letter.failed;
    this.keep();
    void this.flush();
  }

  drop(clientId: string): void {
    this.letters = this.letters.filter((letter) => letter.clientId !== clientId);
    this.keep();
  }

  /** Sends what waits, in order. Called after every connect. */
  async flush(): Promise<void> {
    if (this.busy) return;
    const letter = this.letters.find((waiting) => !waiting.failed);
    if (!letter) return;
    clearTimeout(this.timer);
    this.busy = true;
    let answer: Answer<MessageAck> | null = null;
    try { answer = await this.send(letter); } catch { answer = null; } finally { this.busy = false; }
    if (answer?.ok) {
      this.tries = 0;
      this.letters = this.letters.filter((waiting) => waiting.clientId !== letter.clientId);
      this.onSent(letter, answer);
    } else if (answer && !RETRYABLE.includes(answer.error.code)) {
      letter.failed = { code: answer.error.code, message: answer.error.message };
    } else {
      this.later(answer && !answer.ok ? answer.error.retry_after : undefined);
      return;
    }
    this.keep();
    void this.flush();
  }

  private later(retryAfter: number | undefined): void {
    const span = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** this.tries++);
    const wait = retryAfter !== undefined ? retryAfter * 1000 : Math.random() * span;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private keep(): void {
    this.storage.set(this.key, JSON.stringify(this.letters));
    this.onChange();
  }
}

function parse(text: string | null): Letter[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? (kept as Letter[]) : [];
  } catch {
    return [];
  }
}
