// The loader: runs on the host page. A launcher button, and on first use a frame from our origin, both in a shadow root
// where neither page can spoil the other's looks. Kept under 2 KB: everything else lives in the frame.
import { listen, send, type ToFrame, type ToLoader } from "./messages";

type Action = "open" | "close" | "toggle";
declare global { interface Window { Chat?: (action: Action) => void } }

// The host page's storage; the frame has its own.
const UNDERWAY = "chatserver.underway";
const CHAT_ICON = "M4 4h16v12H9.5L5 20v-4H4z";
const DOWN_ICON = "M6 9.5l6 6 6-6";
// An adopted sheet, because a host page's CSP may forbid style elements.
const CSS = `:host{all:initial}*{box-sizing:border-box}
button{position:fixed;bottom:20px;width:56px;height:56px;border:1px solid transparent;border-radius:50%;cursor:pointer;
display:grid;place-items:center;z-index:2147483001;background:var(--c);color:#fff;
color:lch(from var(--c) calc((49.44 - l)*infinity) 0 0);box-shadow:0 4px 20px #0005}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #111}
svg{width:26px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
i{position:absolute;top:-3px;right:-3px;min-width:22px;height:22px;border-radius:11px;padding:0 6px;background:#c5221f;color:#fff;
font:600 12px/22px system-ui,sans-serif;text-align:center}
div{position:fixed;bottom:92px;width:400px;max-width:calc(100vw - 40px);height:min(700px,100vh - 112px);z-index:2147483000;
border-radius:16px;overflow:hidden;background:Canvas;color-scheme:light dark;box-shadow:0 8px 40px #0004;
opacity:0;visibility:hidden;transform:translateY(10px);transition:opacity .18s,transform .18s,visibility .18s}
.on{opacity:1;visibility:visible;transform:none}
iframe{border:0;width:100%;height:100%}
@media(max-width:480px){div{inset:0!important;width:auto;max-width:none;height:100dvh;border-radius:0}
.on+button{visibility:hidden}}
@media(prefers-reduced-motion){*{transition:none!important}}`;

const tag = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
if (!window.Chat && tag instanceof HTMLScriptElement) {
  // Known at once, so that a second copy of the tag does nothing; before the page is parsed there is nothing to act on.
  window.Chat = () => {};
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => install(tag));
  else install(tag);
}

function install(script: HTMLScriptElement): void {
  const { lang, position, color = "", title } = script.dataset;
  const { origin } = new URL(script.src);
  const side = position === "left" ? "left" : "right";
  const fillColor = /^#[\da-f]{6}$/i.test(color) ? color : "#14594f";
  const language = lang || document.documentElement.lang || navigator.language;
  const label = title || "Chat";

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];

  const panel = document.createElement("div");
  panel.id = "panel";
  const button = document.createElement("button");
  const badge = document.createElement("i");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(path);
  button.type = "button";
  button.dataset["testid"] = "launcher";
  button.setAttribute("aria-controls", panel.id);
  button.append(svg, badge);
  root.append(panel, button);
  panel.style[side] = button.style[side] = "20px";
  button.style.setProperty("--c", fillColor);

  let frame: HTMLIFrameElement | undefined;
  let isReady = false;
  let isOpen = false;
  let unread = 0;
  const tell = (message: ToFrame): void => { if (isReady) send(frame?.contentWindow, origin, message); };
  const tellState = (): void => {
    // Once more when it has loaded: until then there was only an empty document to focus.
    if (isOpen) frame?.focus();
    tell(isOpen ? { type: "opened", page: { url: location.href, title: document.title } } : { type: "closed" });
  };

  function load(): void {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = label;
    frame.allow = "clipboard-write";
    frame.src = `${origin}/widget/frame?` + new URLSearchParams({
      lang: language, color: fillColor, title: title ?? "", host: location.origin,
    });
    panel.append(frame);
  }

  function show(open: boolean): void {
    const hadFocus = isOpen && !open;
    isOpen = open;
    if (open) load();
    draw();
    tellState();
    if (hadFocus) button.focus();
  }

  function draw(): void {
    panel.className = isOpen ? "on" : "";
    path.setAttribute("d", isOpen ? DOWN_ICON : CHAT_ICON);
    badge.hidden = isOpen || !unread;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    button.setAttribute("aria-label", badge.hidden ? label : `${label} (${unread})`);
    button.setAttribute("aria-expanded", String(isOpen));
  }

  listen<ToLoader>(() => frame?.contentWindow, origin, (told) => {
    if (told.type === "ready") { isReady = true; tellState(); }
    if (told.type === "close") show(false);
    if (told.type === "unread") { unread = told.count; draw(); }
    if (told.type === "underway") remember(told.underway);
  });
  // A phone's keyboard covers the page without resizing it; only the visual viewport tells.
  window.visualViewport?.addEventListener("resize", () => {
    panel.style.maxHeight = innerWidth > 480 ? "" : `${window.visualViewport?.height}px`;
  });
  button.onclick = () => show(!isOpen);
  root.addEventListener("keydown", (event) => { if ((event as KeyboardEvent).key === "Escape" && isOpen) show(false); });
  window.Chat = (action) => {
    const open = action === "toggle" ? !isOpen : action === "open";
    if (open !== isOpen) show(open);
  };
  draw();
  document.body.append(host);
  if (isUnderway()) load();
}

// A host page may be without storage; then unread messages are counted once the visitor opens the chat.
function isUnderway(): boolean {
  try { return localStorage.getItem(UNDERWAY) !== null; } catch { return false; }
}

function remember(underway: boolean): void {
  try {
    if (underway) localStorage.setItem(UNDERWAY, "1");
    else localStorage.removeItem(UNDERWAY);
  } catch { /* see above */ }
}
