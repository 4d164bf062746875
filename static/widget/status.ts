// What goes on right now, between transcript and composer: the connection, the place in the queue, who is typing.
// One line each, that changes in place; none of it is in the log.
import type { ChatState } from "../shared/chats";
import type { Place } from "../shared/protocol";
import { fill, type Words } from "../shared/strings/index";
import type { Chat } from "./chat";
import { part, setText } from "./dom";

// A connection that comes back within this time is nobody's business.
const CALM_MS = 1_000;
const ANNOUNCED_MS = 4_000;

export function createStatusLines(words: Words, chat: Chat) {
  const connection = part("connection");
  const spoken = part("spoken");
  let offlineTimer: ReturnType<typeof setTimeout> | undefined;
  let spokenTimer: ReturnType<typeof setTimeout> | undefined;

  function update(state: ChatState | null): void {
    setText(part("place"), state?.status === "queued" ? placeText() : "");
    setText(part("typist"), chat.typist ? fill(words.typing, { name: chat.typist.name }) : "");
    setText(part("forgets"), chat.atRisk ? words[chat.atRisk === "chat" ? "forgetsChat" : "forgetsUnsent"] : "");
    if (chat.isOnline) {
      clearTimeout(offlineTimer);
      offlineTimer = undefined;
      setText(connection, "");
    } else {
      offlineTimer ??= setTimeout(() => setText(connection, words.connecting), CALM_MS);
    }
  }

  /** Shows and speaks a short word, then takes it away. */
  function announce(text: string): void {
    spoken.textContent = text;
    clearTimeout(spokenTimer);
    spokenTimer = setTimeout(() => { spoken.textContent = ""; }, ANNOUNCED_MS);
  }

  function placeText(): string {
    const { place } = chat;
    if (!place) return `${words.queued}…`;
    if (place.kind === "nobody") {
      return place.opens_at ? `${words.nobody} ${fill(words.opensAt, { time: opening(new Date(place.opens_at)) })}` : words.nobody;
    }
    const where = place.position <= 1 ? words.next : words.plural(words.ahead, place.position - 1);
    const sorry = place.kind === "apology" ? `${words.sorry} ` : "";
    return `${sorry}${where} ${waitText(place)}`.trim();
  }

  function opening(at: Date): string { return `${words.day(at)}, ${words.time(at)}`; }

  /** What is promised and no more: a narrow range, else an upper end, else nothing but the place. */
  function waitText({ low_min: low, high_min: high }: Place): string {
    if (high === null) return "";
    if (low === null) return words.plural(words.atMost, high);
    return high <= 2 ? words.minuteOrTwo : fill(words.range, { low, high });
  }

  return { update, announce };
}
