// Shows agents what is being written, once a second at most, and says so to whoever writes. Loaded only where the site
// has switched it on; the server redacts it, passes it on and forgets it.
import { draftStrings } from "../shared/strings/drafting";
import type { Chat } from "./chat";
import type { part as find } from "./dom";

const EVERY_MS = 1_000;
// The server shows no more of it.
const MAX_CHARS = 2_000;

export function showDrafts(part: typeof find, lang: string, chat: Chat): void {
  const field = part<HTMLTextAreaElement>("field");
  const told = document.createElement("p");
  told.className = "drafts";
  told.dataset["testid"] = "drafts";
  told.textContent = draftStrings(lang).shown;
  part("composer").prepend(told);
  let last = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    timer = undefined;
    // What has been sent meanwhile is a message, and no draft any more.
    const draft = field.value.trim().slice(0, MAX_CHARS);
    if (draft === last) return;
    last = draft;
    chat.setTyping(draft !== "", draft);
    timer = setTimeout(tell, EVERY_MS);
  };
  const soon = (): void => { timer ??= setTimeout(tell, EVERY_MS); };
  field.addEventListener("input", soon);
  // Sending empties the field without an event of its own.
  part("composer").addEventListener("submit", soon);
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") soon(); });
  soon();
}
