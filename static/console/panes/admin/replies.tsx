// Canned replies and the tags that are suggested: written by authors, used by every agent.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ReplyRow, TagRow } from "../../../shared/protocol";
import { languageName } from "../../format";
import { useStore } from "../../store";
import { fill, LANGUAGES, words } from "../../strings";
import { adminWords } from "../../strings/admin";
import { replyWords } from "../../strings/admin-replies";
import { Done, faultOf, Field, isRefused, Panel, Question, Section, Table, useAsked, type Faults } from "./parts";

const SHORTCUT = /^\/[\p{L}\p{N}_-]{1,30}$/u;
const MAX_TEXT = 4000, MAX_TITLE = 120;

export function Replies() {
  const { answer, fault, again } = useAsked("list_replies", {});
  const [edited, setEdited] = useState<ReplyRow | "new" | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const t = replyWords();
  const close = (text: string | null): void => {
    setEdited(null);
    setDone(text);
    void again();
  };
  if (edited) return <Editor reply={edited === "new" ? null : edited} onEnd={close} />;
  return (
    <Section title={adminWords().replies} hint={t.hint} fault={fault} isLoading={!answer} onAgain={() => void again()}
      aside={answer && <button class="primary" data-testid="admin-add" onClick={() => { setDone(null); setEdited("new"); }}>{t.add}</button>}>
      <Done text={done} />
      {answer && (
        <Table label={adminWords().replies} head={[t.shortcut, t.title, t.texts, t.by]} isEmpty={!answer.replies.length} empty={t.none}>
          {answer.replies.map((one) => (
            <tr key={one.reply_id} data-testid="admin-reply">
              <th scope="row"><button class="quiet link mono" aria-label={fill(t.edit, { name: one.shortcut })} onClick={() => { setDone(null); setEdited(one); }}>{one.shortcut}</button></th>
              <td>{one.title}</td><td>{Object.keys(one.texts).map(languageName).join(", ")}</td><td>{one.by || "–"}</td>
            </tr>
          ))}
        </Table>
      )}
      {answer && <Tags />}
    </Section>
  );
}

function Editor({ reply, onEnd }: { reply: ReplyRow | null; onEnd: (done: string | null) => void }) {
  const store = useStore(), t = replyWords();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "/");
  const [title, setTitle] = useState(reply?.title ?? "");
  const [texts, setTexts] = useState<Record<string, string>>(reply?.texts ?? {});
  const [faults, setFaults] = useState<Faults>({});
  const [isAsked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [faults]);
  const tags = [...new Set([...Object.keys(LANGUAGES), ...Object.keys(texts)])];
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong: Faults = {};
    if (!SHORTCUT.test(shortcut.trim())) wrong["shortcut"] = t.shortcutBad;
    if (!title.trim()) wrong["title"] = t.titleEmpty;
    if (!Object.values(texts).some((text) => text.trim())) wrong["text"] = t.textEmpty;
    setFaults(wrong);
    if (Object.keys(wrong).length) return;
    const kept = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim()));
    const answer = await store.ask("save_reply", { shortcut: shortcut.trim(), title, texts: kept, reply_id: reply?.reply_id ?? null });
    if (!isRefused(answer)) return onEnd(adminWords().saved);
    const code = answer?.error.code;
    setFaults(code === "conflict" ? { shortcut: t.shortcutTaken } : code === "too_long" ? { text: t.tooLong } : { "": faultOf(answer) });
  };
  const remove = async (): Promise<string | null> => {
    const answer = await store.ask("remove_reply", { reply_id: reply?.reply_id ?? "" });
    if (isRefused(answer)) return faultOf(answer);
    onEnd(t.removed);
    return null;
  };
  const heading = reply ? fill(t.edit, { name: reply.shortcut }) : t.add;
  return (
    <Section title={heading} aside={<button class="quiet" data-testid="admin-back" onClick={() => onEnd(null)}>{adminWords().back}</button>}>
      <form class="admin-form" ref={form} noValidate onSubmit={(event) => void save(event)}>
        {faults[""] && <p class="told" role="alert">{faults[""]}</p>}
        <div class="field-pair">
          <Field label={t.shortcut} name="shortcut" hint={t.shortcutHint} fault={faults["shortcut"]}>
            {(field) => <input {...field} value={shortcut} autocomplete="off" spellcheck={false} onInput={(event) => setShortcut(event.currentTarget.value)} />}
          </Field>
          <Field label={t.title} name="title" hint={t.titleHint} fault={faults["title"]}>
            {(field) => <input {...field} value={title} maxLength={MAX_TITLE} autocomplete="off" onInput={(event) => setTitle(event.currentTarget.value)} />}
          </Field>
        </div>
        <p class="field-about">{faults["text"] && <span class="told" data-testid="fault-text">{faults["text"]}</span>}<span class="faint">{t.textHint}</span></p>
        <div class="field-pair">
          {tags.map((tag) => (
            <Field key={tag} label={fill(t.textIn, { lang: languageName(tag) })} name={`text-${tag}`}>
              {(field) => <textarea {...field} rows={4} lang={tag} dir="auto" maxLength={MAX_TEXT} value={texts[tag] ?? ""} onInput={(event) => setTexts({ ...texts, [tag]: event.currentTarget.value })} />}
            </Field>
          ))}
        </div>
        <footer><button class="primary" data-testid="admin-save">{adminWords().save}</button></footer>
      </form>
      {reply && <div class="admin-acts"><button class="danger" data-testid="admin-remove" onClick={() => setAsked(true)}>{t.remove}</button></div>}
      {isAsked && <Question title={`${t.remove}: ${reply?.shortcut}`} body={fill(t.removeBody, { name: reply?.shortcut ?? "" })} yes={t.remove} onYes={remove} onEnd={() => setAsked(false)} />}
    </Section>
  );
}

