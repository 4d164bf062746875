// The focus in the list of chats, by ChatID: a row may be outside of the window, and is drawn before it can have the focus.
import { signal } from "@preact/signals";

/** The row that shall have the focus as soon as it is drawn. */
export const wantedRow = signal<string | null>(null);

let chatIds: () => readonly string[] = () => [];
let stop: () => string | undefined = () => undefined;

/** The list says which rows there are, and which one Tab reaches. */
export function listIs(rows: () => readonly string[], tabStop: () => string | undefined): void {
  chatIds = rows;
  stop = tabStop;
}

export const focusedRow = (): string | undefined => (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-chat-id]")?.dataset["chatId"];

export function focusList(chatId?: string): void {
  const ids = chatIds();
  const wanted = [chatId, stop()].find((one) => one !== undefined && ids.includes(one)) ?? ids[0];
  if (wanted === undefined) document.getElementById("chat-list")?.focus();
  else focusRow(wanted);
}

/** Moves the focus in the list, and into it first. */
export function step(by: number): void {
  const ids = chatIds(), at = ids.indexOf(focusedRow() ?? "");
  if (at < 0) return focusList();
  const next = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
  if (next !== undefined) focusRow(next);
}

/** The neighbour of a chat in the list, or its end. */
export function neighbour(chatId: string | undefined, by: number): string | undefined {
  const ids = chatIds(), at = ids.indexOf(chatId ?? "");
  return at < 0 ? ids[by > 0 ? 0 : ids.length - 1] : ids[at + by];
}

function focusRow(chatId: string): void {
  const drawn = rowOf(chatId);
  if (drawn) drawn.focus();
  else wantedRow.value = chatId;
}

export const rowOf = (chatId: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("button[data-chat-id]")].find((one) => one.dataset["chatId"] === chatId);
