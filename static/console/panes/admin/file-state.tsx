// How a file of the site stands: in force, changed since the start, or not to be used, with each complaint in its place.
import type { ComplaintRow } from "../../../shared/protocol";
import { fill } from "../../strings";
import { siteWords } from "../../strings/admin-site";

export function FileState({ file, setting, isCurrent, complaints }: { file: string; setting: string; isCurrent: boolean; complaints: ComplaintRow[] }) {
  const t = siteWords();
  if (!file) return <p class="faint">{fill(t.noFile, { setting })}</p>;
  const isFaulty = complaints.some((one) => one.is_error);
  const text = isFaulty ? t.faulty : isCurrent ? t.inForce : t.changed;
  return (
    <div class={`admin-box ${isFaulty ? "bad" : isCurrent ? "good" : "fair"}`} data-testid="admin-file">
      <p><strong>{fill(text, { file })}</strong></p>
      {complaints.length > 0 && <ul class="complaints">{complaints.map((one) => <li key={one.place + one.fault}><code>{one.place}</code> <span lang="en">{one.fault} {one.cure}</span></li>)}</ul>}
    </div>
  );
}
