// The words about a place in the queue. Loaded when a chat waits; what the frame has already is handed over.
import type { Place } from "../shared/protocol";
import { waitingStrings } from "../shared/strings/waiting";
import type { fill, Words } from "../shared/strings/index";

type Fill = typeof fill;

export function placeText(place: Place | null, words: Words, fill: Fill): string {
  const t = waitingStrings(words.lang);
  if (!place) return `${words.queued}…`;
  if (place.kind === "nobody") {
    if (!place.opens_at) return t.nobody;
    const at = new Date(place.opens_at);
    return `${t.nobody} ${fill(t.opensAt, { time: `${words.day(at)}, ${words.time(at)}` })}`;
  }
  const where = place.position <= 1 ? t.next : words.plural(t.ahead, place.position - 1);
  const sorry = place.kind === "apology" ? `${t.sorry} ` : "";
  return `${sorry}${where} ${waitText(place, words, fill)}`.trim();
}

/** What is promised and no more: a narrow range, else an upper end, else nothing but the place. */
function waitText({ low_min: low, high_min: high }: Place, words: Words, fill: Fill): string {
  const t = waitingStrings(words.lang);
  if (high === null) return "";
  if (low === null) return words.plural(t.atMost, high);
  return high <= 2 ? t.minuteOrTwo : fill(t.range, { low, high });
}
