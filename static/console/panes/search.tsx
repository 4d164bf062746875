// Search: what is found stands there while somebody types. A result leads to its message.
import { useEffect, useRef } from "preact/hooks";
import type { Found } from "../../shared/protocol";
import { dateTimeOf, languageName, visitorName } from "../format";
import { SearchData, type Chips } from "../search";
import { useStore, type Store } from "../store";
import { fill, lang, words } from "../strings";
import { searchStrings, type SearchStrings } from "../strings/search";
import { Icon } from "./icons";
import { nameOf } from "./items";

// What was searched for is there when somebody comes back from a chat.
const kept = new WeakMap<Store, SearchData>();

function dataOf(store: Store): SearchData {
  const data = kept.get(store) ?? new SearchData(store.search);
  kept.set(store, data);
  return data;
}

export function Search() {
  const store = useStore();
  const t = words(), s = searchStrings(lang.value);
  const data = dataOf(store);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const opened = data.opened && document.querySelector<HTMLElement>(`.results [data-chat-id="${data.opened}"]`);
    if (opened) opened.focus();
    else field.current?.select();
  }, []);
  return (
    <main class="search" data-testid="search" aria-label={t.search}>
      <header class="search-head">
        <h2 class="hidden">{t.search}</h2>
        <div class="search-field" role="search">
          <Icon name="search" />
          <input ref={field} type="search" data-testid="search-text" aria-label={s.field} placeholder={s.placeholder} value={data.text.value}
            autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={400} enterkeyhint="search"
            onInput={(event) => data.type(event.currentTarget.value)} onKeyDown={(event) => keyInField(event, data)} />
        </div>
        <ChipRow data={data} s={s} />
      </header>
      <Results data={data} s={s} />
    </main>
  );
}

function ChipRow({ data, s }: { data: SearchData; s: SearchStrings }) {
  const t = words();
  const { status, lang: chosen, rating, days } = data.chips.value;
  const statuses: [Chips["status"], string][] = [
    ["bot", t.bot], ["queued", t.waiting], ["assigned", s.assigned], ["ticket", t.ticket], ["closed", t.closed],
  ];
  const langs = ["de", "en", "es", "pt", "ru"].map((tag): [string, string] => [tag, languageName(tag)]);
  const ratings: [Chips["rating"], string][] = [["low", "1–2 / 5"], ["middle", "3 / 5"], ["high", "4–5 / 5"]];
  const spans: [string, string][] = [["7", s.week], ["30", s.month], ["365", s.year]];
  return (
    <div class="search-chips" role="group" aria-label={s.filters}>
      <Chip name="status" label={t.status} value={status} options={statuses} onChange={(value) => data.choose({ status: value as Chips["status"] })} />
      <Chip name="lang" label={t.language} value={chosen} options={langs} onChange={(value) => data.choose({ lang: value })} />
      <Chip name="rating" label={t.rating} value={rating} options={ratings} onChange={(value) => data.choose({ rating: value as Chips["rating"] })} />
      <Chip name="days" label={s.time} value={days ? String(days) : ""} options={spans} onChange={(value) => data.choose({ days: Number(value) })} />
      {(data.hasChips || data.text.value) && <button class="quiet" data-testid="search-clear" onClick={() => { data.clear(); focusField(); }}>{s.clear}</button>}
    </div>
  );
}

interface ChipProps { name: string; label: string; value: string; options: [string, string][]; onChange: (value: string) => void }

function Chip({ name, label, value, options, onChange }: ChipProps) {
  return (
    <select class={value ? "search-chip chosen" : "search-chip"} aria-label={label} data-testid={`search-${name}`} value={value}
      onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{`${label}: ${searchStrings(lang.value).any}`}</option>
      {options.map(([key, text]) => <option key={key} value={key}>{`${label}: ${text}`}</option>)}
    </select>
  );
}

