// The reducer: a chat's state on a screen, from its events. Pure; widget and console share it, and a test replays the
// server's own scenarios through it.
import type { Attachment, ChatEvent, MessagePosted, MessageRedacted, NoteAdded, NoteRedacted, Offer, Packet, Page, Place, Redaction } from "./protocol";

export type Status = "bot" | "queued" | "assigned" | "ticket" | "closed";
export interface Person { kind: "visitor" | "bot" | "agent"; id?: string; name: string }

/** A row of the transcript: something said, or a line about what happened. */
export type Item =
  | {
      kind: "message" | "note"; seq: number; at: string; author: Person; text: string;
      clientId: string | null; buttons: string[]; redactions: Redaction[]; revision: number;
      files: Attachment[];
    }
  | { kind: "event"; seq: number; at: string; event: ChatEvent };

export interface ChatState {
  chatId: string;
  seq: number;
  status: Status;
  version: number;
  lang: string;
  items: Item[];
  agent: { id?: string; name: string } | null;
  details: Record<string, string>;
  /** Names of those details that the website's own server has signed; the others are only claimed. */
  verified: string[];
  page: Page | null;
  startedAt: string | null;
  packet: Packet | null;
  offer: Offer | null;
  waitingSince: string | null;
  dueAt: string | null;
  firstAnsweredAt: string | null;
  closeReason: string | null;
  summary: string;
  rating: number | null;
  place: Place | null;
}

export function emptyChat(chatId: string): ChatState {
  return {
    chatId, seq: 0, status: "bot", version: 1, lang: "en", items: [], agent: null, details: {}, verified: [], page: null, startedAt: null,
    packet: null,
    offer: null, waitingSince: null, dueAt: null, firstAnsweredAt: null, closeReason: null, summary: "", rating: null,
    place: null,
  };
}

/** `known`: seen before, dropped. `gap`: something is missing in between, ask for it. */
export type Outcome = "applied" | "known" | "gap";

/** What an event changes beside `seq`; null for one that this rule does not know. */
export type Rule = (state: ChatState, event: ChatEvent) => Partial<ChatState> | null;

/**
 * Returns the state after `event`, which must be the next one; otherwise the state as it was. `more` knows what only
 * agents see: visitors do not carry it along.
 */
export function reduce(state: ChatState, event: ChatEvent, more?: Rule): { state: ChatState; outcome: Outcome } {
  if (event.seq <= state.seq) return { state, outcome: "known" };
  if (event.seq !== state.seq + 1) return { state, outcome: "gap" };
  return { state: { ...state, ...(more?.(state, event) ?? changes(state, event)), seq: event.seq }, outcome: "applied" };
}

/** The items with a line about `event`. */
export const withLine = (state: ChatState, event: ChatEvent): Item[] => [...state.items, { kind: "event", seq: event.seq, at: event.at, event }];

function changes(state: ChatState, event: ChatEvent): Partial<ChatState> {
  const shown = (): Item[] => withLine(state, event);
  switch (event.type) {
    case "chat_started":
      return { lang: event.lang, page: event.page, startedAt: event.at, details: { ...event.details }, verified: event.verified };
    case "message_posted": {
      const isAnswer = event.author.kind === "agent" && state.firstAnsweredAt === null;
      return { items: [...state.items, saidItem(event)], ...(isAnswer ? { firstAnsweredAt: event.at } : {}) };
    }
    case "message_redacted":
      return { items: state.items.map((item) => redacted(item, event)) };
    case "language_changed":
      return { items: shown(), lang: event.lang };
    case "ticket_offered":
    case "redaction_disputed":
      return { items: shown() };
    case "ticket_opened":
      return {
        items: shown(), status: "ticket", agent: null, version: event.version ?? state.version, offer: null, place: null,
        waitingSince: null, dueAt: null,
      };
    case "chat_queued":
      return {
        items: shown(), status: "queued", agent: null, version: event.version ?? state.version,
        packet: event.packet ?? null, waitingSince: event.waiting_since, dueAt: event.first_response_due_at,
        firstAnsweredAt: null,
      };
    case "agent_assigned":
      return {
        items: shown(), status: "assigned", agent: event.agent, version: event.version ?? state.version, offer: null,
        place: null,
      };
    case "chat_transferred":
      return { items: shown(), agent: event.to_agent, version: event.version ?? state.version };
    case "agent_lost":
    case "chat_released":
      return { items: shown(), agent: null, version: event.version ?? state.version };
    case "chat_handed_back":
      return {
        items: shown(), status: "bot", agent: null, version: event.version ?? state.version, waitingSince: null,
        dueAt: null,
      };
    case "chat_closed":
      return {
        items: shown(), status: "closed", version: event.version ?? state.version, closeReason: event.reason,
        summary: event.summary, offer: null, place: null,
      };
    case "chat_rated":
      return { items: shown(), rating: event.score };
    case "chat_reopened":
      return {
        items: shown(), status: "queued", agent: null, version: event.version ?? state.version,
        waitingSince: event.waiting_since, dueAt: event.first_response_due_at, firstAnsweredAt: null, closeReason: null,
        summary: "",
      };
    default:
      // Hidden, or something that only agents see.
      return {};
  }
}

/** The row of something said. */
export function saidItem(event: MessagePosted | NoteAdded): Item {
  const message = event.type === "message_posted" ? event : null;
  return {
    kind: message ? "message" : "note", seq: event.seq, at: event.at, author: event.author, text: event.text, clientId: event.client_id,
    redactions: event.redactions, revision: event.revision, buttons: message?.buttons.map((button) => button.text) ?? [], files: message?.files ?? [],
  };
}

/** The item after something was taken out of it; one that came with it taken out already stays as it is. */
export function redacted(item: Item, event: MessageRedacted | NoteRedacted): Item {
  if (item.kind === "event" || item.seq !== event.message_seq || item.revision !== event.revision - 1) return item;
  // Places count code points, which JavaScript's strings do not.
  const signs = [...item.text];
  const parts: string[] = [];
  let read = 0;
  for (const cut of event.cuts) {
    parts.push(signs.slice(read, cut.start).join(""), cut.mask);
    read = cut.end;
  }
  parts.push(signs.slice(read).join(""));
  return { ...item, text: parts.join(""), redactions: event.redactions, revision: event.revision };
}
