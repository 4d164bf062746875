// The message that a search has led to: brought into sight, marked, and given the focus, once it is there.
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Room } from "../rooms";

export function useSeeking(room: Room, ref: RefObject<HTMLElement | null>): void {
  const seq = room.sought.value, isReady = room.status.value === "ready", count = room.state.value.items.length;
  useLayoutEffect(() => {
    const box = ref.current;
    if (seq === null || !box) return;
    const shown = [...box.querySelectorAll<HTMLElement>("[data-seq]")];
    const exact = shown.find((one) => Number(one.dataset["seq"]) === seq);
    // What is known of a visitor has no line of its own: the next thing that was said is near it.
    const found = exact ?? (isReady ? shown.find((one) => Number(one.dataset["seq"]) > seq) ?? shown.at(-1) : undefined);
    if (!found) return;
    room.sought.value = null;
    for (const one of box.querySelectorAll("[data-sought]")) one.removeAttribute("data-sought");
    found.dataset["sought"] = "";
    found.tabIndex = -1;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  }, [seq, isReady, count]);
}
