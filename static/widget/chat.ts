// The visitor's chat: which one it is, the way to the server, and what a screen needs to know. No DOM in here.
import type { ChatState } from "../shared/chats";
import { newId } from "../shared/ids";
import { Outbox, type Letter } from "../shared/outbox";
import type {
  Answer, Attachment, ChatEvent, DisputeRedaction, MessageAck, Place, RateChat, ResumeAck, StartAck, VisitorCommands,
} from "../shared/protocol";
import { connectVisitor, type Link } from "../shared/socket";
import type { KeyValue } from "../shared/storage";
import { ChatSync, whenBack, type Fetched } from "../shared/sync";
import { insist, newToken } from "./asking";

const KEYS = { token: "chatserver.visitor.token", chat: "chatserver.visitor.chat", outbox: "chatserver.visitor.outbox" };
// Stands in for the id of the chat that is being started.
const NEXT = "";
const TYPING_LASTS_MS = 8_000;
// After an ack the event follows within a round trip; later than this it is taken for lost and fetched.
const EVENT_FOLLOWS_MS = 1_500;
const REJOIN_MS = 2_000;
// The server refuses longer ones.
const MAX_URL = 2_000;
const MAX_TITLE = 400;
/** Where the visitor's day is: "yesterday at 9" and opening times mean theirs. */
const zoneName = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Something the visitor has said that is not in the log yet. */
export interface Pending { clientId: string; text: string; files?: Attachment[]; failed?: Letter["failed"]; ack?: MessageAck }
export interface HostPage { url: string; title: string }

/** What the host page has handed over; see host.ts. */
export interface Guest {
  identity?: string;
  details?: Record<string, string>;
  heard?(name: string, fields: object, answer: Answer<unknown>): void;
}

export class Chat {
  readonly guest: Guest = {};
  readonly keys = KEYS;
  isOnline = false;
  place: Place | null = null;
  agentReadSeq = 0;
  typist: { name: string } | null = null;
  /** What the server has said beside the log. */
  told: Partial<ResumeAck> = {};
  #link: Link<VisitorCommands> | null = null;
  #sync: ChatSync | null = null;
  readonly #outbox: Outbox;
  readonly #acked = new Map<string, Pending>();
  readonly #disputes = new Map<number, string>();
  #page: HostPage | null = null;
  #isJoined = false;
  #isStarting = false;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  readonly #storage: KeyValue;
  readonly #lang: string;
  readonly #onChange: () => void;

