// Offers: a card over the foot of the list, where it covers no chat and no composer. It never takes the focus.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import { now } from "../clock";
import { languageName, stopwatch, visitorName } from "../format";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { Icon } from "./icons";

export function Offers() {
  const { lists } = useStore();
  const offers = lists.offers.value;
  return (
    <>
      <div class="offers">{offers.map((row) => <Offer key={row.offer?.offer_id} row={row} />)}</div>
      <Announcer offers={offers} />
    </>
  );
}

function Offer({ row }: { row: ChatRow }) {
  const store = useStore();
  const t = words();
  const id = `offer-${row.chat_id}`;
  const left = useLeft(row);
  const waited = row.waiting_since ? stopwatch(Math.max(0, now.value - Date.parse(row.waiting_since))) : null;
  return (
    <section class="offer" role="alertdialog" aria-labelledby={id} aria-describedby={`${id}-about`} data-testid="offer" data-offer-for={row.chat_id}>
      <div class="offer-head">
        <h2 id={id}><Icon name="queue" />{t.offer}</h2>
        <span class="offer-left">{fill(t.secondsLeft, { seconds: left.seconds })}</span>
      </div>
      <div id={`${id}-about`} class="offer-about">
        <p class="offer-name">{visitorName(row)}</p>
        <p>{row.title ?? t.unknownTopic}</p>
        <p class="faint">{languageName(row.lang)}{waited && ` · ${fill(t.waitingFor, { time: waited })}`}</p>
      </div>
      <div class="offer-bar" aria-hidden="true"><span style={{ transform: `scaleX(${left.share})` }} /></div>
      <div class="offer-foot">
        <button class="primary" data-testid="accept" onClick={() => void store.answerOffer(row, true)}>{t.accept} <kbd aria-hidden="true">A</kbd></button>
        <button data-testid="decline" onClick={() => void store.answerOffer(row, false)}>{t.decline} <kbd aria-hidden="true">D</kbd></button>
      </div>
    </section>
  );
}

/** The share is of what was left when this screen first saw the offer: the offer says when it ends, not when it began. */
function useLeft(row: ChatRow): { seconds: number; share: number } {
  const leftMs = Math.max(0, Date.parse(row.offer?.expires_at ?? "") - now.value);
  const whole = useRef(leftMs || 1);
  return { seconds: Math.ceil(leftMs / 1000), share: Math.min(1, leftMs / whole.current) };
}

/** Says each new offer once, to those who listen instead of look. */
function Announcer({ offers }: { offers: ChatRow[] }) {
  const t = words();
  const [said, setSaid] = useState("");
  const newest = offers.at(-1);
  useEffect(() => {
    if (newest) setSaid(fill(t.offerSpoken, { name: visitorName(newest), topic: newest.title ?? t.unknownTopic, lang: languageName(newest.lang) }));
    else setSaid("");
  }, [newest?.offer?.offer_id]);
  return <div class="hidden" aria-live="assertive">{said}</div>;
}
