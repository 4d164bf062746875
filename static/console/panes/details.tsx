// The panel at the right: who the visitor is and how sure that is, what was collected, and their other chats.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import { dateTimeOf, detailLabel, detailValue, languageName } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { composerWords } from "../strings/composer";
import { sideWords } from "../strings/desk-side";
import { CopyId } from "./copy-id";
import { DetailsForm } from "./details-form";
import { Icon } from "./icons";
import { lazy } from "../lazy";
import { SafeLink, Text } from "./text";
import { isVerified, Verified } from "./verified";
import { VisitorChats } from "./visitor-chats";

// They have places of their own, and clocks hang on them.
const ELSEWHERE = new Set(["plan", "severity", "incident"]);

const Tags = lazy(async () => (await import("./tags")).Tags);

export function Details({ room }: { room: Room }) {
  const store = useStore();
  const t = words();
  const row = store.lists.row(room.chatId);
  return (
    <aside class="details" data-testid="details" aria-label={t.details}>
      <header class="details-head">
        <h2>{t.details}</h2>
        <button class="quiet icon-only" aria-label={t.dismiss} onClick={() => { store.showsDetails.value = false; }}><Icon name="close" /></button>
      </header>
      <div class="details-scroll" tabIndex={0} role="group" aria-label={t.details}>
        <Who room={room} row={row} />
        <h3>{composerWords().tags}</h3>
        <Tags room={room} />
        <Collected room={room} row={row} />
        <VisitorChats room={room} row={row} />
      </div>
    </aside>
  );
}

function Who({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words(), s = sideWords();
  const state = room.state.value, agent = row?.agent ?? state.agent;
  return (
    <dl class="who">
      <Fact label={t.visitor}>
        {row?.visitor_name || t.unknown}
        {row && <span class="who-verified"><Verified row={row} /><small>{isVerified(row) ? s.verifiedBy : s.claimedOnly}</small></span>}
      </Fact>
      <Fact label={t.chatId}><CopyId chatId={room.chatId} /></Fact>
      <Fact label={t.language}>{languageName(row?.lang ?? state.lang)}</Fact>
      <Fact half label={s.plan}>{row?.plan ? detailValue("plan", row.plan) : s.unset}</Fact>
      <Fact half label={s.severity}>{row && store.isMine(row) ? <Severity row={row} /> : row?.severity || s.unset}</Fact>
      <Fact label={t.page}>
        {state.page?.title && <span class="page-title">{state.page.title}</span>}
        {state.page?.url ? <SafeLink url={state.page.url} /> : !state.page?.title && t.unknown}
      </Fact>
      {state.page?.browser && <Fact label={s.browser}>{state.page.browser}</Fact>}
      {state.startedAt && <Fact label={t.startedAt}>{dateTimeOf(state.startedAt)}</Fact>}
      {agent && <Fact label={t.agent}>{agent.id === store.me.id ? t.you : agent.name}</Fact>}
      {state.rating !== null && <Fact label={t.rating}>{fill(t.ratedLine, { score: state.rating })}</Fact>}
      {state.summary && <Fact label={t.summary}><Text text={state.summary} /></Fact>}
    </dl>
  );
}

/** 1 is the worst; the clocks follow. */
function Severity({ row }: { row: ChatRow }) {
  const store = useStore();
  const s = sideWords();
  return (
    <select class="severity-choice" aria-label={s.severity} data-testid="severity" value={row.severity} onChange={(event) => void store.setSeverity(row.chat_id, Number(event.currentTarget.value))}>
      {!row.severity && <option value="">{s.unset}</option>}
      {["1", "2", "3", "4", "5"].map((level) => <option key={level} value={level}>{level}</option>)}
    </select>
  );
}

function Collected({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words(), s = sideWords();
  const [isEdited, setEdited] = useState(false);
  const state = room.state.value;
  const collected = Object.entries(state.details).filter(([key, value]) => value && !ELSEWHERE.has(key));
  const isMine = store.isMine(row);
  return (
    <section aria-label={t.collected}>
      <div class="details-section">
        <h3>{t.collected}</h3>
        {isMine && !isEdited && <button class="quiet" data-testid="edit-details" onClick={() => setEdited(true)}><Icon name="edit" />{s.edit}</button>}
      </div>
      {isEdited && isMine
        ? <DetailsForm room={room} fixed={state.verified} details={Object.fromEntries(collected)} onDone={() => setEdited(false)} />
        : collected.length === 0 ? <p class="faint">{t.nothingCollected}</p> : (
          <dl>{collected.map(([key, value]) => (
            <Fact key={key} label={state.verified.includes(key) ? `${detailLabel(key)} · ${s.detailVerified}` : detailLabel(key)}><Text text={detailValue(key, value)} /></Fact>
          ))}</dl>
        )}
    </section>
  );
}

function Fact({ label, half, children }: { label: string; half?: boolean; children: ComponentChildren }) {
  return <div class={half ? "half" : ""}><dt>{label}</dt><dd dir="auto">{children}</dd></div>;
}
