// The composer's parts that know nothing of one another: the modes, the button for files, why it is locked, its hooks.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import type { Uploads } from "../../shared/uploads";
import type { Mode } from "../drafts";
import { useStore } from "../store";
import { fill, words, type Strings } from "../strings";
import { fileWords, limitText } from "./files";
import { Icon } from "./icons";

// "Typing" is told at most this often, and taken back after this silence.
const TYPING_EVERY_MS = 3000;
const TYPING_STOPS_MS = 5000;

/** Its title tells what may be attached before anything is chosen. */
export function AttachButton({ uploads, picker }: { uploads: Uploads; picker: { current: HTMLInputElement | null } }) {
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

export function Modes({ chatId, mode, onChosen }: { chatId: string; mode: Mode; onChosen: () => void }) {
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

export function lockText(row: ChatRow, t: Strings): string {
  switch (row.status) {
    case "bot": return t.lockBot;
    case "queued": return t.lockQueued;
    case "assigned": return fill(t.lockOther, { name: row.agent?.name ?? t.unknown });
    case "ticket": return t.lockTicket;
    case "closed": return t.lockClosed;
  }
}

export function useTyping(chatId: string) {
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
export function useAutoHeight(field: { current: HTMLTextAreaElement | null }, ...causes: unknown[]): void {
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }, causes);
}

/** A claim's answer comes before its row, so the field may open a moment after the wish for it. */
export function useFocusOnWish(field: { current: HTMLTextAreaElement | null }, isLocked: boolean): void {
  const store = useStore();
  const wish = store.wantsComposer.value;
  // Before the screen is drawn: the next key pressed belongs into the field.
  useLayoutEffect(() => {
    if (wish === 0 || isLocked) return;
    field.current?.focus();
    store.wantsComposer.value = 0;
  }, [wish, isLocked]);
}
