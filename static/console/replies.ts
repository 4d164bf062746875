// Canned replies as the composer needs them: which fit what is typed, in which language, with the places filled. Pure.

export interface Reply { reply_id: string; shortcut: string; title: string; texts: Record<string, string> }
/** A text, and the language that it is in. */
export interface Worded { lang: string; text: string }
/** What is typed right before the caret and opens a picker. */
export interface Token { kind: "reply" | "mention"; query: string; start: number }

// Only what is known as a place counts: braces in pasted code are code.
const PLACE = /\{(visitor|agent|chat_id|brand|details\.[\w-]{1,40})\}/g;
const REPLY_TOKEN = /(?:^|[\s(])(\/[\p{L}\p{N}_-]{0,30})$/u;
const MENTION_TOKEN = /(?:^|[\s(,;:])@((?:[\p{L}\p{N}._'-]+ ?){0,4})$/u;
const FALLBACK = "en";

export function tokenBefore(text: string, caret: number, mode: "reply" | "note"): Token | null {
  const before = text.slice(0, caret);
  const reply = REPLY_TOKEN.exec(before)?.[1];
  if (reply !== undefined) return { kind: "reply", query: reply.slice(1), start: caret - reply.length };
  const mention = mode === "note" ? MENTION_TOKEN.exec(before)?.[1] : undefined;
  return mention === undefined ? null : { kind: "mention", query: mention, start: caret - mention.length - 1 };
}

/** The chat's language first, one of the same base, then English, then whatever is there. */
export function wordedFor(texts: Record<string, string>, lang: string): Worded {
  const tags = Object.keys(texts), base = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";
  const near = (wanted: string): string | undefined =>
    tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ?? tags.find((tag) => base(tag) === base(wanted));
  const found = near(lang) ?? near(FALLBACK) ?? tags[0] ?? "";
  return { lang: found, text: texts[found] ?? "" };
}

export const isFallback = (worded: Worded, lang: string): boolean =>
  worded.lang.toLowerCase().split("-")[0] !== lang.toLowerCase().split("-")[0];

/** Places whose value is not known stay as they are. */
export function fillPlaces(text: string, values: Record<string, string>): string {
  return text.replace(PLACE, (place, name: string) => (Object.hasOwn(values, name) && values[name]) || place);
}

export function placesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([place]) => place))];
}

export function rankReplies<One extends Reply>(replies: readonly One[], query: string, lang: string): One[] {
  const words = query.toLowerCase();
  if (!words) return [...replies];
  return best(replies, (one) => Math.max(
    closeness(one.shortcut.slice(1).toLowerCase(), words), 0.9 * closeness(one.title.toLowerCase(), words),
    wordedFor(one.texts, lang).text.toLowerCase().includes(words) ? 0.5 : 0,
  ));
}

export function rankNames<One extends { name: string }>(people: readonly One[], query: string): One[] {
  const words = query.trim().toLowerCase();
  return words ? best(people, (one) => closeness(one.name.toLowerCase(), words)) : [...people];
}

// Less than this is likeness by chance.
const LEAST = 0.4;

function best<One>(all: readonly One[], fit: (one: One) => number): One[] {
  const ranked = all.map((one, place) => ({ one, place, fit: fit(one) })).filter((each) => each.fit >= LEAST);
  return ranked.sort((a, b) => b.fit - a.fit || a.place - b.place).map(({ one }) => one);
}

/** From 0 to 1: begins so, has a word that begins so, has it inside, has its letters in order, or slips of the keys. */
export function closeness(text: string, query: string): number {
  if (text.startsWith(query)) return 1 - 0.05 * Math.min(1, (text.length - query.length) / 20);
  const words = text.split(/[\s_-]+/);
  if (words.some((word) => word.startsWith(query))) return 0.9;
  if (text.includes(query)) return 0.8;
  let at = -1;
  const isInOrder = query.length > 1 && text[0] === query[0] && [...query].every((sign) => (at = text.indexOf(sign, at + 1)) >= 0);
  if (isInOrder) return 0.6;
  // One slip for every four letters, in the beginning of a word.
  const forgiven = Math.floor(query.length / 4);
  const slipped = Math.min(...words.flatMap((word) => [0, 1].map((more) => slips(word.slice(0, query.length + more), query))));
  return forgiven && slipped <= forgiven ? 0.7 - 0.1 * slipped : 0;
}

/** How many letters are wrong, missing, too many, or swapped with their neighbour. */
function slips(word: string, query: string): number {
  const rows: number[][] = [[...Array(query.length + 1).keys()]];
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    for (let j = 1; j <= query.length; j++) {
      const isSame = word[i - 1] === query[j - 1];
      const above = rows[i - 1] ?? [];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && word[i - 1] === query[j - 2] && word[i - 2] === query[j - 1]) least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[word.length]?.[query.length] ?? query.length;
}
