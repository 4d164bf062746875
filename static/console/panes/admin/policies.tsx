// The promises: read only, because the file is the truth.
import type { CalendarRow, PoliciesAck, PolicyRow, StepRow, TargetRow } from "../../../shared/protocol";
import { dateTimeOf, lengthOf, weekdayName } from "../../format";
import { fill } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords, type SiteStrings } from "../../strings/admin-site";
import { FileState } from "./file-state";
import { Panel, Section, Table, useAsked } from "./parts";

const KINDS: Record<PolicyRow["kind"], keyof SiteStrings> = {
  pickup: "kPickup", first_response: "kFirst", next_response: "kNext", resolution: "kResolution", auto_close: "kAutoClose", email: "kEmail",
  complaint_acknowledgement: "kAck", complaint_update: "kUpdate", complaint_answer: "kAnswer",
};
const AUDIENCES: Record<StepRow["tell"][number], keyof SiteStrings> = {
  visitor: "aVisitor", agents: "aAgents", backup: "aBackup", lead: "aLead", supervisors: "aSupervisors", on_call: "aOnCall",
};

export function Policies() {
  const { answer, fault, again } = useAsked("get_policies", {});
  const t = siteWords();
  return (
    <Section title={adminWords().policies} hint={t.policiesHint} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      {answer && <Shown answer={answer} />}
    </Section>
  );
}

function Shown({ answer }: { answer: PoliciesAck }) {
  const t = siteWords();
  return (
    <>
      <FileState file={answer.file} setting="sla" isCurrent={answer.is_current} complaints={answer.complaints} />
      <Table label={adminWords().policies} head={[t.promise, t.target, t.calendar, t.told]}>
          {answer.policies.map((one) => (
            <tr key={one.kind} data-testid="admin-policy">
              <th scope="row">{t[KINDS[one.kind]]}{one.pauses.includes("waiting_for_visitor") && <small>{t.pausing}</small>}</th>
              <td><ul>{one.targets.map((row) => <li key={JSON.stringify(row)}>{targetText(row, one.targets.length > 1)}</li>)}</ul></td>
              <td>{one.calendar ?? t.wall}</td>
              <td><ul>{one.steps.map((step) => <li key={step.at}>{stepTime(step.at)}: {step.tell.map((who) => t[AUDIENCES[who]]).join(", ")}</li>)}</ul></td>
            </tr>
          ))}
        </Table>
      <Panel title={t.calendars}>
        <ul class="admin-list">{answer.calendars.map((one) => <li key={one.name}><Calendar calendar={one} /></li>)}</ul>
      </Panel>
    </>
  );
}

function Calendar({ calendar }: { calendar: CalendarRow }) {
  const t = siteWords();
  const state = calendar.is_open ? t.isOpen : calendar.opens_at ? fill(t.opensAt, { time: dateTimeOf(calendar.opens_at) }) : t.isClosed;
  const days = calendar.hours.weekly.map((day, at) => day.length > 0 && `${weekdayName(at)} ${day.map((one) => `${one.opens}–${one.closes === "00:00" ? "24:00" : one.closes}`).join(", ")}`);
  return (
    <div>
      <p><strong>{calendar.name}</strong> <span class="faint">{calendar.hours.zone}, {state}{calendar.holidays > 0 && `, ${fill(t.holidays, { count: calendar.holidays })}`}</span></p>
      <p>{days.filter(Boolean).join(" · ") || t.isClosed}</p>
    </div>
  );
}

function targetText(row: TargetRow, isOneOfMany: boolean): string {
  const t = siteWords();
  const time = row.days !== null ? fill(t.days, { count: row.days }) : lengthOf(row.seconds ?? 0);
  const whom = [row.plan, row.severity && fill(t.severity, { number: row.severity }), row.on === "day_off" ? t.onDayOff : row.on === "high_volume" ? t.onHigh : ""].filter(Boolean);
  return isOneOfMany ? `${whom.join(", ") || t.everybody}: ${time}` : time;
}

/** `80 %` stays; `600 s` is a time. */
function stepTime(at: string): string {
  const seconds = /^([\d.]+) s$/.exec(at)?.[1];
  return seconds ? lengthOf(Number(seconds)) : at;
}
