// The outbox: what somebody has written and the server has not acked. First in, first out for each chat, one in flight,
// kept over reloads. Sending one twice is harmless: the server knows its client id.
import type { Answer, Attachment, Code, MessageAck } from "./protocol";
import { RETRYABLE } from "./protocol";
import type { KeyValue } from "./storage";

export interface Letter {
  chatId: string;
  clientId: string;
  /** `message` or `note`; a visitor has only messages. */
  kind: "message" | "note";
  text: string;
  /** Uploaded already; sent by their ids. */
  files?: Attachment[];
  version?: number;
  /** Its place among all letters in storage; the outbox gives it. */
  place?: number;
  /** What went wrong for good; such a letter waits for a person. */
  failed?: { code: Code; message: string };
}

type Send = (letter: Letter) => Promise<Answer<MessageAck>>;

// Full jitter: a random share of a span that doubles up to a limit.
const RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

interface Lane { busy: boolean; tries: number; timer: ReturnType<typeof setTimeout> | undefined }

export class Outbox {
  private letters: Letter[];
  /** Sent or dropped here; another tab may still have them in storage. */
  private readonly gone = new Set<string>();
  private readonly lanes = new Map<string, Lane>();

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

  /** True while anything has not arrived. */
  get count(): number { return this.letters.length; }

  add(letter: Letter): void {
    const known = [...this.letters, ...parse(this.storage.get(this.key))];
    this.letters.push({ ...letter, place: 1 + Math.max(0, ...known.map(placeOf)) });
    this.keep();
    void this.flush();
  }

  /**
   * Gives the letters of one chat to another, in their order: the one has ended without them, or began only now. Those
   * that were refused for good go; who wrote them has seen that.
   */
  readdress(from: string, to: string): void {
    const moved = from === to ? [] : this.of(from);
    for (const letter of moved) {
      if (letter.failed) this.remove(letter.clientId);
      else letter.chatId = to;
    }
    if (moved.length) this.keep();
  }

  /** Takes over what another tab has left in storage: it may be gone, and sending a letter twice is harmless. */
  adopt(): void {
    const ours = new Set(this.letters.map((letter) => letter.clientId));
    const left = parse(this.storage.get(this.key)).filter(
      (letter) => !letter.failed && !ours.has(letter.clientId) && !this.gone.has(letter.clientId),
    );
    this.letters = inOrder([...this.letters, ...left]);
    if (left.length) this.onChange();
  }

  /** Sends a failed letter again. */
  retry(clientId: string): void {
    const letter = this.letters.find((waiting) => waiting.clientId === clientId);
    if (letter) delete letter.failed;
    this.keep();
    void this.flush();
  }

  drop(clientId: string): void {
    this.remove(clientId);
    this.keep();
  }

  /** Sends what waits, in order, each chat by itself. Called after every connect. */
  async flush(): Promise<void> {
    const chats = new Set(this.letters.map((letter) => letter.chatId));
    await Promise.all([...chats].map((chatId) => this.flushChat(chatId)));
  }

  private async flushChat(chatId: string): Promise<void> {
    const lane = this.lane(chatId);
    if (lane.busy) return;
    const letter = this.of(chatId).find((waiting) => !waiting.failed);
    if (!letter) return;
    clearTimeout(lane.timer);
    lane.busy = true;
    let answer: Answer<MessageAck> | null = null;
    try { answer = await this.send(letter); } catch { answer = null; } finally { lane.busy = false; }
    if (answer?.ok) {
      lane.tries = 0;
      this.remove(letter.clientId);
      this.onSent(letter, answer);
    } else if (answer && !RETRYABLE.includes(answer.error.code)) {
      letter.failed = { code: answer.error.code, message: answer.error.message };
    } else {
      this.later(chatId, lane, answer && !answer.ok ? answer.error.retry_after : undefined);
      return;
    }
    this.keep();
    void this.flushChat(chatId);
  }

  private later(chatId: string, lane: Lane, retryAfter: number | undefined): void {
    const span = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** lane.tries++);
    // Not all who were refused at one moment come back at one moment.
    const wait = retryAfter !== undefined ? retryAfter * 1000 * (1 + Math.random()) : Math.random() * span;
    clearTimeout(lane.timer);
    lane.timer = setTimeout(() => void this.flushChat(chatId), wait);
  }

  private lane(chatId: string): Lane {
    const lane = this.lanes.get(chatId) ?? { busy: false, tries: 0, timer: undefined };
    this.lanes.set(chatId, lane);
    return lane;
  }

  private remove(clientId: string): void {
    this.gone.add(clientId);
    this.letters = this.letters.filter((letter) => letter.clientId !== clientId);
  }

  /** Writes our letters beside those that another tab has put there meanwhile. */
  private keep(): void {
    const ours = new Set(this.letters.map((letter) => letter.clientId));
    const others = parse(this.storage.get(this.key)).filter(
      (letter) => !ours.has(letter.clientId) && !this.gone.has(letter.clientId),
    );
    this.storage.set(this.key, JSON.stringify(inOrder([...others, ...this.letters])));
    this.onChange();
  }
}

function placeOf(letter: Letter): number { return letter.place ?? 0; }

/**
 * Whichever tabs have put and taken what: a tab that takes over some letters of another, and more of them later, must
 * send and keep them as they were written.
 */
function inOrder(letters: Letter[]): Letter[] { return letters.sort((a, b) => placeOf(a) - placeOf(b)); }

function parse(text: string | null): Letter[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? (kept as Letter[]) : [];
  } catch {
    return [];
  }
}
