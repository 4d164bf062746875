// The list of a view. Rows are keyed by ChatID and may move; the focus stays with its row. Only what can be seen is drawn.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { ChatRow } from "../../shared/protocol";
import { isNarrow } from "../filters";
import { lazy } from "../lazy";
import { focusedRow, listIs, rowOf, step, wantedRow } from "../list-focus";
import type { View } from "../lists";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords, type DeskStrings } from "../strings/desk";
import { FilterBar } from "./filter-bar";
import { FindChat } from "./find-chat";
import { Icon } from "./icons";
import { Row } from "./row";
import { useWindow } from "./window";

const BulkBar = lazy(async () => (await import("./bulk-bar")).BulkBar);

export const viewName = (view: View): string => (view === "team" || view === "tickets" ? deskWords()[view] : words()[view]);

function emptyWords(view: View): [string, string] {
  const t = words(), d: DeskStrings = deskWords();
  const texts: Record<View, [string, string]> = {
    mine: [t.emptyMine, t.emptyMineHint], queue: [t.emptyQueue, t.emptyQueueHint], team: [d.emptyTeam, d.emptyTeamHint],
    bot: [t.emptyBot, t.emptyBotHint], tickets: [d.emptyTickets, d.emptyTicketsHint],
    all: [t.emptyAll, t.emptyAllHint], closed: [t.emptyClosed, t.emptyClosedHint],
  };
  return texts[view];
}

export function ChatList() {
  const store = useStore(), { lists } = store;
  const t = words(), d = deskWords();
  const view = lists.view.value, rows = lists.shown.value, progress = lists.progress.value[view];
  const all = lists.of(view).length, isFiltered = isNarrow(lists.filters.current.value);
  const [title, hint] = emptyWords(view);
  return (
    <section class="list-pane" aria-label={viewName(view)}>
      <header class="list-head">
        <h2>{viewName(view)}{isFiltered && <small> {fill(d.filtered, { shown: rows.length, all })}</small>}</h2>
        <FindChat />
      </header>
      <FilterBar view={view} />
      <Rows rows={rows} view={view}>
        {rows.length === 0 && progress.state === "ready" && (isFiltered ? (
          <div class="nothing small"><Icon name="search" /><h3>{d.noMatch}</h3><button onClick={() => lists.filters.clear()}>{d.clearFilter}</button></div>
        ) : (
          <div class="nothing small"><Icon name={view} /><h3>{title}</h3><p>{hint}</p></div>
        ))}
        {rows.length === 0 && progress.state === "loading" && <p class="list-note">{t.loading}</p>}
        {progress.state === "failed" && (
          <p class="list-note" role="alert">{t.loadFailed} <button onClick={() => void lists.load(view)}>{t.tryAgain}</button></p>
        )}
        {progress.next !== null && (
          <p class="list-note"><button onClick={() => void lists.load(view, "more")}>{t.loadMore}</button></p>
        )}
      </Rows>
      {store.bulk.isOn.value && <BulkBar rows={rows} />}
    </section>
  );
}

function Rows({ rows, view, children }: { rows: ChatRow[]; view: View; children: ComponentChildren }) {
  const store = useStore(), { lists } = store;
  const openId = store.rooms.current.value?.chatId;
  const box = useRef<HTMLDivElement>(null);
  const { from, to, rowPx } = useWindow(box, rows.length, ".rows > li");
  // One stop for Tab: the row with the focus, or else the open chat, or else the first.
  const [cursor, setCursor] = useState<string>();
  const at = new Map(rows.map((row, index) => [row.chat_id, index]));
  const stop = [cursor, openId].find((one) => one !== undefined && at.has(one)) ?? rows[0]?.chat_id;
  const wanted = wantedRow.value;
  useStableFocus(rows, box, rowPx);
  listIs(() => lists.shown.peek().map((row) => row.chat_id), () => stop);
  // What has the focus, shall have it, or is the stop for Tab stays in the document, wherever it is.
  const kept = [focusedRow(), wanted ?? undefined, stop].map((one) => (one === undefined ? undefined : at.get(one)));
  const drawn = rows.map((row, index) => ({ row, index })).filter(({ index }) => (index >= from && index < to) || kept.includes(index));
  useEffect(() => { if (box.current) box.current.scrollTop = 0; }, [view]);
  useEffect(() => {
    // Near the end of what is loaded: the next page.
    const progress = lists.progress.peek()[view];
    if (to >= rows.length && from > 0 && progress.state === "ready" && progress.next !== null) void lists.load(view, "more");
  }, [to, rows.length]);
  return (
    <div id="chat-list" ref={box} class={lists.offers.value.length ? "list-scroll has-offers" : "list-scroll"} tabIndex={rows.length ? undefined : -1}>
      {rows.length > 0 && (
        <ul class="rows" style={{ height: `${rows.length * rowPx}px` }} onKeyDown={moveByArrows} onFocusCapture={() => setCursor(focusedRow())}>
          {drawn.map(({ row, index }) => (
            <li key={row.chat_id} style={{ transform: `translateY(${index * rowPx}px)` }} aria-setsize={rows.length} aria-posinset={index + 1}>
              <Row row={row} isOpen={row.chat_id === openId} isStop={row.chat_id === stop} />
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

function moveByArrows(event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!by || event.altKey) return;
  event.preventDefault();
  step(by);
}

/** A row that moves in the document loses the focus, and one that leaves takes it along: both are mended after drawing. */
function useStableFocus(rows: ChatRow[], box: { current: HTMLElement | null }, rowPx: number): void {
  const before = focusedRow();
  const at = useRef(0);
  const index = rows.findIndex((row) => row.chat_id === before);
  if (index >= 0) at.current = index;
  useLayoutEffect(() => {
    const wanted = wantedRow.peek();
    if (wanted !== null) {
      const place = rows.findIndex((row) => row.chat_id === wanted);
      wantedRow.value = null;
      if (place >= 0 && box.current) {
        const { scrollTop, clientHeight } = box.current;
        if (place * rowPx < scrollTop || (place + 1) * rowPx > scrollTop + clientHeight) box.current.scrollTop = place * rowPx - clientHeight / 2;
        rowOf(wanted)?.focus({ preventScroll: true });
      }
      return;
    }
    if (before === undefined || focusedRow() !== undefined) return;
    const next = index >= 0 ? before : rows[Math.min(at.current, rows.length - 1)]?.chat_id;
    const drawn = next !== undefined ? rowOf(next) : undefined;
    if (drawn) drawn.focus({ preventScroll: true });
    else if (next !== undefined) wantedRow.value = next;
    else box.current?.focus();
  });
}
