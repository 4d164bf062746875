// Long texts folded, and code with a button that copies it. Loaded with the first of either.
import { foldingStrings } from "../shared/strings/folding";
import type { Tools } from "./tools";

export type Folding = ReturnType<typeof createFolding>;

const COPIED_MS = 2_000;

export function createFolding({ dom: { button, copyText, h, setText }, words, announce }: Tools) {
  const t = foldingStrings(words.lang);

  /** Dresses a text that has just been put into its bubble. */
  function fold(body: HTMLElement, isLong: boolean): void {
    for (const code of body.querySelectorAll("pre")) if (!code.closest(".code")) withCopy(code);
    const earlier = body.nextElementSibling;
    if (earlier?.classList.contains("unfold")) earlier.remove();
    body.classList.remove("folded");
    if (isLong) shorten(body);
  }

  function withCopy(code: HTMLElement): void {
    const copy = button("copy", t.copy, async () => {
      await copyText(code);
      setText(copy, words.copied);
      announce(words.copied);
      setTimeout(setText, COPIED_MS, copy, t.copy);
    });
    copy.dataset["testid"] = "copy-code";
    const box = h("div", "code");
    code.replaceWith(box);
    box.append(code, copy);
  }

  function shorten(body: HTMLElement): void {
    const show = button("unfold link", t.all, () => turn(body.classList.contains("folded")));
    show.dataset["testid"] = "show-all";
    function turn(isOpen: boolean): void {
      body.classList.toggle("folded", !isOpen);
      setText(show, isOpen ? t.less : t.all);
      // Whoever closes a long text sees where it was.
      if (!isOpen) body.scrollIntoView({ block: "nearest" });
    }
    // What is under the fold can be reached by keyboard: then it is shown.
    body.addEventListener("focusin", () => { if (body.classList.contains("folded")) turn(true); });
    body.after(show);
    body.classList.add("folded");
  }

  return { fold };
}
