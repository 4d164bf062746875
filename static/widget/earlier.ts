// A sheet over the chat: the visitor's earlier chats, one of them to read, or the address that a transcript goes to.
// The chat under way goes on underneath. Loaded from the menu.
import type { Item } from "../shared/chats";
import type { Code, OwnChatRow } from "../shared/protocol";
import type { MenuStrings } from "../shared/strings/menu";
import type { Tools } from "./tools";

export type Sheet = ReturnType<typeof createSheet>;
type Save = (chatId: string, format: "text" | "html") => Promise<void>;

// What `unread.ts` keeps: the chat, and up to where it has been read.
const READ = "chatserver.visitor.read";
// How often it is looked whether somebody has written in the chat underneath.
const LOOK_MS = 1_000;
const GROUP_MS = 5 * 60_000;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function createSheet(tools: Tools, t: MenuStrings, save: Save) {
  const { dom: { button, h, part, setText }, fill, words, chat, storage, announce } = tools;
  const date = new Intl.DateTimeFormat(words.lang, { dateStyle: "medium", timeStyle: "short" });
  const heading = h("h2", "strong");
  const back = button("quiet", t.back, close);
  const body = h("div", "sheet-body");
  const news = h("p", "muted");
  const root = h("section", "sheet", h("div", "sheet-top", back, heading, news), body);
  const trouble = h("p", "trouble");
  let looking: ReturnType<typeof setInterval> | undefined;
  heading.id = "sheet-title";
  heading.tabIndex = -1;
  news.role = "status";
  news.dataset["testid"] = "sheet-news";
  trouble.role = "alert";
  root.setAttribute("aria-labelledby", heading.id);
  root.dataset["testid"] = "sheet";
  back.dataset["testid"] = "back";
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    close();
  });

  function open(title: string, ...parts: Node[]): void {
    heading.textContent = title;
    body.replaceChildren(...parts);
    // What was said of the last thing asked for is not about this one.
    announce("");
    part("header").after(root);
    heading.focus();
    if (document.body.classList.contains("covered")) return;
    document.body.classList.add("covered");
    looking = setInterval(() => setText(news, unseen() ? fill(t.news, { n: unseen() }) : ""), LOOK_MS);
  }

  function close(): void {
    clearInterval(looking);
    root.remove();
    document.body.classList.remove("covered");
    part("menu").focus();
    // What came meanwhile is seen now.
    chat.refresh();
  }

  /** How much has been said to the visitor since the chat was last in sight. */
  function unseen(): number {
    const [chatId, seq] = storage.get(READ)?.split(" ") ?? [];
    const seen = chatId === chat.state?.chatId ? Number(seq) : 0;
    return chat.state?.items.filter((item) => item.kind === "message" && item.author.kind !== "visitor" && item.seq > seen).length ?? 0;
  }

  async function list(): Promise<void> {
    const rows = h("ul", "chats");
    const more = button("secondary", t.more, () => void add());
    const state = h("p", "muted", t.loading);
    let last: string | null = null;
    state.role = "status";
    more.hidden = true;
    open(t.earlier, rows, state, more);
    await add();

    async function add(): Promise<void> {
      more.disabled = true;
      const answer = await chat.ask("list_own_chats", { after: last }).catch(() => null);
      more.disabled = false;
      // Where the connection has gone, the button asks again.
      more.hidden = !!answer?.ok && !answer.more;
      if (!answer?.ok) return setText(state, words.trouble);
      last = answer.chats.at(-1)?.chat_id ?? last;
      const others = answer.chats.filter((row) => row.chat_id !== chat.state?.chatId);
      rows.append(...others.map((row) => h("li", "", rowOf(row))));
      setText(state, rows.childElementCount || answer.more ? "" : t.none);
    }
  }

  function rowOf(row: OwnChatRow): HTMLElement {
    const time = h("time", "", date.format(new Date(row.last_at)));
    time.dateTime = row.last_at;
    const first = h("span", row.first_words ? "first" : "first muted", row.first_words || t.nothing);
    first.dir = "auto";
    const press = button("chat", "", () => void read(row));
    press.append(first, h("span", "muted", time, ` · ${t[row.status]} · `, h("span", "id", row.chat_id)));
    press.dataset["testid"] = "earlier-chat";
    return press;
  }

  async function read(row: OwnChatRow): Promise<void> {
    const state = h("p", "muted", t.loading);
    open(t.earlier, state);
    let log = tools.log.emptyChat(row.chat_id);
    let canGoOn = false;
    for (let more = true; more; ) {
      const answer = await chat.ask("read_own_chat", { chat_id: row.chat_id, after_seq: log.seq }).catch(() => null);
      if (!answer?.ok) return setText(state, words.trouble);
      for (const event of answer.events) log = tools.log.reduce(log, event).state;
      more = answer.more;
      canGoOn = answer.can_go_on;
    }
    const id = button("chat-id", row.chat_id, async () => { await tools.dom.copyText(id); announce(words.copied); });
    id.title = words.copy;
    const all = button("quiet", t.earlier, () => void list());
    const transcript = h("div", "earlier-log");
    transcript.dataset["testid"] = "earlier-log";
    open(row.chat_id,
      h("p", "line", `${t.readOnly} ${date.format(new Date(row.started_at))}`), transcript,
      h("div", "sheet-actions", all, button("quiet", t.asText, () => void save(row.chat_id, "text")),
        button("quiet", t.asPage, () => void save(row.chat_id, "html")), canGoOn && goOn(row.chat_id)));
    show(transcript, log.items);
  }

  /** Another chat takes the place of this one; the frame begins anew with it. */
  function goOn(chatId: string): HTMLElement {
    const press = button("primary", t.goOn, () => { storage.set(chat.keys.chat, chatId); location.reload(); });
    press.dataset["testid"] = "go-on";
    return press;
  }

  function show(into: HTMLElement, items: readonly Item[]): void {
    let day = "";
    let before: { at: number; who: string } | undefined;
    for (const item of items) {
      const next = words.day(new Date(item.at));
      if (next !== day) into.append(h("div", "day", next));
      if (item.kind === "event") {
        if (item.event.type === "redaction_disputed") continue;
        const { event } = item;
        const row = h("div", "line");
        into.append(row);
        void tools.loadLines().then((there) => there.show(row, event));
        before = undefined;
      } else {
        const bubble = tools.makeBubble(item.author, () => Promise.resolve(false));
        const who = item.author.kind + item.author.name;
        const at = Date.parse(item.at);
        bubble.settle(item);
        // What was masked then is not argued about here.
        for (const press of bubble.root.querySelectorAll("[data-testid=dispute]")) press.remove();
        bubble.root.classList.toggle("continued", next === day && before?.who === who && at - before.at < GROUP_MS);
        before = { at, who };
        into.append(bubble.root);
      }
      day = next;
    }
  }

  function askAddress(chat_id: string): void {
    const field = Object.assign(h("input", "address"), { type: "email", autocomplete: "email", id: "transcript-address", maxLength: 254 });
    const label = h("label", "strong", t.address);
    const submit = h("button", "primary", t.send);
    const form = h("form", "address-form", label, field, trouble, submit, button("secondary", t.cancel, close));
    label.htmlFor = field.id;
    field.dataset["testid"] = "transcript-address";
    trouble.id = "address-trouble";
    field.setAttribute("aria-describedby", trouble.id);
    setText(trouble, "");
    form.noValidate = true;
    // Asked again, for want of an answer, it is the same command.
    const asked: Record<string, string> = {};
    const told: Partial<Record<Code, string>> = { bad_request: t.wrongAddress, rate_limited: t.often };
    form.onsubmit = async (event) => {
      event.preventDefault();
      const address = field.value.trim();
      if (!ADDRESS.test(address)) { setText(trouble, t.wrongAddress); return field.focus(); }
      submit.disabled = true;
      const client_id = asked[address] ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
      const answer = await chat.ask("send_transcript", { chat_id, client_id, address }).catch(() => null);
      submit.disabled = false;
      if (!answer?.ok) return setText(trouble, told[answer?.error.code ?? "busy"] ?? words.trouble);
      close();
      announce(fill(t.sent, { address }));
    };
    open(t.byMail, form);
    field.focus();
  }

  return { list, askAddress };
}
