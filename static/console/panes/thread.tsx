// One chat: its head with the actions, the packet, the transcript, the composer.
import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../../shared/chats";
import { now } from "../clock";
import { lazy } from "../lazy";
import { dayOf, languageName } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords } from "../strings/desk";
import { Actions } from "./actions";
import { ClockView } from "./clock-view";
import { Composer } from "./composer";
import { CopyId } from "./copy-id";
import { Icon } from "./icons";
import { Message, nameOf, Pending, StateLine } from "./items";
import { useMarking, type Marking } from "./marking";
import { PacketPane } from "./packet";
import { Urgency } from "./row";
import { useSeeking } from "./seeking";
import { PromiseBar, Viewers } from "./together";
import { Verified } from "./verified";

const ClockLines = lazy(async () => (await import("./clock-lines")).ClockLines);

export function Thread({ room }: { room: Room }) {
  const store = useStore();
  const t = words();
  const status = room.status.value;
  const { mentions } = store.composing;
  // Looked at: the note is on the screen.
  useEffect(() => { if (status === "ready") store.composing.markMentionsRead(room.chatId); }, [status, room.chatId, mentions.value]);
  if (status === "missing" || (status === "failed" && room.state.value.seq === 0)) {
    return (
      <div class="nothing" role="alert">
        <Icon name="search" />
        <h2>{status === "missing" ? t.noSuchChat : t.chatFailed}</h2>
        {status === "failed" && <button onClick={() => void room.catchUp()}>{t.tryAgain}</button>}
      </div>
    );
  }
  return (
    <>
      <Head room={room} />
      <Viewers room={room} />
      <PacketPane room={room} />
      <PromiseBar row={store.lists.row(room.chatId)} />
      <Transcript room={room} />
      <Composer room={room} row={store.lists.row(room.chatId)} />
    </>
  );
}

function Head({ room }: { room: Room }) {
  const store = useStore();
  const t = words(), d = deskWords();
  const row = store.lists.row(room.chatId);
  return (
    <header class="head">
      <div class="head-who">
        <h2><span class="head-name" title={row?.visitor_name || undefined}>{row?.visitor_name || t.visitor}</span>{row && <Verified row={row} />}</h2>
        <p class="head-about">
          <CopyId chatId={room.chatId} isMain />
          {row && <span>{languageName(row.lang)}</span>}
          {row && <Urgency row={row} />}
          {row && <ClockView row={row} />}
        </p>
      </div>
      <Actions room={room} row={row} />
      <button class="quiet icon-only" aria-pressed={store.showsHistory.value} aria-label={d.history} title={`${d.showHistory} (H)`} data-testid="toggle-history"
        onClick={() => { store.showsHistory.value = !store.showsHistory.value; }}>
        <Icon name="history" />
      </button>
      <button class="quiet icon-only" aria-pressed={store.showsDetails.value} aria-label={t.details} title={t.details} data-testid="toggle-details"
        onClick={() => { store.showsDetails.value = !store.showsDetails.value; }}>
        <Icon name="details" />
      </button>
    </header>
  );
}

// Closer to the end than this counts as being there.
const AT_END_PX = 48;
// Messages of one author within this time stand under one name.
const TOGETHER_MS = 4 * 60_000;

function Transcript({ room }: { room: Room }) {
  const store = useStore();
  const t = words();
  const state = room.state.value;
  const pending = store.outgoing.pending(room.chatId, state.seq);
  const { ref, isBehind, toEnd, onScroll } = useEndKeeping(room, pending.length);
  useSeeking(room, ref);
  const marking = useMarking(room, ref);
  const row = store.lists.row(room.chatId);
  const typing = room.typing.value;
  return (
    <div class="transcript-place">
      <div class="transcript" ref={ref} data-testid="thread" role="log" aria-label={t.transcript} aria-busy={room.status.value === "loading"}
        tabIndex={0} onScroll={onScroll}>
        <div class="transcript-rows">
          {room.status.value === "loading" && state.items.length === 0 && <p class="list-note">{t.loading}</p>}
          <Items room={room} items={state.items} marking={marking} />
          {pending.map((letter) => <Pending key={letter.clientId} letter={letter} />)}
        </div>
      </div>
      <p class="typing" aria-live="polite">
        {typing !== null && <span data-testid="typing"><i /><i /><i />{fill(t.typing, { name: typing || row?.visitor_name || t.visitor })}</span>}
      </p>
      {isBehind && <button class="to-end" data-testid="new-messages" onClick={toEnd}><Icon name="down" />{t.newMessages}</button>}
    </div>
  );
}