function Tags() {
  const { answer, fault, again } = useAsked("list_tags", {});
  const store = useStore(), t = replyWords();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | undefined>();
  const [removed, setRemoved] = useState<TagRow | null>(null);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!name.trim()) return setWrong(t.tagEmpty);
    const known = answer?.tags.find((one) => one.name === name.trim());
    const saved = await store.ask("save_tag", { name, texts: known?.texts ?? {} });
    setWrong(isRefused(saved) ? faultOf(saved) : undefined);
    if (isRefused(saved)) return;
    setName("");
    void again();
  };
  const remove = async (): Promise<string | null> => {
    const done = await store.ask("remove_tag", { name: removed?.name ?? "" });
    void again();
    return isRefused(done) ? faultOf(done) : null;
  };
  return (
    <Panel title={t.tags}>
      {fault && <p class="told" role="alert">{fault}</p>}
      {answer?.tags.length === 0 && <p class="faint">{t.noTags}</p>}
      <ul class="admin-list">
        {answer?.tags.map((one) => (
          <li key={one.name} data-testid="admin-tag">
            <div><p>{one.name}</p>{Object.keys(one.texts).length > 0 && <p class="faint">{fill(t.tagSaid, { list: Object.values(one.texts).join(" · ") })}</p>}</div>
            <button aria-label={`${t.remove}: ${one.name}`} onClick={() => setRemoved(one)}>{t.remove}</button>
          </li>
        ))}
      </ul>
      <form class="admin-form" noValidate onSubmit={(event) => void add(event)}>
        <Field label={t.tagName} name="new-tag" fault={wrong}>{(field) => <input {...field} value={name} maxLength={60} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />}</Field>
        <footer><button class="primary" data-testid="admin-add-tag">{t.addTag}</button></footer>
      </form>
      {removed && <Question title={`${t.remove}: ${removed.name}`} body={fill(t.tagBody, { name: removed.name })} yes={t.remove} onYes={remove} onEnd={() => setRemoved(null)} />}
      {!answer && !fault && <p class="faint">{words().loading}</p>}
    </Panel>
  );
}
