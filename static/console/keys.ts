// The keyboard: single keys that act when no text field has the focus. The sheet of keys is made from the same table.
import type { View } from "./lists";
import type { Store } from "./store";
import type { Strings } from "./strings";

interface Key { key: string; group: "keysInLists" | "keysInChat" | "keysViews" | "offers"; label: keyof Strings; act?: (store: Store) => void }

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
  { key: "Enter", group: "keysInLists", label: "kOpen" },
  { key: "/", group: "keysInLists", label: "kFind", act: () => document.getElementById("find-chat")?.focus() },
  { key: "Esc", group: "keysInLists", label: "kEscape" },
  { key: "?", group: "keysInLists", label: "kHelp", act: (store) => { store.dialog.value = "keys"; } },
  { key: "r", group: "keysInChat", label: "reply", act: write("reply") },
  { key: "n", group: "keysInChat", label: "note", act: write("note") },
  { key: "c", group: "keysInChat", label: "claim", act: claim },
  { key: "t", group: "keysInChat", label: "transfer", act: mine((store) => { store.dialog.value = "transfer"; }) },
  { key: "e", group: "keysInChat", label: "close", act: mine((store) => { store.dialog.value = "close"; }) },
  { key: "i", group: "keysInChat", label: "kDetails", act: (store) => { store.showsDetails.value = !store.showsDetails.value; } },
  { key: "a", group: "offers", label: "accept", act: answer(true) },
  { key: "d", group: "offers", label: "decline", act: answer(false) },
  { key: "g m", group: "keysViews", label: "mine", act: go("mine") },
  { key: "g q", group: "keysViews", label: "queue", act: go("queue") },
  { key: "g b", group: "keysViews", label: "bot", act: go("bot") },
  { key: "g a", group: "keysViews", label: "all", act: go("all") },
  { key: "g c", group: "keysViews", label: "closed", act: go("closed") },
];

// How long `g` waits for its second key.
const CHORD_MS = 1500;

/** Listens until the returned function is called. */
export function listenToKeys(store: Store): () => void {
  let prefix = "", prefixAt = 0;
  const onKey = (event: KeyboardEvent): void => {
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

export function focusList(chatId?: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-chat-id]")];
  const row = rows.find((one) => one.dataset["chatId"] === chatId) ?? rows.find((one) => one.tabIndex === 0) ?? rows[0];
  (row ?? document.getElementById("chat-list"))?.focus();
}

/** Moves the focus in the list, and into it first. */
export function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-chat-id]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return focusList();
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

function backToList(store: Store, event: KeyboardEvent): void {
  event.preventDefault();
  // On a narrow screen the details lie over the chat: they go first.
  if (store.showsDetails.value && !matchMedia("(min-width: 1280px)").matches) store.showsDetails.value = false;
  focusList(store.rooms.current.value?.chatId);
}

function claim(store: Store): void {
  // The chat under the focus, or else the open one.
  const focused = (document.activeElement as HTMLElement | null)?.dataset["chatId"];
  const row = (focused && store.lists.row(focused)) || store.currentRow();
  if (row && isClaimable(row.status)) void store.claim(row.chat_id);
}

export const isClaimable = (status: string): boolean => status === "bot" || status === "queued" || status === "ticket";

function go(view: View) {
  return (store: Store): void => {
    store.show(view);
    requestAnimationFrame(() => focusList());
  };
}
