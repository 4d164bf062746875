// What visitors are told before they ask, and how much comes in.
import { useState } from "preact/hooks";
import type { ProblemRow, VolumeNow } from "../../../shared/protocol";
import { dateTimeOf, languageName } from "../../format";
import { useStore } from "../../store";
import { fill } from "../../strings";
import { siteWords } from "../../strings/admin-site";
import { adminWords } from "../../strings/admin";
import { Done, faultOf, faultsOf, Field, isRefused, Panel, Question, Section, useAsked, type Faults } from "./parts";

const MAX_TEXT = 500;

export function Now() {
  const { answer, fault, again } = useAsked("list_problems", {});
  const [ending, setEnding] = useState<ProblemRow | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const store = useStore(), t = siteWords();
  const end = async (): Promise<string | null> => {
    const told = await store.ask("end_problem", { problem_id: ending?.problem_id ?? "" });
    void again();
    if (isRefused(told) && told?.error.code !== "conflict") return faultOf(told);
    setDone(t.ended);
    return null;
  };
  return (
    <Section title={adminWords().now} hint={t.nowHint} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      <Done text={done} />
      {answer && (
        <>
          <Panel title={t.problems}>
            {answer.problems.length === 0 && <p class="faint">{t.noProblems}</p>}
            <ul class="admin-list">
              {answer.problems.map((one) => (
                <li key={one.problem_id} data-testid="admin-problem">
                  <div><p>{one.text}</p>
                    {Object.entries(one.translations).map(([tag, text]) => <p key={tag} class="faint" lang={tag}>{languageName(tag)}: {text}</p>)}
                    {one.is_of_page && <p class="faint">{t.ofPage}</p>}</div>
                  {!one.is_of_page && <button data-testid="admin-end" onClick={() => setEnding(one)}>{t.end}</button>}
                </li>
              ))}
            </ul>
            <Announce languages={answer.languages} onDone={() => { setDone(t.announced); void again(); }} />
          </Panel>
          <Volume volume={answer.volume} onDone={() => { setDone(t.volumeSet); void again(); }} />
        </>
      )}
      {ending && <Question title={t.end} body={fill(t.endBody, { text: ending.text })} yes={t.end} onYes={end} onEnd={() => setEnding(null)} />}
    </Section>
  );
}

function Announce({ languages, onDone }: { languages: string[]; onDone: () => void }) {
  const store = useStore(), t = siteWords();
  const [text, setText] = useState("");
  const [translations, setTranslations] = useState<Record<string, string>>({});
  const [faults, setFaults] = useState<Faults>({});
  const announce = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.trim()) return setFaults({ text: t.textEmpty });
    const answer = await store.ask("announce_problem", { text, translations });
    if (isRefused(answer)) {
      const isLong = answer?.error.code === "too_long";
      return setFaults(isLong ? { text: t.textLong } : faultsOf(answer, { "text conflict": t.textTaken, "text bad_request": t.textEmpty }));
    }
    setText("");
    setTranslations({});
    setFaults({});
    onDone();
  };
  return (
    <form class="admin-form" noValidate onSubmit={(event) => void announce(event)}>
      {faults[""] && <p class="told" role="alert">{faults[""]}</p>}
      <Field label={t.text} name="text" hint={t.textHint} fault={faults["text"]}>
        {(field) => <textarea {...field} rows={2} maxLength={MAX_TEXT} value={text} dir="auto" onInput={(event) => setText(event.currentTarget.value)} />}
      </Field>
      <div class="field-pair">
        {languages.map((tag) => (
          <Field key={tag} label={fill(t.inLang, { lang: languageName(tag) })} name={`text-${tag}`}>
            {(field) => <textarea {...field} rows={2} lang={tag} maxLength={MAX_TEXT} value={translations[tag] ?? ""} dir="auto"
              onInput={(event) => setTranslations({ ...translations, [tag]: event.currentTarget.value })} />}
          </Field>
        ))}
      </div>
      <footer><button class="primary" data-testid="admin-announce">{t.announce}</button></footer>
    </form>
  );
}

function Volume({ volume, onDone }: { volume: VolumeNow; onDone: () => void }) {
  const store = useStore(), t = siteWords();
  const [fault, setFault] = useState<string | null>(null);
  const declare = async (wanted: VolumeNow["volume"]): Promise<void> => {
    const answer = await store.ask("declare_volume", { volume: wanted });
    setFault(isRefused(answer) ? faultOf(answer) : null);
    if (!isRefused(answer)) onDone();
  };
  const words = { normal: t.normal, high: t.high };
  return (
    <Panel title={t.volume}>
      <div class="choices" role="group" aria-label={t.volume}>
        {(["normal", "high"] as const).map((one) => (
          <button key={one} data-testid={`admin-volume-${one}`} aria-pressed={volume.volume === one} onClick={() => void declare(one)}>{words[one]}</button>
        ))}
      </div>
      {fault && <p class="told" role="alert">{fault}</p>}
      {volume.since && volume.by && <p data-testid="admin-volume">{fill(t.volumeSince, { what: words[volume.volume], time: dateTimeOf(volume.since), name: volume.by.name })}</p>}
      <p class="faint">{t.volumeHint}</p>
    </Panel>
  );
}
