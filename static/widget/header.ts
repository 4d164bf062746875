// The header: who is there, the ChatID, and the two ways out: to a person, and out of the chat.
import type { ChatState } from "../shared/chats";
import type { Words } from "../shared/strings/index";
import type { Chat } from "./chat";
import { copyText, part, setText } from "./dom";

const COPIED_MS = 2_000;

export function createHeader(words: Words, chat: Chat, announce: (text: string) => void, refocus: () => void) {
  const subtitle = part("subtitle");
  const chatId = part("chat-id");
  const idText = part("id-text");
  const person = part<HTMLButtonElement>("person");
  const end = part("end");
  const confirm = part("confirm");
  const confirmEnd = part<HTMLButtonElement>("confirm-end");

  chatId.onclick = async () => {
    await copyText(idText);
    showIcon("done");
    announce(words.copied);
    setTimeout(showIcon, COPIED_MS, "copy");
  };
  person.onclick = async () => { await during(person, chat.requestAgent()); refocus(); };
  end.onclick = () => ask(true);
  confirmEnd.onclick = async () => { await during(confirmEnd, chat.end()); ask(false); };
  part("keep").onclick = () => ask(false);

  function update(state: ChatState | null): void {
    const status = state?.status ?? "";
    setText(subtitle, status === "closed" ? words.ended : status === "queued" ? words.queued
      : status === "ticket" ? words.ticket : state?.agent?.name ?? words.assistant);
    part("header").dataset["status"] = status;
    chatId.hidden = !state;
    if (state && idText.textContent !== state.chatId) {
      setText(idText, state.chatId);
      chatId.title = words.copy;
      chatId.ariaLabel = `ChatID ${state.chatId} – ${words.copy}`;
      cancel();
    }
    person.hidden = status !== "bot";
    end.hidden = !state || status === "closed";
    if (status === "closed") cancel();
  }

  /** Takes the question back; false when it does not stand. */
  function cancel(): boolean {
    if (confirm.hidden) return false;
    ask(false);
    return true;
  }

  function ask(isAsking: boolean): void {
    const hadFocus = confirm.contains(document.activeElement);
    confirm.hidden = !isAsking;
    if (isAsking) confirmEnd.focus();
    else if (hadFocus) end.focus();
  }

  async function during(pressed: HTMLButtonElement, action: Promise<boolean>): Promise<void> {
    pressed.disabled = true;
    const isDone = await action;
    pressed.disabled = false;
    if (!isDone) announce(words.trouble);
  }

  return { update, cancel };
}

const showIcon = (name: string): void => part("copy-icon").setAttribute("href", `#icon-${name}`);
