// The composer: a reply that the visitor reads, or a note that they never see. The two must not be confused.
import { useRef, useState } from "preact/hooks";
import type { ChatRow, SuggestedAnswer } from "../../shared/protocol";
import type { Mode } from "../drafts";
import { isClaimable } from "../keys";
import { fillPlaces, tokenBefore, type Token } from "../replies";
import type { Room } from "../rooms";
import { useStore, type Store } from "../store";
import { fill, words } from "../strings";
import { composerWords } from "../strings/composer";
import type { Found } from "./asking";
import { AttachButton, lockText, Modes, useAutoHeight, useFocusOnWish, useTyping } from "./composer-parts";
import { Tray } from "./files";
import { Icon } from "./icons";
import { lazy } from "../lazy";
import { Suggestions, useSuggestions } from "./suggestions";
import { Marked } from "./text";

const LIST_ID = "composer-picks";
// A picker whose code is still on its way holds Enter back for so long, so that `/refund` is never sent as it stands.
const PICKER_COMES_MS = 2000;

const Picker = lazy(async () => (await import("./picker")).Picker);
const Asking = lazy(async () => (await import("./asking")).Asking);
/** What looks through a text before it is sent; without it, the server still takes secrets out. */
const examine = (text: string, mode: Mode): Promise<Found | null> => import("./asking").then((there) => there.examine(text, mode), () => null);

export function Composer({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words(), c = composerWords();
  const { drafts, outgoing, attaching, composing } = store;
  const { chatId } = room;
  const mode = drafts.mode(chatId), text = drafts.text(chatId);
  const lock = row && !store.isMine(row) ? lockText(row, t) : null;
  const isLocked = mode === "reply" && (lock !== null || !row);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTyping(chatId);
  const [asked, setAsked] = useState<Found | null>(null);
  const [isPreview, setPreview] = useState(false);
  const isSending = useRef(false);
  // A note has no files: what is attached waits for the next reply.
  const uploads = mode === "reply" && !isLocked ? attaching.of(chatId) : null;
  const isEmpty = !text.trim() && !uploads?.ready.length;
  const name = row?.visitor_name || t.visitor;
  const isShown = isPreview && mode === "reply" && !isLocked;
  const picks = usePicks(field, mode, isLocked || isShown);
  const suggestions = useSuggestions(room, mode === "reply" && !isLocked);
  const label = mode === "note" ? `${t.note}: ${t.onlyAgents}` : fill(t.replyTo, { name });
  useAutoHeight(field, text, isLocked, isShown);
  useFocusOnWish(field, isLocked);

  async function send(): Promise<void> {
    if (isEmpty || isLocked || uploads?.isBusy || isSending.current) return;
    isSending.current = true;
    const found = await examine(text, mode);
    isSending.current = false;
    if (found) setAsked(found);
    else post(text);
  }
  function post(sent: string): void {
    // Whatever was typed while it was looked through belongs to the next one.
    const now = drafts.text(chatId, mode);
    outgoing.write(chatId, mode, sent, uploads?.take() ?? []);
    drafts.write(chatId, now.startsWith(text) ? now.slice(text.length) : "", mode);
    settle();
    typing.stop();
  }
  /** Back to writing, with nothing open beside. */
  function settle(): void {
    setAsked(null);
    setPreview(false);
    picks.close();
    store.focusComposer();
  }
  function takeSuggestion(suggestion: SuggestedAnswer): void {
    drafts.write(chatId, suggestion.text);
    store.focusComposer();
  }
  /** What Word and Excel give is text with a picture of it beside: the text is meant. */
  function takeFiles(event: Event, given: DataTransfer | null): void {
    const files = [...(given?.files ?? [])];
    if (!files.length || !uploads || (given?.getData("text/plain") && given.getData("text/html"))) return;
    event.preventDefault();
    void uploads.add(files);
  }
  function onInput(written: string): void {
    drafts.write(chatId, written);
    setAsked(null);
    picks.look();
    void import("./asking").catch(() => null);
    if (mode === "reply") typing.begin();
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method is open, Enter chooses a word (229: Safari sends it after the composition).
    if (event.isComposing || event.keyCode === 229) return;
    if (picks.press(event)) { event.preventDefault(); return; }
    const first = suggestions[0];
    if (event.key === "ArrowUp" && !text && first) { event.preventDefault(); takeSuggestion(first); }
    if (event.key !== "Enter" || !isSendKey(event, composing.sendKey.value)) return;
    event.preventDefault();
    void send();
  }
  return (
    <form class={`composer mode-${mode}${isLocked ? " locked" : ""}`} onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <VisitorDraft text={composing.draftOf(chatId)} name={name} />
      <Suggestions found={suggestions} text={text} onTaken={takeSuggestion} />
      <div class="composer-top">
        <Modes chatId={chatId} mode={mode} onChosen={settle} />
        {mode === "note" && <span class="only-agents" data-testid="audience"><Icon name="lock" />{t.onlyAgents}</span>}
        {mode === "reply" && !isLocked && <span class="reads" data-testid="audience"><Icon name="eye" />{fill(c.visitorReads, { name })}</span>}
        {mode === "reply" && lock && (
          <span class="lock"><Icon name="lock" /><span>{lock} {t.noteStill}</span></span>
        )}
        {row && isClaimable(row.status) && (
          <button type="button" class="primary" data-testid="claim" onClick={() => void store.claim(chatId)}>{t.claim}</button>
        )}
      </div>
      <div class="composer-field" hidden={isLocked && !text} onPaste={(event) => takeFiles(event, event.clipboardData)}
        onDragOver={(event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); }}
        onDrop={(event) => takeFiles(event, event.dataTransfer)}>
        {picks.token && (
          <Picker token={picks.token} keys={picks.keys} listId={LIST_ID} lang={room.state.value.lang} values={valuesOf(store, room, row)}
            onActive={picks.setActive} onClose={picks.close} onTaken={picks.take} />
        )}
        {uploads && <Tray uploads={uploads} onDone={() => field.current?.focus()} />}
        {isShown && (
          <div class="composer-preview" data-testid="preview" tabIndex={0} role="group" aria-label={c.preview} dir="auto">
            {text.trim() ? <Marked text={text} /> : <p class="faint">{c.nothingToPreview}</p>}
          </div>
        )}
        <textarea ref={field} data-testid="composer" rows={2} value={text} readOnly={isLocked} hidden={isShown} aria-label={label} dir="auto"
          placeholder={mode === "note" ? t.notePlaceholder : fill(t.replyPlaceholder, { name })}
          aria-autocomplete="list" aria-controls={picks.token ? LIST_ID : undefined} aria-activedescendant={picks.active ?? undefined}
          onInput={(event) => onInput(event.currentTarget.value)} onKeyDown={onKeyDown} onKeyUp={picks.follow} onClick={picks.look}
          onBlur={typing.stop} />
        {asked && <Asking found={asked} onSend={post} onChange={settle} />}
        <div class="composer-foot" hidden={isLocked}>
          {uploads && <AttachButton uploads={uploads} picker={picker} />}
          {mode === "reply" && (
            <button type="button" class="quiet icon-only" data-testid="toggle-preview" aria-pressed={isShown} aria-label={c.preview} title={isShown ? c.write : c.preview}
              onClick={() => { setPreview(!isShown); if (isShown) store.focusComposer(); }}>
              <Icon name="eye" />
            </button>
          )}
          <span class="hint">{[mode === "note" ? c.atHint : c.slashHint, composing.sendKey.value === "ctrl" ? c.ctrlSends : c.enterSends].join(" · ")}</span>
          <button class={mode === "note" ? "send note" : "send primary"} data-testid="send" disabled={isLocked} aria-disabled={isEmpty || !!uploads?.isBusy}>
            <Icon name={mode === "note" ? "note" : "send"} />{mode === "note" ? t.addNote : t.sendReply}
          </button>
        </div>
      </div>
    </form>
  );
}

