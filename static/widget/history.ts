// The history: the older part of a long chat, above the log. Cut into blocks; only those near the screen have rows, the
// others their height. No live region, so nothing that comes back is read out. Loaded when a chat is long; what the
// transcript has already is handed over.
import type { Item } from "../shared/chats";
import type { ChatEvent } from "../shared/protocol";
import type { Words } from "../shared/strings/index";
import type { Bubble, Said } from "./bubble";
import type * as dom from "./dom";

export interface Tools {
  dom: typeof dom;
  words: Words;
  /** Keeps the end in sight for who is there. */
  sized: ResizeObserver;
  newBubble(author: Said["author"], at: string): Bubble;
  newLine(event: ChatEvent): HTMLElement | null;
  group(row: Element | null): void;
  /** The rows that the transcript has made; those that it has not any more are taken out. */
  made: readonly Map<unknown, Bubble>[];
}
interface Block { root: HTMLElement; items: readonly Item[]; dayBefore: string; isDrawn: boolean }

export type History = ReturnType<typeof createHistory>;

const BLOCK = 20;
// A screen or two in both directions, so that who scrolls, or reads on line by line, meets rows.
const AHEAD_PX = 1_000;
// Of a row, before any was measured.
const ROW_PX = 64;

export function createHistory({ dom: { h, part }, words, sized, newBubble, newLine, group, made }: Tools) {
  const scroller = part("scroller");
  const root = part("past");
  const blocks: Block[] = [];
  const byRoot = new WeakMap<Element, Block>();
  let disputed = new Set<number>();
  let known: readonly Item[] = [];
  let count = 0;
  let rowHeight = ROW_PX;
  // Where the browser does not hold the place when something above it grows.
  const isHolding = CSS.supports("overflow-anchor", "auto");
  const near = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const block = byRoot.get(target);
      if (!block) continue;
      if (isIntersecting) draw(block);
      else empty(block);
    }
  }, { root: scroller, rootMargin: `${AHEAD_PX}px 0px` });

  sized.observe(root);

  /** The first `length` of the items are history. */
  function update(items: readonly Item[], length: number): void {
    if (items === known && length === count) return;
    [known, count] = [items, length];
    disputed = new Set(items.flatMap((item) =>
      item.kind === "event" && item.event.type === "redaction_disputed" ? [item.event.message_seq] : []));
    const needed = Math.ceil(length / BLOCK);
    for (const block of blocks.splice(needed)) {
      near.unobserve(block.root);
      block.root.remove();
    }
    for (let index = 0; index < needed; index++) {
      const part = items.slice(index * BLOCK, Math.min((index + 1) * BLOCK, length));
      const block = blocks[index] ?? add();
      if (part.length === block.items.length && part.every((item, at) => item === block.items[at])) continue;
      block.items = part;
      const last = items[index * BLOCK - 1];
      block.dayBefore = last ? dayOf(last) : "";
      const wasDrawn = block.isDrawn;
      block.isDrawn = false;
      // The newest stand where they stood a moment ago, in the log.
      if (wasDrawn || index === needed - 1) draw(block);
      else block.root.style.height = `${part.length * rowHeight}px`;
    }
  }

  /** Takes rows of the log off the screen: here they are made again. */
  function take(rows: readonly (HTMLElement | null)[]): void {
    for (const row of rows) {
      if (row?.previousElementSibling?.className === "day") row.previousElementSibling.remove();
      row?.remove();
    }
    for (const map of made) for (const [key, { root, seq }] of map) if (seq() && !root.isConnected) map.delete(key);
  }

  function rowOf(item: Item): HTMLElement | null {
    if (item.kind === "event") return newLine(item.event);
    const bubble = newBubble(item.author, item.at);
    bubble.settle(item);
    if (disputed.has(item.seq)) bubble.setDisputed();
    return bubble.root;
  }

  function add(): Block {
    const block: Block = { root: h("div", "block"), items: [], dayBefore: "", isDrawn: false };
    byRoot.set(block.root, block);
    blocks.push(block);
    root.append(block.root);
    near.observe(block.root);
    return block;
  }

  function draw(block: Block): void {
    if (block.isDrawn) return;
    block.isDrawn = true;
    const before = block.root.offsetHeight;
    let day = block.dayBefore;
    const rows = block.items.flatMap((item): HTMLElement[] => {
      const row = rowOf(item);
      if (!row) return [];
      const next = dayOf(item);
      const isNew = next !== day;
      day = next;
      return isNew ? [h("div", "day", next), row] : [row];
    });
    block.root.style.height = "";
    block.root.replaceChildren(...rows);
    for (const row of rows) group(row);
    const after = block.root.offsetHeight;
    rowHeight = after / block.items.length;
    if (!isHolding && block.root.offsetTop < scroller.scrollTop) scroller.scrollTop += after - before;
  }

  /** Rows that have the focus or a selection stay. */
  function empty(block: Block): void {
    const { root } = block;
    if (!block.isDrawn || root.contains(document.activeElement) || getSelection()?.containsNode(root, true)) return;
    block.isDrawn = false;
    root.style.height = `${root.offsetHeight}px`;
    root.replaceChildren();
  }

  const dayOf = (item: Item): string => words.day(new Date(item.at));
  return { take, update };
}
