// How far the visitor has read: told to the server while the chat is on the screen, counted for the launcher otherwise.
import type { ChatState } from "../shared/chats";
import type { KeyValue } from "../shared/storage";
import type { Chat } from "./chat";

const READ = "chatserver.visitor.read";
// A burst of events is one mark.
const SETTLE_MS = 400;

export function createUnread(storage: KeyValue, chat: Chat, tell: (count: number, isMore: boolean) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = -1;

  function update(state: ChatState, isOpen: boolean): void {
    const [chatId, mark] = storage.get(READ)?.split(" ") ?? [];
    const read = chatId === state.chatId ? Number(mark) : 0;
    // Not while a sheet covers the chat.
    const isSeen = isOpen && document.visibilityState === "visible" && !document.body.className;
    if (isSeen && state.seq > read) {
      storage.set(READ, `${state.chatId} ${state.seq}`);
      clearTimeout(timer);
      timer = setTimeout(() => chat.markRead(state.seq), SETTLE_MS);
    }
    const count = isSeen ? 0 : state.items.filter((item) =>
      item.kind === "message" && item.author.kind !== "visitor" && item.seq > read).length;
    // What was unread when the page came is no news.
    if (count !== told) tell(count, told >= 0 && count > told);
    told = count;
  }

  return { update };
}
