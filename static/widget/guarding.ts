// Asks before a secret leaves the browser. Loaded when somebody begins to write.
import { guardStrings } from "../shared/strings/guarding";
import type { Chat } from "./chat";
import type * as dom from "./dom";
import { masked, spotsIn } from "../shared/spotting";

export type Guard = ReturnType<typeof createGuard>;

export function createGuard({ button, h, part }: typeof dom, lang: string, chat: Chat) {
  const t = guardStrings(lang);
  const box = h("div", "guard");
  box.hidden = true;
  box.role = "alertdialog";
  box.dataset["testid"] = "guard";
  part("warning").after(box);
  part("field").addEventListener("input", () => { box.hidden = true; });
  // Only where the site shows drafts to its agents; elsewhere nothing of them leaves the browser.
  if (document.documentElement.dataset["drafts"] === "shown") void import("./drafting").then(({ showDrafts }) => showDrafts(part, lang, chat));

  /** True when it asks; then `send` is called with the text that may go, if any. */
  function asks(text: string, send: (text: string) => void): boolean {
    const spots = spotsIn(text);
    if (!spots.length) return false;
    const answer = (label: string, className: string, go?: string): HTMLButtonElement => button(className, label, () => {
      box.hidden = true;
      if (go !== undefined) send(go);
      part("field").focus();
    });
    const kinds = [...new Set(spots.map(({ kind }) => kind))];
    const withoutIt = masked(text, spots);
    const first = answer(t.masked, "primary", withoutIt);
    const anyway = answer(t.anyway, "link", text);
    first.dataset["testid"] = "send-masked";
    anyway.dataset["testid"] = "send-anyway";
    box.ariaLabel = kinds.map((kind) => t[kind]).join(" ");
    box.replaceChildren(
      ...kinds.map((kind) => h("p", "", t[kind])), h("p", "preview", withoutIt), first,
      answer(t.edit, "secondary"), anyway,
    );
    box.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      box.hidden = true;
      part("field").focus();
    };
    box.hidden = false;
    first.focus();
    return true;
  }

  return { asks };
}
