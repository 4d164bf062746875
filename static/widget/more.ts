// What only some host pages ask for: every action but open, close and toggle, events, and the options beyond language,
// colour, side and title. Loaded from our origin by the loader, when the first of these is used.
import type { ChatEvents, ChatSettings } from "./types/chat";
import { listen, type ToFrame, type ToLoader } from "./messages";

// What a page passes may be anything.
export type Call = [action: string, ...rest: any[]];
export type Act = (...call: Call) => unknown;
type Hearer = (told: object) => void;
type Page = { url: string; title: string };

/** What the loader lets us at; `drawn` is ours to set, and called after each change of the launcher. */
export interface Inside {
  dataset: DOMStringMap;
  origin: string;
  host: HTMLElement;
  panel: HTMLElement;
  button: HTMLElement;
  load(): void;
  show(open: boolean): void;
  draw(): void;
  tell(message: ToFrame): void;
  unread?: number;
  page?: Page;
  drawn?(): void;
}

const EVENTS: readonly (keyof ChatEvents)[] = [
  "ready", "open", "close", "chat_started", "message", "unread", "queue", "handoff", "closed", "rated", "error",
];
const OPTIONS = [
  "lang", "title", "position", "offsetX", "offsetY", "zIndex", "color", "theme", "label", "launcher", "greeting", "team",
  "hide", "target",
];
// The frame was made with these.
const OF_FRAME = ["lang", "title", "color", "theme"];
// The loader's key, and ours.
const UNDERWAY = "chatserver.underway";
const GREETED = "chatserver.greeted";
const STYLES = `i{position:absolute;top:-3px;right:-3px;min-width:22px;border-radius:11px;padding:0 6px;background:#c5221f;color:#fff;
font:600 12px/22px system-ui,sans-serif;text-align:center}i[hidden]{display:none}
.pill{width:auto!important;height:48px!important;border-radius:24px!important;padding:0 18px 0 14px;grid-auto-flow:column;gap:8px;
font:600 15px/1 system-ui,sans-serif}
.hello{position:fixed;bottom:92px;max-width:min(280px,100vw - 40px);display:flex;align-items:start;z-index:2147483000;border-radius:14px;
background:Canvas;color:CanvasText;color-scheme:light dark;box-shadow:0 4px 24px #0003;font:15px/1.4 system-ui,sans-serif;opacity:1;visibility:visible;
translate:0;height:auto;width:auto}
.hello button{all:unset;cursor:pointer;padding:12px 0 12px 14px;overflow-wrap:anywhere}
.hello button+button{padding:8px 12px;min-width:24px;text-align:center;font-size:18px}
.hello button:focus-visible{outline:2px solid CanvasText;outline-offset:-4px;border-radius:14px}
.inline{position:static!important;width:100%!important;max-width:none!important;height:100%!important;max-height:none!important;border-radius:0;box-shadow:none;
opacity:1!important;visibility:visible!important;translate:0!important}`;