function Results({ data, s }: { data: SearchData; s: SearchStrings }) {
  const state = data.state.value, results = data.results.value;
  const isLoading = state === "loading";
  const told = state === "ready" ? (results.length ? fill(s.count, { count: results.length }) : s.nothing) : "";
  return (
    <div class="search-body" aria-busy={isLoading}>
      <p class="hidden" role="status">{told}</p>
      {isLoading && <span class="search-bar" aria-hidden="true" />}
      {state === "idle" && <Hints data={data} s={s} />}
      {results.length > 0 && (
        <ul class={isLoading ? "results stale" : "results"} data-testid="search-results" onKeyDown={keyInResults}>
          {results.map((found) => <li key={found.chat.chat_id + found.kind}><Row found={found} data={data} s={s} /></li>)}
        </ul>
      )}
      {isLoading && results.length === 0 && <p class="list-note">{words().loading}</p>}
      {state === "ready" && results.length === 0 && !data.isPartial.value && (
        <div class="nothing small" data-testid="search-nothing"><Icon name="search" /><h3>{s.nothing}</h3><p>{s.nothingHint}</p></div>
      )}
      {state === "failed" && (
        <p class="list-note" role="alert">{s.failed} <button onClick={() => data.again()}>{words().tryAgain}</button></p>
      )}
      {state === "ready" && data.next.value !== null && (
        <p class="list-note">{data.isPartial.value && `${s.partial} `}
          <button data-testid="search-more" onClick={() => data.more()}>{data.isPartial.value ? s.older : words().loadMore}</button>
        </p>
      )}
    </div>
  );
}

function Hints({ data, s }: { data: SearchData; s: SearchStrings }) {
  const examples: [string, string][] = [
    ['"A-1234"', s.hintExact], ["-spam", s.hintWithout], ["from:", s.hintFrom], ["lang:de", s.hintLang], ["tag:", s.hintTag], ["rating:<3", s.hintRating],
    ["before:2026-11-01", s.hintBefore],
  ];
  return (
    <div class="search-hints">
      <h3>{s.hintsTitle}</h3>
      <p>{s.hintsLead}</p>
      <ul>
        {examples.map(([text, meaning]) => (
          <li key={text}><button class="quiet" onClick={() => { data.type(text); focusField(); }}><code>{text}</code></button> <span>{meaning}</span></li>
        ))}
      </ul>
    </div>
  );
}

function Row({ found, data, s }: { found: Found; data: SearchData; s: SearchStrings }) {
  const store = useStore();
  const t = words();
  const { chat, author } = found;
  const statuses = { bot: t.bot, queued: t.waiting, assigned: chat.agent?.name ?? s.assigned, ticket: t.ticket, closed: t.closed };
  const at = found.at ?? chat.last_at;
  const open = (): void => {
    data.opened = chat.chat_id;
    store.openChatAt(chat.chat_id, found.seq);
  };
  const kind = { chat_id: t.chatId, near_id: s.nearId, note: t.note, details: t.details, message: "", chat: "" }[found.kind];
  // The visitor's name stands above already.
  const who = author && author.kind !== "visitor" ? nameOf(author, store.me.id, chat) : "";
  return (
    <button class="row result" data-testid="search-result" data-chat-id={chat.chat_id} data-kind={found.kind} onClick={open}>
      <span class="row-top">
        <span class={chat.visitor_name ? "row-name" : "row-name as-id"}>{visitorName(chat)}</span>
        {kind && <span class={`chip kind-${found.kind}`}>{found.kind === "note" && <Icon name="note" />}{kind}</span>}
        <time class="row-time" dateTime={at}>{dateTimeOf(at)}</time>
      </span>
      <span class="result-text" dir="auto">{who && <b>{who}: </b>}<MarkedText found={found} /></span>
      <span class="row-foot">
        <span class={`chip status-${chat.status}`}>{statuses[chat.status]}</span>
        <span class="lang" title={languageName(chat.lang)}>{chat.lang}</span>
        <code>{chat.chat_id}</code>
        {found.count > 1 && <span>{fill(s.inChat, { count: found.count })}</span>}
        {chat.rating !== null && <span class="row-rating"><Icon name="star" filled />{chat.rating}/5</span>}
      </span>
    </button>
  );
}

/** The places count code points, and a string of this language counts something else. */
function MarkedText({ found }: { found: Found }) {
  const signs = Array.from(found.snippet || "–");
  let done = 0;
  const parts = found.marks.flatMap(([start = 0, end = 0]) => {
    const before = signs.slice(done, start).join("");
    done = end;
    return [before, <mark key={start}>{signs.slice(start, end).join("")}</mark>];
  });
  return <>{parts}{signs.slice(done).join("")}</>;
}

const focusField = (): void => document.querySelector<HTMLElement>('[data-testid="search-text"]')?.focus();
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".results [data-chat-id]")];

function keyInField(event: KeyboardEvent, data: SearchData): void {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") { event.preventDefault(); rows()[0]?.focus(); }
  // The first is the best: Enter takes it, once the answer is there.
  else if (event.key === "Enter" && data.state.value === "ready") rows()[0]?.click();
  else if (event.key === "Escape" && data.text.value) { event.preventDefault(); data.type(""); }
}

function keyInResults(event: KeyboardEvent): void {
  const all = rows(), at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1, Escape: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (to < 0) focusField();
  else all[Math.min(to, all.length - 1)]?.focus();
}
