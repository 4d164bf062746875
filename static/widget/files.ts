// Files in the widget: the tray above the composer, and pictures and chips in the transcript. A bundle of its own, loaded
// with the first file; what the frame has already is handed over, so that the frame stays one bundle, too.
import type { Attachment } from "../shared/protocol";
import { fileStrings } from "../shared/strings/files";
import type { fill, Words } from "../shared/strings/index";
import { fetchFile, isPicture, sizeText, Uploads, type Upload } from "../shared/uploads";
import type { Chat } from "./chat";
import type * as dom from "./dom";

export interface Tools { dom: typeof dom; fill: typeof fill; words: Words; chat: Chat; announce(text: string): void }
export type Files = ReturnType<typeof createFiles>;

const LONGEST_SIDE = 220;

export function createFiles({ dom: { button, h, part, setText }, fill, words, chat, announce }: Tools, onChange: () => void) {
  const t = fileStrings(words.lang);
  const rows = new Map<number, ReturnType<typeof createRow>>();
  const uploads = new Uploads(() => chat.credential, () => chat.state?.chatId ?? null, changed);
  const tray = part("tray");
  const hint = h("p", "muted");
  const picker = Object.assign(h("input", ""), { type: "file", multiple: true, hidden: true });
  const choose = button("reply", t.choose, () => picker.click());
  const list = h("ul", "uploads");
  choose.dataset["testid"] = "choose-files";
  picker.dataset["testid"] = "picker";
  picker.onchange = () => { add(picker.files ?? []); picker.value = ""; };
  hint.id = "files-hint";
  choose.setAttribute("aria-describedby", hint.id);
  tray.append(hint, choose, picker, list);

  /** Tells what may be attached, before anything is chosen. */
  async function toggle(): Promise<void> {
    tray.hidden = !tray.hidden;
    part("attach").ariaExpanded = String(!tray.hidden);
    if (tray.hidden) return;
    if (!uploads.limits) await uploads.learnLimits();
    choose.focus();
  }

  function add(files: Iterable<File>): void {
    tray.hidden = false;
    void uploads.add(files);
  }

  function changed(item?: Upload): void {
    const { limits } = uploads;
    if (limits) {
      choose.hidden = !limits.is_on;
      picker.accept = limits.extensions.map((extension) => `.${extension}`).join();
      setText(hint, limits.is_on ? told(t.hint) : t.off);
    }
    const keys = new Set(uploads.items.map(({ key }) => key));
    for (const [key, row] of rows) if (!keys.has(key)) { row.root.remove(); rows.delete(key); }
    for (const each of uploads.items) {
      let row = rows.get(each.key);
      if (!row) {
        row = createRow(each);
        rows.set(each.key, row);
        list.append(row.root);
      }
      row.update();
    }
    if (item) announce(item.fault ? `${item.file.name}: ${told(t[item.fault])}` : fill(t.attached, { name: item.file.name }));
    onChange();
  }

  function told(text: string): string {
    const { limits } = uploads;
    return fill(text, { count: limits?.files_per_message ?? 1, size: sizeText(limits?.file_bytes ?? 0, words.lang) });
  }

  function createRow(item: Upload) {
    const state = h("span", "muted");
    const bar = h("progress", "");
    const retry = button("link", t.retry, () => uploads.retry(item.key));
    const remove = button("icon", "×", () => { uploads.remove(item.key); part("field").focus(); });
    bar.ariaLabel = item.file.name;
    const root = h("li", "upload", h("span", "name", item.file.name), state, bar, retry, remove);
    root.dataset["testid"] = "upload";
    remove.dataset["testid"] = "remove-file";

    function update(): void {
      const isUnderWay = !item.attachment && !item.fault;
      const name = item.attachment?.name ?? item.file.name;
      root.classList.toggle("failed", !!item.fault);
      setText(root.firstElementChild as Element, name);
      setText(state, item.fault ? told(t[item.fault]) : isUnderWay ? t.uploading : sizeText(item.attachment?.size_bytes ?? 0, words.lang));
      bar.hidden = !isUnderWay;
      if (item.progress < 1) bar.value = item.progress;
      else bar.removeAttribute("value");
      retry.hidden = item.fault !== "network";
      remove.ariaLabel = fill(isUnderWay ? t.cancel : t.remove, { name });
    }
    return { root, update };
  }

  function take(): Attachment[] {
    const ready = uploads.take();
    // What was said of them is past.
    announce("");
    tray.hidden = true;
    part("attach").ariaExpanded = "false";
    return ready;
  }

  /** Shows the files of a message; the box keeps what it shows already. */
  function show(box: HTMLElement, files: readonly Attachment[]): void {
    const key = files.map((file) => file.file_id).join();
    if (box.dataset["files"] === key) return;
    box.dataset["files"] = key;
    box.replaceChildren(...files.map((file) => isPicture(file) ? thumbnail(file) : chip(file)));
  }

  function thumbnail(file: Attachment): HTMLElement {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(file.width ?? 1, file.height ?? 1));
    const image = h("img", "");
    image.alt = file.name;
    // Its room is kept before it is there.
    image.width = Math.round((file.width ?? 1) * scale);
    image.height = Math.round((file.height ?? 1) * scale);
    const link = h("a", "picture", image);
    link.title = fill(t.save, { name: file.name });
    link.download = file.name;
    link.dataset["testid"] = "picture";
    fetchFile(file.file_id, chat.credential).then((blob) => {
      link.href = image.src = URL.createObjectURL(blob);
    }, () => link.replaceWith(h("p", "trouble", `${file.name}: ${t.gone}`)));
    return link;
  }

  function chip(file: Attachment): HTMLElement {
    const note = h("span", "muted", `${sizeText(file.size_bytes, words.lang)}${file.redactions ? `. ${t.cleaned}` : ""}`);
    const press = button("file", "", async () => {
      const blob = await fetchFile(file.file_id, chat.credential).catch(() => null);
      if (!blob) { setText(note, t.gone); return announce(t.gone); }
      const link = Object.assign(h("a", ""), { href: URL.createObjectURL(blob), download: file.name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
    press.append(h("span", "name", file.name), note);
    press.title = fill(t.save, { name: file.name });
    press.dataset["testid"] = "file";
    return press;
  }

  return { toggle, add, take, show, isBusy: () => uploads.isBusy, isReady: () => uploads.ready.length > 0 };
}
