// The keyboard: single keys that act when no text field has the focus. The sheet of keys is made from the same table.
import type { ChatRow } from "../shared/protocol";
import { focusedRow, focusList, step } from "./list-focus";
import type { View } from "./lists";
import { pageOf, supervises } from "./pages";
import type { Store } from "./store";
import { words, type Strings } from "./strings";
import { deskWords, type DeskStrings } from "./strings/desk";

interface Key { key: string; group: "keysInLists" | "keysInChat" | "keysViews" | "offers"; label: keyof Strings | keyof DeskStrings; act?: (store: Store) => void }

export const keyLabel = ({ label }: Key): string => (label in words() ? words()[label as keyof Strings] : deskWords()[label as keyof DeskStrings]);

const mine = (act: (store: Store, chatId: string) => void) => (store: Store): void => {
  const row = store.currentRow();
  if (row && store.isMine(row)) act(store, row.chat_id);
};
const write = (mode: "reply" | "note") => (store: Store): void => {
  const room = store.rooms.current.value;
  if (!room) return;
  store.drafts.setMode(room.chatId, mode);
  store.focusComposer();
};
const answer = (accept: boolean) => (store: Store): void => {
  const offer = store.lists.offers.value[0];
  if (offer) void store.answerOffer(offer, accept);
};

export const KEYS: readonly Key[] = [
  { key: "j", group: "keysInLists", label: "kNext", act: () => step(1) },
  { key: "k", group: "keysInLists", label: "kPrevious", act: () => step(-1) },
  { key: "Alt+↓", group: "keysInLists", label: "kNextChat" },
  { key: "Alt+↑", group: "keysInLists", label: "kPreviousChat" },
  { key: "Ctrl+K", group: "keysInLists", label: "kPalette" },
  { key: "Enter", group: "keysInLists", label: "kOpen" },
  { key: "x", group: "keysInLists", label: "kSelect", act: select },
  { key: "/", group: "keysInLists", label: "kFind", act: () => document.getElementById("find-chat")?.focus() },
  { key: "Esc", group: "keysInLists", label: "kEscape" },
  { key: "?", group: "keysInLists", label: "kHelp", act: (store) => { store.dialog.value = "keys"; } },
  { key: "r", group: "keysInChat", label: "reply", act: write("reply") },
  { key: "n", group: "keysInChat", label: "note", act: write("note") },
  { key: "c", group: "keysInChat", label: "claim", act: claim },
  { key: "t", group: "keysInChat", label: "transfer", act: mine((store) => { store.dialog.value = "transfer"; }) },
  { key: "e", group: "keysInChat", label: "close", act: mine((store) => { store.dialog.value = "close"; }) },
  { key: "w", group: "keysInChat", label: "kCloseNext", act: mine((store) => store.closeAndNext()) },
  { key: "o", group: "keysInChat", label: "kTakeOver", act: takeOver },
  { key: "h", group: "keysInChat", label: "kHistory", act: (store) => { store.showsHistory.value = !store.showsHistory.value; } },
  { key: "i", group: "keysInChat", label: "kDetails", act: (store) => { store.showsDetails.value = !store.showsDetails.value; } },
  { key: "a", group: "offers", label: "accept", act: answer(true) },
  { key: "d", group: "offers", label: "decline", act: answer(false) },
  { key: "g m", group: "keysViews", label: "mine", act: go("mine") },
  { key: "g q", group: "keysViews", label: "queue", act: go("queue") },
  { key: "g t", group: "keysViews", label: "team", act: go("team") },
  { key: "g b", group: "keysViews", label: "bot", act: go("bot") },
  { key: "g e", group: "keysViews", label: "tickets", act: go("tickets") },
  { key: "g a", group: "keysViews", label: "all", act: go("all") },
  { key: "g c", group: "keysViews", label: "closed", act: go("closed") },
  { key: "g s", group: "keysViews", label: "search", act: (store) => { store.page.value = pageOf("search") ?? null; } },
];

// How long `g` waits for its second key.
const CHORD_MS = 1500;

/** Listens until the returned function is called. */
export function listenToKeys(store: Store): () => void {
  let prefix = "", prefixAt = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (withModifier(store, event)) { event.preventDefault(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    if (event.key === "Escape") { backToList(store, event); return; }
    if (!store.usesKeys.value || store.isTaking || target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const pressed = prefix && event.timeStamp - prefixAt < CHORD_MS ? `${prefix} ${key}` : key;
    prefix = "";
    if (pressed === "g") { prefix = "g"; prefixAt = event.timeStamp; return; }
    const found = KEYS.find((known) => known.key === pressed);
    if (!found?.act) return;
    event.preventDefault();
    found.act(store);
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

/** These act everywhere, also while something is being written. */
function withModifier(store: Store, event: KeyboardEvent): boolean {
  if (event.isComposing) return false;
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (isCommand && event.key.toLowerCase() === "k") {
    // Another dialog stays: what is written in it must not be lost.
    if (!document.querySelector("dialog[open]")) store.dialog.value = "palette";
    return true;
  }
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("dialog[open]")) return false;
  store.openNeighbour(by);
  return true;
}

function backToList(store: Store, event: KeyboardEvent): void {
  event.preventDefault();
  // On a narrow screen the details lie over the chat: they go first.
  if (store.showsDetails.value && !matchMedia("(min-width: 1280px)").matches) store.showsDetails.value = false;
  focusList(store.rooms.current.value?.chatId);
}

export function claim(store: Store): void {
  // The chat under the focus, or else the open one.
  const row = rowInQuestion(store);
  if (row && isClaimable(row.status)) void store.claim(row.chat_id);
}

function select(store: Store): void {
  const row = rowInQuestion(store);
  if (row) store.bulk.toggle(row.chat_id);
}

export function takeOver(store: Store): void {
  const row = store.currentRow();
  if (row && mayTakeOver(store, row)) void store.takeOver(row.chat_id);
}

export const mayTakeOver = (store: Store, row: ChatRow): boolean => supervises(store.me) && row.status === "assigned" && !store.isMine(row);

function rowInQuestion(store: Store): ChatRow | undefined {
  const focused = focusedRow();
  return (focused ? store.lists.row(focused) : undefined) ?? store.currentRow();
}

export const isClaimable = (status: string): boolean => status === "bot" || status === "queued" || status === "ticket";

function go(view: View) {
  return (store: Store): void => {
    store.show(view);
    requestAnimationFrame(() => focusList());
  };
}
