// In the place of the composer, once a chat has ended: a rating and the way to a new chat. Loaded when it is needed.
import type { ChatState } from "../shared/chats";
import type { Words } from "../shared/strings/index";
import type { Chat } from "./chat";

interface Frame { part: typeof import("./dom").part; words: Words; chat: Chat }

export type Closing = ReturnType<typeof createClosing>;

export function createClosing({ part, words, chat }: Frame) {
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
