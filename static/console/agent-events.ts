// What events that only agents see change: the other half of the shared reducer.
import { redacted, saidItem, withLine, type ChatState } from "../shared/chats";
import type { ChatEvent } from "../shared/protocol";

/** See `Rule`: null for what visitors see, too. */
export function forAgents(state: ChatState, event: ChatEvent): Partial<ChatState> | null {
  const items = withLine(state, event);
  switch (event.type) {
    case "note_added":
      return { items: [...state.items, saidItem(event)] };
    case "note_redacted":
      return { items: state.items.map((item) => redacted(item, event)) };
    case "details_collected":
      // What is only claimed never takes the place of something verified.
      return event.verified
        ? verified(state, event.details)
        : { details: { ...state.details, ...event.details, ...only(state.details, state.verified) } };
    case "details_corrected": {
      const details = { ...state.details, ...event.details };
      return { items, details: only(details, Object.keys(details).filter((name) => details[name])) };
    }
    case "urgency_changed": {
      const said = Object.entries({ plan: event.plan, severity: event.severity }).filter(([, value]) => value !== null);
      return { items, ...verified(state, Object.fromEntries(said.map(([name, value]) => [name, String(value)]))) };
    }
    case "escalation_reached": case "complaint_opened": case "chat_merged":
      return { items };
    case "offer_made":
      return { items, offer: { offer_id: event.offer_id, agent: event.agent, expires_at: event.expires_at } };
    case "offer_ended":
      return { items, offer: null };
    case "bot_stepped":
    // Bars and tags come with the rows of the lists.
    case "clocks_moved": case "tags_changed":
      return {};
    default:
      return null;
  }
}

const verified = (state: ChatState, details: Record<string, string>): Partial<ChatState> => ({
  details: { ...state.details, ...details },
  verified: [...new Set([...state.verified, ...Object.keys(details)])],
});

const only = (details: Record<string, string>, names: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(details).filter(([name]) => names.includes(name)));
