// The commands of the palette, gathered anew each time that it opens: what can be done now is what it lists.
import { claim, mayTakeOver, takeOver, isClaimable } from "./keys";
import { visitorName } from "./format";
import { VIEWS } from "./lists";
import { PAGES } from "./pages";
import type { Store } from "./store";
import { fill, LANGUAGES, setLanguage, words, type Lang } from "./strings";
import { deskWords } from "./strings/desk";
import { sideWords } from "./strings/desk-side";
import { canonical } from "./panes/find-chat";
import { viewName } from "./panes/chat-list";
import { REASONS, reasonText } from "./panes/away";
import type { IconName } from "./panes/icons";

export interface Entry { id: string; group: string; label: string; more?: string; icon: IconName; keys?: string; act: () => void }

const MAX_SHOWN = 40;
const LOOKS_LIKE_ID = /^[0-9A-Za-z][0-9A-Za-z\s_.-]{3,15}$/;

export function entriesOf(store: Store): Entry[] {
  return [...ofChat(store), ...ofViews(store), ...ofPresence(store), ...ofSettings(store), ...ofChats(store), ...ofColleagues(store)];
}

/** What fits best first; a ChatID that is typed in full can be opened, whether it is in a list or not. */
export function find(entries: readonly Entry[], typed: string, store: Store): Entry[] {
  const wanted = fold(typed);
  if (!wanted) return entries.slice(0, MAX_SHOWN);
  const found = entries.map((entry) => ({ entry, score: scoreOf(fold(`${entry.label} ${entry.more ?? ""}`), wanted) }))
    .filter((one) => one.score > 0).sort((a, b) => b.score - a.score).slice(0, MAX_SHOWN).map((one) => one.entry);
  const chatId = canonical(typed);
  const isKnown = found.some((entry) => entry.id === `chat ${chatId}`);
  if (LOOKS_LIKE_ID.test(typed.trim()) && chatId.length === 12 && !isKnown) {
    found.unshift({ id: `open ${chatId}`, group: sideWords().chats, icon: "chat", label: fill(sideWords().openTheChat, { id: chatId }), act: () => store.openChat(chatId) });
  }
  return found;
}

function ofChat(store: Store): Entry[] {
  const row = store.currentRow(), t = words(), d = deskWords(), s = sideWords();
  if (!row) return [];
  const chatId = row.chat_id, mine = store.isMine(row), group = `${s.inChat}: ${visitorName(row)}`;
  const write = (mode: "reply" | "note") => (): void => { store.drafts.setMode(chatId, mode); store.focusComposer(); };
  const all: [boolean, Omit<Entry, "group">][] = [
    [mine, { id: "reply", label: s.writeReply, icon: "send", keys: "R", act: write("reply") }],
    [true, { id: "note", label: s.writeNote, icon: "note", keys: "N", act: write("note") }],
    [isClaimable(row.status), { id: "claim", label: t.claim, icon: "take", keys: "C", act: () => claim(store) }],
    [mayTakeOver(store, row), { id: "take-over", label: d.takeOver, icon: "take", keys: "O", act: () => takeOver(store) }],
    [mine, { id: "transfer", label: t.transfer, icon: "transfer", keys: "T", act: () => { store.dialog.value = "transfer"; } }],
    [mine, { id: "release", label: t.release, more: t.releaseHint, icon: "release", act: () => void store.release(chatId) }],
    [mine, { id: "hand-back", label: t.handBack, more: t.handBackHint, icon: "back", act: () => { store.dialog.value = "hand-back"; } }],
    [mine, { id: "close", label: t.close, icon: "check", keys: "E", act: () => { store.dialog.value = "close"; } }],
    [mine, { id: "close-next", label: d.kCloseNext, icon: "check", keys: "W", act: () => store.closeAndNext() }],
    [true, { id: "history", label: store.showsHistory.value ? d.hideHistory : d.showHistory, icon: "history", keys: "H", act: () => { store.showsHistory.value = !store.showsHistory.value; } }],
    [true, { id: "details", label: s.withDetails, icon: "details", keys: "I", act: () => { store.showsDetails.value = !store.showsDetails.value; } }],
    [true, { id: "copy", label: t.copy, more: chatId, icon: "copy", act: () => void navigator.clipboard?.writeText(chatId).catch(() => null) }],
  ];
  return all.filter(([may]) => may).map(([, entry]) => ({ ...entry, group }));
}

