// The list over the composer: canned replies after `/`, colleagues after `@`. The focus stays in the field.
import { useEffect, useState } from "preact/hooks";
import type { ReplyRow } from "../../shared/protocol";
import type { Colleague } from "../api";
import { languageName } from "../format";
import { fillPlaces, isFallback, rankNames, rankReplies, wordedFor, type Token, type Worded } from "../replies";
import { useStore } from "../store";
import { fill } from "../strings";
import { composingWords } from "../strings/composing";
import { Marked } from "./text";

// More are reached by typing.
const MOST = 30;

interface Props {
  token: Token;
  /** Where the composer sends keys while this is open; true when one was used. */
  keys: { current: ((event: KeyboardEvent) => boolean) | null };
  listId: string;
  lang: string;
  values: Record<string, string>;
  onActive: (id: string | null) => void;
  onClose: () => void;
  onTaken: (words: string, values: Record<string, string>) => void;
}

interface Pick { id: string; head: string; name: string; words: string; worded?: Worded }

export function Picker(props: Props) {
  const { token, keys, listId, onActive, onClose, onTaken } = props;
  const { composing, colleagues, me } = useStore();
  const t = composingWords();
  const [place, setPlace] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const known = token.kind === "reply" ? composing.replies.value : colleagues.value.filter((one) => one.id !== me.id);
  const picks = token.kind === "reply" ? repliesFor(composing.replies.value ?? [], props) : namesFor(colleagues.value.filter((one) => one.id !== me.id), props);
  const at = Math.min(place, Math.max(0, picks.length - 1)), chosen = picks[at];
  // A sentence that goes on after a name is no search for one.
  const isOver = token.kind === "mention" && /\s/.test(token.query) && picks.length === 0;
  const idOf = (pick: Pick | undefined): string | null => (pick ? `${listId}-${pick.id}` : null);

  useEffect(() => {
    if (known) return;
    setFailed(false);
    void composing.loadReplies().then(() => setFailed(true));
  }, [token.kind, known === null]);
  useEffect(() => setPlace(0), [token.query, token.kind]);
  useEffect(() => {
    onActive(isOver ? null : idOf(chosen));
    document.getElementById(idOf(chosen) ?? "")?.scrollIntoView({ block: "nearest" });
  }, [chosen?.id, isOver]);
  useEffect(() => () => { keys.current = null; }, []);
  keys.current = (event) => {
    if (isOver || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === "Escape") { onClose(); return true; }
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by && picks.length) { setPlace((at + by + picks.length) % picks.length); return true; }
    if (event.key !== "Enter" && event.key !== "Tab") return false;
    if (chosen) onTaken(chosen.words, props.values);
    // What is still being fetched must not be sent as it stands.
    return chosen !== undefined || (event.key === "Enter" && known === null && !hasFailed);
  };
  if (isOver) return null;
  const isNone = known !== null && picks.length === 0;
  return (
    <div class="picks" data-testid="picks">
      <div class="picks-list" role="listbox" id={listId} aria-label={token.kind === "reply" ? t.replies : t.colleagues}>
        {picks.map((pick, index) => (
          <div key={pick.id} id={idOf(pick) ?? ""} role="option" class="pick" data-testid="pick" aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()} onMouseEnter={() => setPlace(index)} onClick={() => onTaken(pick.words, props.values)}>
            <b>{pick.head}</b><span>{pick.name}</span>
            {pick.worded && isFallback(pick.worded, props.lang) && <small>{languageName(pick.worded.lang)}</small>}
          </div>
        ))}
      </div>
      {isNone && <p class="picks-none" data-testid="picks-none">{noneText(props, known.length)}</p>}
      {known === null && hasFailed && <p class="picks-none">{t.loadFailed}</p>}
      {chosen?.worded && <PickPreview worded={chosen.worded} lang={props.lang} values={props.values} />}
      <p class="hidden" role="status">{picks.length > 0 && fill(t.found, { count: picks.length })}</p>
    </div>
  );
}

function PickPreview({ worded, lang, values }: { worded: Worded; lang: string; values: Record<string, string> }) {
  const fallback = fill(composingWords().fallback, { wanted: languageName(lang), used: languageName(worded.lang) });
  return (
    <div class="pick-preview" data-testid="pick-preview">
      {isFallback(worded, lang) && <p class="pick-warning">{fallback}</p>}
      <div dir="auto"><Marked text={fillPlaces(worded.text, values)} /></div>
    </div>
  );
}

function repliesFor(replies: readonly ReplyRow[], { token, lang }: Props): Pick[] {
  return rankReplies(replies, token.query, lang).slice(0, MOST).map((reply) => {
    const worded = wordedFor(reply.texts, lang);
    return { id: reply.reply_id, head: reply.shortcut, name: reply.title, words: worded.text, worded };
  });
}

function namesFor(all: readonly Colleague[], { token }: Props): Pick[] {
  const query = token.query.toLowerCase();
  const found = /\s/.test(query) ? all.filter((one) => one.name.toLowerCase().startsWith(query)) : rankNames(all, query);
  return found.slice(0, MOST).map((one) => ({ id: one.id, head: `@${one.name}`, name: "", words: `@${one.name} ` }));
}

function noneText({ token }: Props, known: number): string {
  const t = composingWords();
  if (token.kind === "mention") return fill(t.noColleague, { query: token.query });
  return known === 0 ? `${t.noReplies} ${t.noRepliesHint}` : fill(t.noneFits, { query: token.query });
}