// Who was asked before somebody took the chat, and which step of the ladder was reached: history.
const ASIDE: ReadonlySet<string> = new Set(["offer_made", "offer_ended", "escalation_reached", "details_corrected"]);

/** What stands in the transcript: what was said and what became of the chat, and with the history all that happened. */
function shownItems(room: Room, items: Item[], withHistory: boolean): Item[] {
  if (!withHistory) return items.filter((item) => item.kind !== "event" || !ASIDE.has(item.event.type));
  const clocks = [...room.clocks.value.values()].map((event): Item => ({ kind: "event", seq: event.seq, at: event.at, event }));
  return clocks.length ? [...items, ...clocks].sort((a, b) => a.seq - b.seq) : items;
}

function Items({ room, items: known, marking }: { room: Room; items: Item[]; marking: Marking }) {
  const { me, lists, showsHistory } = useStore();
  const items = shownItems(room, known, showsHistory.value);
  const row = lists.row(room.chatId);
  const delivery = deliveries(items, me.id, room.visitorRead.value);
  // Only the day matters here; reading the ticking clock would draw the transcript anew each second.
  const today = now.peek();
  let day = "";
  return (
    <>
      {items.map((item, index) => {
        const before = items[index - 1], thisDay = dayOf(item.at, today), isNewDay = thisDay !== day;
        day = thisDay;
        return (
          <Fragment key={item.kind !== "event" && item.clientId ? item.clientId : item.seq}>
            {isNewDay && <p class="day"><span>{thisDay}</span></p>}
            {item.kind === "event" && item.event.type === "clocks_moved" ? <ClockLines event={item.event} />
              : item.kind === "event" ? <StateLine event={item.event} row={row} /> : (
              <Message item={item} name={nameOf(item.author, me.id, row)} isMe={item.author.id === me.id}
                isFollowing={!isNewDay && follows(item, before)} delivery={delivery.get(item.seq) ?? null} marking={marking} />
            )}
          </Fragment>
        );
      })}
    </>
  );
}

function follows(item: Item, before: Item | undefined): boolean {
  return item.kind === "message" && before?.kind === "message" && before.author.kind === item.author.kind
    && before.author.id === item.author.id && Date.parse(item.at) - Date.parse(before.at) < TOGETHER_MS;
}

/** Only my last message and my last read one say so: a mark on each would be noise. */
function deliveries(items: Item[], myId: string, readSeq: number): Map<number, "sent" | "read"> {
  const mine = items.filter((item) => item.kind === "message" && item.author.id === myId);
  const marks = new Map<number, "sent" | "read">();
  const read = mine.findLast((item) => item.seq <= readSeq), last = mine.at(-1);
  if (last) marks.set(last.seq, "sent");
  if (read) marks.set(read.seq, "read");
  return marks;
}

/** Stays at the end while the reader is there; otherwise leaves the place alone and says that there is more. */
function useEndKeeping(room: Room, pendingCount: number) {
  const store = useStore();
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const { seq, items } = room.state.value;

  const read = (): void => {
    if (isAtEnd.current && document.visibilityState === "visible" && document.hasFocus()) store.markRead(room.chatId);
  };
  const toEnd = (): void => {
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
    isAtEnd.current = true;
    setBehind(false);
    read();
  };
  useLayoutEffect(() => { if (isAtEnd.current) toEnd(); else setBehind(true); }, [items.length]);
  useLayoutEffect(() => { if (pendingCount) toEnd(); }, [pendingCount]);
  // Row changes come after the event: what is on the screen is seen then, too.
  const lastAt = store.lists.row(room.chatId)?.last_at;
  useEffect(read, [seq, lastAt]);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    // The packet opens, the composer grows, the window turns: the end stays the end.
    const sized = new ResizeObserver(() => { if (isAtEnd.current) box.scrollTop = box.scrollHeight; });
    sized.observe(box);
    if (box.firstElementChild) sized.observe(box.firstElementChild);
    addEventListener("focus", read);
    document.addEventListener("visibilitychange", read);
    return () => {
      sized.disconnect();
      removeEventListener("focus", read);
      document.removeEventListener("visibilitychange", read);
    };
  }, []);
  const onScroll = (): void => {
    const box = ref.current;
    if (!box) return;
    isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
    if (isAtEnd.current) { setBehind(false); read(); }
  };
  return { ref, isBehind, toEnd, onScroll };
}
