// What happened to the chat: a line, or a card where there is more to say, and the choice of those who wait.
// Loaded with the first of them; what the frame has already is handed over.
import type { ChatState } from "../shared/chats";
import type { ChatClosed, ChatEvent, TicketOpened } from "../shared/protocol";
import { lineStrings } from "../shared/strings/lines";
import type { Tools } from "./tools";

export type Lines = ReturnType<typeof createLines>;

// Between the offer of a ticket and the bot's words about it: its step, which only agents see.
const OFFER_FOLLOWS = 2;

export function createLines({ dom: { h }, text: { textNodes }, fill, words }: Tools) {
  const t = lineStrings(words.lang);
  let offeredAt = Number.NaN;

  /** Fills the row of an event, or takes it away when there is nothing to say. */
  function show(row: HTMLElement, event: ChatEvent): void {
    if (event.type === "ticket_offered") offeredAt = event.seq;
    if (event.type === "chat_closed") return card(row, "summary", ...closed(event));
    if (event.type === "ticket_opened") return card(row, "ticket", ...opened(event));
    const said = lineOf(event);
    if (said) row.textContent = said;
    else row.remove();
  }

  function lineOf(event: ChatEvent): string | null {
    switch (event.type) {
      case "chat_queued": return words.queued;
      case "agent_assigned": return fill(t.joined, { name: event.agent.name });
      case "chat_transferred": return fill(t.joined, { name: event.to_agent.name });
      case "chat_released": return fill(t.released, { name: event.agent.name });
      case "agent_lost": return fill(t.agentLost, { name: event.agent.name });
      case "chat_handed_back": return fill(t.handedBack, { name: event.agent.name });
      case "chat_rated": return fill(t.rated, { n: event.score });
      case "chat_reopened": return t.reopened;
      case "language_changed":
        return fill(t.language, { language: new Intl.DisplayNames(words.lang, { type: "language" }).of(event.lang) ?? event.lang });
      default: return null;
    }
  }

  function card(row: HTMLElement, name: string, ...parts: Node[]): void {
    row.className = "card";
    row.dataset["testid"] = name;
    row.replaceChildren(...parts);
  }

  function closed(event: ChatClosed): Node[] {
    const how = event.reason === "no_reply" ? words.ended
      : event.by.kind === "visitor" ? t.endedByYou : fill(t.endedBy, { name: event.by.name });
    const summary = event.summary ? [h("p", "label", t.summary), h("div", "summary", ...textNodes(event.summary))] : [];
    return [h("p", "strong", how), ...summary];
  }

  function opened(event: TicketOpened): Node[] {
    const due = new Date(event.due_at);
    return [
      h("p", "strong", t.ticket),
      h("p", "label", t.ticketTo), h("p", "summary", event.address),
      h("p", "label", t.ticketBy), h("p", "", `${words.day(due)}, ${words.time(due)}`),
      h("p", "muted", t.ticketHint),
    ];
  }

  /** Makes a card of the bot's two answers when they are the choice between waiting and e-mail. */
  function offer(replies: HTMLElement, state: ChatState): void {
    const [byMail, stay, ...more] = replies.querySelectorAll(".reply");
    const asked = state.items.findLast((item) => item.kind === "message")?.seq ?? 0;
    if (!byMail || !stay || more.length || !(asked > offeredAt && asked <= offeredAt + OFFER_FOLLOWS)) return;
    replies.className = "replies offer";
    replies.prepend(h("p", "strong", t.offer));
    byMail.append(h("span", "muted", t.byMail));
    stay.append(h("span", "muted", t.stay));
  }

  return { show, offer };
}
