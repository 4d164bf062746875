// One agent's profile: each field says what is wrong with it, what the server says included.
import { useEffect, useRef, useState } from "preact/hooks";
import type { AddAgent, AgentCard, Hours, WelcomeAck } from "../../../shared/protocol";
import { weekdayName } from "../../format";
import { useStore } from "../../store";
import { fill, words } from "../../strings";
import { adminWords, type AdminStrings } from "../../strings/admin";
import { faultsOf, Field, isRefused, type Faults } from "./parts";

const ROLES = [["agent", "rAgent", "rAgentHint"], ["author", "rAuthor", "rAuthorHint"], ["supervisor", "rSupervisor", "rSupervisorHint"], ["admin", "rAdmin", "rAdminHint"]] as const;
const WEEK = [0, 1, 2, 3, 4, 5, 6];
type Role = AgentCard["role"];
interface Draft { name: string; role: Role; languages: string; teams: string; skills: string; cap: string; zone: string; days: string[] }

export function AgentForm({ agent, everyone, siteCap, onEnd }: {
  agent: AgentCard | null; everyone: AgentCard[]; siteCap: number; onEnd: (done: string | null, welcome?: WelcomeAck) => void;
}) {
  const store = useStore(), t = adminWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(agent));
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // Whoever is told of a fault stands where it can be mended.
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [faults]);
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const text = (name: "name" | "languages" | "teams" | "skills" | "cap" | "zone", label: string, hint?: string) => (
    <Field label={label} name={name} hint={hint} fault={faults[name]}>
      {(field) => <input {...field} value={draft[name]} autocomplete="off" inputMode={name === "cap" ? "numeric" : "text"} onInput={(event) => set({ [name]: event.currentTarget.value })} />}
    </Field>
  );
  const known = (pick: (one: AgentCard) => string[]): string => {
    const list = [...new Set(everyone.flatMap(pick))].sort().join(", ");
    return list && ` ${fill(t.known, { list })}`;
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const [fields, wrong] = fieldsOf(draft, t);
    setFaults(wrong);
    if (Object.keys(wrong).length) return;
    setBusy(true);
    const answer = agent ? await store.ask("save_agent", { agent_id: agent.id, ...fields }) : await store.ask("add_agent", fields);
    setBusy(false);
    if (isRefused(answer)) setFaults(faultsOf(answer, refusalsOf(t)));
    else if (agent) onEnd(t.saved);
    else onEnd(null, answer as unknown as WelcomeAck);
  };
  const hint = ROLES.find(([role]) => role === draft.role)?.[2];
  return (
    <form class="admin-form" ref={form} noValidate onSubmit={(event) => void save(event)}>
      {faults[""] && <p class="told" role="alert">{faults[""]}</p>}
      <div class="field-pair">
        {text("name", words().name)}
        <Field label={t.role} name="role" hint={hint && t[hint]} fault={faults["role"]}>
          {(field) => (
            <select {...field} value={draft.role} onChange={(event) => set({ role: event.currentTarget.value as Role })}>
              {ROLES.map(([role, word]) => <option key={role} value={role}>{t[word]}</option>)}
            </select>
          )}
        </Field>
      </div>
      <div class="field-pair">
        {text("languages", t.languages, t.languagesHint)}
        {text("cap", t.cap, fill(t.capHint, { count: siteCap }))}
      </div>
      <div class="field-pair">
        {text("teams", t.teams, t.wordsHint + known((one) => one.teams))}
        {text("skills", t.skills, t.wordsHint + known((one) => one.skills))}
      </div>
      <fieldset class="hours" aria-describedby="hours-about">
        <legend>{t.hours}</legend>
        <p class="field-about" id="hours-about">{faults["hours"] && <span class="told" data-testid="fault-hours">{faults["hours"]}</span>}<span class="faint">{t.hoursHint}</span></p>
        {text("zone", t.zone)}
        <div class="hours-days">
          {WEEK.map((day) => (
            <label key={day}><span>{weekdayName(day)}</span>
              <input value={draft.days[day]} data-testid={`admin-day-${day}`} autocomplete="off" aria-invalid={Boolean(faults[`day ${day}`])} placeholder="–"
                onInput={(event) => set({ days: draft.days.map((text, at) => (at === day ? event.currentTarget.value : text)) })} />
            </label>
          ))}
        </div>
        <button type="button" class="quiet" onClick={() => set({ days: draft.days.map((text, day) => (day > 0 && day < 5 ? draft.days[0] ?? "" : text)) })}>{t.copyMonday}</button>
      </fieldset>
      <footer><button class="primary" data-testid="admin-save" aria-disabled={isBusy}>{agent ? t.save : t.addAgent}</button></footer>
    </form>
  );
}

function draftOf(agent: AgentCard | null): Draft {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  if (!agent) return { name: "", role: "agent", languages: "", teams: "", skills: "", cap: "", zone, days: WEEK.map(() => "") };
  const [languages, teams, skills] = [agent.languages.join(", "), agent.teams.join(", "), agent.skills.join(", ")];
  const days = WEEK.map((day) => (agent.hours?.weekly[day] ?? []).map((one) => `${one.opens}-${one.closes}`).join(", "));
  return { name: agent.name, role: agent.role, languages, teams, skills, cap: agent.cap === null ? "" : String(agent.cap), zone: agent.hours?.zone ?? zone, days };
}

const split = (text: string): string[] => text.split(",").map((one) => one.trim()).filter(Boolean);

/** What is asked of the server, and what it would refuse anyway. */
function fieldsOf(draft: Draft, t: AdminStrings): [AddAgent, Faults] {
  const faults: Faults = {};
  const cap = draft.cap.trim() === "" ? 0 : Number(draft.cap);
  const weekly = draft.days.map(readDay);
  if (!draft.name.trim()) faults["name"] = t.nameEmpty;
  if (!Number.isInteger(cap) || cap < 0 || cap > 100 || (draft.cap.trim() !== "" && cap === 0)) faults["cap"] = t.badCap;
  weekly.forEach((day, at) => { if (day === null) { faults["hours"] = t.badHours; faults[`day ${at}`] = t.badHours; } });
  const hours: Hours = { zone: draft.zone.trim(), weekly: weekly.map((day) => day ?? []) };
  const { name, role } = draft;
  return [{ name, role, cap, hours, languages: split(draft.languages), teams: split(draft.teams), skills: split(draft.skills) }, faults];
}

/** `09:00-12:00, 13:00-17:00`, with any dash; null when it is something else. */
function readDay(text: string): Hours["weekly"][number] | null {
  const found = split(text).map((one) => /^(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)$/.exec(one));
  if (found.some((one) => one === null)) return null;
  const two = (time: string | undefined): string => (time ?? "").padStart(5, "0");
  return found.map((one) => ({ opens: two(one?.[1]), closes: two(one?.[2]) }));
}

const refusalsOf = (t: AdminStrings): Record<string, string> => ({
  "name conflict": t.nameTaken, "name bad_request": t.nameEmpty, "role conflict": t.lastAdmin,
  languages: t.badLanguages, teams: t.badWords, skills: t.badWords, hours: `${t.badHours} ${t.badZone}`,
});
