// The frame: puts the parts of the widget together, and speaks with the loader on the host page.
import type { Attachment } from "../shared/protocol";
import { openStorage } from "../shared/storage";
import { fill, wordsFor } from "../shared/strings/index";
import { Chat } from "./chat";
import type { Closing } from "./closing";
import { createComposer } from "./composer";
import * as dom from "./dom";
import type { Files } from "./files";
import { createHeader } from "./header";
import type { Host } from "./host";
import { listen, send, type ToFrame, type ToLoader } from "./messages";
import { createStatusLines } from "./status";
import { createTranscript } from "./transcript";
import { createUnread } from "./unread";

const options = new URLSearchParams(location.search);
const host = options.get("host") ?? "";
// Opened by itself in a tab, the frame is the whole page and always open.
const isFramed = parent !== window;
// In a place of its own on the host page it cannot be closed, and takes no focus by itself.
const isInline = options.has("target");
const words = await wordsFor([options.get("lang"), ...navigator.languages]);
const storage = openStorage();
let isOpen = false;
let isDrawing = false;
let files: Promise<Files> | undefined;
let closing: Promise<Closing> | undefined;
let forHost: Promise<Host> | undefined;
let onFiles = (): void => {};
const { part, speak } = dom;

speak(words);
// Wrong values are ignored by the style sheet's `@property`.
document.documentElement.dataset["theme"] = options.get("theme") ?? "";
document.documentElement.style.setProperty("--accent", options.get("color"));

const chat = new Chat(storage, words.lang, draw);
const tellHost = (message: ToLoader): void => { if (isFramed) send(parent, host, message); };
const close = (): void => { if (!isInline) tellHost({ type: "close" }); };
const unread = createUnread(storage, chat, (count) => tellHost({ type: "unread", count }));
const status = createStatusLines(words, chat);
const composer = createComposer(words, storage, say, (typing) => chat.setTyping(typing), (changed) => { onFiles = changed; return loadFiles(); });
const header = createHeader(words, chat, status.announce, composer.focus);
const transcript = createTranscript(words, chat, (text) => { say(text); composer.focus(); }, loadFiles);
const title = options.get("title") || document.title;
part("title").textContent = title;
part("monogram").textContent = [...title][0] ?? "";
part("close").hidden = !isFramed || isInline;
part("close").onclick = close;
part("another").onclick = () => { chat.startAnother(); composer.focus(); };

function say(text: string, attached?: Attachment[]): void {
  chat.say(text, attached);
  transcript.toEnd();
}

/** What only files need comes with the first of them. */
function loadFiles(): Promise<Files> {
  return (files ??= import("./files").then(({ createFiles }) =>
    createFiles({ dom, fill, words, chat, announce: status.announce }, () => onFiles())));
}

/** Draws once for all that happened in this turn. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    const { state } = chat;
    for (const part of [header, status, composer, transcript]) part.update(state);
    if (state?.status === "closed") closing ??= import("./closing").then(({ createClosing }) => createClosing({ part, words, chat }));
    void closing?.then((there) => there.update(chat.state));
    void forHost?.then((there) => there.update());
    if (state) unread.update(state, isOpen);
    if (state) tellHost({ type: "underway", underway: state.status !== "closed" });
  });
}

function opened(page: { url: string; title: string }): void {
  isOpen = true;
  chat.open(page);
  draw();
  transcript.toEnd();
  // On a phone, focus in the field would cover the greeting with the keyboard.
  if (!isInline && !matchMedia("(pointer: coarse)").matches) composer.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && !header.cancel()) close();
});
document.addEventListener("visibilitychange", draw);

draw();
if (isFramed && URL.canParse(host)) {
  listen<ToFrame>(() => parent, host, (told) => {
    if (told.type === "opened") opened(told.page);
    else if (told.type === "closed") isOpen = false;
    else void (forHost ??= import("./host").then(({ createHost }) => createHost(chat, storage, tellHost))).then((there) => there.take(told));
  });
  tellHost({ type: "ready" });
} else if (!isFramed) {
  opened({ url: location.origin + location.pathname, title: document.title });
}
