// What goes on right now, between transcript and composer: the connection, the place in the queue, who is typing.
// One line each, that changes in place; none of it is in the log.
import type { ChatState } from "../shared/chats";
import { fill, type Words } from "../shared/strings/index";
import type { Chat } from "./chat";
import { part, setText } from "./dom";

// A connection that comes back within this time is nobody's business.
const CALM_MS = 1_000;
const ANNOUNCED_MS = 4_000;

export function createStatusLines(words: Words, chat: Chat) {
  const connection = part("connection");
  const spoken = part("spoken");
  let waiting: Promise<typeof import("./waiting")> | undefined;
  // Meanwhile somebody may have taken the chat.
  const showPlace = (text: string): void => setText(part("place"), chat.state?.status === "queued" ? text : "");
  let offlineTimer: ReturnType<typeof setTimeout> | undefined;
  let spokenTimer: ReturnType<typeof setTimeout> | undefined;

  function update(state: ChatState | null): void {
    if (state?.status === "queued") void (waiting ??= import("./waiting")).then(({ placeText }) => showPlace(placeText(chat.place, words, fill)));
    else showPlace("");
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

  return { update, announce };
}
