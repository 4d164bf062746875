// Who else is at a chat, and how its promises stand: two lines over the transcript that are there only when they say something.
import type { ChatRow } from "../../shared/protocol";
import { clockOf, now, promisesOf } from "../clock";
import { stopwatch } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill } from "../strings";
import { deskWords } from "../strings/desk";
import { Icon } from "./icons";

export function Viewers({ room }: { room: Room }) {
  const d = deskWords();
  const names = room.viewers.value.map((agent) => agent.name), writing = room.agentTyping.value;
  return (
    <p class={names.length || writing ? "viewers" : "viewers none"} role="status" data-testid="viewers">
      {writing ? <><Icon name="edit" />{fill(d.agentTyping, { name: writing })}</>
        : names.length > 0 && <><Icon name="team" />{fill(names.length > 1 ? d.viewingMany : d.viewing, { names: names.join(", ") })}</>}
    </p>
  );
}

/** The promises of this chat that are about to break, or have. Those who have the chat see it large, the others small. */
export function PromiseBar({ row }: { row: ChatRow | undefined }) {
  const store = useStore();
  if (!row || row.status === "closed" || row.status === "bot") return null;
  const d = deskWords(), at = now.value, pickup = clockOf(row, at);
  const all = promisesOf(row, at), clocks = pickup?.kind === "pickup" ? [pickup, ...all.filter((one) => one.kind !== "pickup" && one.kind !== "first_response")] : all;
  const late = clocks.filter((clock) => clock.state !== "on_track");
  if (!late.length) return null;
  return (
    <ul class={store.isMine(row) ? "promises mine" : "promises"} data-testid="promises">
      {late.map((clock) => (
        <li key={clock.kind} class={`promise ${clock.state}`} data-kind={clock.kind}>
          <Icon name={clock.state} />
          <span>{fill(clock.leftMs < 0 ? d.overdue : d.dueIn, { promise: d[clock.kind], time: stopwatch(Math.abs(clock.leftMs)) })}</span>
          <span class="promise-bar" aria-hidden="true"><span style={{ width: `${clock.state === "breached" ? 100 : clock.leftShare * 100}%` }} /></span>
        </li>
      ))}
    </ul>
  );
}

/** Promises of other chats that this agent must know of. */
export function WarningList() {
  const store = useStore(), { warnings } = store;
  const d = deskWords(), at = now.value;
  return (
    <div class="warnings" role="status">
      {warnings.shown.value.map((one) => {
        const time = stopwatch(Math.abs(one.at - at));
        return (
          <p key={one.id} class={one.isBroken ? "warning broken" : "warning"} data-testid="warning">
            <Icon name={one.isBroken ? "breached" : "at_risk"} />
            <button class="quiet" onClick={() => { store.openChat(one.chatId); warnings.dismiss(one.id); }}>
              <b>{one.name || one.chatId}</b> {fill(one.at < at ? d.overdue : d.dueIn, { promise: d[one.kind], time })}
            </button>
            <button class="quiet icon-only tiny" aria-label={d.done} onClick={() => warnings.dismiss(one.id)}><Icon name="close" /></button>
          </p>
        );
      })}
    </div>
  );
}
