// The rows of a transcript: messages, notes, and lines about what happened.
import type { Letter } from "../../shared/outbox";
import type { Item, Person } from "../../shared/chats";
import type { ChatEvent, ChatRow, Packet, Redaction } from "../../shared/protocol";
import { detailLabel, detailValue, languageName, timeOf } from "../format";
import { refusalText } from "../refusals";
import { useStore } from "../store";
import { fill, words, type Strings } from "../strings";
import { deskWords } from "../strings/desk";
import { Files } from "./files";
import { Icon, type IconName } from "./icons";
import { RemoveMarked, type Marking } from "./marking";
import { Marked, Text } from "./text";

export type Said = Extract<Item, { kind: "message" | "note" }>;

export function nameOf(author: Person, myId: string, row: ChatRow | undefined): string {
  if (author.kind === "visitor") return author.name || row?.visitor_name || words().visitor;
  if (author.kind === "agent" && author.id === myId) return words().you;
  return author.name || words().bot;
}

interface MessageProps {
  item: Said; name: string; isMe: boolean; isFollowing: boolean; delivery: "sent" | "read" | null; marking: Marking;
}

export function Message({ item, name, isMe, isFollowing, delivery, marking }: MessageProps) {
  const t = words();
  const isNote = item.kind === "note";
  const side = isNote ? "note" : isMe ? "me" : item.author.kind;
  return (
    <div class={`said by-${side}${isFollowing ? " following" : ""}`} data-seq={item.seq}>
      {(!isFollowing || isNote) && (
        <p class="said-head">
          {isNote && <Icon name="note" />}<b>{name}</b>
          {isNote && <span class="only-agents"><Icon name="lock" />{t.onlyAgents}</span>}
          <time dateTime={item.at}>{timeOf(item.at)}</time>
        </p>
      )}
      {item.text && (
        <div class="said-text" dir="auto">{item.author.kind === "visitor" || isNote ? <Text text={item.text} /> : <Marked text={item.text} />}</div>
      )}
      <Files files={item.files} />
      <RemoveMarked item={item} marking={marking} />
      <Redactions found={item.redactions} />
      {item.buttons.length > 0 && (
        <p class="buttons"><span class="hidden">{t.choices}: </span>{item.buttons.map((text) => <span key={text} class="choice">{text}</span>)}</p>
      )}
      {delivery && <p class={`delivery ${delivery}`}><Icon name="check" />{delivery === "read" ? t.read : t.sent}</p>}
    </div>
  );
}

const REDACTED: Record<Redaction["kind"], keyof Strings> = { card: "redactedCard", key: "redactedKey", password: "redactedPassword", other: "redactedOther" };

function Redactions({ found }: { found: Redaction[] }) {
  if (!found.length) return null;
  const kinds = [...new Set(found.map((one) => one.kind))];
  return (
    <p class="redactions">
      {kinds.map((kind) => <span key={kind} class="redaction" data-testid="redaction" data-kind={kind}><Icon name="shield" />{words()[REDACTED[kind]]}</span>)}
    </p>
  );
}

/** Something of mine that the server has not acked, or has refused. */
export function Pending({ letter }: { letter: Letter }) {
  const { outgoing } = useStore();
  const t = words();
  return (
    <div class={`said by-${letter.kind === "note" ? "note" : "me"} pending`}>
      {letter.kind === "note" && <p class="said-head"><Icon name="note" /><b>{t.you}</b><span class="only-agents"><Icon name="lock" />{t.onlyAgents}</span></p>}
      {letter.text && <div class="said-text" dir="auto"><Text text={letter.text} /></div>}
      <Files files={letter.files ?? []} />
      {!letter.failed && <p class="delivery">{outgoing.isArriving(letter.clientId) ? t.sent : t.sending}</p>}
      {letter.failed && (
        <p class="delivery failed" role="alert">
          {fill(t.failed, { reason: refusalText(letter.failed.code, null) })}{" "}
          <button onClick={() => outgoing.retry(letter)}>{t.tryAgain}</button>{" "}
          <button onClick={() => outgoing.putBack(letter)}>{t.putBack}</button>
        </p>
      )}
    </div>
  );
}

export const HANDOFF_REASONS: Record<Packet["reason"], keyof Strings> = {
  requested: "requested", intent: "intent", missed: "missed", form_failed: "formFailed", conduct: "conductReason", released: "releasedReason", agent_lost: "agentLostReason",
};
export const CLOSE_REASONS: Record<Extract<ChatEvent, { type: "chat_closed" }>["reason"], keyof Strings> = {
  resolved: "resolved", visitor_left: "visitorLeft", duplicate: "duplicate", conduct: "conduct", spam: "spam", no_reply: "noReply", other: "other",
};

const STEPS: Record<Extract<ChatEvent, { type: "escalation_reached" }>["step"], keyof Strings> = {
  offer_ticket: "stepOfferTicket", tell_agents: "stepTellAgents", call_backup: "stepCallBackup", breach: "stepBreach",
  offer_ticket_again: "stepOfferTicketAgain", on_call: "stepOnCall",
};

