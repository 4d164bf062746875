// The menu in the header: earlier chats, the transcript to keep, the sound. Loaded when it is first opened.
import { menuStrings } from "../shared/strings/menu";
import type { Sheet } from "./earlier";
import type { Sound } from "./sound";
import type { Tools } from "./tools";

// What `frame.ts` asks for before it loads the sound.
const SOUND = "chatserver.visitor.sound";

export type Menu = ReturnType<typeof createMenu>;

export function createMenu(tools: Tools, loadSound: () => Promise<Sound>) {
  const { dom: { button, h, part }, words, chat, storage, announce } = tools;
  const t = menuStrings(words.lang);
  const opener = part<HTMLButtonElement>("menu");
  const box = h("div", "menu");
  box.role = "menu";
  box.ariaLabel = opener.ariaLabel;
  box.hidden = true;
  box.dataset["testid"] = "menu-items";
  opener.after(box);

  const item = (name: string, text: string, act: () => unknown): HTMLButtonElement => {
    const one = button("", text, () => {
      close();
      Promise.resolve(act()).catch(() => announce(words.trouble));
    });
    one.role = "menuitem";
    one.tabIndex = -1;
    one.dataset["testid"] = name;
    return one;
  };
  let made: Sheet | undefined;
  const sheet = async (): Promise<Sheet> => made ??= (await import("./earlier")).createSheet(tools, t, save);
  const byMail = item("send-transcript", t.byMail, async () => (await sheet()).askAddress(chatId()));
  const sound = item("sound", t.sound, toggleSound);
  sound.role = "menuitemcheckbox";
  const ofChat = [
    item("earlier", t.earlier, async () => (await sheet()).list()),
    item("save-text", t.asText, () => save(chatId(), "text")), item("save-html", t.asPage, () => save(chatId(), "html")), byMail,
  ];
  box.append(...ofChat, sound);

  const chatId = (): string => chat.state?.chatId ?? "";
  const isOn = (): boolean => storage.get(SOUND) !== null;

  function toggle(): void {
    if (!box.hidden) return close();
    for (const each of ofChat) each.hidden = !chat.state;
    byMail.hidden ||= !chat.told.mail;
    sound.ariaChecked = String(isOn());
    box.hidden = false;
    opener.ariaExpanded = "true";
    items()[0]?.focus();
  }

  function close(): void {
    if (box.contains(document.activeElement)) opener.focus();
    box.hidden = true;
    opener.ariaExpanded = "false";
  }

  async function toggleSound(): Promise<void> {
    if (isOn()) return storage.remove(SOUND);
    storage.set(SOUND, "1");
    // How it sounds; and from a click, so that the browser allows the next ones.
    void (await loadSound()).play();
  }

  /** Takes the transcript to the visitor's disk. */
  async function save(id: string, format: "text" | "html"): Promise<void> {
    const told = await fetch(`/api/transcript/${encodeURIComponent(id)}?format=${format}`, { headers: chat.credential }).catch(() => null);
    if (!told?.ok) return announce(words.trouble);
    const href = URL.createObjectURL(await told.blob());
    Object.assign(h("a", ""), { href, download: `chat-${id}.${format === "text" ? "txt" : "html"}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    announce(t.saved);
  }

  const items = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>("button:not([hidden])")];

  box.onkeydown = (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = steps[event.key];
    if (event.key === "Tab") close();
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  document.addEventListener("pointerdown", ({ target }) => {
    if (!box.hidden && target instanceof Node && !box.contains(target) && !opener.contains(target)) close();
  });
  addEventListener("blur", close);

  return { toggle };
}
