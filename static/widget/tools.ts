// What the frame hands over to its parts that come later. They import only types of it, so that the frame stays one bundle.
import type { emptyChat, reduce } from "../shared/chats";
import type { KeyValue } from "../shared/storage";
import type { fill, Words } from "../shared/strings/index";
import type { Bubble, Said } from "./bubble";
import type { Chat } from "./chat";
import type * as dom from "./dom";
import type { Lines } from "./lines";
import type * as text from "./text";

export interface Tools {
  dom: typeof dom;
  text: typeof text;
  fill: typeof fill;
  words: Words;
  chat: Chat;
  storage: KeyValue;
  announce(text: string): void;
  refocus(): void;
  log: { reduce: typeof reduce; emptyChat: typeof emptyChat };
  makeBubble(author: Said["author"], dispute: (seq: number) => Promise<boolean>): Bubble;
  loadLines(): Promise<Lines>;
}
