// Taking something out of the transcript by hand: an agent selects it inside one message or note and presses "Remove".
import { useComputed, useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { words } from "../strings";
import type { Said } from "./items";

/** What is selected: `start` and `end` count code points of `text`, as the server does. */
interface Marked { seq: number; text: string; start: number; end: number; range: Range }
export interface Marking { marked: Signal<Marked | null>; remove(found: Marked): void }

// Between the button and the text that it is about.
const GAP_PX = 4;

/** Follows the selection in the transcript, once the pointer has let go. */
export function useMarking(room: Room, transcript: RefObject<HTMLElement | null>): Marking {
  const store = useStore();
  const marked = useSignal<Marked | null>(null);
  useEffect(() => {
    let isPressed = false;
    const read = (): void => {
      const found = isPressed ? null : transcript.current && readMarked(transcript.current, room);
      if (found || marked.peek()) marked.value = found;
    };
    const onPress = (event: PointerEvent): void => {
      if ((event.target as Element).closest(".remove-marked")) return;
      isPressed = true;
      read();
    };
    const onLetGo = (): void => { isPressed = false; read(); };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !marked.peek() || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      dismiss();
    };
    document.addEventListener("selectionchange", read);
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("pointerup", onLetGo);
    document.addEventListener("pointercancel", onLetGo);
    document.addEventListener("keydown", onKey);
    addEventListener("resize", read);
    return () => {
      document.removeEventListener("selectionchange", read);
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("pointerup", onLetGo);
      document.removeEventListener("pointercancel", onLetGo);
      document.removeEventListener("keydown", onKey);
      removeEventListener("resize", read);
    };
  }, [room]);

  function dismiss(): void {
    getSelection()?.removeAllRanges();
    // Before the button goes, and the focus with it.
    transcript.current?.focus({ preventScroll: true });
    marked.value = null;
  }

  function remove({ seq, start, end }: Marked): void {
    dismiss();
    void store.redact(room.chatId, seq, start, end);
  }

  return { marked, remove };
}

export function RemoveMarked({ item, marking: { marked, remove } }: { item: Said; marking: Marking }) {
  const ref = useRef<HTMLButtonElement>(null);
  const own = useComputed(() => (marked.value?.seq === item.seq ? marked.value : null));
  // A text that has changed meanwhile has other places.
  const found = own.value?.text === item.text ? own.value : null;
  useLayoutEffect(() => { if (ref.current && found) place(ref.current, found.range); }, [found]);
  if (!found) return null;
  const t = words();
  return (
    <button ref={ref} class="remove-marked" data-testid="remove-marked" aria-label={t.removeSelected}
      onPointerDown={(event) => event.preventDefault()} onMouseDown={(event) => event.preventDefault()}
      onClick={() => remove(found)}>
      {t.remove}
    </button>
  );
}

/** What of the selection lies in the one message that it touches; null when there are several or none. */
function readMarked(transcript: HTMLElement, room: Room): Marked | null {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const selected = selection.getRangeAt(0);
  const touched = [...transcript.querySelectorAll<HTMLElement>("[data-seq] > .said-text")]
    .filter((element) => selected.intersectsNode(element))
    .map((element) => ({ element, range: clip(selected, element) }))
    .filter(({ range }) => range.toString().trim() !== "");
  const [only] = touched;
  if (!only || touched.length > 1) return null;
  const seq = Number(only.element.closest<HTMLElement>("[data-seq]")?.dataset["seq"]);
  const item = room.state.peek().items.find((one) => one.seq === seq);
  if (!item || item.kind === "event" || only.element.textContent !== item.text) return null;
  const before = document.createRange();
  before.selectNodeContents(only.element);
  before.setEnd(only.range.startContainer, only.range.startOffset);
  const inside = only.range.toString(), bare = inside.trimStart();
  const start = signs(before.toString()) + signs(inside) - signs(bare);
  return { seq, text: item.text, start, end: start + signs(bare.trimEnd()), range: only.range };
}

/** The part of a selection that lies in an element: a triple click reaches beyond its end. */
function clip(selected: Range, element: HTMLElement): Range {
  const range = document.createRange();
  range.selectNodeContents(element);
  if (selected.compareBoundaryPoints(Range.START_TO_START, range) > 0) range.setStart(selected.startContainer, selected.startOffset);
  if (selected.compareBoundaryPoints(Range.END_TO_END, range) < 0) range.setEnd(selected.endContainer, selected.endOffset);
  return range;
}

const signs = (text: string): number => [...text].length;

/** Above the selection, or below it where there is no room; it scrolls with its message. */
function place(button: HTMLElement, range: Range): void {
  const said = button.parentElement?.getBoundingClientRect(), seen = button.closest(".transcript")?.getBoundingClientRect();
  const lines = range.getClientRects(), first = lines[0], last = lines[lines.length - 1];
  if (!said || !seen || !first || !last) return;
  const above = first.top - button.offsetHeight - GAP_PX;
  const top = above >= seen.top ? above : last.bottom + GAP_PX;
  const left = Math.max(seen.left, Math.min(first.left, seen.right - button.offsetWidth - GAP_PX));
  button.style.top = `${top - said.top}px`;
  button.style.left = `${left - said.left}px`;
}
