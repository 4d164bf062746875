// One chat in a list: three lines of one height, so that the list can tell where each row stands without drawing it.
import type { ChatRow } from "../../shared/protocol";
import { clockOf, now } from "../clock";
import { tagsOf } from "../filters";
import { ago, detailValue, languageName, visitorName } from "../format";
import { useStore } from "../store";
import { fill, words, type Strings } from "../strings";
import { deskWords } from "../strings/desk";
import { ClockView } from "./clock-view";
import { Icon } from "./icons";

// A promise that ends later than this is no news in a list, until it is at risk.
const SOON_MS = 60 * 60_000;

export function Row({ row, isOpen, isStop }: { row: ChatRow; isOpen: boolean; isStop: boolean }) {
  const store = useStore();
  const { bulk } = store;
  const t = words(), d = deskWords();
  const isUnread = store.lists.unread.value.has(row.chat_id);
  return (
    <div class={bulk.isOn.value ? "row-place selecting" : "row-place"}>
      {bulk.isOn.value && (
        <input type="checkbox" class="row-check" data-testid="select-chat" aria-label={fill(d.selectChat, { name: visitorName(row) })}
          checked={bulk.chosen.value.has(row.chat_id)} onChange={() => bulk.toggle(row.chat_id)} />
      )}
      <button class={isUnread ? "row unread" : "row"} data-testid="chat-row" data-chat-id={row.chat_id} aria-current={isOpen ? "true" : undefined}
        tabIndex={isStop ? 0 : -1} onClick={() => store.openChat(row.chat_id)}>
        <span class="row-top">
          {isUnread && <span class="dot"><span class="hidden">{t.unread}</span></span>}
          <span class={row.visitor_name ? "row-name" : "row-name as-id"}>{visitorName(row)}</span>
          <When row={row} />
        </span>
        <span class="row-text">{row.last_text || "–"}</span>
        <span class="row-foot">
          <span class={`chip status-${row.status}`}>{statusText(row, store.me.id, t)}</span>
          <span class="lang" title={languageName(row.lang)}>{row.lang}</span>
          <Urgency row={row} />
          {row.team && <span class="row-team" title={fill(d.ofTeam, { team: row.team })}>{row.team}</span>}
          {row.title && <span class="row-title">{row.title}</span>}
          {tagsOf(row).map((tag) => <span key={tag} class="row-tag">{tag}</span>)}
          {row.rating !== null && <span class="row-rating"><Icon name="star" filled />{row.rating}/5</span>}
        </span>
      </button>
    </div>
  );
}

/** Plan and severity, said in full to those who listen. */
export function Urgency({ row }: { row: ChatRow }) {
  const d = deskWords();
  return (
    <>
      {row.plan && <span class={`plan plan-${row.plan.toLowerCase()}`}><span class="hidden">{d.plan}: </span>{detailValue("plan", row.plan)}</span>}
      {row.severity && (
        <span class={`severity severity-${row.severity}`} title={fill(d.severity, { level: row.severity })}>
          <span aria-hidden="true">S{row.severity}</span><span class="hidden">{fill(d.severity, { level: row.severity })}</span>
        </span>
      )}
    </>
  );
}

/** While a promise runs out, how long there is matters more than when they wrote. */
function When({ row }: { row: ChatRow }) {
  const clock = clockOf(row, now.value);
  if (clock && (clock.kind === "pickup" || clock.state !== "on_track" || clock.leftMs < SOON_MS)) return <ClockView row={row} />;
  return <time class="row-time" dateTime={row.last_at}>{ago(row.last_at, now.value)}</time>;
}

function statusText(row: ChatRow, myId: string, t: Strings): string {
  switch (row.status) {
    case "bot": return t.bot;
    case "queued": {
      if (!row.offer) return t.waiting;
      return row.offer.agent.id === myId ? t.offeredToYou : fill(t.offeredTo, { name: row.offer.agent.name });
    }
    case "assigned": return row.agent?.id === myId ? t.you : row.agent?.name ?? t.unknown;
    case "ticket": return t.ticket;
    case "closed": return t.closed;
  }
}
