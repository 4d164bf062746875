// Times, languages and names as a person reads them, by Intl.
import type { ChatRow } from "../shared/protocol";
import { lang, words, type Strings } from "./strings";

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

// Making an Intl object costs more than using it; there are a few kinds, so they are kept.
const made = new Map<string, unknown>();
function kept<T>(kind: string, make: (locale: string) => T): T {
  const key = `${kind} ${lang.value}`;
  if (!made.has(key)) made.set(key, make(lang.value));
  return made.get(key) as T;
}

export const timeOf = (at: string): string =>
  kept("time", (tag) => new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit" })).format(Date.parse(at));

export const dateTimeOf = (at: string): string =>
  kept("full", (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" })).format(Date.parse(at));

/** `3:07`, or `1:03:07` from an hour on. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000), two = (count: number): string => String(count).padStart(2, "0");
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `3:07` of so many seconds. */
export const durationOf = (seconds: number | null): string => (seconds === null ? "–" : stopwatch(Math.round(seconds) * 1000));

/** `2–4 min`: rounded away from what would be too good. */
export function spanOf(low: number | null, high: number | null): string {
  if (low === null || high === null) return "–";
  const from = Math.floor(low / 60), to = Math.max(1, Math.ceil(high / 60));
  const unit = kept("minutes", (tag) => new Intl.NumberFormat(tag, { style: "unit", unit: "minute", unitDisplay: "short" })).format(to);
  return from === to ? unit : `${from}–${unit}`;
}

export const percentOf = (share: number | null): string =>
  // Rounded down: 94.9 % is not the 95 % that was promised.
  share === null ? "–" : kept("percent", (tag) => new Intl.NumberFormat(tag, { style: "percent" })).format(Math.floor(share * 100 + 1e-9) / 100);

export const numberOf = (value: number, sign?: "signed"): string =>
  kept(`number ${sign}`, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: sign ? "exceptZero" : "auto" })).format(value);

/** `90 min`, `24 h`: the largest unit that says it whole. */
export function lengthOf(seconds: number): string {
  const [unit, each] = ([["hour", 3600], ["minute", 60], ["second", 1]] as const).find(([, length]) => seconds % length === 0) ?? ["second", 1];
  return kept(`length ${unit}`, (tag) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short" })).format(seconds / each);
}

/** 0 is Monday. */
export const weekdayName = (day: number): string =>
  kept("weekday", (tag) => new Intl.DateTimeFormat(tag, { weekday: "short", timeZone: "UTC" })).format(Date.UTC(2024, 0, 1 + day));

export function ago(at: string, now: number): string {
  const past = Math.max(0, now - Date.parse(at));
  const relative = kept("ago", (tag) => new Intl.RelativeTimeFormat(tag, { style: "short", numeric: "auto" }));
  if (past < MINUTE) return relative.format(0, "second");
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute");
  if (past < DAY) return relative.format(-Math.floor(past / HOUR), "hour");
  return relative.format(-Math.floor(past / DAY), "day");
}

export function dayOf(at: string, now: number): string {
  const day = new Date(at).toDateString();
  if (day === new Date(now).toDateString()) return words().today;
  if (day === new Date(now - DAY).toDateString()) return words().yesterday;
  return kept("day", (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "full" })).format(Date.parse(at));
}

export function languageName(tag: string): string {
  try {
    return kept("names", (locale) => new Intl.DisplayNames(locale, { type: "language" })).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export const visitorName = (row: ChatRow): string => row.visitor_name || row.chat_id;

const LABELS: Record<string, keyof Strings> = {
  name: "dName", account: "dAccount", plan: "dPlan", problem: "dProblem", impact: "dImpact", since: "dSince", email: "dEmail",
};
export function detailLabel(key: string): string {
  const known = Object.hasOwn(LABELS, key) ? LABELS[key] : undefined;
  return known ? words()[known] : key;
}

// The bot stores a choice by its key, whatever language it was made in.
const VALUES: Record<string, Record<string, keyof Strings>> = {
  plan: { basic: "vBasic", regular: "vRegular", premium: "vPremium" },
  impact: { everyone: "vEveryone", some: "vSome", minor: "vMinor" },
};
export function detailValue(key: string, value: string): string {
  const labels = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined;
  const known = labels && Object.hasOwn(labels, value) ? labels[value] : undefined;
  return known ? words()[known] : value;
}