export function start(inside: Inside): Act {
  const { dataset, host, panel, button } = inside;
  const gone = new AbortController();
  const { signal } = gone;
  const root = host.shadowRoot as ShadowRoot;
  const sheet = new CSSStyleSheet();
  const hearers = new Map<string, Set<Hearer>>();
  let isFrameReady = false;
  const badge = document.createElement("i");
  const text = document.createElement("span");
  const hello = document.createElement("section");
  const own = new Set<Element>();
  let unread = inside.unread ?? 0;
  let counted = "";
  let uncounted = "";
  let token = "";
  let details: Record<string, string> = {};
  let isHidden = false;
  let isWatching = false;
  let isLeaving = false;
  let isOpen = button.ariaExpanded === "true";
  // It may listen already.
  isFrameReady = !!panel.querySelector("iframe")?.name;

  button.append(badge);
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets.push(sheet);
  listen<ToLoader>(() => panel.querySelector("iframe")?.contentWindow, inside.origin, heard);
  // A phone's keyboard covers the page without resizing it; only the visual viewport tells.
  visualViewport?.addEventListener("resize", () => {
    panel.style.maxHeight = innerWidth > 480 ? "" : `${visualViewport?.height}px`;
  }, { signal });
  inside.drawn = draw;
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && dataset["launcher"] ? event.target.closest(dataset["launcher"]) : null;
    if (pressed) { own.add(pressed); inside.show(!isOpen); }
  }, { signal });
  // In a single-page app the path changes without a new page.
  const moved = (): void => { draw(); if (isOpen) inside.show(true); };
  const navigation = (window as { navigation?: EventTarget }).navigation;
  navigation?.addEventListener("navigatesuccess", moved, { signal });
  addEventListener("popstate", moved, { signal });
  apply({});

  function heard(told: ToLoader): void {
    // It may have loaded itself anew, and knows nothing of what was asked before.
    if (told.type === "ready") { isFrameReady = true; isWatching = false; tellFrame(); }
    if (told.type === "unread") { unread = told.count; draw(); emit("unread", { count: unread }); }
    if (told.type === "event") emit(told.name, told.told);
    if (told.type === "cleared") {
      isLeaving = isFrameReady = isWatching = false;
      try { localStorage.removeItem(UNDERWAY); } catch { /* then nothing was kept here */ }
      unload();
    }
  }

  /** What the frame must know; before it is there, it waits. */
  function tellFrame(): void {
    if (!isFrameReady) return;
    if (isLeaving) return inside.tell({ type: "logout" });
    if (hearers.size && !isWatching) { isWatching = true; inside.tell({ type: "watch" }); }
    if (Object.keys(details).length) inside.tell({ type: "details", details });
    if (token) inside.tell({ type: "identify", token });
    token = "";
  }

  function emit(name: keyof ChatEvents, told: object): void {
    for (const hearer of hearers.get(name) ?? []) {
      // One page script's fault must not take the chat, or the other hearers, along.
      try { hearer(told); } catch (fault) { reportError(fault); }
    }
  }

  function wrong(message: string): void { emit("error", { code: "unknown", message }); }

  function on(name: keyof ChatEvents & string, hearer: Hearer): void {
    if (!EVENTS.includes(name) || typeof hearer !== "function") return wrong(`There is no event ${name}, or nothing to call.`);
    hearers.set(name, (hearers.get(name) ?? new Set()).add(hearer));
    if (name === "ready") hearer({});
    tellFrame();
  }

  function apply({ page, details: claimed, ...options }: ChatSettings): void {
    if (page) inside.page = page;
    const changed = Object.entries(options).filter(([name, value]) => {
      if (!OPTIONS.includes(name)) wrong(`There is no option ${name}.`);
      return OPTIONS.includes(name) && dataset[name] !== String(value);
    });
    for (const [name, value] of changed) dataset[name] = String(value);
    const team = dataset["team"];
    details = { ...details, ...claimed, ...(team ? { team } : {}) };
    tellFrame();
    if (isFrameReady && changed.some(([name]) => OF_FRAME.includes(name))) { again(); }
    style();
    inside.draw();
    if (page && isOpen) inside.show(true);
    place();
  }

  /** With other words or colours the frame is loaded anew; the chat in it goes on. */
  function again(): void {
    isFrameReady = isWatching = false;
    unload();
    inside.load();
  }

  function unload(): void {
    panel.replaceChildren();
    unread = 0;
    inside.draw();
  }

  function style(): void {
    const { position, offsetX, offsetY, zIndex, color = "", theme = "", label = "" } = dataset;
    const [side, other] = position === "left" ? ["left", "right"] as const : ["right", "left"] as const;
    const [x, y] = [Number(offsetX ?? 20) || 0, Number(offsetY ?? 20) || 0];
    for (const [part, above] of [[button, 0], [panel, 72], [hello, 72]] as const) {
      part.style[side] = `${x}px`;
      part.style[other] = "";
      part.style.bottom = `${y + above}px`;
      if (zIndex) part.style.zIndex = String(Number(zIndex) + (above ? 0 : 1));
    }
    if (CSS.supports("color", color)) button.style.setProperty("--c", color);
    panel.style.height = offsetY ? `min(700px, 100vh - ${y + 92}px)` : "";
    panel.style.colorScheme = hello.style.colorScheme = /^(light|dark)$/.test(theme) ? theme : "";
    text.textContent = label;
    button.classList.toggle("pill", !!label);
    if (label) button.append(text);
    else text.remove();
  }

  /** On the page, or in the element that it gives us. */
  function place(): void {
    const { target } = dataset;
    const into = target ? document.querySelector(target) : document.body;
    if (target && !into) wrong("There is no element for `target`.");
    panel.classList.toggle("inline", !!target);
    host.style.cssText = target ? "display:block;height:100%" : "";
    const parent = into ?? document.body;
    if (host.parentNode !== parent) parent.append(host);
    if (target && !isOpen) inside.show(true);
    if (dataset["greeting"] && !isOpen && !target && !wasGreeted() && !hello.isConnected) greet(dataset["greeting"]);
  }

  function greet(words: string): void {
    const say = document.createElement("button");
    const close = document.createElement("button");
    hello.className = "hello";
    say.textContent = words;
    say.onclick = () => inside.show(true);
    close.textContent = "×";
    close.ariaLabel = `× ${words}`;
    close.onclick = () => { greeted(); hello.remove(); button.focus(); };
    hello.replaceChildren(say, close);
    root.append(hello);
    draw();
  }

  function draw(): void {
    const { target, launcher, label, hide = "" } = dataset;
    if (isOpen !== (button.ariaExpanded === "true")) turned();
    panel.classList.toggle("inline", !!target);
    const isAway = hide.split(/\s+/).some((pattern) => pattern && matches(pattern, location.pathname));
    button.style.display = target || launcher || isHidden || isAway ? "none" : "";
    hello.hidden = isHidden || isAway;
    hello.style.display = hello.hidden ? "none" : "";
    badge.textContent = unread > 99 ? "99+" : String(unread);
    badge.hidden = isOpen || !unread;
    count();
    const name = label || dataset["title"] || "Chat";
    button.ariaLabel = badge.hidden ? name : `${name} (${badge.textContent})`;
  }

  /** In front of the page's title; what the page has set meanwhile stays the page's. */
  function count(): void {
    if (document.title === counted) document.title = uncounted;
    uncounted = document.title;
    counted = unread ? `(${badge.textContent}) ${uncounted}` : "";
    if (unread) document.title = counted;
  }

  function turned(): void {
    isOpen = !isOpen;
    for (const element of own) element.ariaExpanded = String(isOpen);
    if (isOpen) { greeted(); hello.remove(); }
    emit(isOpen ? "open" : "close", {});
  }

  function turn(action: "open" | "close" | "toggle"): void {
    const open = action === "toggle" ? !isOpen : action === "open";
    if (open !== isOpen) inside.show(open);
  }

  function logout(): void {
    token = "";
    details = {};
    delete inside.page;
    isLeaving = true;
    inside.show(false);
    // Only the frame can clear what the frame has kept.
    inside.load();
    tellFrame();
  }

  function destroy(): void {
    gone.abort();
    unread = 0;
    count();
    host.remove();
    delete (window as { Chat?: unknown }).Chat;
  }

  return (action, first, second, third) => {
    switch (action) {
      case "open": case "close": case "toggle": return turn(action);
      case "on": return on(first, second);
      case "off": return first === "on" && hearers.get(second)?.delete(third);
      case "show": isHidden = false; return draw();
      case "hide": isHidden = true; inside.show(false); return draw();
      case "identify": token = String(first); return tellFrame();
      case "set": return apply(first ?? {});
      case "logout": return logout();
      case "destroy": return destroy();
      default: return wrong(`There is no action ${String(action)}.`);
    }
  };
}

/** Whether a path fits a pattern in which `*` stands for anything. */
function matches(pattern: string, path: string): boolean {
  const form = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${form}$`).test(path);
}

// Where nothing can be stored, the greeting comes again with the next page.
function wasGreeted(): boolean {
  try { return localStorage.getItem(GREETED) !== null; } catch { return false; }
}

function greeted(): void {
  try { localStorage.setItem(GREETED, "1"); } catch { /* see above */ }
}