  constructor(storage: KeyValue, lang: string, onChange: () => void) {
    this.#storage = storage;
    this.#lang = lang;
    this.#onChange = onChange;
    this.#outbox = new Outbox(
      storage, KEYS.outbox, (letter) => this.#post(letter), onChange, (letter, ack) => this.#sent(letter, ack),
    );
    addEventListener("storage", (event) => {
      // Signed out in another tab.
      if (event.key === KEYS.token && !event.newValue) location.reload();
      // Another tab began a new chat: this one follows.
      if (event.key === KEYS.chat && event.newValue && event.newValue !== this.state?.chatId) this.#follow(event.newValue);
    });
    const chatId = storage.get(KEYS.chat);
    if (chatId && storage.get(KEYS.token)) this.#follow(chatId);
  }

  get state(): ChatState | null { return this.#sync && this.#sync.state.seq > 0 ? this.#sync.state : null; }

  get pending(): Pending[] {
    const { chatId, items } = this.#sync?.state ?? { chatId: NEXT, items: [] };
    const known = new Set(items.map((item) => (item.kind === "message" ? item.clientId : null)));
    const letters: Pending[] = this.#outbox.of(chatId);
    return [...this.#acked.values(), ...letters].filter((each) => !known.has(each.clientId));
  }

  /** Starts a chat if there is none. `page` is where the visitor is. */
  open(page: HostPage): void {
    this.#page = page;
    if (!this.#sync) void this.#start();
    else if (this.#isJoined) void this.#sync.catchUp();
  }

  /** What a reload would lose: the chat with all in it, what has not arrived yet, or nothing. */
  get atRisk(): "chat" | "unsent" | null {
    if (!this.#storage.isKept(KEYS.token)) return "chat";
    return this.pending.length && !this.#storage.isKept(KEYS.outbox) ? "unsent" : null;
  }

  /** Takes a message at any time, also before the server has given the chat its id. */
  say(text: string, files: Attachment[] = []): void {
    this.#link?.hurry();
    this.#outbox.add({ chatId: this.#sync?.state.chatId ?? NEXT, clientId: newId(), kind: "message", text, files });
  }

  /** What opens the visitor's files over HTTP. */
  get credential(): Record<string, string> { return { Authorization: `Bearer ${this.#storage.get(KEYS.token)}` }; }

  retry(clientId: string): void { this.#outbox.retry(clientId); }

  requestAgent(): Promise<boolean> { return this.#act("request_agent"); }
  end(): Promise<boolean> { return this.#act("close_chat"); }
  rate(score: number, comment: string): Promise<boolean> { return this.#act("rate_chat", { score, comment }); }

  /** Says that what was removed from an own message was not a secret; asked again, it is the same command. */
  dispute(seq: number): Promise<boolean> {
    const clientId = this.#disputes.get(seq) ?? newId();
    this.#disputes.set(seq, clientId);
    return this.#act("dispute_redaction", { seq }, clientId);
  }

  /** Asks the server once more, with what the host page has handed over meanwhile. */
  refresh(): void { if (this.#isJoined) void this.#sync?.catchUp(); }

  /** After a closed chat: the same visitor, a fresh chat. */
  startAnother(): void { void this.#start(); }

  /** `draft` is what is written so far; see drafting.ts. */
  setTyping(typing: boolean, draft?: string): void { this.#tell((chat_id) => this.ask("set_typing", { chat_id, typing, draft: draft ?? null })); }
  markRead(seq: number): void { this.#tell((chat_id) => this.ask("mark_read", { chat_id, seq })); }

  /** Asks the server once; rejects without a connection. */
  ask: Link<VisitorCommands>["call"] = async (name, fields) => {
    if (!this.#link?.connected()) throw new Error("not connected");
    const answer = await this.#link.call(name, fields);
    this.guest.heard?.(name, fields as object, answer);
    return answer;
  };

  /** Asks until there is an answer; false when it was no. */
  async #act(
    name: "request_agent" | "close_chat" | "rate_chat" | "dispute_redaction",
    more?: { score: number; comment: string } | { seq: number }, client_id = newId(),
  ): Promise<boolean> {
    const chat_id = this.state?.chatId ?? "";
    return (await insist(() => this.ask(name, { chat_id, client_id, ...more } as RateChat & DisputeRedaction))) !== null;
  }

  #tell(command: (chatId: string) => Promise<unknown>): void {
    const state = this.state;
    if (this.#isJoined && state && state.status !== "closed") command(state.chatId).catch(() => {});
  }

  #connect(): Link<VisitorCommands> {
    if (this.#link) return this.#link;
    const link = (this.#link = connectVisitor());
    whenBack(() => {
      if (!this.#isJoined) return;
      this.#outbox.adopt();
      void this.#outbox.flush();
      void this.#sync?.catchUp();
    });
    link.onEvent((event) => this.#hear(event));
    link.onPassing("place_changed", (told) => { if (this.#isMine(told.chat_id)) { this.place = told; this.#onChange(); } });
    link.onPassing("problems_changed", (told) => { this.told = { ...this.told, ...told }; this.#onChange(); });
    link.onPassing("head_told", (told) => { if (this.#isJoined) this.#sync?.hearHead(told); });
    link.onPassing("chat_read", (told) => {
      if (!this.#isMine(told.chat_id) || told.kind !== "agent") return;
      this.agentReadSeq = Math.max(this.agentReadSeq, told.seq);
      this.#onChange();
    });
    link.onPassing("typing_changed", (told) => {
      if (this.#isMine(told.chat_id) && told.kind === "agent") this.#showTypist(told.typing ? told : null);
    });
    link.onState((state) => {
      this.isOnline = state === "connected";
      this.#isJoined = false;
      this.typist = null;
      if (this.isOnline) this.#join();
      this.#onChange();
    });
    return link;
  }

  #isMine(chatId: string): boolean { return chatId === this.#sync?.state.chatId; }

  #join(): void {
    if (this.#sync) void this.#sync.catchUp();
    else if (this.#page) void this.#start();
  }

  #follow(chatId: string): void {
    this.#outbox.readdress(this.#sync?.state.chatId ?? NEXT, chatId);
    const sync = this.#switchTo(chatId);
    if (this.#connect().connected()) void sync.catchUp();
  }

  #switchTo(chatId: string): ChatSync {
    this.#leave();
    return (this.#sync = new ChatSync(chatId, (afterSeq, epoch) => this.#fetchPage(chatId, afterSeq, epoch), this.#onChange));
  }

  async #fetchPage(chatId: string, afterSeq: number, epoch: string | null): Promise<Fetched | null> {
    const token = this.#storage.get(KEYS.token) ?? "";
    const answer = await this.ask("resume_chat", { chat_id: chatId, token, after_seq: afterSeq, epoch, identity: this.guest.identity ?? null }).catch(() => null);
    if (!this.#isMine(chatId)) return null;
    if (!answer) {
      // No answer on a connection that stands: nothing else would ask again.
      setTimeout(() => { if (this.#link?.connected() && this.#isMine(chatId)) this.#join(); }, REJOIN_MS);
      return null;
    }
    if (answer.ok) {
      this.#takeExtras(answer);
      this.#joined();
      return answer;
    }
    if (answer.error.code === "forbidden") this.#forget(token);
    else setTimeout(() => this.#join(), (answer.error.retry_after ?? 0) * 1000 || REJOIN_MS);
    return null;
  }

  async #start(): Promise<void> {
    const link = this.#connect();
    if (this.#isStarting || !link.connected()) return;
    this.#isStarting = true;
    const token = await this.#ownToken();
    const page = { url: (this.#page?.url ?? "").slice(0, MAX_URL), title: (this.#page?.title ?? "").slice(0, MAX_TITLE) };
    const fields = { client_id: newId(), lang: this.#lang, page, token, zone: zoneName(), identity: this.guest.identity ?? null, details: this.guest.details ?? null };
    const started = await insist(() => this.ask("start_chat", fields));
    this.#isStarting = false;
    if (started) this.#begin(started);
    else if (link.connected()) setTimeout(() => { if (!this.#sync) this.#join(); }, REJOIN_MS);
  }

  /** Kept before anything is asked: if an ack is lost, asking again opens the same chat. Tabs make one together. */
  async #ownToken(): Promise<string> {
    const readOrMake = (): string => {
      const token = this.#storage.get(KEYS.token) ?? newToken();
      this.#storage.set(KEYS.token, token);
      return token;
    };
    // Missing on pages without TLS.
    return (navigator.locks as LockManager | undefined)?.request(KEYS.token, async () => readOrMake()) ?? readOrMake();
  }

  #begin(started: StartAck): void {
    this.#storage.set(KEYS.chat, started.chat_id);
    this.#outbox.readdress(this.#sync?.state.chatId ?? NEXT, started.chat_id);
    const sync = this.#switchTo(started.chat_id);
    this.#takeExtras(started);
    sync.take(started);
    this.#joined();
    // Also for what was told between the server's reading and its ack.
    void sync.catchUp();
  }

  /** What an answer says beside the log. */
  #takeExtras(answer: StartAck | ResumeAck): void {
    this.told = answer;
    this.place = answer.place;
    this.agentReadSeq = Math.max(this.agentReadSeq, answer.agent_read_seq);
  }

  /** The server does not know this chat any more; what waits for it goes into the next. */
  #forget(token: string): void {
    this.#outbox.readdress(this.#sync?.state.chatId ?? NEXT, NEXT);
    // Another tab may have forgotten it already and begun the next: then that one is ours, too.
    if (this.#storage.get(KEYS.token) === token) {
      this.#storage.remove(KEYS.chat);
      this.#storage.remove(KEYS.token);
    }
    this.#sync = null;
    this.#leave();
    this.#onChange();
    const next = this.#storage.get(KEYS.chat);
    if (next && this.#storage.get(KEYS.token)) this.#follow(next);
    else if (this.#page) void this.#start();
  }

  #leave(): void {
    this.#isJoined = false;
    this.place = null;
    this.agentReadSeq = 0;
    this.typist = null;
    this.#acked.clear();
    this.#disputes.clear();
  }

  #joined(): void {
    if (this.#isJoined) return;
    this.#isJoined = true;
    this.#outbox.adopt();
    this.#outbox.readdress(NEXT, this.#sync?.state.chatId ?? NEXT);
    void this.#outbox.flush();
  }

  #hear(event: ChatEvent): void {
    if (!this.#isMine(event.chat_id)) return;
    if (event.type === "chat_queued") this.place = null;
    if (event.type !== "event_hidden") this.#showTypist(null);
    this.#sync?.hear(event);
  }

  #showTypist(typist: { name: string } | null): void {
    clearTimeout(this.#typingTimer);
    this.typist = typist;
    if (typist) this.#typingTimer = setTimeout(() => this.#showTypist(null), TYPING_LASTS_MS);
    this.#onChange();
  }

  /** Rejects until the chat is joined: on a connection that has not, the server would refuse for good. */
  #post({ chatId, clientId, text, files = [] }: Letter): Promise<Answer<MessageAck>> {
    if (!this.#isJoined) return Promise.reject(new Error("not joined"));
    // A letter to an earlier chat must not hold up the others.
    if (!this.#isMine(chatId)) return Promise.resolve({ ok: false, error: { code: "closed", message: "" } });
    return this.ask("post_message", { chat_id: chatId, client_id: clientId, text, files: files.map((file) => file.file_id) });
  }

  #sent(letter: Letter, ack: MessageAck): void {
    // From here on the stored text is shown, never the typed one.
    this.#acked.set(letter.clientId, { ...letter, text: ack.text, ack });
    setTimeout(async () => {
      if (this.#sync && this.#isMine(letter.chatId) && this.#sync.state.seq < ack.seq) await this.#sync.catchUp();
      this.#acked.delete(letter.clientId);
    }, EVENT_FOLLOWS_MS);
  }
}
