// Finds in a draft what should not be sent: cards and keys by the server's own tables, passwords by the words before them.
// Pure. It may ask once too often, since a person answers; the server redacts by its own rules all the same.
import { CARDS, KEYS } from "./secrets";

export interface Spot { kind: "card" | "key" | "password"; start: number; end: number; mask: string }

const DOTS = "••••••••";
const GAP = "[\\s.,|_+\\-/*·:\\u200b-\\u200d\\u2060\\ufeff]{0,4}";
const RUN = new RegExp(`\\p{Nd}(?:${GAP}\\p{Nd}){11,}`, "gu");
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const PASSWORD =
  /(?:pass(?:word|wort|code|phrase)?|pwd?|kennwort|contraseña|clave|senha|пароль|pin)["']?\s*(?:[:=]|\b(?:is|ist|lautet|es|é)\b|—|–)\s*["'«„“]?([^\s"'»“”]{4,})/giu;
const LONGEST = 19;
const SHORTEST = 12;

const keys = KEYS.map(([prefixes, source]) => ({
  prefixes: [...prefixes].sort((a, b) => b.length - a.length), pattern: new RegExp(`(?<![A-Za-z0-9])(?<![a-z]_)${source}`, "g"),
}));

export function spotsIn(text: string): Spot[] {
  const found = [...cardsIn(text), ...keysIn(text), ...passwordsIn(text)].sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((spot, index) => !found.slice(0, index).some((earlier) => earlier.end > spot.start));
}

export function masked(text: string, spots: readonly Spot[]): string {
  let read = 0;
  const parts: string[] = [];
  for (const { start, end, mask } of spots) {
    parts.push(text.slice(read, start), mask);
    read = end;
  }
  return parts.join("") + text.slice(read);
}

function cardsIn(text: string): Spot[] {
  const uuids = [...text.matchAll(UUID)].map((found) => [found.index, found.index + found[0].length] as const);
  return [...text.matchAll(RUN)].flatMap((run) => {
    const digits = [...run[0].matchAll(/\p{Nd}/gu)].map((found) => ({
      value: valueOf(found[0]), start: run.index + found.index, end: run.index + found.index + found[0].length,
    }));
    const spots: Spot[] = [];
    for (let first = 0; first + SHORTEST <= digits.length; first++) {
      if (digits[first - 1]?.end === digits[first]?.start) continue;
      const last = lastOfCard(digits, first);
      const [begin, end] = [digits[first], digits[last - 1]];
      if (!begin || !end || uuids.some(([from, to]) => begin.start < to && from < end.end)) continue;
      if (/[\p{L}_]$/u.test(text.slice(0, begin.start)) || /^[\p{L}_]/u.test(text.slice(end.end))) continue;
      const shown = digits.slice(last - 4, last).map(({ value }) => value).join("");
      spots.push({ kind: "card", start: begin.start, end: end.end, mask: `•••• ${shown}` });
      first = last - 1;
    }
    return spots;
  });
}

interface Digit { value: number; start: number; end: number }

/** Where the longest card that begins at `first` ends; 0 when none does. It begins and ends where a group does. */
function lastOfCard(digits: readonly Digit[], first: number): number {
  for (let last = Math.min(digits.length, first + LONGEST); last >= first + SHORTEST; last--) {
    if (digits[last]?.start === digits[last - 1]?.end) continue;
    const values = digits.slice(first, last).map(({ value }) => value);
    if (isCard(values)) return last;
  }
  return 0;
}

/** In an issuer's range, with a right check digit (Luhn). */
export function isCard(values: readonly number[]): boolean {
  const sum = values.toReversed().reduce((total, value, place) => total + (place % 2 ? (value * 2 > 9 ? value * 2 - 9 : value * 2) : value), 0);
  const first = values.slice(0, 6).join("");
  return sum % 10 === 0 && new Set(values).size > 1 && CARDS.some(([low, high, lengths]) => {
    const begin = Number(first.slice(0, String(low).length));
    return lengths.includes(values.length) && low <= begin && begin <= high;
  });
}

/** Of a decimal digit in any script: they stand in rows of ten. */
function valueOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  if (point < 0x80) return point - 0x30;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value++;
  return value;
}

function keysIn(text: string): Spot[] {
  return keys.flatMap(({ prefixes, pattern }) => [...text.matchAll(pattern)].flatMap((found): Spot[] => {
    const key = found[0].replace(/\.+$/, "");
    const prefix = prefixes.find((each) => key.startsWith(each)) ?? "";
    // xxxx, **** and YOUR_KEY stand in for a key.
    if (new Set(key.slice(prefix.length).toLowerCase()).size < 5) return [];
    return [{ kind: "key", start: found.index, end: found.index + key.length, mask: prefix + DOTS }];
  }));
}

function passwordsIn(text: string): Spot[] {
  return [...text.matchAll(PASSWORD)].flatMap((found): Spot[] => {
    // A mark of exclamation may be the password's own; the others end the sentence.
    const value = (found[1] ?? "").replace(/[.,;?)]+$/, "");
    const word = value.replace(/!+$/, "");
    const start = found.index + found[0].length - (found[1] ?? "").length;
    // A plain word after it is mostly talk about passwords.
    return word.length >= 4 && /\p{Nd}|[^\p{L}\p{N}]/u.test(word) && !/^[•*]+$/.test(value)
      ? [{ kind: "password", start, end: start + value.length, mask: DOTS }] : [];
  });
}
