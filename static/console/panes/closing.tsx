// The end of an agent's work on a chat: closed with a summary, or going on by e-mail. Loaded when it is first wanted.
import { useEffect, useRef, useState } from "preact/hooks";
import { languageName } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { composerWords } from "../strings/composer";
import { composingWords } from "../strings/composing";
import { summaryOf } from "../summary";
import { Dialog } from "./dialogs";
import { CLOSE_REASONS } from "./items";
import { Tags } from "./tags";

const MAX_SUMMARY = 4000;
const ADDRESS = /[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+/;
type Outcome = "close" | "ticket";

export function CloseDialog({ room }: { room: Room }) {
  const store = useStore();
  const t = words(), c = composingWords();
  const { lang, packet, details } = room.state.value;
  const [outcome, setOutcome] = useState<Outcome>("close");
  const [isBusy, setBusy] = useState(false);
  const reason = useRef<HTMLSelectElement>(null);
  const address = useRef<HTMLInputElement>(null);
  const known = [details["email"], details["account"]].map((value) => ADDRESS.exec(value ?? "")?.[0]).find(Boolean) ?? "";
  const title = packet?.title ?? store.lists.row(room.chatId)?.title ?? null;
  const { summary, onSummary } = usePrefilled(room, title);

  async function carryOut(): Promise<boolean> {
    const said = summary.current?.value.trim() ?? "";
    if (outcome === "close") return (await store.close(room.chatId, said, reason.current?.value ?? "resolved")) !== null;
    // Said first: once it is a ticket, it is nobody's.
    if (said && !(await store.sayNow(room.chatId, said))) return false;
    if (summary.current) summary.current.value = "";
    return (await store.openTicket(room.chatId, address.current?.value.trim() ?? "")) !== null;
  }
  async function confirm(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const isDone = await carryOut();
    setBusy(false);
    // A refusal leaves the summary where it is.
    if (isDone) store.dialog.value = null;
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.currentTarget as HTMLFormElement).requestSubmit();
  };
  const choice = (own: Outcome, label: string) => (
    <label class="check">
      <input type="radio" name="outcome" data-testid={`outcome-${own}`} checked={outcome === own} onChange={() => setOutcome(own)} />{label}
    </label>
  );
  return (
    <Dialog title={t.closeTitle}>
      <form onSubmit={(event) => void confirm(event)} onKeyDown={onKeyDown}>
        <fieldset class="outcomes"><legend class="hidden">{c.outcome}</legend>{choice("close", c.outcomeClose)}{choice("ticket", c.outcomeTicket)}</fieldset>
        <label>{outcome === "close" ? t.summary : c.words}
          <textarea ref={summary} data-first data-testid="close-summary" rows={5} maxLength={MAX_SUMMARY} aria-describedby="summary-hint" dir="auto" onInput={onSummary} />
        </label>
        <p class="faint" id="summary-hint">{fill(c.summaryIn, { lang: languageName(lang) })}</p>
        {outcome === "close" ? (
          <label>{t.closeReason}
            <select ref={reason} data-testid="close-reason">
              {Object.entries(CLOSE_REASONS).map(([key, label]) => <option key={key} value={key}>{t[label]}</option>)}
            </select>
          </label>
        ) : (
          <>
            <label>{c.address}
              <input ref={address} type="email" required data-testid="ticket-address" defaultValue={known} aria-describedby="ticket-hint" autocomplete="off" />
            </label>
            <p class="faint" id="ticket-hint">{known ? c.ticketHint : `${c.addressMissing} ${c.ticketHint}`}</p>
          </>
        )}
        <div class="labelled"><span aria-hidden="true">{composerWords().tags}</span><Tags room={room} /></div>
        {store.notice.value && <p class="told" role="alert">{store.notice.value}</p>}
        <footer>
          <button type="button" onClick={() => { store.dialog.value = null; }}>{t.cancel}</button>
          <button class="primary" data-testid="confirm-close" aria-disabled={isBusy}>{outcome === "close" ? t.close : c.openTicket}</button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A summary that follows the tags until the agent writes in it. */
function usePrefilled(room: Room, title: string | null) {
  const { composing, lists } = useStore();
  const box = useRef<HTMLTextAreaElement>(null);
  const isOwn = useRef(false);
  const { lang } = room.state.value;
  const tags = lists.row(room.chatId)?.tags ?? [], known = composing.tags.value;
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    if (box.current && !isOwn.current) box.current.value = summaryOf({ chatId: room.chatId, lang, title, tags }, known ?? []);
  }, [tags.join("\n"), known, lang, title]);
  return { summary: box, onSummary: () => { isOwn.current = true; } };
}
