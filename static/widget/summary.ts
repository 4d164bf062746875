// The end of a chat: a card in the transcript, and in the composer's place a rating and the way to a new chat.
import type { ChatState } from "../shared/chats";
import type { ChatClosed } from "../shared/protocol";
import { fill, type Words } from "../shared/strings/index";
import type { Chat } from "./chat";
import { h, part } from "./dom";
import { textNodes } from "./text";

export function summaryCard(event: ChatClosed, words: Words): HTMLElement {
  const how = event.reason === "no_reply" ? words.ended
    : event.by.kind === "visitor" ? words.endedByYou : fill(words.endedBy, { name: event.by.name });
  const card = h("section", "card", h("p", "strong", how));
  card.dataset["testid"] = "summary";
  if (event.summary) card.append(h("p", "label", words.summary), h("div", "summary", ...textNodes(event.summary)));
  return card;
}

export function createClosing(words: Words, chat: Chat) {
  const root = part("closing");
  const rating = part<HTMLFormElement>("rating");
  const more = part("more");
  const submit = part<HTMLButtonElement>("rate");
  let chatId = "";

  const inputs = rating.querySelectorAll("input");
  rating.onchange = () => { more.hidden = false; };
  rating.onsubmit = async (event) => {
    event.preventDefault();
    const score = [...inputs].findIndex((input) => input.checked) + 1;
    submit.disabled = true;
    const isDone = await chat.rate(score, part<HTMLTextAreaElement>("comment").value.trim());
    submit.disabled = false;
    part("rate-trouble").textContent = isDone ? "" : words.trouble;
  };

  function update(state: ChatState | null): void {
    const isClosed = state?.status === "closed";
    root.hidden = !isClosed;
    if (state && state.chatId !== chatId) {
      chatId = state.chatId;
      rating.reset();
      more.hidden = true;
    }
    rating.hidden = isClosed && state.rating !== null;
    part("thanks").textContent = rating.hidden ? words.thanks : "";
  }

  return { update };
}
