// The history of a chat's promises, among its messages: each entry of `clocks_moved` in plain words.
import type { ClocksMoved } from "../../shared/protocol";
import { dateTimeOf, timeOf } from "../format";
import { fill } from "../strings";
import { deskWords } from "../strings/desk";
import { historyWords } from "../strings/desk-history";
import { Icon } from "./icons";

const ICONS = { warned: "at_risk", breached: "breached", escalated: "breached", met: "check" } as const;
const DAY_MS = 24 * 60 * 60_000;

export function ClockLines({ event }: { event: ClocksMoved }) {
  const h = historyWords(), d = deskWords();
  return (
    <>
      {event.changes.flatMap(({ clock, entries }) => entries.map((entry, place) => {
        const isFar = Math.abs(Date.parse(entry.due_at) - Date.parse(entry.at)) > DAY_MS;
        const text = fill(h[entry.what], { promise: d[clock.kind], time: isFar ? dateTimeOf(entry.due_at) : timeOf(entry.due_at) });
        const told = entry.tell.length ? ` – ${fill(h.told, { who: entry.tell.map((who) => h[who]).join(", ") })}` : "";
        const why = entry.what === "recomputed" && entry.reason ? ` (${entry.reason})` : "";
        const icon = entry.what in ICONS ? ICONS[entry.what as keyof typeof ICONS] : "history";
        return (
          <div key={`${clock.kind} ${place}`} class={`line clock-line ${entry.what}`} data-testid="clock-line" data-what={entry.what}>
            <p><Icon name={icon} /><span>{text}{why}{told}</span><time dateTime={entry.at}>{timeOf(entry.at)}</time></p>
          </div>
        );
      }))}
    </>
  );
}
