// The console's words. English declares the keys; a language that lacks one does not compile.
import { signal } from "@preact/signals";
import { openStorage } from "../../shared/storage";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { ptBR } from "./pt-BR";
import { ru } from "./ru";

export type Strings = Record<keyof typeof en, string>;
export type Lang = "en" | "de" | "es" | "pt-BR" | "ru";

const ALL: Record<Lang, Strings> = { en, de, es, "pt-BR": ptBR, ru };
export const LANGUAGES: Record<Lang, string> = {
  en: "English", de: "Deutsch", es: "Español", "pt-BR": "Português (Brasil)", ru: "Русский",
};
const KEY = "chatserver.console.lang";

/** The language of the screen; components that read it are drawn anew when it changes. */
export const lang = signal<Lang>("en");

export function chooseLanguage(): void {
  const kept = openStorage().get(KEY);
  setLanguage(kept && kept in ALL ? (kept as Lang) : nearest(navigator.language));
}

export function setLanguage(chosen: Lang, keep?: "keep"): void {
  lang.value = chosen;
  document.documentElement.lang = chosen;
  if (keep) openStorage().set(KEY, chosen);
}

export const words = (): Strings => ALL[lang.value];

/** Puts values into the `{places}` of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

function nearest(wanted: string): Lang {
  const tags = Object.keys(ALL) as Lang[];
  const primary = wanted.toLowerCase().split("-")[0];
  return tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase())
    ?? tags.find((tag) => tag.toLowerCase().split("-")[0] === primary) ?? "en";
}
