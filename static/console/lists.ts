// The rows: one map of all chats known here, kept current by `chats_changed`; every view is derived from it.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { ChatEvent, ChatRow, ListChats } from "../shared/protocol";
import type { Link } from "../shared/socket";
import type { AgentCommands } from "../shared/protocol";
import type { KeyValue } from "../shared/storage";
import { now, tellTime } from "./clock";
import { Filters, fits, isNarrow, longestWaitFirst, newestFirst, ORDERS } from "./filters";

export type View = ListChats["view"];
export const VIEWS: readonly View[] = ["mine", "queue", "team", "bot", "tickets", "all", "closed"];
// Those whose number stands beside them.
export const COUNTED: readonly View[] = ["mine", "queue", "team", "tickets"];
// The server's page; a shorter one is the last.
const PAGE_LENGTH = 100;
const MAX_SEEN = 500;
// Lists are drawn anew this often at most: two hundred messages a second must leave time to type.
const TAKE_EVERY_MS = 250;
// Rows that are followed one by one.
const MAX_EACH = 200;
// Rows that are kept; open ones always are.
const MAX_ROWS = 2000;

export interface Progress { state: "none" | "loading" | "ready" | "failed"; next: string | null }

export class Lists {
  readonly rows = signal<ReadonlyMap<string, ChatRow>>(new Map());
  readonly view = signal<View>("mine");
  readonly progress = signal<Record<View, Progress>>(fresh());
  /** The rows of the view that the filter lets through, in the order asked for. */
  readonly shown: ReadonlySignal<ChatRow[]>;
  readonly filters: Filters;
  /** My teams, and who shares one with me. */
  readonly teams = signal<ReadonlySet<string>>(new Set());
  readonly mates = signal<ReadonlySet<string>>(new Set());
  readonly offers: ReadonlySignal<ChatRow[]>;
  readonly unread: ReadonlySignal<ReadonlySet<string>>;
  private readonly views: Record<View, ReadonlySignal<ChatRow[]>>;
  private readonly counts: Record<View, ReadonlySignal<number>>;
  private readonly each = new Map<string, ReadonlySignal<ChatRow | undefined>>();
  private readonly seen = signal<ReadonlyMap<string, number>>(new Map());
  /** Rows told since the last reload began: newer than what the reload brings. */
  private told = new Map<string, ChatRow>();
  private fresh = new Set<string>();
  /** Rows that were told and are not shown yet. */
  private readonly pending = new Map<string, ChatRow>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private takenAt = 0;
  private isReloading = false;
  private generation = 0;
  /** Hears each row that is told, before it is taken in. */
  onRow: (row: ChatRow) => void = () => {};

  constructor(private readonly link: Link<AgentCommands>, private readonly myId: string, private readonly storage: KeyValue) {
    const where = (fits: (row: ChatRow) => boolean, order = newestFirst): ReadonlySignal<ChatRow[]> =>
      computed(() => [...this.rows.value.values()].filter(fits).sort(order));
    this.views = {
      mine: where((row) => this.isMine(row)),
      queue: where((row) => row.status === "queued", longestWaitFirst),
      team: where((row) => this.isOfTeam(row)),
      bot: where((row) => row.status === "bot"),
      tickets: where((row) => row.status === "ticket"),
      all: where((row) => row.status !== "closed"),
      closed: where((row) => row.status === "closed"),
    };
    this.counts = Object.fromEntries(VIEWS.map((view) => [view, computed(() => this.views[view].value.length)])) as Record<View, ReadonlySignal<number>>;
    this.seen.value = readSeen(storage.get(this.seenKey));
    this.filters = new Filters(storage, `chatserver.console.filters.${myId}`);
    this.shown = computed(() => {
      const rows = this.of(this.view.value), filter = this.filters.current.value;
      const narrow = isNarrow(filter) ? rows.filter((row) => fits(row, filter, this.unread.value)) : rows;
      return filter.order === "newest" ? narrow : [...narrow].sort(ORDERS[filter.order]);
    });
    // The clock only matters while there is an offer: otherwise nothing here is computed each second.
    this.offers = computed(() => {
      const open = this.views.queue.value.filter((row) => row.offer?.agent.id === myId);
      return open.length ? open.filter((row) => Date.parse(row.offer?.expires_at ?? "") > now.value) : open;
    });
    this.unread = computed(() => new Set(
      this.views.mine.value
        .filter((row) => Date.parse(row.last_at) > (this.seen.value.get(row.chat_id) ?? 0))
        .map((row) => row.chat_id),
    ));
  }

  isMine(row: ChatRow): boolean { return row.status === "assigned" && row.agent?.id === this.myId; }
  private isOfTeam(row: ChatRow): boolean {
    if (row.status === "closed") return false;
    return this.teams.value.has(row.team) || (row.status === "assigned" && this.mates.value.has(row.agent?.id ?? ""));
  }
  of(view: View): ChatRow[] { return this.views[view].value; }
  /** How many there are; whoever reads it is drawn anew when the number changes, and not for each message. */
  count(view: View): number { return this.counts[view].value; }

