// The panel at the right: who the visitor is and where they come from.
import type { ComponentChildren } from "preact";
import { dateTimeOf, detailLabel, detailValue, languageName } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { CopyId } from "./copy-id";
import { Icon } from "./icons";
import { SafeLink, Text } from "./text";

export function Details({ room }: { room: Room }) {
  const store = useStore();
  const t = words();
  const state = room.state.value, row = store.lists.row(room.chatId);
  const collected = Object.entries(state.details).filter(([, value]) => value);
  const agent = row?.agent ?? state.agent;
  return (
    <aside class="details" data-testid="details" aria-label={t.details}>
      <header class="details-head">
        <h2>{t.details}</h2>
        <button class="quiet icon-only" aria-label={t.dismiss} onClick={() => { store.showsDetails.value = false; }}><Icon name="close" /></button>
      </header>
      <div class="details-scroll" tabIndex={0} role="group" aria-label={t.details}>
        <dl>
          <Fact label={t.visitor}>{row?.visitor_name || t.unknown}</Fact>
          <Fact label={t.chatId}><CopyId chatId={room.chatId} /></Fact>
          <Fact label={t.language}>{languageName(state.lang)}</Fact>
          {room.startedAt && <Fact label={t.startedAt}>{dateTimeOf(room.startedAt)}</Fact>}
          <Fact label={t.page}>
            {state.page?.title && <span class="page-title">{state.page.title}</span>}
            {state.page?.url ? <SafeLink url={state.page.url} /> : !state.page?.title && t.unknown}
          </Fact>
          {agent && <Fact label={t.agent}>{agent.id === store.me.id ? t.you : agent.name}</Fact>}
          {state.rating !== null && <Fact label={t.rating}>{fill(t.ratedLine, { score: state.rating })}</Fact>}
          {state.summary && <Fact label={t.summary}><Text text={state.summary} /></Fact>}
        </dl>
        <h3>{t.collected}</h3>
        {collected.length === 0 ? <p class="faint">{t.nothingCollected}</p> : (
          <dl>{collected.map(([key, value]) => <Fact key={key} label={detailLabel(key)}><Text text={detailValue(key, value)} /></Fact>)}</dl>
        )}
      </div>
    </aside>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return <div><dt>{label}</dt><dd dir="auto">{children}</dd></div>;
}
