// The loader: runs on the host page. A launcher button, and on first use a frame from our origin, both in a shadow root
// where neither page can spoil the other's looks. Kept under 2 KB: everything else lives in the frame, and what only some
// host pages ask for in more.ts, which is loaded when it is asked for.
import type { ChatFunction } from "./types/chat";
import { listen, send, type ToFrame, type ToLoader } from "./messages";
import type { Act, Call, Inside } from "./more";

// The host page's storage; the frame has its own.
const UNDERWAY = "chatserver.underway";
const CHAT_ICON = "M4 4h16v12H9.5L5 20v-4H4z";
const DOWN_ICON = "M6 9.5l6 6 6-6";
// An adopted sheet, because a host page's CSP may forbid style elements. One line: each byte counts here.
const CSS = `:host{all:initial}*{box-sizing:border-box}\
button{position:fixed;bottom:20px;width:56px;height:56px;border:1px solid #0000;border-radius:50%;cursor:pointer;\
display:grid;place-items:center;z-index:2147483001;background:var(--c);color:#fff;\
color:lch(from var(--c) calc((49.44 - l)*infinity) 0 0);box-shadow:0 4px 20px #0005}\
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #111}\
svg{width:26px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}\
div{position:fixed;bottom:92px;width:min(400px,100vw - 40px);height:min(700px,100vh - 112px);z-index:2147483000;\
border-radius:16px;overflow:hidden;background:Canvas;color-scheme:light dark;box-shadow:0 8px 40px #0004;\
opacity:0;visibility:hidden;translate:0 10px;transition:.18s}\
.on{opacity:1;visibility:visible;translate:0}\
iframe{border:0;width:100%;height:100%}\
@media(max-width:480px){div{inset:0!important;width:auto;height:100dvh;border-radius:0}\
.on+button{visibility:hidden}}\
@media(prefers-reduced-motion){*{transition:none!important}}`;

const tag = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
// What a page has called before we came: the stub of docs/embedding.md. Without `q` it is ourselves, loaded twice.
const early = window.Chat as (ChatFunction & { q?: Call[] }) | undefined;
if (tag instanceof HTMLScriptElement && (!early || early.q)) {
  // Before the page is parsed there is nothing to act on.
  const ready = new Promise<unknown>((go) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", go);
    else go(0);
  }).then(() => install(tag));
  const act = (...call: Call): unknown => {
    void ready.then((run) => run(...call));
    return () => act("off", ...call);
  };
  window.Chat = Object.assign(act, { ready }) as ChatFunction;
  for (const call of early?.q ?? []) act(...call);
}

function install(script: HTMLScriptElement): Act {
  const { dataset } = script;
  const { color = "", position } = dataset;
  const { origin } = new URL(script.src);
  const label = dataset["title"] || "Chat";
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];

  const panel = document.createElement("div");
  const button = document.createElement("button");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(path);
  button.dataset["testid"] = "launcher";
  button.ariaLabel = label;
  button.append(svg);
  root.append(panel, button);
  const side = position === "left" ? position : "right";
  panel.style[side] = button.style[side] = "20px";
  button.style.setProperty("--c", /^#[\da-f]{6}$/i.test(color) ? color : "#14594f");

  let isOpen = false;
  let more: Promise<Act> | undefined;
  const frame = (): HTMLIFrameElement | null => panel.querySelector("iframe");
  // It has its name once it listens; until then there is only an empty document.
  const tell = (message: ToFrame): void => { if (frame()?.name) send(frame()?.contentWindow, origin, message); };
  const tellState = (): void => {
    if (isOpen && !dataset["target"]) frame()?.focus();
    tell(isOpen ? { type: "opened", page: inside.page ?? { url: location.href, title: document.title } } : { type: "closed" });
  };

  function load(): void {
    if (frame()) return;
    const made = document.createElement("iframe");
    made.title = label;
    made.allow = "clipboard-write;autoplay";
    made.src = `${origin}/widget/frame?` + new URLSearchParams({
      lang: document.documentElement.lang || navigator.language, ...dataset as Record<string, string>, host: location.origin,
    });
    panel.append(made);
  }

  function show(open: boolean): void {
    const hadFocus = isOpen && !open;
    isOpen = open;
    if (open) load();
    draw();
    tellState();
    if (hadFocus) button.focus();
    // A phone's keyboard covers the page without resizing it; more.ts makes room.
    if (innerWidth < 481) void loadMore();
  }

  function draw(): void {
    panel.className = isOpen ? "on" : "";
    path.setAttribute("d", isOpen ? DOWN_ICON : CHAT_ICON);
    button.ariaExpanded = String(isOpen);
    inside.drawn?.();
  }

  const inside: Inside = { dataset, origin, host, panel, button, load, show, draw, tell };
  listen<ToLoader>(() => frame()?.contentWindow, origin, (told) => {
    if (told.type === "ready") { (frame() as HTMLIFrameElement).name = "on"; tellState(); }
    if (told.type === "close") show(false);
    // More.ts counts them on the launcher.
    if (told.type === "unread" && (inside.unread = told.count)) void loadMore();
    if (told.type === "underway") underway(told.underway);
  });
  button.onclick = () => show(!isOpen);
  button.onkeydown = ({ key }) => { if (key === "Escape" && isOpen) show(false); };
  const loadMore = (): Promise<Act> =>
    more ??= import(`${origin}/assets/widget-more.js`).then(({ start }: typeof import("./more")) => start(inside));
  const append = (): void => document.body.append(host);
  draw();
  // What changes the launcher's looks comes before it is seen.
  if (Object.keys(dataset).join("").replace(/lang|position|color|title/g, "")) loadMore().catch(append);
  else append();
  if (underway()) load();
  return (...call) => {
    const [action] = call;
    const open = ({ open: true, close: false, toggle: !isOpen } as Record<string, boolean>)[action];
    // Calls keep their order.
    if (more || open === undefined) void loadMore().then((run) => run(...call));
    else if (open !== isOpen) show(open);
  };
}

/** Whether a chat goes on, as the host page remembers it. Without storage, unread messages wait until the chat is opened. */
function underway(is?: boolean): unknown {
  try {
    if (is) localStorage.setItem(UNDERWAY, "1");
    if (is === false) localStorage.removeItem(UNDERWAY);
    return localStorage.getItem(UNDERWAY);
  } catch { return; }
}
