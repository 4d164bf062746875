// Visitors who may not write any more.
import { useState } from "preact/hooks";
import type { BlockedRow } from "../../../shared/protocol";
import { dateTimeOf, languageName } from "../../format";
import { useStore } from "../../store";
import { words } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords } from "../../strings/admin-site";
import { Done, faultOf, Field, isRefused, Question, Section, Table, useAsked } from "./parts";

export function BlockedVisitors() {
  const { answer, fault, again } = useAsked("list_blocked", {});
  const [more, setMore] = useState<BlockedRow[]>([]);
  const [hasMore, setHasMore] = useState<boolean | null>(null);
  const [asked, setAsked] = useState<BlockedRow | null>(null);
  const [why, setWhy] = useState("");
  const [done, setDone] = useState<string | null>(null);
  const store = useStore(), t = siteWords();
  const rows = [...(answer?.visitors ?? []), ...more];
  const unblock = async (): Promise<string | null> => {
    if (!why.trim()) return t.whyEmpty;
    const told = await store.ask("unblock_visitor", { visitor_id: asked?.visitor_id ?? "", reason: why });
    if (isRefused(told) && told?.error.code !== "conflict") return faultOf(told);
    setDone(isRefused(told) ? t.gone : t.unblocked);
    setMore([]);
    setHasMore(null);
    void again();
    return null;
  };
  const loadMore = async (): Promise<void> => {
    const page = await store.ask("list_blocked", { after: rows.at(-1)?.visitor_id ?? null });
    if (isRefused(page)) return store.say(faultOf(page));
    setMore([...more, ...page.visitors]);
    setHasMore(page.more);
  };
  return (
    <Section title={adminWords().blocked} hint={t.blockedHint} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      <Done text={done} />
      {answer && (
        <Table label={adminWords().blocked} head={[words().visitor, t.chat, words().language, adminWords().since, words().actions]} isEmpty={!rows.length} empty={t.noBlocked}>
          {rows.map((one) => (
            <tr key={one.visitor_id} data-testid="admin-blocked-row">
              <th scope="row">{one.name || words().unknown}</th>
              <td>{one.chat_id ? <button class="quiet link mono" onClick={() => store.openChat(one.chat_id)}>{one.chat_id}</button> : "–"}</td>
              <td>{one.lang ? languageName(one.lang) : "–"}</td><td>{dateTimeOf(one.at)}</td>
              <td><button data-testid="admin-unblock" onClick={() => { setWhy(""); setAsked(one); }}>{t.unblock}</button></td>
            </tr>
          ))}
        </Table>
      )}
      {(hasMore ?? answer?.more) && <button onClick={() => void loadMore()}>{words().loadMore}</button>}
      {asked && (
        <Question title={t.unblock} body={t.unblockBody} yes={t.unblock} onYes={unblock} onEnd={() => setAsked(null)}>
          <Field label={t.why} name="why">{(field) => <input {...field} maxLength={200} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}</Field>
        </Question>
      )}
    </Section>
  );
}
