// The composer: text in, `say` out. Keeps the draft over reloads and tells when somebody is typing.
import type { ChatState } from "../shared/chats";
import type { Attachment } from "../shared/protocol";
import type { KeyValue } from "../shared/storage";
import type { Words } from "../shared/strings/index";
import type { Chat } from "./chat";
import * as dom from "./dom";
import { part, setText } from "./dom";
import type { Files } from "./files";
import type { Guard } from "./guarding";

const DRAFT = "chatserver.visitor.draft";
// The server's limit for a message, in bytes of UTF-8.
const MAX_BYTES = 32 * 1024;
const TYPING_AGAIN_MS = 3_000;
const TYPING_STOPS_MS = 4_000;
// NUL and lone surrogates cannot be kept by the server; the rest of the text can.
const UNSENDABLE = /[\0\p{Surrogate}]/gu;

export function createComposer(
  words: Words, storage: KeyValue, say: (text: string, files: Attachment[]) => void, chat: Chat,
  loadFiles: (onChange: () => void) => Promise<Files>,
) {
  let files: Files | undefined;
  let chatId: string | undefined;
  let typingSince = 0;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let isReady = true;
  let guard: Promise<Guard | null> | undefined;

  const root = part<HTMLFormElement>("composer");
  const field = part<HTMLTextAreaElement>("field");
  const button = part<HTMLButtonElement>("send");
  root.onsubmit = (event) => { event.preventDefault(); send(); };
  field.oninput = changed;
  field.onkeydown = pressed;
  // On a slow line somebody may have begun before we came.
  field.value ||= storage.get(DRAFT) ?? "";
  const withFiles = async (use: (files: Files) => void): Promise<void> => use((files ??= await loadFiles(draw)));
  part("attach").onclick = () => void withFiles((there) => there.toggle());
  field.onpaste = (event) => takeFiles(event, event.clipboardData);
  ondragover = (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
  ondrop = (event) => takeFiles(event, event.dataTransfer);
  draw();

  function update(state: ChatState | null): void {
    // What was uploaded for one chat cannot be posted in the next.
    if (chatId && chatId !== state?.chatId) files?.take();
    chatId = state?.chatId;
    // A chat that was closed for want of a reply goes on with one.
    const isClosed = state?.status === "closed" && state.closeReason !== "no_reply";
    root.hidden = isClosed;
    field.disabled = isClosed;
    isReady = !isClosed;
    draw();
  }

  /** What Word and Excel give is text with a picture of it beside: the text is meant. */
  function takeFiles(event: Event, given: DataTransfer | null): void {
    const found = [...(given?.files ?? [])];
    if (!found.length || !isReady || (given?.getData("text/plain") && given.getData("text/html"))) return;
    event.preventDefault();
    void withFiles((there) => there.add(found));
  }

  function focus(): void { field.focus(); grow(); }

  /** What looks for secrets comes while somebody writes; without it, the server still takes them out. */
  const loadGuard = (): Promise<Guard | null> =>
    guard ??= import("./guarding").then(({ createGuard }) => createGuard(dom, words.lang, chat), () => { guard = undefined; return null; });

  function changed(): void {
    void loadGuard();
    storage.set(DRAFT, field.value);
    draw();
    if (!field.value.trim()) return stopTyping();
    if (Date.now() - typingSince >= TYPING_AGAIN_MS) {
      typingSince = Date.now();
      chat.setTyping(true);
    }
    clearTimeout(typingTimer);
    typingTimer = setTimeout(stopTyping, TYPING_STOPS_MS);
  }

  function stopTyping(): void {
    clearTimeout(typingTimer);
    if (typingSince) chat.setTyping(false);
    typingSince = 0;
  }

  function pressed(event: KeyboardEvent): void {
    // While an input method composes, Enter takes its suggestion.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  }

  function send(): void {
    const text = field.value.trim().replace(UNSENDABLE, "\uFFFD");
    if (button.disabled) return;
    void loadGuard().then((there) => { if (!there?.asks(text, post) && !button.disabled) post(text); });
  }

  function post(text: string): void {
    stopTyping();
    say(text, files?.take() ?? []);
    field.value = "";
    storage.remove(DRAFT);
    draw();
    field.focus();
  }

  function draw(): void {
    const text = field.value;
    // A character has at most three bytes for each of its UTF-16 units.
    const bytes = text.length * 3 > MAX_BYTES ? new TextEncoder().encode(text.trim()).length : 0;
    const isTooLong = bytes > MAX_BYTES;
    setText(part("warning"), isTooLong ? words.tooLong : "");
    button.disabled = !isReady || isTooLong || files?.isBusy() || !(text.trim() || files?.isReady());
    grow();
  }

  function grow(): void {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  return { update, focus };
}
