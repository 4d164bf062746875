// The end of a chat: a card in the transcript.
import type { ChatClosed } from "../shared/protocol";
import { fill, type Words } from "../shared/strings/index";
import { h } from "./dom";
import { textNodes } from "./text";

export function summaryCard(event: ChatClosed, words: Words): HTMLElement {
  const how = event.reason === "no_reply" ? words.ended
    : event.by.kind === "visitor" ? words.endedByYou : fill(words.endedBy, { name: event.by.name });
  const card = h("section", "card", h("p", "strong", how));
  card.dataset["testid"] = "summary";
  if (event.summary) card.append(h("p", "label", words.summary), h("div", "summary", ...textNodes(event.summary)));
  return card;
}
