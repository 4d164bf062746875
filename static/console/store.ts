// The store of a signed-in console: one connection, the lists, the open chats, what is written, and what an agent can do.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AgentCommands, Answer, ChatRow, Refusal, TakenAck } from "../shared/protocol";
import { RETRYABLE } from "../shared/protocol";
import { connectAgent, type Link } from "../shared/socket";
import { newId } from "../shared/ids";
import { openStorage, type KeyValue } from "../shared/storage";
import type { Me, Presence } from "./api";
import { Attaching } from "./attaching";
import { BoardData } from "./board";
import { Drafts } from "./drafts";
import { Lists, type View } from "./lists";
import { Outgoing } from "./outgoing";
import { pageOf, type Page } from "./pages";
import { refusalText } from "./refusals";
import { Rooms } from "./rooms";
import { whenBack } from "../shared/sync";
import { words } from "./strings";

type Fields<Name extends keyof AgentCommands> = AgentCommands[Name]["fields"];
type Dated<Name extends keyof AgentCommands> = Omit<Fields<Name>, "client_id" | "chat_id">;
type Act = "claim_chat" | "answer_offer" | "transfer_chat" | "release_chat" | "hand_back_chat" | "close_chat" | "redact_message";
export type DialogName = "transfer" | "close" | "hand-back" | "keys";

export class Store {
  readonly lists: Lists;
  readonly rooms: Rooms;
  readonly drafts: Drafts;
  readonly attaching = new Attaching();
  readonly outgoing: Outgoing;
  readonly connection = signal<"connecting" | "connected" | "lost">("connecting");
  readonly presence: ReturnType<typeof signal<Presence>>;
  readonly dialog = signal<DialogName | null>(null);
  readonly notice = signal<string | null>(null);
  readonly showsDetails = signal(matchMedia("(min-width: 1280px)").matches);
  readonly usesKeys = signal(true);
  readonly showsPacket = signal(true);
  /** Not 0 while somebody wants the focus in the composer and it is not there yet. */
  readonly wantsComposer = signal(0);
  /** A chat is being taken: whoever begins to write before the composer is open must not press keys with it. */
  isTaking = false;
  /** The page that is shown in the place of list and chat; only one that this agent may see. */
  readonly page = signal<Page | null>(null);
  readonly boardData: BoardData;
  readonly alerts: ReadonlySignal<number>;
  private readonly link: Link<AgentCommands> = connectAgent();
  private readonly storage: KeyValue = openStorage();
  private readonly ids = new Map<string, string>();
  private readonly endings: (() => void)[] = [];

  constructor(readonly me: Me, private readonly onEnded: () => void) {
    this.presence = signal<Presence>(me.presence);
    this.lists = new Lists(this.link, me.id, this.storage);
    this.boardData = new BoardData(this.link, () => { this.page.value = null; this.say(words().forbidden); });
    this.rooms = new Rooms(this.link, (row) => this.lists.take([row]));
    this.drafts = new Drafts(this.storage, `chatserver.console.drafts.${me.id}`);
    this.outgoing = new Outgoing(
      this.link, this.storage, `chatserver.console.outbox.${me.id}`, this.drafts, (chatId) => this.version(chatId), this.attaching,
      (_chatId, code, by) => this.say(`${refusalText(code, by)} ${words().textBack}`),
    );
    this.alerts = computed(() => this.lists.offers.value.length + this.lists.unread.value.size);
    this.usesKeys.value = this.storage.get("chatserver.console.keys") !== "off";
    this.listen();
    this.rememberPlace();
    const wide = matchMedia("(min-width: 1280px)");
    const onWidth = (): void => { this.showsDetails.value = wide.matches; };
    wide.addEventListener("change", onWidth);
    this.endings.push(() => wide.removeEventListener("change", onWidth));
  }

  end(): void {
    for (const undo of this.endings) undo();
    this.link.close();
  }

  say(text: string | null): void { this.notice.value = text; }

  show(view: View): void {
    this.page.value = null;
    this.lists.show(view);
  }

  openChat(chatId: string): void {
    this.page.value = null;
    this.wantsComposer.value = 0;
    this.say(null);
    this.rooms.open(chatId);
  }
  focusComposer(): void { this.wantsComposer.value++; }
  isMine(row: ChatRow | undefined): boolean { return row !== undefined && this.lists.isMine(row); }

  /** The row of the open chat. */
  currentRow(): ChatRow | undefined {
    const room = this.rooms.current.value;
    return room ? this.lists.row(room.chatId) : undefined;
  }

  setKeys(on: boolean): void {
    this.usesKeys.value = on;
    this.storage.set("chatserver.console.keys", on ? "on" : "off");
  }

  async setPresence(status: Presence): Promise<void> {
    const before = this.presence.value;
    this.presence.value = status;
    const answer = await this.link.call("set_presence", { status }).catch(() => null);
    if (answer?.ok) return;
    this.presence.value = before ?? "away";
    this.sayRefusal(answer);
  }

  async claim(chatId: string): Promise<void> {
    const taken = await this.taking(this.act("claim_chat", chatId, {}));
    if (taken) this.takeUp(chatId, taken);
    else void this.rooms.get(chatId)?.catchUp();
  }

  async answerOffer(row: ChatRow, accept: boolean): Promise<void> {
    if (!row.offer) return;
    const asked = this.act("answer_offer", row.chat_id, { offer_id: row.offer.offer_id, accept });
    const taken = await (accept ? this.taking(asked) : asked);
    if (taken && accept) this.takeUp(row.chat_id, taken);
  }

