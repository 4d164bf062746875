// Drafts: what is written and not sent, one text per chat, kept over reloads; and whether it is a reply or a note.
import { signal } from "@preact/signals";
import type { KeyValue } from "../shared/storage";

export type Mode = "reply" | "note";
const MAX_DRAFTS = 200;

export class Drafts {
  private readonly texts = signal<Record<string, string>>({});
  // Not kept: after a reload everyone begins with the mode that says so on the screen.
  private readonly modes = signal<Record<string, Mode>>({});

  constructor(private readonly storage: KeyValue, private readonly key: string) {
    try { this.texts.value = JSON.parse(storage.get(key) ?? "{}") as Record<string, string>; } catch { /* begin anew */ }
  }

  /** True while a reload would lose a draft. */
  get isAtRisk(): boolean { return Object.keys(this.texts.value).length > 0 && !this.storage.isKept(this.key); }

  text(chatId: string): string { return this.texts.value[chatId] ?? ""; }
  mode(chatId: string): Mode { return this.modes.value[chatId] ?? "reply"; }
  setMode(chatId: string, mode: Mode): void { this.modes.value = { ...this.modes.peek(), [chatId]: mode }; }

  write(chatId: string, text: string): void {
    const { [chatId]: _, ...others } = this.texts.peek();
    this.texts.value = text ? { ...others, [chatId]: text } : others;
    this.storage.set(this.key, JSON.stringify(Object.fromEntries(Object.entries(this.texts.peek()).slice(-MAX_DRAFTS))));
  }

  /** Before what is there: it was written earlier. */
  putBack(chatId: string, text: string): void {
    const there = this.texts.peek()[chatId];
    this.write(chatId, there ? `${text}\n\n${there}` : text);
  }
}
