// In the place of the composer, once a chat has ended: a rating and the way to a new chat. Loaded when it is needed.
import type { ChatState } from "../shared/chats";
import { closingStrings } from "../shared/strings/closing";
import type { Tools } from "./tools";

export type Closing = ReturnType<typeof createClosing>;

const SCORES = [1, 2, 3, 4, 5];

export function createClosing({ dom: { button, h, part, setText }, words, chat, refocus }: Tools) {
  const t = closingStrings(words.lang);
  const root = part("closing");
  const inputs = SCORES.map((score) => Object.assign(h("input", ""), { type: "radio", name: "score", value: String(score) }));
  const ends = h("div", "ends", h("span", "", t.worst), h("span", "", t.best));
  const comment = Object.assign(h("textarea", ""), { rows: 2, maxLength: 2000, ariaLabel: t.comment, placeholder: t.comment });
  const submit = h("button", "primary", t.send);
  const trouble = h("p", "trouble");
  const more = h("div", "more", comment, submit, trouble);
  const thanks = h("p", "thanks");
  const another = button("secondary", t.another, () => { chat.startAnother(); refocus(); });
  const fieldset = h("fieldset", "", h("legend", "strong", t.ask), h("div", "scores", ...inputs.map((input) => h("label", "score", input, input.value))));
  const rating = h("form", "", fieldset, ends, more);
  let chatId = "";

  for (const input of inputs) input.dataset["testid"] = `rating-${input.value}`;
  comment.dataset["testid"] = "rating-comment";
  submit.dataset["testid"] = "rating-send";
  another.dataset["testid"] = "new-chat";
  ends.id = "ends";
  fieldset.setAttribute("aria-describedby", ends.id);
  // Where the focus goes when the composer under it is gone; no key that was meant for the composer does anything there.
  fieldset.tabIndex = -1;
  trouble.role = "alert";
  thanks.role = "status";
  more.hidden = true;
  root.replaceChildren(rating, thanks, another);

  rating.onchange = () => { more.hidden = false; };
  rating.onsubmit = async (event) => {
    event.preventDefault();
    const score = inputs.findIndex((input) => input.checked) + 1;
    submit.disabled = true;
    const isDone = await chat.rate(score, comment.value.trim());
    submit.disabled = false;
    setText(trouble, isDone ? "" : words.trouble);
    // The button that had the focus is gone.
    if (isDone) another.focus();
  };

  function update(state: ChatState | null): void {
    const isClosed = state?.status === "closed";
    const isNew = isClosed && root.hidden;
    root.hidden = !isClosed;
    if (state && state.chatId !== chatId) {
      chatId = state.chatId;
      rating.reset();
      more.hidden = true;
    }
    rating.hidden = isClosed && state.rating !== null;
    setText(thanks, rating.hidden ? t.thanks : "");
    // Not from somebody who is elsewhere on the page.
    if (isNew && document.hasFocus()) (rating.hidden ? another : fieldset).focus();
  }

  return { update };
}