  transfer = (chatId: string, to: string) => this.act("transfer_chat", chatId, { version: this.version(chatId), to });
  release = (chatId: string) => this.act("release_chat", chatId, { version: this.version(chatId) });
  handBack = (chatId: string) => this.act("hand_back_chat", chatId, { version: this.version(chatId) });
  close = (chatId: string, summary: string, reason: string) =>
    this.act("close_chat", chatId, { version: this.version(chatId), summary, reason });
  redact = (chatId: string, seq: number, start: number, end: number) => this.act("redact_message", chatId, { seq, start, end });

  setTyping(chatId: string, typing: boolean): void {
    if (this.link.connected()) void this.link.call("set_typing", { chat_id: chatId, typing }).catch(() => null);
  }

  /** Tells the visitor that this agent has read so far: only the one who has the chat answers for that. */
  markRead(chatId: string): void {
    const room = this.rooms.get(chatId), row = this.lists.row(chatId);
    if (!room || !row) return;
    this.lists.markSeen(chatId, row.last_at);
    const { seq } = room.state.peek();
    if (seq <= room.markedSeq || !this.isMine(row) || !this.link.connected()) return;
    room.markedSeq = seq;
    this.link.call("mark_read", { chat_id: chatId, seq }).catch(() => { room.markedSeq = 0; });
  }

  sessionEnded(): void { this.onEnded(); }

  private async taking<T>(asked: Promise<T>): Promise<T> {
    this.isTaking = true;
    try { return await asked; } finally { this.isTaking = false; }
  }

  private takeUp(chatId: string, taken: TakenAck): void {
    // The answer is true already; its row comes a moment later, and nobody should have to wait for it to write.
    const row = this.lists.row(chatId), agent = { id: this.me.id, name: this.me.name };
    if (row) this.lists.take([{ ...row, status: "assigned", agent, offer: null, ...pick(taken) }]);
    this.show("mine");
    this.rooms.open(chatId);
    this.focusComposer();
  }

  private async act<Name extends Act>(name: Name, chatId: string, fields: Dated<Name>): Promise<AgentCommands[Name]["ack"] | null> {
    // Asked again after a lost answer, the same wish keeps its id, so that it is carried out once.
    const wish = JSON.stringify([name, chatId, fields]);
    const clientId = this.ids.get(wish) ?? newId();
    this.ids.set(wish, clientId);
    const asked = { chat_id: chatId, client_id: clientId, ...fields } as never;
    const answer = (await this.link.call(name, asked).catch(() => null)) as Answer<AgentCommands[Name]["ack"]> | null;
    if (answer && (answer.ok || !RETRYABLE.includes(answer.error.code))) this.ids.delete(wish);
    if (!answer?.ok) { this.sayRefusal(answer); return null; }
    this.say(null);
    return answer;
  }

  private sayRefusal(answer: Refusal | { ok: true } | null): void {
    if (answer?.ok) return;
    this.say(answer ? refusalText(answer.error.code, answer.error.by ?? null) : words().noAnswer);
  }

  /** It only grows, so the newer of the two sources is right. */
  private version(chatId: string): number {
    return Math.max(this.rooms.get(chatId)?.state.peek().version ?? 0, this.lists.rows.peek().get(chatId)?.version ?? 0);
  }

  private listen(): void {
    const { link, lists, rooms } = this;
    whenBack(() => { if (link.connected()) void rooms.current.peek()?.catchUp(); });
    link.onState((state) => {
      if (state === "refused") return this.onEnded();
      this.connection.value = state === "connected" ? "connected" : "lost";
      if (state !== "connected") return;
      void lists.reload();
      rooms.rejoin();
      this.outgoing.flush();
    });
    link.onEvent((event) => {
      rooms.get(event.chat_id)?.hear(event);
      lists.hearEvent(event);
    });
    link.onPassing("chats_changed", ({ chats }) => lists.hearRows(chats));
    link.onPassing("head_told", (told) => rooms.get(told.chat_id)?.sync.hearHead(told));
    link.onPassing("typing_changed", (told) => rooms.get(told.chat_id)?.hearTyping(told));
    link.onPassing("chat_read", (told) => rooms.get(told.chat_id)?.hearRead(told));
    link.onPassing("presence_changed", (told) => {
      if (told.agent.id !== this.me.id) return;
      this.presence.value = told.status;
      // The banner stays until it is put away: whoever missed an offer was not looking.
      if (told.reason === "missed_offer") this.say(words().missedOffer);
    });
  }

  /** The view and the open chat stand in the address, so that a reload comes back to them. */
  private rememberPlace(): void {
    const place = new URLSearchParams(location.hash.slice(1));
    const view = place.get("view"), chatId = place.get("chat");
    const page = pageOf(view);
    if (page) this.page.value = page.isFor(this.me) ? page : null;
    else if (view) this.lists.view.value = view as View;
    if (chatId) this.rooms.open(chatId);
    this.endings.push(effect(() => {
      const chat = this.rooms.current.value?.chatId;
      const wanted = new URLSearchParams({ view: this.page.value?.name ?? this.lists.view.value, ...(chat ? { chat } : {}) });
      history.replaceState(null, "", `#${wanted}`);
    }));
  }
}

const pick = ({ seq, version }: TakenAck): TakenAck => ({ seq, version });

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("a pane outside of the console");
  return store;
}