function VisitorDraft({ text, name }: { text: string; name: string }) {
  if (!text) return null;
  return (
    <p class="visitor-draft" data-testid="visitor-draft">
      <Icon name="eye" /><span>{fill(composerWords().visitorWrites, { name })}</span> <q dir="auto">{text}</q>
    </p>
  );
}

function isSendKey(event: KeyboardEvent, key: "enter" | "ctrl"): boolean {
  const isCtrl = event.ctrlKey || event.metaKey;
  return isCtrl || (key === "enter" && !event.shiftKey && !event.altKey);
}

function valuesOf(store: Store, room: Room, row: ChatRow | undefined): Record<string, string> {
  const { details } = room.state.value;
  return {
    ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`details.${name}`, value])),
    visitor: row?.visitor_name ?? "", agent: store.me.name, chat_id: room.chatId,
    brand: document.getElementById("console")?.dataset["brand"] ?? "",
  };
}

/** The picker over the field: which word before the caret opens it, and what a taken pick does to the text. */
function usePicks(field: { current: HTMLTextAreaElement | null }, mode: Mode, isOff: boolean) {
  const [token, setToken] = useState<(Token & { since: number }) | null>(null);
  const [active, setActive] = useState<string | null>(null);
  // Closed or taken: the same word does not open it again.
  const dismissed = useRef(-1);
  const keys = useRef<((event: KeyboardEvent) => boolean) | null>(null);
  const close = (): void => { dismissed.current = token?.start ?? dismissed.current; keys.current = null; setToken(null); setActive(null); };
  const look = (): void => {
    const box = field.current;
    const found = box && !isOff && box.selectionStart === box.selectionEnd ? tokenBefore(box.value, box.selectionStart, mode) : null;
    if (!found || found.start !== dismissed.current) dismissed.current = -1;
    if (!found || found.start === dismissed.current) { keys.current = null; setToken(null); setActive(null); return; }
    setToken({ ...found, since: token?.start === found.start ? token.since : Date.now() });
  };
  const follow = (event: KeyboardEvent): void => { if (/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) look(); };
  const take = (words: string, values: Record<string, string>): void => {
    const box = field.current;
    if (!box || !token) return;
    const filled = fillPlaces(words, values), { start } = token;
    dismissed.current = start;
    setToken(null);
    setActive(null);
    box.focus();
    box.setSelectionRange(start, box.selectionEnd);
    // The old way, since only it can be undone with Ctrl + Z.
    if (!document.execCommand("insertText", false, filled)) {
      box.setRangeText(filled, start, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const open = /\{[\w.-]+\}/.exec(filled);
    // The first place that nobody could fill is marked: typing fills it.
    if (open) box.setSelectionRange(start + open.index, start + open.index + open[0].length);
  };
  const press = (event: KeyboardEvent): boolean => {
    if (!token) return false;
    if (keys.current) return keys.current(event);
    return event.key === "Enter" && Date.now() - token.since < PICKER_COMES_MS;
  };
  return { token, active, setActive, keys, close, look, follow, take, press };
}
