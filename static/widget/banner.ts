// Known problems, told calmly above the transcript, until they end or the visitor has read enough. Loaded with the first.
import type { Problem } from "../shared/protocol";
import { bannerStrings } from "../shared/strings/banner";
import type { Tools } from "./tools";

const HIDDEN = "chatserver.visitor.hidden-problems";

export type Banner = ReturnType<typeof createBanner>;

export function createBanner({ dom: { button, h, icon, part }, words, chat, storage, refocus }: Tools) {
  const t = bannerStrings(words.lang);
  const said = h("div", "said-problems");
  const hide = button("icon", "×", () => {
    storage.set(HIDDEN, problems().map(({ id }) => id).join(" "));
    update();
    refocus();
  });
  const box = h("div", "banner", icon("notice"), said, hide);
  let shown = "";
  hide.ariaLabel = t.hide;
  hide.dataset["testid"] = "hide-problems";
  box.dataset["testid"] = "problems";
  box.role = "status";
  box.hidden = true;
  part("header").after(box);

  const problems = (): readonly Problem[] => chat.told.problems ?? [];

  function update(): void {
    const hidden = storage.get(HIDDEN)?.split(" ") ?? [];
    const told = problems().filter(({ id }) => !hidden.includes(id)).map(textOf);
    const key = told.join("\n");
    if (key === shown) return;
    shown = key;
    box.hidden = !told.length;
    said.replaceChildren(h("p", "strong", told.length > 1 ? t.several : t.title), ...told.map((text) => h("p", "", text)));
  }

  /** In the visitor's language, or as the operator wrote it. */
  function textOf({ text, translations }: Problem): string {
    const base = (tag: string): string | undefined => tag.toLowerCase().split("-")[0];
    const tag = Object.keys(translations).find((each) => base(each) === base(words.lang));
    return tag === undefined ? text : translations[tag] ?? text;
  }

  return { update };
}
