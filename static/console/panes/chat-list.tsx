// The list of a view. Rows are keyed by ChatID and may move; the focus stays with its row.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import { clockOf, now } from "../clock";
import { ago, languageName, visitorName } from "../format";
import { step } from "../keys";
import type { View } from "../lists";
import { useStore } from "../store";
import { fill, words, type Strings } from "../strings";
import { ClockView } from "./clock-view";
import { Icon } from "./icons";

const EMPTY: Record<View, [keyof Strings, keyof Strings]> = {
  mine: ["emptyMine", "emptyMineHint"], queue: ["emptyQueue", "emptyQueueHint"], bot: ["emptyBot", "emptyBotHint"],
  all: ["emptyAll", "emptyAllHint"], closed: ["emptyClosed", "emptyClosedHint"],
};

export function ChatList() {
  const store = useStore();
  const t = words();
  const view = store.lists.view.value, rows = store.lists.of(view), progress = store.lists.progress.value[view];
  const openId = store.rooms.current.value?.chatId;
  const list = useStableFocus(rows);
  // One stop for Tab: the row with the focus, or else the open chat, or else the first.
  const [cursor, setCursor] = useState<string>();
  const has = (chatId: string | undefined): boolean => rows.some((row) => row.chat_id === chatId);
  const stop = [cursor, openId].find(has) ?? rows[0]?.chat_id;
  return (
    <section class="list-pane" aria-label={t[view]}>
      <header class="list-head">
        <h2>{t[view]}</h2>
        <FindChat />
      </header>
      <div id="chat-list" class={store.lists.offers.value.length ? "list-scroll has-offers" : "list-scroll"} tabIndex={rows.length ? undefined : -1}>
        {rows.length > 0 && (
          <ul ref={list} class="rows" onKeyDown={moveByArrows}
            onFocusCapture={(event) => setCursor((event.target as HTMLElement).dataset["chatId"])}>
            {rows.map((row) => <Row key={row.chat_id} row={row} isOpen={row.chat_id === openId} isStop={row.chat_id === stop} />)}
          </ul>
        )}
        {rows.length === 0 && progress.state === "ready" && (
          <div class="nothing small"><Icon name={view} /><h3>{t[EMPTY[view][0]]}</h3><p>{t[EMPTY[view][1]]}</p></div>
        )}
        {rows.length === 0 && progress.state === "loading" && <p class="list-note">{t.loading}</p>}
        {progress.state === "failed" && (
          <p class="list-note" role="alert">{t.loadFailed} <button onClick={() => void store.lists.load(view)}>{t.tryAgain}</button></p>
        )}
        {progress.next !== null && (
          <p class="list-note"><button onClick={() => void store.lists.load(view, "more")}>{t.loadMore}</button></p>
        )}
      </div>
    </section>
  );
}

function Row({ row, isOpen, isStop }: { row: ChatRow; isOpen: boolean; isStop: boolean }) {
  const store = useStore();
  const t = words();
  const isUnread = store.lists.unread.value.has(row.chat_id);
  return (
    <li>
      <button class={isUnread ? "row unread" : "row"} data-testid="chat-row" data-chat-id={row.chat_id} aria-current={isOpen ? "true" : undefined}
        tabIndex={isStop ? 0 : -1} onClick={() => store.openChat(row.chat_id)}>
        <span class="row-top">
          {isUnread && <span class="dot"><span class="hidden">{t.unread}</span></span>}
          <span class={row.visitor_name ? "row-name" : "row-name as-id"}>{visitorName(row)}</span>
          <When row={row} />
        </span>
        <span class="row-text">{row.last_text || "–"}</span>
        <span class="row-foot">
          <span class={`chip status-${row.status}`}>{statusText(row, store.me.id, t)}</span>
          <span class="lang" title={languageName(row.lang)}>{row.lang}</span>
          {row.title && <span class="row-title">{row.title}</span>}
          {row.rating !== null && <span class="row-rating"><Icon name="star" filled />{row.rating}/5</span>}
        </span>
      </button>
    </li>
  );
}

/** While somebody waits for a first answer, how long they have waited matters more than when they wrote. */
function When({ row }: { row: ChatRow }) {
  if (clockOf(row, now.value)) return <ClockView row={row} />;
  return <time class="row-time" dateTime={row.last_at}>{ago(row.last_at, now.value)}</time>;
}

function statusText(row: ChatRow, myId: string, t: Strings): string {
  switch (row.status) {
    case "bot": return t.bot;
    case "queued": {
      if (!row.offer) return t.waiting;
      return row.offer.agent.id === myId ? t.offeredToYou : fill(t.offeredTo, { name: row.offer.agent.name });
    }
    case "assigned": return row.agent?.id === myId ? t.you : row.agent?.name ?? t.unknown;
    case "ticket": return t.ticket;
    case "closed": return t.closed;
  }
}

/** A visitor tells their ChatID on the phone: this opens it. */
function FindChat() {
  const store = useStore();
  const t = words();
  function open(event: Event): void {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("chat") as HTMLInputElement;
    if (!field.value.trim()) return;
    store.openChat(canonical(field.value));
    field.value = "";
  }
  return (
    <form class="find" onSubmit={open}>
      <Icon name="search" />
      <input id="find-chat" name="chat" data-testid="find-chat" aria-label={t.findChat} placeholder={t.chatId} autocomplete="off" spellcheck={false} maxLength={20} />
    </form>
  );
}

/** As the server writes it, since events name the chat so; the server checks the symbols. */
function canonical(text: string): string {
  const symbols = text.toUpperCase().replace(/[\s\-–—_.]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0").replace(/U/g, "V");
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}

function moveByArrows(event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!by) return;
  event.preventDefault();
  step(by);
}

/** A row that moves in the document loses the focus, and one that leaves takes it along: both are mended after drawing. */
function useStableFocus(rows: ChatRow[]) {
  const ref = useRef<HTMLUListElement>(null);
  const active = document.activeElement as HTMLElement | null;
  const focusedId = active && ref.current?.contains(active) ? active.dataset["chatId"] : undefined;
  const at = useRef(0);
  const index = rows.findIndex((row) => row.chat_id === focusedId);
  if (index >= 0) at.current = index;
  useLayoutEffect(() => {
    if (focusedId === undefined || document.activeElement?.hasAttribute("data-chat-id")) return;
    const buttons = [...(ref.current?.querySelectorAll<HTMLElement>("[data-chat-id]") ?? [])];
    const next = buttons.find((one) => one.dataset["chatId"] === focusedId) ?? buttons[Math.min(at.current, buttons.length - 1)];
    next?.focus({ preventScroll: true });
  });
  return ref;
}