function ofViews(store: Store): Entry[] {
  const d = deskWords(), group = sideWords().views;
  return [
    ...VIEWS.map((view): Entry => ({ id: `view ${view}`, group, icon: view, label: viewName(view), act: () => store.show(view) })),
    ...store.lists.filters.saved.value.map((saved): Entry => ({ id: `filter ${saved.name}`, group, icon: "filter", label: saved.name, more: d.filters, act: () => store.showSaved(saved) })),
    ...PAGES.filter((page) => page.isFor(store.me)).map((page): Entry => ({ id: `page ${page.name}`, group, icon: page.icon, label: page.title(), act: () => { store.page.value = page; } })),
    { id: "next", group, icon: "down", label: d.kNextChat, keys: "Alt+↓", act: () => store.openNeighbour(1) },
    { id: "previous", group, icon: "down", label: d.kPreviousChat, keys: "Alt+↑", act: () => store.openNeighbour(-1) },
    { id: "select", group, icon: "check", label: d.select, act: () => store.bulk.switch() },
  ];
}

function ofPresence(store: Store): Entry[] {
  const t = words(), s = sideWords(), group = t.presence;
  const away = ["", ...REASONS].map((reason): Entry => ({
    id: `away ${reason}`, group, icon: "lock", label: reason ? fill(s.goAway, { reason: reasonText(reason) }) : t.away, act: () => void store.setPresence("away", reason),
  }));
  return [{ id: "available", group, icon: "mine", label: s.goAvailable, act: () => void store.setPresence("available") }, ...away];
}

function ofSettings(store: Store): Entry[] {
  const t = words(), d = deskWords(), group = sideWords().options;
  return [
    { id: "settings", group, icon: "settings", label: d.settings, more: d.alerts, act: () => { store.dialog.value = "settings"; } },
    { id: "health", group, icon: "link", label: d.health, act: () => { store.dialog.value = "health"; } },
    { id: "keys", group, icon: "keys", label: t.keysTitle, keys: "?", act: () => { store.dialog.value = "keys"; } },
    ...Object.entries(LANGUAGES).map(([tag, label]): Entry => ({ id: `lang ${tag}`, group, icon: "chat", label, more: t.language, act: () => setLanguage(tag as Lang, "keep") })),
  ];
}

function ofChats(store: Store): Entry[] {
  const group = sideWords().chats;
  return [...store.lists.rows.value.values()].map((row) => ({
    id: `chat ${row.chat_id}`, group, icon: "chat", label: visitorName(row), more: [row.chat_id, row.title ?? "", row.last_text].join(" · "), act: () => store.openChat(row.chat_id),
  }));
}

/** Whoever has the open chat can hand it over from here. */
function ofColleagues(store: Store): Entry[] {
  const row = store.currentRow(), s = sideWords();
  if (!row || !store.isMine(row)) return [];
  return store.colleagues.value.filter((agent) => agent.id !== store.me.id && agent.is_connected).map((agent) => ({
    id: `agent ${agent.id}`, group: s.colleagues, icon: "transfer", label: fill(s.transferTo, { name: agent.name }), more: agent.teams.join(" "),
    act: () => void store.transfer(row.chat_id, agent.id),
  }));
}

const fold = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();

/** Whole words before beginnings of words, those before parts, and letters in order last. */
function scoreOf(text: string, wanted: string): number {
  const parts = wanted.split(/\s+/);
  let sum = 0;
  for (const part of parts) {
    const at = text.indexOf(part);
    if (at >= 0) sum += (at === 0 ? 6 : /[\s·:-]/.test(text[at - 1] ?? "") ? 4 : 2) + part.length / (text.length + 1);
    else if (part.length > 2 && inOrder(text.slice(0, 40), part)) sum += 0.5;
    else return 0;
  }
  return sum;
}

function inOrder(text: string, part: string): boolean {
  let at = -1;
  for (const sign of part) {
    at = text.indexOf(sign, at + 1);
    if (at < 0) return false;
  }
  return true;
}

