// What the loader (host page) and the frame (our origin) tell each other. Nothing else passes between the two, and each
// side takes a message only from the other's window and origin.

import type { ChatEvents } from "./types/chat";

/** From the frame to the loader. */
export type ToLoader =
  | { type: "ready" }
  | { type: "close" }
  | { type: "unread"; count: number }
  /** Whether a chat goes on: then the frame is loaded with the next page, so that unread messages are counted. */
  | { type: "underway"; underway: boolean }
  /** For `Chat("on", …)`; told only when the host page has asked for it. */
  | { type: "event"; name: keyof ChatEvents; told: object }
  /** Everything that was kept in this browser is gone. */
  | { type: "cleared" };

/** From the loader to the frame. */
export type ToFrame =
  | { type: "opened"; page: { url: string; title: string } }
  | { type: "closed" }
  | ForHost;

/** What the frame's part `host.ts` takes; it is loaded with the first of these. */
export type ForHost =
  | { type: "identify"; token: string }
  | { type: "details"; details: Record<string, string> }
  | { type: "watch" }
  | { type: "logout" };

interface Envelope<Message> { chatserver: Message }

export function send<Message>(to: Window | null | undefined, origin: string, message: Message): void {
  const envelope: Envelope<Message> = { chatserver: message };
  to?.postMessage(envelope, origin);
}

export function listen<Message>(from: () => Window | null | undefined, origin: string, heard: (told: Message) => void): void {
  addEventListener("message", (event: MessageEvent<Partial<Envelope<Message>> | null>) => {
    // Before the frame is there, `from()` has no window, and a message without a source must not pass for it.
    if (!event.source || event.source !== from() || event.origin !== origin) return;
    if (event.data?.chatserver) heard(event.data.chatserver);
  });
}
