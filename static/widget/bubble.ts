// One row of the transcript: somebody said something. Own rows change from sending to sent to read; the row itself stays.
import type { Item } from "../shared/chats";
import type { Attachment, Mask } from "../shared/protocol";
import type { Words } from "../shared/strings/index";
import type { Pending } from "./chat";
import { button, h, icon, setText } from "./dom";
import type { Files } from "./files";
import type { Folding } from "./folding";
import { markedNodes, textNodes } from "./text";

// What a page of a phone holds; a pasted response may have a thousand lines.
const LONG_CHARS = 1_500;
const LONG_LINES = 12;
const isLong = (text: string): boolean => text.length > LONG_CHARS || text.split("\n", LONG_LINES + 1).length > LONG_LINES;

export type Said = Extract<Item, { kind: "message" | "note" }>;

export type Bubble = ReturnType<typeof createBubble>;

export function createBubble(
  words: Words, author: { kind: string; name: string }, sendDispute: (seq: number) => Promise<boolean>,
  loadFiles: () => Promise<Files>, loadFolding: () => Promise<Folding>,
) {
  /** Its place in the log; 0 until it is there. */
  let seq = 0;
  const body = h("div", "bubble");
  const state = h("span", "state");
  const below = h("div", "below");
  const attached = h("div", "files");
  const time = h("time", "");
  let shown: string | null = null;
  let told = "";
  let kinds: Mask["kind"][] = [];
  let dispute: "none" | "asked" | "made" | "failed" = "none";
  let hasFailed = false;

  const isMine = author.kind === "visitor";
  const avatar = h("div", "avatar", author.kind === "bot" ? icon("bot") : initials(author.name));
  avatar.ariaHidden = "true";
  // Text that begins in Arabic reads from the right.
  body.dir = "auto";
  const root = h("div", `row ${isMine ? "mine" : author.kind}`, !isMine && avatar,
    h("div", "said",
      h("div", "author", isMine ? words.you : author.name,
        author.kind === "bot" && " ", author.kind === "bot" && h("span", "chip", words.bot)),
      body, attached, below, h("div", "meta", time, " ", state)));
  // By which screen readers go from one message to the next.
  root.role = "article";

  function settle(item: Said): void {
    seq = item.seq;
    root.classList.remove("pending", "sending");
    setFailure(undefined);
    show(item.text, item.redactions, item.at, item.files);
  }

  function wait({ text, files = [], failed, ack }: Pending, retry: () => void): void {
    root.classList.add("pending");
    root.classList.toggle("sending", !ack && !failed);
    setFailure(failed, retry);
    show(text, ack?.redactions ?? [], ack?.at, files);
    setState(failed ? "" : ack ? words.sent : words.sending);
  }

  function setState(text: string): void { setText(state, text); }

  function setFailure(failed: Pending["failed"], retry = (): void => {}): void {
    if (root.classList.toggle("failed", !!failed) === hasFailed) return;
    hasFailed = !!failed;
    const reason = failed?.code === "closed" ? words.ended : words.failed;
    below.replaceChildren(...(failed ? [h("p", "trouble", reason, button("link", words.retry, retry))] : []));
  }

  function show(text: string, redactions: readonly Mask[], at: string | undefined, files: Attachment[]): void {
    body.hidden = !text;
    if (files.length) void loadFiles().then((there) => there.show(attached, files));
    if (text !== shown) {
      body.replaceChildren(...(isMine ? textNodes : markedNodes)(text));
      shown = text;
      if (isLong(text) || body.querySelector("pre")) void loadFolding().then((there) => there.fold(body, isLong(text)));
    }
    kinds = [...new Set(redactions.map((redaction) => redaction.kind))];
    showNotices();
    if (at) {
      time.dateTime = at;
      setText(time, words.time(new Date(at)));
    }
  }

  function showNotices(): void {
    const canDispute = isMine && seq > 0;
    const isThanked = dispute === "asked" || dispute === "made";
    const next = kinds.length ? [...kinds, canDispute, isThanked || dispute].join() : "";
    if (next === told) return;
    told = next;
    below.replaceChildren(...kinds.map((kind, index) => {
      const isLast = index === kinds.length - 1;
      const notice = h("div", "notice", icon("shield"), h("div", "", words[kind], isLast && canDispute && disputing(isThanked)));
      notice.dataset["testid"] = "notice";
      return notice;
    }));
  }

  function disputing(isThanked: boolean): HTMLElement {
    if (isThanked) return h("p", "thanked", words.disputed);
    const trouble = dispute === "failed" && `${words.trouble} `;
    const press = button("link", words.notSecret, async () => {
      setDispute("asked");
      // The button that had the focus is gone.
      const thanks = below.querySelector<HTMLElement>(".thanked");
      if (thanks) thanks.tabIndex = -1;
      thanks?.focus();
      if (!(await sendDispute(seq)) && dispute === "asked") setDispute("failed");
    });
    press.dataset["testid"] = "dispute";
    return h("p", "", trouble, press);
  }

  function setDispute(next: typeof dispute): void {
    dispute = next;
    showNotices();
  }

  return { root, settle, wait, setState, setDisputed: () => setDispute("made"), seq: () => seq };
}

function initials(name: string): string {
  return name.split(/\s+/, 2).map((word) => [...word][0]).join("").toUpperCase();
}
