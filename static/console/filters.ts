// Filters of the lists: what an agent wants to see of a view, and those that they keep under a name.
import { signal } from "@preact/signals";
import type { ChatRow } from "../shared/protocol";
import type { KeyValue } from "../shared/storage";
import { nextDue } from "./clock";
import type { View } from "./lists";

export type Order = "newest" | "waiting" | "due";
/** Empty: all of them. */
export interface Filter { lang: string; plan: string; severity: string; team: string; tag: string; unread: boolean; order: Order }
export interface SavedFilter { name: string; view: View; filter: Filter }

export const NO_FILTER: Filter = { lang: "", plan: "", severity: "", team: "", tag: "", unread: false, order: "newest" };
const MAX_SAVED = 20;
export const MAX_NAME = 40;

export class Filters {
  readonly current = signal<Filter>(NO_FILTER);
  readonly saved = signal<readonly SavedFilter[]>([]);

  constructor(private readonly storage: KeyValue, private readonly key: string) {
    this.saved.value = read(storage.get(key));
  }

  set(change: Partial<Filter>): void { this.current.value = { ...this.current.peek(), ...change }; }
  clear(): void { this.current.value = { ...NO_FILTER, order: this.current.peek().order }; }

  /** Under a name that is taken, the new one takes the place of the old. */
  save(name: string, view: View): void {
    const kept = this.saved.peek().filter((one) => one.name !== name);
    this.keep([...kept, { name, view, filter: this.current.peek() }].slice(-MAX_SAVED));
  }

  remove(name: string): void { this.keep(this.saved.peek().filter((one) => one.name !== name)); }

  private keep(saved: readonly SavedFilter[]): void {
    this.saved.value = saved;
    this.storage.set(this.key, JSON.stringify(saved));
  }
}

export const isNarrow = (filter: Filter): boolean =>
  Boolean(filter.lang || filter.plan || filter.severity || filter.team || filter.tag || filter.unread);

export const tagsOf = (row: ChatRow): readonly string[] => (row as ChatRow & { tags?: readonly string[] }).tags ?? [];
export const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? "";

export function fits(row: ChatRow, filter: Filter, unread: ReadonlySet<string>): boolean {
  return (!filter.lang || primary(row.lang) === filter.lang) && (!filter.plan || row.plan.toLowerCase() === filter.plan)
    && (!filter.severity || row.severity === filter.severity) && (!filter.team || row.team === filter.team)
    && (!filter.tag || tagsOf(row).includes(filter.tag)) && (!filter.unread || unread.has(row.chat_id));
}

const byId = (a: ChatRow, b: ChatRow): number => (a.chat_id < b.chat_id ? -1 : a.chat_id > b.chat_id ? 1 : 0);
/** Instants are compared as text: they are all written alike, and this runs for each change of a long list. */
export const newestFirst = (a: ChatRow, b: ChatRow): number => (a.last_at < b.last_at ? 1 : a.last_at > b.last_at ? -1 : byId(a, b));
export const longestWaitFirst = (a: ChatRow, b: ChatRow): number => waited(a) - waited(b) || byId(a, b);
const dueFirst = (a: ChatRow, b: ChatRow): number => {
  const first = nextDue(a), second = nextDue(b);
  return first === second ? newestFirst(a, b) : first - second;
};
export const ORDERS: Record<Order, (a: ChatRow, b: ChatRow) => number> = { newest: newestFirst, waiting: longestWaitFirst, due: dueFirst };

/** Whoever does not wait comes after all who do. */
function waited(row: ChatRow): number {
  let since = known.get(row);
  if (since === undefined) {
    since = row.waiting_since && !row.first_answered_at ? Date.parse(row.waiting_since) : Date.parse(row.last_at) + 1e14;
    known.set(row, since);
  }
  return since;
}
// A row never changes, it is replaced; reading an instant costs more than all the comparing.
const known = new WeakMap<ChatRow, number>();

function read(text: string | null): SavedFilter[] {
  try {
    const found = JSON.parse(text ?? "[]") as SavedFilter[];
    return found.filter((one) => typeof one.name === "string").map((one) => ({ ...one, filter: { ...NO_FILTER, ...one.filter } }));
  } catch {
    return [];
  }
}
