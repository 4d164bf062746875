// The focus is never lost: when the element that has it goes away, the list takes it.
import { focusList } from "./list-focus";

export function keepFocus(openChat: () => string | undefined): void {
  let last: HTMLElement | null = null;
  addEventListener("focusin", (event) => { last = event.target as HTMLElement; });
  const check = (): void => {
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (!last || !isLost) return;
    const isUsable = last.isConnected && !(last as HTMLButtonElement).disabled;
    if (!isUsable) { last = null; focusList(openChat()); }
  };
  new MutationObserver(check).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
}
