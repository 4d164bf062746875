// The 5-minute clock: its time, its state in words and by shape, and a bar that shrinks.
import type { ChatRow } from "../../shared/protocol";
import { clockOf, now, type ClockState } from "../clock";
import { stopwatch } from "../format";
import { words, type Strings } from "../strings";
import { Icon } from "./icons";

const LABELS: Record<ClockState, keyof Strings> = { on_track: "onTrack", at_risk: "atRisk", breached: "breached" };

export function ClockView({ row }: { row: ChatRow }) {
  const clock = clockOf(row, now.value);
  if (!clock) return null;
  return (
    <span class={`clock ${clock.state}`} data-testid="clock" data-state={clock.state}>
      <span class="clock-text"><Icon name={clock.state} /><b>{stopwatch(clock.waitedMs)}</b> <span>{words()[LABELS[clock.state]]}</span></span>
      <span class="clock-bar" aria-hidden="true"><span style={{ width: `${clock.state === "breached" ? 100 : clock.leftShare * 100}%` }} /></span>
    </span>
  );
}
