// The widget's words: which language, which plural, which form of a date.
import type { en } from "./en";

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
/** The shape of every language: English's keys; text stays text, a plural a plural. */
export type Strings = {
  [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Plural;
};

// Each language is a bundle of its own: a visitor loads one.
const LANGUAGES: Record<string, () => Promise<Strings>> = {
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
  es: async () => (await import("./es")).es,
  "pt-BR": async () => (await import("./pt-BR")).ptBR,
  ru: async () => (await import("./ru")).ru,
};

export interface Words extends Strings {
  lang: string;
  plural(forms: Plural, n: number): string;
  time(at: Date): string;
  /** "Today", "Yesterday", or the date. */
  day(at: Date): string;
}

/** Returns the words of the first wanted language that we speak; `pt` and `de-AT` find their nearest. English otherwise. */
export async function wordsFor(wanted: readonly (string | null | undefined)[]): Promise<Words> {
  const lang = wanted.map(nearest).find((found) => found !== undefined) ?? "en";
  const rules = new Intl.PluralRules(lang);
  const time = new Intl.DateTimeFormat(lang, { timeStyle: "short" });
  const date = new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long" });
  const near = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  return {
    ...(await (LANGUAGES[lang] as () => Promise<Strings>)()),
    lang,
    plural: (forms, n) => fill(forms[rules.select(n)] ?? forms.other, { n }),
    time: (at) => time.format(at),
    day(at) {
      const days = Math.round((midnight(at) - midnight(new Date())) / 86_400_000);
      const text = days === 0 || days === -1 ? near.format(days, "day") : date.format(at);
      return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
    },
  };
}

/** Puts values into the braces of a text: `{name} joined`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function nearest(wanted: string | null | undefined): string | undefined {
  const [base] = wanted?.toLowerCase().split(/[-_]/) ?? [];
  return Object.keys(LANGUAGES).find((lang) => lang.toLowerCase().split("-")[0] === base);
}

const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
