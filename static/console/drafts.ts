// Drafts: what is written and not sent, kept over reloads; a reply and a note of one chat are two drafts, so that what was
// meant for colleagues is never in the field that the visitor reads.
import { signal } from "@preact/signals";
import type { KeyValue } from "../shared/storage";

export type Mode = "reply" | "note";
const MAX_DRAFTS = 200;
const NOTE = "note ";

export class Drafts {
  private readonly texts = signal<Record<string, string>>({});
  // Not kept: after a reload everyone begins with the mode that says so on the screen.
  private readonly modes = signal<Record<string, Mode>>({});

  constructor(private readonly storage: KeyValue, private readonly key: string) {
    try { this.texts.value = JSON.parse(storage.get(key) ?? "{}") as Record<string, string>; } catch { /* begin anew */ }
  }

  /** True while a reload would lose a draft. */
  get isAtRisk(): boolean { return Object.keys(this.texts.value).length > 0 && !this.storage.isKept(this.key); }

  mode(chatId: string): Mode { return this.modes.value[chatId] ?? "reply"; }
  setMode(chatId: string, mode: Mode): void { this.modes.value = { ...this.modes.peek(), [chatId]: mode }; }
  /** What is written in this mode; without one, in the mode that is on. */
  text(chatId: string, mode = this.mode(chatId)): string { return this.texts.value[placeOf(chatId, mode)] ?? ""; }

  write(chatId: string, text: string, mode = this.mode(chatId)): void {
    const place = placeOf(chatId, mode);
    const { [place]: _, ...others } = this.texts.peek();
    this.texts.value = text ? { ...others, [place]: text } : others;
    this.storage.set(this.key, JSON.stringify(Object.fromEntries(Object.entries(this.texts.peek()).slice(-MAX_DRAFTS))));
  }

  /** Before what is there: it was written earlier. */
  putBack(chatId: string, text: string, mode: Mode): void {
    const there = this.text(chatId, mode);
    this.write(chatId, there ? `${text}\n\n${there}` : text, mode);
  }
}

const placeOf = (chatId: string, mode: Mode): string => (mode === "note" ? NOTE + chatId : chatId);
