// A promise's clock: its time, its state in words and by shape, and a bar that shrinks.
import type { ChatRow } from "../../shared/protocol";
import { clockOf, now, type ClockState } from "../clock";
import { stopwatch } from "../format";
import { fill, words, type Strings } from "../strings";
import { deskWords } from "../strings/desk";
import { Icon } from "./icons";

const LABELS: Record<ClockState, keyof Strings> = { on_track: "onTrack", at_risk: "atRisk", breached: "breached" };

export function ClockView({ row }: { row: ChatRow }) {
  const clock = clockOf(row, now.value);
  if (!clock) return null;
  const t = words(), d = deskWords();
  const isWait = clock.kind === "pickup";
  const left = stopwatch(Math.abs(clock.leftMs));
  const full = fill(clock.leftMs < 0 ? d.overdue : d.dueIn, { promise: d[clock.kind], time: left });
  // The wait for the first answer is told by what has passed, as the visitor feels it; the others by what is left.
  return (
    <span class={`clock ${clock.state}`} data-testid="clock" data-state={clock.state} data-kind={clock.kind} title={full}>
      <span class="clock-text">
        <Icon name={clock.state} /><b>{isWait ? stopwatch(clock.waitedMs) : `${clock.leftMs < 0 ? "+" : ""}${left}`}</b>{" "}
        <span>{isWait || clock.state === "breached" ? t[LABELS[clock.state]] : d[clock.kind]}</span>
        {!isWait && clock.state === "at_risk" && <span class="hidden">{t.atRisk}</span>}
      </span>
      <span class="clock-bar" aria-hidden="true"><span style={{ width: `${clock.state === "breached" ? 100 : clock.leftShare * 100}%` }} /></span>
    </span>
  );
}
