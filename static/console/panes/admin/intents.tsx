// The bot's intents: what is in force, why newer files are not, and what visitors asked in vain.
import { useState } from "preact/hooks";
import type { GapsAck } from "../../../shared/protocol";
import { dateTimeOf, languageName } from "../../format";
import { useStore } from "../../store";
import { fill, words } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords } from "../../strings/admin-site";
import { faultOf, isRefused, Panel, Section, Table, useAsked } from "./parts";

const SPANS = [1, 7, 31] as const;

export function Intents() {
  const { answer, fault, again } = useAsked("get_intents", {});
  const t = siteWords();
  return (
    <Section title={adminWords().intents} hint={t.intentsHint} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      {answer && (
        <>
          <Panel title={t.version}>
            <p><code data-testid="admin-version">{answer.version}</code></p>
            {answer.problems.length === 0 ? <p class="faint">{t.reloadOk}</p> : (
              <div class="admin-box bad" data-testid="admin-reload">
                <p><strong>{t.reloadBad}</strong></p>
                <ul class="complaints">{answer.problems.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
              </div>
            )}
            <Table label={t.languages} head={[t.languages, t.intentCount, t.examples]}>
              {answer.languages.map((one) => <tr key={one.lang}><th scope="row">{languageName(one.lang)}</th><td class="number">{one.intents}</td><td class="number">{one.examples}</td></tr>)}
            </Table>
          </Panel>
          <Gaps />
        </>
      )}
    </Section>
  );
}

function Gaps() {
  const store = useStore(), t = siteWords();
  const [days, setDays] = useState<number>(7);
  const [found, setFound] = useState<GapsAck | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const look = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const answer = await store.ask("get_gaps", { days });
    setBusy(false);
    setFault(isRefused(answer) ? faultOf(answer) : null);
    if (!isRefused(answer)) setFound(answer);
  };
  return (
    <Panel title={t.gaps}>
      <form class="admin-filter" onSubmit={(event) => void look(event)}>
        <select aria-label={t.gaps} value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
          {SPANS.map((span) => <option key={span} value={span}>{fill(t.gapDays, { count: span })}</option>)}
        </select>
        <button class="primary" data-testid="admin-look" aria-disabled={isBusy}>{t.look}</button>
      </form>
      <div role="status">
        {isBusy && <p class="faint">{words().loading}</p>}
        {found && <p class="faint">{fill(t.gapChats, { count: found.chats })} {found.is_part && t.gapPart} {found.answered_by_now > 0 && fill(t.byNow, { count: found.answered_by_now })}</p>}
      </div>
      {fault && <p class="told" role="alert">{fault}</p>}
      {found && (
        <Table label={t.gaps} head={[t.question, words().language, t.times, t.askedBack, t.chosen, words().time]} isEmpty={!found.gaps.length} empty={t.gapNone}>
          {found.gaps.map((gap) => (
            <tr key={gap.lang + gap.text} data-testid="admin-gap">
              <th scope="row" lang={gap.lang} dir="auto">{gap.text}{gap.wordings.map((one) => <small key={one}>{one}</small>)}</th>
              <td>{languageName(gap.lang)}</td><td class="number">{gap.count}</td><td class="number">{gap.asked_back}</td>
              <td>{gap.pressed.map((one) => `${one.intent === "a person" ? t.person : one.intent} (${one.count})`).join(", ") || "–"}</td><td>{dateTimeOf(gap.last_at)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
