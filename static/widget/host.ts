// What the host page has asked for beyond an open window: who the visitor is, what happens, and to forget everything.
// Loaded when it asks. What was said never leaves the frame; only that, by whom and where.
import type { ChatEvent } from "../shared/protocol";
import type { KeyValue } from "../shared/storage";
import type { Chat } from "./chat";
import type { ChatEvents } from "./types/chat";
import type { ForHost, ToLoader } from "./messages";

// Up to where the page has been told; a new page is not told again.
const TOLD = "chatserver.visitor.told";
const OURS = "chatserver.";

export type Host = ReturnType<typeof createHost>;

export function createHost(chat: Chat, storage: KeyValue, tellHost: (message: ToLoader) => void) {
  let isWatching = false;
  let place = "";

  chat.guest.heard = (name, fields, answer) => {
    const { identity } = chat.guest;
    if (!identity || (fields as { identity?: string }).identity !== identity) return;
    const code = answer.ok ? "" : answer.error.code;
    if (code === "bad_identity") emit("error", { code, message: answer.ok ? "" : answer.error.message });
    // What this browser has kept belongs to another person.
    if (code === "forbidden" && name === "start_chat") for (const key of [chat.keys.token, chat.keys.chat]) storage.remove(key);
    // Once taken it holds; a wrong one is not tried again.
    if (answer.ok || code === "bad_identity") delete chat.guest.identity;
  };

  function take(told: ForHost): void {
    if (told.type === "identify") chat.guest.identity = told.token;
    if (told.type === "identify") chat.refresh();
    if (told.type === "details") chat.guest.details = told.details;
    if (told.type === "watch") { isWatching = true; update(); }
    if (told.type === "logout") {
      forget();
      // Until the frame has gone, something of it may still write.
      addEventListener("pagehide", forget);
      tellHost({ type: "cleared" });
    }
  }

  function emit<Name extends keyof ChatEvents>(name: Name, told: ChatEvents[Name]): void {
    tellHost({ type: "event", name, told });
  }

  function update(): void {
    const { state } = chat;
    if (!isWatching || !state) return;
    const [known, mark] = storage.get(TOLD)?.split(" ") ?? [];
    const isNew = known !== state.chatId;
    const chat_id = state.chatId;
    if (isNew && state.status !== "closed") emit("chat_started", { chat_id });
    const told = isNew ? 0 : Number(mark);
    for (const item of state.items) {
      if (item.seq <= told) continue;
      if (item.kind === "event") tellEvent(item.event);
      else emit("message", { chat_id, seq: item.seq, from: item.author.kind, name: item.author.name });
    }
    if (isNew || state.seq > told) storage.set(TOLD, `${chat_id} ${state.seq}`);
    const now = state.status === "queued" && chat.place ? JSON.stringify(chat.place) : "";
    if (now && now !== place && chat.place) {
      const { position, low_min, high_min } = chat.place;
      emit("queue", { chat_id, position, low_min, high_min });
    }
    place = now;
  }

  function tellEvent(event: ChatEvent): void {
    const { chat_id } = event;
    if (event.type === "chat_queued") emit("handoff", { chat_id, to: "queue", name: "" });
    if (event.type === "chat_reopened") emit("handoff", { chat_id, to: "queue", name: "" });
    if (event.type === "agent_assigned") emit("handoff", { chat_id, to: "agent", name: event.agent.name });
    if (event.type === "chat_transferred") emit("handoff", { chat_id, to: "agent", name: event.to_agent.name });
    if (event.type === "chat_closed") emit("closed", { chat_id });
    if (event.type === "chat_rated") emit("rated", { chat_id, score: event.score });
  }

  function forget(): void {
    for (const key of Object.values(chat.keys)) storage.remove(key);
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(OURS)) localStorage.removeItem(key);
    } catch { /* nothing is kept here */ }
  }

  return { take, update };
}
