// Agents: the list, and one of them at a time to look after.
import { useState } from "preact/hooks";
import type { AgentCard, WelcomeAck } from "../../../shared/protocol";
import { dateTimeOf, languageName } from "../../format";
import { useStore } from "../../store";
import { fill, words } from "../../strings";
import { adminWords, type AdminStrings } from "../../strings/admin";
import { AgentForm } from "./agent-form";
import { CopyLine, Done, faultsOf, isRefused, Question, Section, Table, useAsked } from "./parts";

export const ROLE_WORDS = { agent: "rAgent", author: "rAuthor", supervisor: "rSupervisor", admin: "rAdmin" } as const satisfies Record<string, keyof AdminStrings>;
type Act = "sign_out_agent" | "reset_sign_in" | "deactivate_agent";

export function Agents() {
  const { answer, fault, again } = useAsked("list_agents", {});
  const [edited, setEdited] = useState<AgentCard | "new" | null>(null);
  const [welcome, setWelcome] = useState<WelcomeAck | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const t = adminWords();
  const close = (text: string | null, made: WelcomeAck | null = null): void => {
    setEdited(null);
    setDone(text);
    setWelcome(made);
    void again();
  };
  if (answer && edited) {
    const shown = edited === "new" ? null : answer.agents.find((one) => one.id === edited.id) ?? edited;
    return <Editor key={shown?.id ?? "new"} agent={shown} everyone={answer.agents} siteCap={answer.cap} onEnd={close} />;
  }
  return (
    <Section title={t.agents} hint={t.hint} fault={fault} isLoading={!answer} onAgain={() => void again()}
      aside={answer && <button class="primary" data-testid="admin-add" onClick={() => { setWelcome(null); setDone(null); setEdited("new"); }}>{t.addAgent}</button>}>
      <Done text={done} />
      {welcome && <Welcome welcome={welcome} />}
      {answer && (
        <Table label={t.agents} head={[words().name, t.role, t.languages, t.teams, t.skills, t.cap, words().presence]}>
          {answer.agents.map((one) => (
            <tr key={one.id} data-testid="admin-agent" data-name={one.name} class={one.is_active ? "" : "is-former"}>
              <th scope="row">
                <button class="quiet link" aria-label={fill(t.edit, { name: one.name })} onClick={() => { setWelcome(null); setDone(null); setEdited(one); }}>{one.name}</button>
                {!one.is_active ? <small>{t.former}</small> : !one.has_password && <small>{t.noPassword}</small>}
              </th>
              <td>{t[ROLE_WORDS[one.role]]}</td>
              <td>{one.languages.map(languageName).join(", ") || words().allLanguages}</td>
              <td>{one.teams.join(", ") || "–"}</td><td>{one.skills.join(", ") || "–"}</td>
              <td class="number">{fill(words().loadOf, { load: one.load, cap: one.cap ?? answer.cap })}</td>
              <td>{one.is_connected ? (one.presence === "available" ? words().available : words().away) : words().offline}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

function Welcome({ welcome }: { welcome: WelcomeAck }) {
  const t = adminWords(), { name } = welcome.agent;
  return (
    <div class="admin-box good" data-testid="admin-welcome">
      <p><strong>{fill(t.welcome, { name })}</strong></p>
      <CopyLine name="link" text={`${location.origin}${welcome.path}`} label={fill(t.welcome, { name })} copyWord={t.copyLink} copiedWord={t.copied} />
      <p class="faint">{fill(t.welcomeHint, { name, time: dateTimeOf(welcome.expires_at) })}</p>
    </div>
  );
}

function Editor({ agent, everyone, siteCap, onEnd }: {
  agent: AgentCard | null; everyone: AgentCard[]; siteCap: number; onEnd: (done: string | null, welcome?: WelcomeAck) => void;
}) {
  const t = adminWords();
  const store = useStore();
  const [asked, setAsked] = useState<Act | null>(null);
  const name = agent?.name ?? "";
  const activate = async (): Promise<void> => {
    const answer = await store.ask("activate_agent", { agent_id: agent?.id ?? "" });
    if (!isRefused(answer)) onEnd(fill(t.activated, { name }));
  };
  return (
    <Section title={agent ? fill(t.edit, { name }) : t.addAgent} aside={<button class="quiet" data-testid="admin-back" onClick={() => onEnd(null)}>{t.back}</button>}>
      <AgentForm agent={agent} everyone={everyone} siteCap={siteCap} onEnd={onEnd} />
      {agent && (
        <div class="admin-acts">
          {agent.is_active && <button data-testid="admin-sign-out" onClick={() => setAsked("sign_out_agent")}>{t.signOut}</button>}
          {agent.is_active && agent.id !== store.me.id && <button data-testid="admin-reset" onClick={() => setAsked("reset_sign_in")}>{t.reset}</button>}
          {agent.is_active
            ? <button class="danger" data-testid="admin-deactivate" onClick={() => setAsked("deactivate_agent")}>{t.deactivate}</button>
            : <button class="primary" data-testid="admin-activate" onClick={() => void activate()}>{t.activate}</button>}
        </div>
      )}
      {agent && asked && <Asked act={asked} agent={agent} onEnd={() => setAsked(null)} onDone={onEnd} />}
    </Section>
  );
}

function Asked({ act, agent, onEnd, onDone }: { act: Act; agent: AgentCard; onEnd: () => void; onDone: (done: string | null, welcome?: WelcomeAck) => void }) {
  const store = useStore(), t = adminWords(), { name } = agent;
  const [title, body] = act === "sign_out_agent" ? [t.signOut, t.signOutBody] : act === "reset_sign_in" ? [t.reset, t.resetBody] : [t.deactivate, t.deactivateBody];
  const carryOut = async (): Promise<string | null> => {
    const answer = await store.ask(act, { agent_id: agent.id });
    if (isRefused(answer)) {
      // Both refusals of a deactivation are conflicts; the one about the last admin is at its field.
      return Object.values(faultsOf(answer, { "role conflict": t.lastAdmin, " conflict": agent.id === store.me.id ? t.yourself : t.lastAdmin }))[0] ?? "";
    }
    if (act === "reset_sign_in") onDone(null, answer as unknown as WelcomeAck);
    else onDone(fill(act === "sign_out_agent" ? t.signedOut : t.deactivated, { name }));
    return null;
  };
  return <Question title={`${title}: ${name}`} body={fill(body, { name })} yes={title} onYes={carryOut} onEnd={onEnd} />;
}
