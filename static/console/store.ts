// The store of a signed-in console: one connection, the lists, the open chats, what is written, and what an agent can do.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AgentCommands, Answer, ChatEvent, ChatRow, Refusal, TakenAck } from "../shared/protocol";
import { RETRYABLE } from "../shared/protocol";
import { connectAgent, type Link } from "../shared/socket";
import { newId } from "../shared/ids";
import { openStorage, type KeyValue } from "../shared/storage";
import { fetchAgents, type Colleague, type Me, type Presence } from "./api";
import { Attaching } from "./attaching";
import { BoardData } from "./board";
import { Bulk, type CloseOne } from "./bulk";
import { Composing } from "./composing";
import { Drafts } from "./drafts";
import { NO_FILTER, type SavedFilter } from "./filters";
import { Health } from "./health";
import { neighbour } from "./list-focus";
import { Lists, type View } from "./lists";
import { Outgoing } from "./outgoing";
import { pageOf, type Page } from "./pages";
import { refusalText } from "./refusals";
import { Ringing } from "./ringing";
import { Rooms } from "./rooms";
import { whenBack } from "../shared/sync";
import { fill, words } from "./strings";
import { deskWords } from "./strings/desk";
import { Warnings } from "./warnings";

type Fields<Name extends keyof AgentCommands> = AgentCommands[Name]["fields"];
type Dated<Name extends keyof AgentCommands> = Omit<Fields<Name>, "client_id" | "chat_id">;
type Act = "post_message" | "set_tags" | "open_ticket" | "claim_chat" | "answer_offer" | "transfer_chat" | "requeue_chat" | "take_over" | "release_chat" | "hand_back_chat" | "close_chat" | "redact_message"
  | "correct_details" | "merge_chats" | "set_urgency";
export type DialogName = "transfer" | "close" | "hand-back" | "keys" | "palette" | "health" | "settings" | "password";
// Presences change in bursts, at the end of a shift for one.
const COLLEAGUES_AFTER_MS = 500;

export class Store {
  readonly lists: Lists;
  readonly rooms: Rooms;
  readonly drafts: Drafts;
  readonly attaching = new Attaching();
  readonly outgoing: Outgoing;
  readonly composing: Composing;
  readonly connection = signal<"connecting" | "connected" | "lost">("connecting");
  readonly presence: ReturnType<typeof signal<Presence>>;
  readonly awayReason = signal("");
  readonly hasMissedOffer = signal(false);
  readonly colleagues = signal<readonly Colleague[]>([]);
  readonly health = new Health();
  readonly warnings = new Warnings();
  readonly ringing: Ringing;
  readonly bulk: Bulk;
  readonly showsFilter = signal(false);
  /** Assignments and clocks stand among the messages. */
  readonly showsHistory = signal(false);
  /** The chat after whose end the next one is opened. */
  goesOnAfter: string | null = null;
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
  private readonly bare: Link<AgentCommands> = connectAgent();
  private readonly link: Link<AgentCommands> = this.health.watch(this.bare);
  private readonly storage: KeyValue = openStorage();
  private readonly ids = new Map<string, string>();
  private readonly endings: (() => void)[] = [];

