// Giving a chat to an agent, a team or a language, with a note for whoever gets it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Colleague } from "../api";
import { primary } from "../filters";
import { languageName } from "../format";
import { useStore } from "../store";
import { fill, LANGUAGES, words } from "../strings";
import { sideWords } from "../strings/desk-side";
import { awayText } from "./away";
import { Dialog } from "./dialogs";

type To = "agent" | "team" | "language";
const MAX_NOTE = 4000;

export function TransferDialog({ chatId }: { chatId: string }) {
  const store = useStore();
  const t = words(), s = sideWords();
  const [to, setTo] = useState<To>("agent");
  const note = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => void store.loadColleagues(), []);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) list.current?.querySelector<HTMLElement>("button:enabled")?.focus();
    isFirst.current = false;
  }, [to]);
  const give = async (done: (words: string) => Promise<unknown>): Promise<void> => {
    const words = note.current?.value.trim() ?? "";
    // What was written for nobody is not lost: it stays until the server has taken it.
    if (await done(words)) store.dialogShut();
  };
  return (
    <Dialog title={t.transferTitle}>
      <label>{s.note}
        <textarea ref={note} rows={2} maxLength={MAX_NOTE} data-testid="transfer-note" aria-describedby="note-hint" dir="auto" />
      </label>
      <p class="faint" id="note-hint">{s.noteHint}</p>
      <div class="tabs" role="group" aria-label={t.transferTitle}>
        {([["agent", s.toAgent], ["team", s.toTeam], ["language", s.toLanguage]] as const).map(([key, label]) => (
          <button key={key} aria-pressed={to === key} data-testid={`to-${key}`} onClick={() => setTo(key)}>{label}</button>
        ))}
      </div>
      <p class="faint">{to === "agent" ? s.agentHint : to === "team" ? s.teamHint : s.languageHint}</p>
      <ul class="agents" ref={list} onKeyDown={moveByArrows}>
        {to === "agent" && <Agents onChosen={(agent) => void give((text) => store.transfer(chatId, agent.id, text))} />}
        {to === "team" && <Teams onChosen={(team) => void give((text) => store.requeue(chatId, team, null, text))} />}
        {to === "language" && <Languages onChosen={(tag) => void give((text) => store.requeue(chatId, null, tag, text))} />}
      </ul>
      {store.notice.value && <p class="told" role="alert">{store.notice.value}</p>}
    </Dialog>
  );
}

function Agents({ onChosen }: { onChosen: (agent: Colleague) => void }) {
  const store = useStore();
  const t = words();
  const others = store.colleagues.value.filter((agent) => agent.id !== store.me.id);
  if (!others.length) return <li>{t.noColleagues}</li>;
  return <>{others.map((agent) => <li key={agent.id}><AgentButton agent={agent} onChosen={() => onChosen(agent)} /></li>)}</>;
}

function AgentButton({ agent, onChosen }: { agent: Colleague; onChosen: () => void }) {
  const t = words();
  const isThere = agent.presence === "available" || agent.is_connected;
  const presence = agent.presence === "available" ? t.available : awayText(agent.away_reason);
  return (
    <button class="agent" data-first data-testid="transfer-to" data-name={agent.name} disabled={!isThere} onClick={onChosen}>
      <span class={`presence-dot ${agent.presence === "available" ? "on" : ""}`} aria-hidden="true" />
      <b>{agent.name}</b>
      <span>{[presence, agent.is_connected ? t.connected : t.offline, ...agent.teams].join(" · ")}</span>
      <span class="agent-load">{fill(t.load, { count: agent.load })}</span>
    </button>
  );
}

function Teams({ onChosen }: { onChosen: (team: string) => void }) {
  const store = useStore();
  const s = sideWords();
  const agents = store.colleagues.value;
  const teams = [...new Set(agents.flatMap((agent) => agent.teams))].sort();
  if (!teams.length) return <li>{s.noTeams}</li>;
  const choice = (team: string, label: string, there: number) => (
    <li key={team}>
      <button class="agent" data-testid="transfer-team" data-team={team} onClick={() => onChosen(team)}>
        <span class={`presence-dot ${there ? "on" : ""}`} aria-hidden="true" /><b>{label}</b><span>{fill(s.there, { count: there })}</span>
      </button>
    </li>
  );
  const there = agents.filter((agent) => agent.presence === "available" && agent.is_connected);
  return <>{teams.map((team) => choice(team, team, there.filter((agent) => agent.teams.includes(team)).length))}{choice("", s.everybody, there.length)}</>;
}

function Languages({ onChosen }: { onChosen: (tag: string) => void }) {
  const store = useStore();
  const s = sideWords();
  const there = store.colleagues.value.filter((agent) => agent.presence === "available" && agent.is_connected);
  const spoken = store.colleagues.value.flatMap((agent) => agent.languages.map(primary));
  const tags = [...new Set([...Object.keys(LANGUAGES).map(primary), ...spoken])].sort();
  return (
    <>
      {tags.map((tag) => {
        const count = there.filter((agent) => !agent.languages.length || agent.languages.map(primary).includes(tag)).length;
        return (
          <li key={tag}>
            <button class="agent" data-testid="transfer-language" data-lang={tag} onClick={() => onChosen(tag)}>
              <span class={`presence-dot ${count ? "on" : ""}`} aria-hidden="true" /><b>{languageName(tag)}</b><span>{fill(s.there, { count })}</span>
            </button>
          </li>
        );
      })}
    </>
  );
}

function moveByArrows(event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
  if (!by) return;
  event.preventDefault();
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button:enabled")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
}
