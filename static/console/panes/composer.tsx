// The composer: a reply that the visitor reads, or a note that they never see. The two must not be confused.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import type { Uploads } from "../../shared/uploads";
import type { Mode } from "../drafts";
import { isClaimable } from "../keys";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words, type Strings } from "../strings";
import { fileWords, limitText, Tray } from "./files";
import { Icon } from "./icons";

// "Typing" is told at most this often, and taken back after this silence.
const TYPING_EVERY_MS = 3000;
const TYPING_STOPS_MS = 5000;

export function Composer({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words();
  const { drafts, outgoing, attaching } = store;
  const { chatId } = room;
  const mode = drafts.mode(chatId), text = drafts.text(chatId);
  const lock = row && !store.isMine(row) ? lockText(row, t) : null;
  const isLocked = mode === "reply" && (lock !== null || !row);
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(chatId);
  // A note has no files: what is attached waits for the next reply.
  const uploads = mode === "reply" && !isLocked ? attaching.of(chatId) : null;
  const isEmpty = !text.trim() && !uploads?.ready.length;
  const picker = useRef<HTMLInputElement>(null);
  const name = row?.visitor_name || t.visitor;
  const label = mode === "note" ? `${t.note}: ${t.onlyAgents}` : fill(t.replyTo, { name });
  useAutoHeight(field, text, isLocked);
  useFocusOnWish(field, isLocked);

  function send(): void {
    if (isEmpty || isLocked || uploads?.isBusy) return;
    outgoing.write(chatId, mode, text, uploads?.take() ?? []);
    drafts.write(chatId, "");
    typing.stop();
    field.current?.focus();
  }
  /** What Word and Excel give is text with a picture of it beside: the text is meant. */
  function takeFiles(event: Event, given: DataTransfer | null): void {
    const files = [...(given?.files ?? [])];
    if (!files.length || !uploads || (given?.getData("text/plain") && given.getData("text/html"))) return;
    event.preventDefault();
    void uploads.add(files);
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method is open, Enter chooses a word (229: Safari sends it after the composition).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }
  return (
    <form class={`composer mode-${mode}${isLocked ? " locked" : ""}`} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div class="composer-top">
        <Modes chatId={chatId} mode={mode} onChosen={() => store.focusComposer()} />
        {mode === "note" && <span class="only-agents"><Icon name="lock" />{t.onlyAgents}</span>}
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
        {uploads && <Tray uploads={uploads} onDone={() => field.current?.focus()} />}
        <textarea ref={field} data-testid="composer" rows={2} value={text} readOnly={isLocked} aria-label={label} dir="auto"
          placeholder={mode === "note" ? t.notePlaceholder : fill(t.replyPlaceholder, { name })}
          onInput={(event) => { drafts.write(chatId, event.currentTarget.value); if (mode === "reply") typing.begin(); }}
          onKeyDown={onKeyDown} onBlur={typing.stop} />
        <div class="composer-foot" hidden={isLocked}>
          {uploads && <AttachButton uploads={uploads} picker={picker} />}
          <span class="hint">{t.enterHint}</span>
          <button class={mode === "note" ? "send note" : "send primary"} data-testid="send" disabled={isLocked} aria-disabled={isEmpty || !!uploads?.isBusy}>
            <Icon name={mode === "note" ? "note" : "send"} />{mode === "note" ? t.addNote : t.sendReply}
          </button>
        </div>
      </div>
    </form>
  );
}

/** Its title tells what may be attached before anything is chosen. */
function AttachButton({ uploads, picker }: { uploads: Uploads; picker: { current: HTMLInputElement | null } }) {
  const t = fileWords(), { limits } = uploads;
  useEffect(() => { if (!limits) void uploads.learnLimits(); }, [uploads]);
  if (limits?.is_on === false) return null;
  const hint = limits ? limitText(t.hint, uploads) : "";
  return (
    <>
      <button type="button" class="quiet icon-only" data-testid="attach" aria-label={`${t.choose}. ${hint}`} title={hint} onClick={() => picker.current?.click()}>
        <Icon name="attach" />
      </button>
      <input ref={picker} type="file" multiple hidden data-testid="picker" accept={limits?.extensions.map((one) => `.${one}`).join()}
        onChange={(event) => { void uploads.add(event.currentTarget.files ?? []); event.currentTarget.value = ""; }} />
    </>
  );
}

function Modes({ chatId, mode, onChosen }: { chatId: string; mode: Mode; onChosen: () => void }) {
  const { drafts } = useStore();
  const t = words();
  const button = (own: Mode, key: string) => (
    <button type="button" class={`mode ${own}`} data-testid={`mode-${own}`} aria-pressed={mode === own} title={`${t[own]} (${key})`}
      onClick={() => { drafts.setMode(chatId, own); onChosen(); }}>
      <Icon name={own === "note" ? "note" : "chat"} />{t[own]}
    </button>
  );
  return <div class="modes" role="group" aria-label={t.mode}>{button("reply", "R")}{button("note", "N")}</div>;
}

function lockText(row: ChatRow, t: Strings): string {
  switch (row.status) {
    case "bot": return t.lockBot;
    case "queued": return t.lockQueued;
    case "assigned": return fill(t.lockOther, { name: row.agent?.name ?? t.unknown });
    case "ticket": return t.lockTicket;
    case "closed": return t.lockClosed;
  }
}

function useTyping(chatId: string) {
  const store = useStore();
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = (): void => {
    clearTimeout(timer.current);
    if (told.current) store.setTyping(chatId, false);
    told.current = 0;
  };
  const begin = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(stop, TYPING_STOPS_MS);
    if (Date.now() - told.current < TYPING_EVERY_MS) return;
    told.current = Date.now();
    store.setTyping(chatId, true);
  };
  useEffect(() => stop, []);
  return { begin, stop };
}

/** Grows with its text up to the limit in the style sheet. */
function useAutoHeight(field: { current: HTMLTextAreaElement | null }, ...causes: unknown[]): void {
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }, causes);
}

/** A claim's answer comes before its row, so the field may open a moment after the wish for it. */
function useFocusOnWish(field: { current: HTMLTextAreaElement | null }, isLocked: boolean): void {
  const store = useStore();
  const wish = store.wantsComposer.value;
  // Before the screen is drawn: the next key pressed belongs into the field.
  useLayoutEffect(() => {
    if (wish === 0 || isLocked) return;
    field.current?.focus();
    store.wantsComposer.value = 0;
  }, [wish, isLocked]);
}
