// The chats that are open on this screen: each one's log through the shared sync, who is typing, how far is read.
import { signal, type Signal } from "@preact/signals";
import { forAgents } from "./agent-events";
import { emptyChat, type ChatState } from "../shared/chats";
import type { AgentCommands, AgentRef, ChatEvent, ChatRead, ChatRow, ClocksMoved, TypingChanged } from "../shared/protocol";
import type { Link } from "../shared/socket";
import { ChatSync, type Fetched } from "../shared/sync";

// A "stopped typing" may be lost; after this the line goes by itself.
const TYPING_MS = 10_000;
// There is no command that leaves a room, so an opened chat stays current; this many states are kept.
const MAX_ROOMS = 40;

export class Room {
  readonly state: Signal<ChatState>;
  readonly status = signal<"loading" | "ready" | "failed" | "missing">("loading");
  readonly visitorRead = signal(0);
  readonly typing = signal<string | null>(null);
  /** The name of a colleague who writes here, too. */
  readonly agentTyping = signal<string | null>(null);
  /** Who else looks at the chat. */
  readonly viewers = signal<readonly AgentRef[]>([]);
  /** What happened to the clocks, by seq: the reducer leaves it out, since a visitor's screen has no use for it. */
  readonly clocks = signal<ReadonlyMap<number, ClocksMoved>>(new Map());
  startedAt: string | null = null;
  markedSeq = 0;
  /** The event that somebody came for, until it is in sight. */
  readonly sought = signal<number | null>(null);
  readonly sync: ChatSync;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private agentTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly chatId: string, private readonly link: Link<AgentCommands>, private readonly onRow: (row: ChatRow) => void) {
    this.state = signal(emptyChat(chatId));
    this.sync = new ChatSync(chatId, (after) => this.fetchPage(after), () => { this.state.value = this.sync.state; }, forAgents);
  }

  async catchUp(): Promise<void> {
    if (this.status.value !== "ready") this.status.value = "loading";
    await this.sync.catchUp();
  }

  hear(event: ChatEvent): void {
    if (event.type === "message_posted" && event.author.kind === "visitor") this.setTyping(null);
    if (event.type === "message_posted" && event.author.kind === "agent") this.setAgentTyping(null);
    this.noteClocks([event]);
    this.sync.hear(event);
  }

  hearTyping(told: TypingChanged): void {
    if (told.kind === "visitor") this.setTyping(told.typing ? told.name : null);
    else if (told.kind === "agent") this.setAgentTyping(told.typing ? told.name : null);
  }

  hearRead(told: ChatRead): void {
    if (told.kind === "visitor") this.visitorRead.value = Math.max(this.visitorRead.value, told.seq);
  }

  private setTyping(name: string | null): void {
    clearTimeout(this.typingTimer);
    this.typing.value = name;
    if (name !== null) this.typingTimer = setTimeout(() => { this.typing.value = null; }, TYPING_MS);
  }

  private setAgentTyping(name: string | null): void {
    clearTimeout(this.agentTimer);
    this.agentTyping.value = name;
    if (name !== null) this.agentTimer = setTimeout(() => { this.agentTyping.value = null; }, TYPING_MS);
  }

  private noteClocks(events: readonly ChatEvent[]): void {
    const moved = events.filter((event): event is ClocksMoved => event.type === "clocks_moved");
    if (moved.length) this.clocks.value = new Map([...this.clocks.peek(), ...moved.map((event) => [event.seq, event] as const)]);
  }

  private async fetchPage(after: number): Promise<Fetched | null> {
    const answer = await this.link.call("open_chat", { chat_id: this.chatId, after_seq: after }).catch(() => null);
    if (!answer?.ok) {
      const isMissing = answer?.error.code === "forbidden" || answer?.error.code === "bad_request";
      if (this.status.value === "loading") this.status.value = isMissing ? "missing" : "failed";
      return null;
    }
    this.onRow(answer.chat);
    this.visitorRead.value = answer.visitor_read_seq;
    this.noteClocks(answer.events);
    const first = answer.events[0];
    if (first?.seq === 1) this.startedAt = first.at;
    if (!answer.more) this.status.value = "ready";
    return answer;
  }
}

export class Rooms {
  readonly current = signal<Room | null>(null);
  private readonly rooms = new Map<string, Room>();

  constructor(private readonly link: Link<AgentCommands>, private readonly onRow: (row: ChatRow) => void) {}

  get(chatId: string): Room | undefined { return this.rooms.get(chatId); }

  open(chatId: string): Room {
    const room = this.rooms.get(chatId) ?? new Room(chatId, this.link, this.onRow);
    this.rooms.delete(chatId);
    this.rooms.set(chatId, room);
    this.current.value = room;
    void room.catchUp();
    for (const oldest of this.rooms.keys()) {
      if (this.rooms.size <= MAX_ROOMS) break;
      this.rooms.delete(oldest);
    }
    return room;
  }

  shut(): void { this.current.value = null; }

  /** A new connection is in no room: the open chat joins again, the others do when they are opened. */
  rejoin(): void {
    const current = this.current.value;
    this.rooms.clear();
    if (!current) return;
    this.rooms.set(current.chatId, current);
    void current.catchUp();
  }
}
