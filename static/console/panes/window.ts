// A window into a long list: only the rows that can be seen are in the document, and the one that has the focus.
import { useLayoutEffect, useState } from "preact/hooks";

// Rows beyond each edge: a fast wheel shows no gap, and the arrow keys always find the next one.
const BEYOND = 8;
// Until the first row has been measured.
const GUESS_PX = 76;

export interface Window { from: number; to: number; rowPx: number }

/** `box` scrolls; its rows are all as high as the first element that `row` selects. */
export function useWindow(box: { current: HTMLElement | null }, count: number, row: string): Window {
  const [seen, setSeen] = useState<Window>({ from: 0, to: 2 * BEYOND, rowPx: GUESS_PX });
  const look = (): void => {
    const place = box.current;
    if (!place) return;
    const rowPx = place.querySelector<HTMLElement>(row)?.offsetHeight || seen.rowPx;
    const from = Math.max(0, Math.floor(place.scrollTop / rowPx) - BEYOND);
    const to = Math.ceil((place.scrollTop + place.clientHeight) / rowPx) + BEYOND;
    setSeen((before) => (before.from === from && before.to === to && before.rowPx === rowPx ? before : { from, to, rowPx }));
  };
  useLayoutEffect(() => {
    const place = box.current;
    if (!place) return;
    const sized = new ResizeObserver(look);
    sized.observe(place);
    place.addEventListener("scroll", look, { passive: true });
    return () => {
      sized.disconnect();
      place.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(look, [count]);
  return seen;
}
