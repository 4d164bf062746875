// The frame: puts the parts of the widget together, and speaks with the loader on the host page.
import type { Attachment } from "../shared/protocol";
import * as log from "../shared/chats";
import { openStorage } from "../shared/storage";
import { fill, wordsFor } from "../shared/strings/index";
import { createBubble, type Said } from "./bubble";
import { Chat } from "./chat";
import { createComposer } from "./composer";
import * as dom from "./dom";
import { createHeader } from "./header";
import { listen, send, type ToFrame, type ToLoader } from "./messages";
import { createStatusLines } from "./status";
import * as text from "./text";
import type { Tools } from "./tools";
import { createTranscript } from "./transcript";
import { createUnread } from "./unread";

const options = new URLSearchParams(location.search);
const host = options.get("host") ?? "";
// Opened by itself in a tab, the frame is the whole page and always open.
const isFramed = parent !== window;
// In a place of its own on the host page it cannot be closed, and takes no focus by itself.
const isInline = options.has("target");
// Kept when the visitor wants to hear new messages.
const SOUND = "chatserver.visitor.sound";
const words = await wordsFor([options.get("lang"), ...navigator.languages]);
const storage = openStorage();
let isOpen = false;
let isDrawing = false;
let isClosing = false;
let isTold = false;
let isHeard = false;
let onFiles = (): void => {};
const { part, speak } = dom;

speak(words);
// Wrong values are ignored by the style sheet's `@property`.
document.documentElement.dataset["theme"] = options.get("theme") ?? "";
document.documentElement.style.setProperty("--accent", options.get("color"));

const chat = new Chat(storage, words.lang, draw);
const tellHost = (message: ToLoader): void => { if (isFramed) send(parent, host, message); };
const close = (): void => { if (!isInline) tellHost({ type: "close" }); };
const unread = createUnread(storage, chat, (count, isMore) => {
  tellHost({ type: "unread", count });
  if (isMore && storage.get(SOUND)) void loadSound().then((there) => there.ring());
});
const status = createStatusLines(words, chat);
const composer = createComposer(words, storage, say, chat, (changed) => { onFiles = changed; return loadFiles(); });
const header = createHeader(words, chat, status.announce, composer.focus);
/**
 * A part that comes when it is first needed. One that is not there any more belongs to an earlier version of the server:
 * then the frame comes anew, once, and the chat goes on in it. One that only did not come is asked for again.
 */
function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let there: Promise<Part> | undefined;
  return () => there ??= load().catch(() => {
    there = undefined;
    const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (chat.isOnline && !chat.atRisk && came?.type !== "reload") location.reload();
    else status.announce(words.trouble);
    return new Promise<never>(() => {});
  });
}
// What only some chats need comes with the first that needs it.
const loadFiles = later(async () => (await import("./files")).createFiles({ dom, fill, words, chat, announce: status.announce }, () => onFiles()));
const loadLines = later(async () => (await import("./lines")).createLines(tools));
const loadFolding = later(async () => (await import("./folding")).createFolding(tools));
const loadClosing = later(async () => (await import("./closing")).createClosing(tools));
const loadBanner = later(async () => (await import("./banner")).createBanner(tools));
const loadSound = later(async () => (await import("./sound")).createSound(tools));
const loadMenu = later(async () => (await import("./menu")).createMenu(tools, loadSound));
const loadHistory = later(async () => (await import("./history")).createHistory);
const loadHost = later(async () => (await import("./host")).createHost(chat, storage, tellHost));
const makeBubble = (author: Said["author"], dispute: (seq: number) => Promise<boolean>) => createBubble(words, author, dispute, loadFiles, loadFolding);
const tools: Tools = { dom, text, log, fill, words, chat, storage, announce: status.announce, refocus: composer.focus, makeBubble, loadLines };
const transcript = createTranscript(words, chat, (text) => { say(text); composer.focus(); }, loadLines, makeBubble, loadHistory);
const title = options.get("title") || document.title;
part("title").textContent = title;
part("monogram").textContent = [...title][0] ?? "";
part("close").hidden = !isFramed || isInline;
part("close").onclick = close;
part("menu").onclick = () => void loadMenu().then((there) => there.toggle());

function say(text: string, attached?: Attachment[]): void {
  chat.say(text, attached);
  transcript.toEnd();
}

/** Draws once for all that happened in this turn. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    const { state } = chat;
    for (const part of [header, status, composer, transcript]) part.update(state);
    isClosing ||= state?.status === "closed";
    if (isClosing) void loadClosing().then((there) => there.update(chat.state));
    isTold ||= !!chat.told.problems?.length;
    if (isTold) void loadBanner().then((there) => there.update());
    if (isHeard) void loadHost().then((there) => there.update());
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
    else { isHeard = true; void loadHost().then((there) => there.take(told)); }
  });
  tellHost({ type: "ready" });
} else if (!isFramed) {
  opened({ url: location.origin + location.pathname, title: document.title });
}
