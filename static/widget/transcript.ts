// The transcript: a log that only grows. Rows are made once; what is being sent stands at its end until the log has it.
// Of a long chat the log has the end; what is older stands above it, and only what is near the screen: see history.ts.
import type { ChatState, Item } from "../shared/chats";
import type { ChatEvent } from "../shared/protocol";
import type { Words } from "../shared/strings/index";
import type { Bubble, Said } from "./bubble";
import type { Chat, Pending } from "./chat";
import * as dom from "./dom";
import { button, h, part } from "./dom";
import type { createHistory, History } from "./history";
import type { Lines } from "./lines";

const GROUP_MS = 5 * 60_000;
// This near to the end, the reader follows along.
const NEAR_PX = 80;
// With more rows than that the log hands the older ones over, and keeps so many.
const MANY = 200;
const KEPT = 50;
// More than that at once is a chat that was had before: nobody wants it read out.
const NEWS = 5;

export function createTranscript(
  words: Words, chat: Chat, say: (text: string) => void, loadLines: () => Promise<Lines>,
  makeBubble: (author: Said["author"], dispute: (seq: number) => Promise<boolean>) => Bubble,
  loadHistory: () => Promise<typeof createHistory>,
) {
  let isFollowing = true;
  let end = 0;
  const own = new Map<string, Bubble>();
  const bubbles = new Map<number, Bubble>();
  let chatId = "";
  let shown = 0;
  /** How many items are history, and the rows of those that are not. */
  let past = 0;
  let rows: (HTMLElement | null)[] = [];
  let history: History | undefined;
  let day = "";
  let replyKey = "";

  const scroller = part("scroller");
  const log = part("log");
  // A picture may have come since we went to the end: only who goes back up does not follow.
  scroller.addEventListener("scroll", () => { isFollowing = isNearEnd() || (isFollowing && scroller.scrollTop >= end); });
  // The keyboard or a line below takes room, or a picture comes: the end stays in sight.
  const sized = new ResizeObserver(() => { if (isFollowing) toEnd(); });
  for (const each of [scroller, log]) sized.observe(each);

  function update(state: ChatState | null): void {
    const next = state?.chatId ?? "";
    const items = state?.items ?? [];
    if (next !== chatId || items.length < shown) clear(next);
    const pending = chat.pending;
    if (items.length - past > MANY && isFollowing) handOver(items, items.length - KEPT);
    log.ariaLive = items.length - shown > NEWS ? "off" : "polite";
    while (shown < items.length) rows.push(append(items[shown++] as Item));
    history?.update(items, past);
    // Something was taken out of them after they were shown.
    for (const item of items) {
      if (item.kind !== "event" && item.revision > 0) bubbles.get(item.seq)?.settle(item);
    }
    showPending(pending);
    showStates(state, pending);
    showReplies(state, pending);
    const isBotBusy = state?.status === "bot" && chat.isOnline && pending.some((each) => !each.failed);
    part("dots").hidden = !chat.typist && !isBotBusy;
    if (isFollowing) toEnd();
  }

  function toEnd(): void {
    scroller.scrollTop = scroller.scrollHeight;
    end = scroller.scrollTop;
  }

  function isNearEnd(): boolean {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  }

  function clear(next: string): void {
    log.replaceChildren();
    own.clear();
    bubbles.clear();
    rows = [];
    chatId = next;
    shown = past = 0;
    day = "";
  }

  /** Makes the items before `to` history: their rows go, if they were made at all. */
  function handOver(items: Item[], to: number): void {
    if (!history) {
      void loadHistory().then((create) => {
        history ??= create({ dom, words, sized, newBubble, newLine, group, made: [own, bubbles] });
        update(chat.state);
      });
      return;
    }
    history.take(rows.splice(0, to - past));
    past = to;
    if (shown >= to) return;
    shown = to;
    day = words.day(new Date((items[to - 1] as Item).at));
  }

  function append(item: Item): HTMLElement | null {
    if (item.kind === "event") {
      const { event } = item;
      if (event.type === "redaction_disputed") bubbles.get(event.message_seq)?.setDisputed();
      const row = newLine(event);
      if (row) insert(row, item.at);
      return row;
    }
    const waiting = item.author.kind === "visitor" && item.clientId ? own.get(item.clientId) : undefined;
    if (waiting) {
      // A failed one may stand before it; otherwise it is in its place already.
      const first = firstPending();
      if (first && first !== waiting.root) log.insertBefore(waiting.root, first);
      waiting.settle(item);
      bubbles.set(item.seq, waiting);
      group(waiting.root);
      return waiting.root;
    }
    const row = addBubble(item.author, item.at);
    row.settle(item);
    bubbles.set(item.seq, row);
    if (item.author.kind === "visitor") own.set(item.clientId ?? `seq ${item.seq}`, row);
    return row.root;
  }

  /** The words come when they are there; without any, the row goes again. */
  function newLine(event: ChatEvent): HTMLElement | null {
    if (event.type === "redaction_disputed") return null;
    const row = h("div", "line");
    void loadLines().then((there) => there.show(row, event));
    return row;
  }

  function addBubble(author: Said["author"], at: string, before = firstPending()): Bubble {
    const bubble = newBubble(author, at);
    insert(bubble.root, at, before);
    return bubble;
  }

  function newBubble(author: Said["author"], at: string): Bubble {
    const bubble = makeBubble(author, (seq) => chat.dispute(seq));
    bubble.root.dataset["who"] = author.kind + author.name;
    bubble.root.dataset["at"] = at;
    return bubble;
  }

  function showPending(pending: Pending[]): void {
    const ids = new Set(pending.map((each) => each.clientId));
    for (const [clientId, bubble] of own) {
      if (bubble.seq() === 0 && !ids.has(clientId)) { bubble.root.remove(); own.delete(clientId); }
    }
    for (const each of pending) {
      let bubble = own.get(each.clientId);
      if (!bubble) {
        bubble = addBubble({ kind: "visitor", name: "" }, new Date().toISOString(), null);
        own.set(each.clientId, bubble);
      }
      bubble.wait(each, () => chat.retry(each.clientId));
    }
  }

  /** Only the newest of the visitor's messages tells how far it got. */
  function showStates(state: ChatState | null, pending: Pending[]): void {
    const answered = state?.items.findLast((item) => item.kind === "message" && item.author.kind === "agent")?.seq ?? 0;
    const read = Math.max(chat.agentReadSeq, answered);
    const settled = [...own.values()].filter((bubble) => bubble.seq() > 0);
    const newest = pending.length ? 0 : Math.max(0, ...settled.map((bubble) => bubble.seq()));
    for (const bubble of settled) {
      bubble.setState(bubble.seq() !== newest ? "" : bubble.seq() <= read ? words.read : words.sent);
    }
  }

  function showReplies(state: ChatState | null, pending: Pending[]): void {
    const last = state?.items.findLast((item) => item.kind === "message");
    const isOffered = ["bot", "queued"].includes(state?.status ?? "") && !pending.length && last?.kind === "message" && last.author.kind === "bot";
    const texts = isOffered ? last.buttons : [];
    const key = texts.length ? `${chatId} ${last?.seq}` : "";
    if (key === replyKey) return;
    replyKey = key;
    const replies = part("replies");
    replies.className = "replies";
    replies.replaceChildren(...texts.map((text) => {
      const reply = button("reply", text, () => say(text));
      reply.dataset["testid"] = "quick-reply";
      return reply;
    }));
    // Whoever waits may have been left a choice, which is more than an answer.
    if (key && state?.status === "queued") void loadLines().then((there) => there.offer(replies, state));
  }

  function insert(row: HTMLElement, at: string, before = firstPending()): void {
    const next = words.day(new Date(at));
    if (day !== next) log.insertBefore(h("div", "day", next), before);
    day = next;
    log.insertBefore(row, before);
    group(row);
    group(row.nextElementSibling);
  }

  /** A row goes on from the one before it: the same author, soon after. */
  function group(row: Element | null): void {
    const before = row?.previousElementSibling;
    if (!(row instanceof HTMLElement) || !(before instanceof HTMLElement)) return;
    const isSoon = Date.parse(row.dataset["at"] ?? "") - Date.parse(before.dataset["at"] ?? "") < GROUP_MS;
    row.classList.toggle("continued", isSoon && row.dataset["who"] === before.dataset["who"]);
  }

  function firstPending(): Element | null { return log.querySelector(".pending"); }

  return { update, toEnd };
}
