// Why somebody is away: a few reasons that every language has words for; another program's own words are shown as they are.
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords, type DeskStrings } from "../strings/desk";

export const REASONS = ["break", "lunch", "meeting", "other"] as const;

export function reasonText(reason: string): string {
  const known = `r_${reason}` as keyof DeskStrings;
  return deskWords()[known] ?? reason;
}

/** `Away`, or `Away (Lunch)`. */
export const awayText = (reason: string): string => (reason && reason !== "missed_offer" ? `${words().away} (${reasonText(reason)})` : words().away);

export function AwayReason() {
  const store = useStore();
  const d = deskWords();
  if (store.presence.value !== "away") return null;
  const reason = store.awayReason.value, isOwn = reason !== "" && !REASONS.includes(reason as never);
  return (
    <select class="away-reason" aria-label={d.why} data-testid="away-reason" value={reason} onChange={(event) => void store.setPresence("away", event.currentTarget.value)}>
      <option value="">{fill(d.noReason, {})}</option>
      {isOwn && <option value={reason}>{reasonText(reason)}</option>}
      {REASONS.map((one) => <option key={one} value={one}>{reasonText(one)}</option>)}
    </select>
  );
}
