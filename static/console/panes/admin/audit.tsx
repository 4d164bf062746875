// The audit log: who did what, narrowed and page by page.
import { useEffect, useState } from "preact/hooks";
import type { AuditRow, ListAudit } from "../../../shared/protocol";
import { dateTimeOf } from "../../format";
import { useStore } from "../../store";
import { words } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords } from "../../strings/admin-site";
import { faultOf, Field, isRefused, Section, Table } from "./parts";

const ACTS: readonly AuditRow["act"][] = [
  "agent_added", "agent_changed", "agent_deactivated", "agent_activated", "agent_signed_out", "sign_in_reset", "link_made", "password_set", "sign_in_failed",
  "problem_announced", "problem_ended", "volume_declared", "visitor_blocked", "visitor_unblocked", "message_redacted", "chat_taken_over", "report_exported",
  "reply_saved", "reply_removed", "tag_saved", "tag_removed",
];
interface Wanted { act: string; agent: string; about: string; since: string; until: string }

export function Audit() {
  const store = useStore(), t = siteWords();
  const [wanted, setWanted] = useState<Wanted>({ act: "", agent: "", about: "", since: "", until: "" });
  const [rows, setRows] = useState<AuditRow[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const look = async (before: number | null, known: AuditRow[]): Promise<void> => {
    const answer = await store.ask("list_audit", { ...fieldsOf(wanted), before });
    setFault(isRefused(answer) ? faultOf(answer) : null);
    if (isRefused(answer)) return;
    setRows([...known, ...answer.entries]);
    setNext(answer.before);
  };
  useEffect(() => void look(null, []), []);
  const set = (change: Partial<Wanted>): void => setWanted({ ...wanted, ...change });
  const part = (name: "agent" | "about", label: string) => (
    <Field label={label} name={`audit-${name}`}>{(field) => <input {...field} value={wanted[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />}</Field>
  );
  const day = (name: "since" | "until", label: string) => (
    <Field label={label} name={`audit-${name}`}>{(field) => <input {...field} type="date" value={wanted[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />}</Field>
  );
  const whoOf = ({ agent }: AuditRow): string => (agent.id ? agent.name : agent.name === "nobody" ? t.nobody : t.commandLine);
  return (
    <Section title={adminWords().audit} hint={t.auditHint} fault={fault} isLoading={!rows} onAgain={() => void look(null, [])}>
      <form class="admin-filter" onSubmit={(event) => { event.preventDefault(); void look(null, []); }}>
        <Field label={t.act} name="audit-act">
          {(field) => (
            <select {...field} value={wanted.act} onChange={(event) => set({ act: event.currentTarget.value })}>
              <option value="">{t.all}</option>
              {ACTS.map((act) => <option key={act} value={act}>{t[act]}</option>)}
            </select>
          )}
        </Field>
        {part("agent", t.who)}{part("about", t.about)}{day("since", t.from)}{day("until", t.until)}
        <button class="primary" data-testid="admin-filter">{t.filter}</button>
      </form>
      {rows && (
        <Table label={adminWords().audit} head={[words().time, t.who, t.act, t.about, t.details]} isEmpty={!rows.length} empty={t.noEntries}>
          {rows.map((one) => (
            <tr key={one.number} data-testid="admin-entry" data-act={one.act}>
              <th scope="row" class="when">{dateTimeOf(one.at)}</th><td>{whoOf(one)}</td><td>{t[one.act]}</td>
              <td class="about">{one.about || "–"}</td><td class="about">{one.details || "–"}</td>
            </tr>
          ))}
        </Table>
      )}
      {next !== null && <button data-testid="admin-more" onClick={() => void look(next, rows ?? [])}>{words().loadMore}</button>}
    </Section>
  );
}

/** A day is one of this browser's zone; the last day is included. */
function fieldsOf(wanted: Wanted): Omit<ListAudit, "before"> {
  const dayOf = (text: string, plus: number): string | null => {
    if (!text) return null;
    const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
    return new Date(year, month - 1, day + plus).toISOString();
  };
  const { agent, about } = wanted;
  return { agent, about, acts: wanted.act ? [wanted.act as AuditRow["act"]] : [], since: dayOf(wanted.since, 0), until: dayOf(wanted.until, 1) };
}
