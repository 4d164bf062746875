/** Types of the widget's one global, `Chat`. Copy this file into your project, or fetch it from `/widget/chat.d.ts`. */

export interface ChatEvents {
  /** The launcher is on the page; told also to those who come later. */
  ready: Record<string, never>;
  open: Record<string, never>;
  close: Record<string, never>;
  chat_started: { chat_id: string };
  /** Somebody wrote something. What was written stays in the chat. */
  message: { chat_id: string; seq: number; from: "visitor" | "bot" | "agent"; name: string };
  unread: { count: number };
  /** The place in the queue; 1 is next. Minutes are null when nothing is promised. */
  queue: { chat_id: string; position: number; low_min: number | null; high_min: number | null };
  /** The chat goes to people: first to the queue, then to an agent, whose name is told. */
  handoff: { chat_id: string; to: "queue" | "agent"; name: string };
  closed: { chat_id: string };
  rated: { chat_id: string; score: number };
  /** `bad_identity`: the token of `identify` was refused. `unknown`: no such action, event or option. */
  error: { code: "bad_identity" | "unknown"; message: string };
}

/** Each stands also in the tag, as `data-` and the name with dashes: `offsetX` is `data-offset-x`. */
export interface ChatOptions {
  lang?: string;
  title?: string;
  position?: "left" | "right";
  /** CSS pixels from the edge of the window. */
  offsetX?: number | string;
  offsetY?: number | string;
  zIndex?: number | string;
  color?: string;
  theme?: "light" | "dark" | "auto";
  /** Text on the launcher. */
  label?: string;
  /** Selector of elements of your own that open and close the chat; the launcher goes away. */
  launcher?: string;
  /** A line beside the launcher, until the chat has been opened or the line closed. */
  greeting?: string;
  team?: string;
  /** Paths without a launcher, separated by blanks; `*` stands for anything: `/checkout* /legal/*`. */
  hide?: string;
  /** Selector of an element of your page that the chat fills, without a launcher. */
  target?: string;
}

/** What `Chat("set", …)` takes beside the options. */
export interface ChatSettings extends ChatOptions {
  /** Where the visitor is, when address and title of the page do not say it. */
  page?: { url: string; title: string };
  /** What the page claims about the visitor; shown to agents as not verified. */
  details?: Record<string, string>;
}

export interface ChatFunction {
  (action: "open" | "close" | "toggle" | "show" | "hide" | "logout" | "destroy"): void;
  /** Returns what ends it. */
  <Name extends keyof ChatEvents>(action: "on", event: Name, heard: (told: ChatEvents[Name]) => void): () => void;
  /** `token` is made by your server. */
  (action: "identify", token: string): void;
  (action: "set", settings: ChatSettings): void;
  /** Resolved when the launcher is on the page. */
  readonly ready: Promise<unknown>;
}

declare global {
  interface Window { Chat: ChatFunction }
  const Chat: ChatFunction;
}