  /** The same for one row: a chat on the screen must not be drawn for the messages of all others. */
  row(chatId: string): ChatRow | undefined {
    let own = this.each.get(chatId);
    if (!own) {
      own = computed(() => this.rows.value.get(chatId));
      this.each.set(chatId, own);
      if (this.each.size > MAX_EACH) this.each.delete(this.each.keys().next().value ?? "");
    }
    return own.value;
  }

  show(view: View): void {
    this.view.value = view;
    if (this.progress.value[view].state !== "ready") void this.load(view);
  }

  /** After every connect: what was missed is in no event, so the lists are fetched anew. */
  async reload(): Promise<void> {
    const generation = ++this.generation;
    this.isReloading = true;
    this.told = new Map();
    this.fresh = new Set();
    this.progress.value = fresh();
    const pages = new Set<View>([...COUNTED, this.view.value]);
    // The old rows stay on the screen until the new ones are here; then those go that nobody has named again.
    const stale = new Set(this.rows.value.keys());
    const found = await Promise.all([...pages].map((view) => this.load(view)));
    if (generation !== this.generation) return;
    this.isReloading = false;
    if (found.some((rows) => rows === null)) return;
    for (const row of found.flat()) if (row) stale.delete(row.chat_id);
    for (const chatId of this.told.keys()) stale.delete(chatId);
    this.rows.value = new Map([...this.rows.value].filter(([chatId]) => !stale.has(chatId)));
    this.told.clear();
  }

  async load(view: View, more?: "more"): Promise<ChatRow[] | null> {
    const before = this.progress.value[view];
    const after = more ? before.next : null;
    this.report(view, { ...before, state: "loading" });
    const answer = await this.link.call("list_chats", { view, after }).catch(() => null);
    if (!answer?.ok) { this.report(view, { ...before, state: "failed" }); return null; }
    tellTime(answer.now);
    this.take(answer.chats);
    const hasNext = answer.chats.length >= PAGE_LENGTH;
    this.report(view, { state: "ready", next: hasNext ? answer.chats.at(-1)?.chat_id ?? null : null });
    return answer.chats;
  }

  hearRows(rows: ChatRow[]): void {
    for (const row of rows) {
      if (this.isReloading) this.told.set(row.chat_id, row);
      this.onRow(row);
      this.pending.set(row.chat_id, row);
    }
    // Who is offered a chat has seconds; all else may wait until the screen has had its turn.
    const isUrgent = rows.some((row) => row.offer?.agent.id === this.myId);
    if (isUrgent || Date.now() - this.takenAt >= TAKE_EVERY_MS) this.takePending();
    else this.timer ??= setTimeout(() => this.takePending(), TAKE_EVERY_MS);
  }

  private takePending(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.takenAt = Date.now();
    const rows = [...this.pending.values()];
    this.pending.clear();
    this.take(rows);
  }

  take(rows: ChatRow[]): void {
    const next = new Map(this.rows.value);
    for (const row of rows) {
      // A row from before the last reload may be of another database: a restored backup counts from below.
      const known = this.fresh.has(row.chat_id) ? next.get(row.chat_id) : undefined;
      if (row.seq >= (known?.seq ?? 0)) next.set(row.chat_id, row);
      this.fresh.add(row.chat_id);
    }
    if (next.size > MAX_ROWS) this.forgetClosed(next);
    this.rows.value = next;
  }

  /** My own words in another tab are no news to me. */
  hearEvent(event: ChatEvent): void {
    if (event.type === "message_posted" && event.author.id === this.myId) this.markSeen(event.chat_id, event.at);
  }

  markSeen(chatId: string, at: string): void {
    const when = Date.parse(at);
    if (when <= (this.seen.peek().get(chatId) ?? 0)) return;
    const next = new Map(this.seen.peek()).set(chatId, when);
    this.seen.value = next;
    this.storage.set(this.seenKey, JSON.stringify([...next].slice(-MAX_SEEN)));
  }

  /** Closed chats go that nobody looks at, longest closed first: eight hours of a busy desk are many. */
  private forgetClosed(rows: Map<string, ChatRow>): void {
    if (this.view.peek() === "closed") return;
    const closed = [...rows.values()].filter((row) => row.status === "closed").sort(newestFirst);
    for (const row of closed.slice(MAX_ROWS / 2)) {
      rows.delete(row.chat_id);
      this.fresh.delete(row.chat_id);
    }
    this.report("closed", { state: "none", next: null });
  }

  private report(view: View, progress: Progress): void { this.progress.value = { ...this.progress.value, [view]: progress }; }
  private get seenKey(): string { return `chatserver.console.seen.${this.myId}`; }
}

function fresh(): Record<View, Progress> {
  const none: Progress = { state: "none", next: null };
  return { mine: none, queue: none, team: none, bot: none, tickets: none, all: none, closed: none };
}

function readSeen(text: string | null): Map<string, number> {
  try {
    return new Map(JSON.parse(text ?? "[]") as [string, number][]);
  } catch {
    return new Map();
  }
}