  constructor(readonly me: Me, private readonly onEnded: () => void) {
    this.presence = signal<Presence>(me.presence);
    this.hasMissedOffer.value = me.presence === "away" && me.away_reason === "missed_offer";
    this.awayReason.value = this.hasMissedOffer.value ? "" : me.away_reason;
    this.lists = new Lists(this.link, me.id, this.storage);
    this.lists.onRow = (row) => this.hearRow(row);
    this.bulk = new Bulk((chatId, reason) => this.closeOne(chatId, reason));
    this.boardData = new BoardData(this.link, () => { this.page.value = null; this.say(words().forbidden); });
    this.rooms = new Rooms(this.link, (row) => this.lists.take([row]));
    this.drafts = new Drafts(this.storage, `chatserver.console.drafts.${me.id}`);
    this.outgoing = new Outgoing(
      this.link, this.storage, `chatserver.console.outbox.${me.id}`, this.drafts, (chatId) => this.version(chatId), this.attaching,
      (_chatId, code, by) => this.say(`${refusalText(code, by)} ${words().textBack}`),
    );
    this.composing = new Composing(this.link, this.storage);
    this.alerts = computed(() => this.lists.offers.value.length + this.lists.unread.value.size);
    this.ringing = new Ringing(this.storage, this.lists.offers);
    this.endings.push(() => this.ringing.stop());
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

  /** A view shows all of itself: a filter that was forgotten hides work. */
  show(view: View): void {
    this.page.value = null;
    const { current } = this.lists.filters;
    if (current.peek() !== NO_FILTER) this.lists.filters.clear();
    this.lists.show(view);
  }

  showSaved(saved: SavedFilter): void {
    this.show(saved.view);
    this.lists.filters.current.value = saved.filter;
  }

  openChat(chatId: string): void {
    this.page.value = null;
    this.wantsComposer.value = 0;
    this.say(null);
    this.rooms.open(chatId);
  }
  /** Opens the chat before or after the open one in the list. */
  openNeighbour(by: number): void {
    const next = neighbour(this.rooms.current.peek()?.chatId, by);
    if (next) this.openChat(next);
  }
  /** Closes the open chat by its dialog; once it is closed, the next one of the view is opened. */
  closeAndNext(): void {
    this.goesOnAfter = this.currentRow()?.chat_id ?? null;
    this.dialog.value = "close";
  }
  /** The dialog has been shut: unless the chat is closed soon, nothing follows. */
  dialogShut(): void {
    this.dialog.value = null;
    setTimeout(() => { if (this.dialog.peek() !== "close") this.goesOnAfter = null; }, 3000);
  }
  reconnect(): void { this.bare.reconnect(); }

  /** Opens a chat at one of its events. */
  openChatAt(chatId: string, seq: number | null): void {
    this.openChat(chatId);
    const room = this.rooms.get(chatId);
    if (room) room.sought.value = seq;
  }

  search = (fields: Fields<"search_chats">) => this.link.call("search_chats", fields).catch(() => null);
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

  /** Asks what is no act on a chat; null when there was no answer. */
  ask<Name extends keyof AgentCommands>(name: Name, fields: Fields<Name>): Promise<Answer<AgentCommands[Name]["ack"]> | null> {
    return (this.link.call(name, fields as never) as Promise<Answer<AgentCommands[Name]["ack"]>>).catch(() => null);
  }

  /** `reason`: one of the menu's, or in the agent's own words; colleagues see it. */
  async setPresence(status: Presence, reason = ""): Promise<void> {
    const before = this.presence.value, whyBefore = this.awayReason.value;
    this.presence.value = status;
    this.awayReason.value = reason;
    const answer = await this.link.call("set_presence", { status, reason }).catch(() => null);
    if (answer?.ok) return;
    this.presence.value = before ?? "away";
    this.awayReason.value = whyBefore;
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

  transfer = (chatId: string, to: string, note = "") => this.act("transfer_chat", chatId, { version: this.version(chatId), to, note });
  /** Into the queue of a team or of a language; null leaves it as it is. */
  requeue = (chatId: string, team: string | null, language: string | null, note = "") =>
    this.act("requeue_chat", chatId, { version: this.version(chatId), team, lang: language, note });
  correct = (chatId: string, details: Record<string, string>) => this.act("correct_details", chatId, { version: this.version(chatId), details });
  visitorChats = async (chatId: string) => {
    const answer = await this.link.call("list_visitor_chats", { chat_id: chatId }).catch(() => null);
    return answer?.ok ? answer : null;
  };
  setSeverity = (chatId: string, severity: number) => this.act("set_urgency", chatId, { severity });
  async mergeInto(chatId: string, into: string): Promise<void> {
    if (await this.act("merge_chats", chatId, { version: this.version(chatId), into })) this.openChat(into);
  }
  async takeOver(chatId: string): Promise<void> {
    const taken = await this.taking(this.act("take_over", chatId, {}));
    if (taken) this.takeUp(chatId, taken);
  }
  release = (chatId: string) => this.act("release_chat", chatId, { version: this.version(chatId) });
  handBack = (chatId: string) => this.act("hand_back_chat", chatId, { version: this.version(chatId) });
  close = (chatId: string, summary: string, reason: string) =>
    this.act("close_chat", chatId, { version: this.version(chatId), summary, reason });
  setTags = (chatId: string, tags: string[]) => this.act("set_tags", chatId, { tags });
  openTicket = (chatId: string, address: string) => this.act("open_ticket", chatId, { version: this.version(chatId), address });
  /** Says something at once and tells whether it arrived; what may wait goes through `outgoing`. */
  sayNow = (chatId: string, text: string) => this.act("post_message", chatId, { version: this.version(chatId), text });
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

  private async closeOne(chatId: string, reason: string): ReturnType<CloseOne> {
    const fields = { chat_id: chatId, client_id: newId(), version: this.version(chatId), summary: "", reason };
    const answer = await this.link.call("close_chat", fields).catch(() => null);
    if (answer?.ok) return null;
    if (!answer) return { why: words().noAnswer, retryMs: null };
    const { code, by, retry_after: wait } = answer.error;
    return { why: refusalText(code, by ?? null), retryMs: RETRYABLE.includes(code) ? (wait ?? 1) * 1000 : null };
  }

  /** What the row of a chat says that was not so before. */
  private hearRow(row: ChatRow): void {
    this.warnings.hearRow(row);
    if (row.chat_id !== this.goesOnAfter || row.status !== "closed") return;
    this.goesOnAfter = null;
    const next = neighbour(row.chat_id, 1) ?? neighbour(row.chat_id, -1);
    if (next && next !== row.chat_id) this.openChat(next);
  }

  /** What a colleague does to my chat, or while I write in it. */
  private hearColleague(event: ChatEvent): void {
    if (event.type === "chat_transferred" && event.taken_over && event.from_agent.id === this.me.id) {
      this.say(fill(deskWords().takenFromYou, { name: event.to_agent.name }));
    }
    const isOther = event.type === "message_posted" && event.author.kind === "agent" && event.author.id !== this.me.id;
    if (isOther && event.chat_id === this.rooms.current.peek()?.chatId && this.drafts.text(event.chat_id)) {
      this.say(fill(deskWords().answeredMeanwhile, { name: event.author.name }));
    }
  }

  async loadColleagues(): Promise<void> {
    const answer = await fetchAgents();
    if (!answer.ok) return;
    this.colleagues.value = answer.agents;
    const mine = new Set(answer.agents.find((agent) => agent.id === this.me.id)?.teams ?? []);
    this.lists.teams.value = mine;
    this.lists.mates.value = new Set(answer.agents.filter((agent) => agent.teams.some((team) => mine.has(team))).map((agent) => agent.id));
  }

  /** Tells the others which chat is on this screen, and learns who else looks at it. */
  async tellViewing(): Promise<void> {
    const room = this.page.peek() ? null : this.rooms.current.peek();
    if (!this.link.connected()) return;
    const answer = await this.link.call("set_viewing", { chat_id: room?.chatId ?? null }).catch(() => null);
    if (room && answer?.ok) room.viewers.value = answer.viewers;
  }

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
      void this.loadColleagues();
      void this.tellViewing();
    });
    link.onEvent((event) => {
      this.health.heard();
      this.hearColleague(event);
      rooms.get(event.chat_id)?.hear(event);
      lists.hearEvent(event);
    });
    link.onPassing("chats_changed", ({ chats }) => lists.hearRows(chats));
    link.onPassing("head_told", (told) => rooms.get(told.chat_id)?.sync.hearHead(told));
    link.onPassing("typing_changed", (told) => rooms.get(told.chat_id)?.hearTyping(told));
    link.onPassing("chat_read", (told) => rooms.get(told.chat_id)?.hearRead(told));
    link.onPassing("clock_told", (told) => this.warnings.hear(told));
    link.onPassing("viewers_changed", (told) => {
      const room = rooms.get(told.chat_id);
      if (room) room.viewers.value = told.viewers.filter((agent) => agent.id !== this.me.id);
    });
    let colleagues: ReturnType<typeof setTimeout> | undefined;
    this.endings.push(() => clearTimeout(colleagues), this.health.keepAsking(() => this.tellViewing()));
    this.endings.push(effect(() => {
      void this.rooms.current.value;
      void this.page.value;
      void this.tellViewing();
    }));
    link.onPassing("presence_changed", (told) => {
      clearTimeout(colleagues);
      colleagues = setTimeout(() => void this.loadColleagues(), COLLEAGUES_AFTER_MS);
      if (told.agent.id !== this.me.id) return;
      this.presence.value = told.status;
      this.awayReason.value = told.reason === "missed_offer" ? "" : told.reason;
      // The banner stays until it is put away: whoever missed an offer was not looking.
      this.hasMissedOffer.value = told.reason === "missed_offer";
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