interface Line { icon: IconName; text: string; more?: string; opens?: string }

export function StateLine({ event, row }: { event: ChatEvent; row: ChatRow | undefined }) {
  const store = useStore(), { me } = store;
  const openChat = (chatId: string): void => store.openChat(chatId);
  const line = lineOf(event, words(), me.id, row);
  if (!line) return null;
  return (
    <div class={`line ${event.type}`}>
      <p><Icon name={line.icon} /><span>{line.text}</span>{line.opens && <button class="quiet tiny-text" onClick={() => openChat(line.opens ?? "")}>{deskWords().openChat}</button>}<time dateTime={event.at}>{timeOf(event.at)}</time></p>
      {line.more && <p class="line-more" dir="auto"><Text text={line.more} /></p>}
    </div>
  );
}

function lineOf(event: ChatEvent, t: Strings, myId: string, row: ChatRow | undefined): Line | null {
  switch (event.type) {
    case "chat_queued": {
      if (event.packet.reason === "released" || event.packet.reason === "agent_lost") return { icon: "queue", text: t.backInQueue };
      const text = fill(t.queuedLine, { name: row?.visitor_name || t.visitor });
      return { icon: "queue", text: `${text}: ${t[HANDOFF_REASONS[event.packet.reason]]}` };
    }
    case "offer_made": return { icon: "mine", text: event.agent.id === myId ? t.offeredToYou : fill(t.offerMade, { name: event.agent.name }) };
    case "offer_ended": {
      const said = { declined: t.offerDeclined, lapsed: t.offerLapsed, withdrawn: t.offerWithdrawn }[event.outcome];
      return { icon: "mine", text: fill(said, { name: event.agent.name }) };
    }
    case "language_changed": return { icon: "bot", text: fill(t.languageLine, { lang: languageName(event.lang) }) };
    case "ticket_offered": return { icon: "queue", text: t.ticketOfferedLine };
    case "ticket_opened": return { icon: "transfer", text: fill(t.ticketOpenedLine, { address: event.address }) };
    case "escalation_reached": return { icon: "queue", text: t[STEPS[event.step]] };
    case "agent_lost": return { icon: "release", text: fill(t.agentLostLine, { name: event.agent.name }) };
    case "agent_assigned":
      return { icon: "check", text: fill(event.by === "claim" ? t.claimedLine : t.acceptedLine, { name: event.agent.name }) };
    case "chat_transferred":
      if (event.taken_over) return { icon: "take", text: fill(deskWords().takenOverLine, { name: event.to_agent.name, from: event.from_agent.name }) };
      return { icon: "transfer", text: fill(t.transferredLine, { from: event.from_agent.name, to: event.to_agent.name }) };
    case "chat_released": {
      const team = event.team ? ` ${fill(deskWords().toTeam, { team: event.team })}` : "";
      return { icon: "release", text: fill(t.releasedLine, { name: event.agent.name }) + team };
    }
    case "chat_reopened": return { icon: "back", text: deskWords().reopenedLine };
    case "chat_merged": {
      const text = event.side === "into" ? deskWords().merge_into : deskWords().merge_from;
      return { icon: "merge", text: fill(text, { name: event.by.name, other: event.other }), opens: event.other };
    }
    case "complaint_opened": return { icon: "at_risk", text: fill(deskWords().complaintLine, { name: event.by.name }) };
    case "urgency_changed": {
      const d = deskWords();
      const said = [event.plan === null ? "" : `${d.plan}: ${detailValue("plan", event.plan)}`, event.severity === null ? "" : fill(d.severity, { level: event.severity })];
      return { icon: "at_risk", text: `${event.by.name}: ${said.filter(Boolean).join(", ")}` };
    }
    case "details_corrected": {
      const names = Object.keys(event.details).map(detailLabel).join(", ");
      return { icon: "edit", text: fill(deskWords().correctedLine, { name: event.by.name, names }) };
    }
    case "chat_handed_back": return { icon: "back", text: fill(t.handedBackLine, { name: event.agent.name }) };
    case "chat_closed": {
      const by = event.by.kind === "visitor" ? row?.visitor_name || t.visitor : event.by.name || t.bot;
      const text = fill(t.closedLine, { name: by, reason: t[CLOSE_REASONS[event.reason]] });
      return { icon: "closed", text, ...(event.summary ? { more: `${t.summary}: ${event.summary}` } : {}) };
    }
    case "redaction_disputed":
      return { icon: "shield", text: [t.disputedLine, event.rules.join(", ")].filter(Boolean).join(": ") };
    case "chat_rated": {
      const stars = "★".repeat(event.score) + "☆".repeat(5 - event.score);
      return { icon: "star", text: `${fill(t.ratedLine, { score: event.score })} ${stars}`, ...(event.comment ? { more: event.comment } : {}) };
    }
    default: return null;
  }
}
