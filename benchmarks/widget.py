"""The widget on a host page: what it brings before it is opened, how soon one can write, and a very long chat.

In a real Chromium, on a page of another origin, each figure the median of fresh browser contexts; beside it a page with
nothing and published widgets, measured in the same run in the same way.
"""

import itertools
import json
import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import joining
from benchmarks.client import TEXTS
from benchmarks.generator import Crowd, generator
from benchmarks.host_pages import PEERS, Site, website
from benchmarks.options import Options
from benchmarks.servers import PASSWORD, Server, add_agents, chatserver, data_folder
from benchmarks.tables import Table, short

SLOW_CPU = 4
_AGENT = "Ada"
_OUR_FIELD = "#field"
# Notes, in whichever frame it is, when the field for a message has come into sight and takes text.
_WATCH = """
  const now = () => performance.timeOrigin + performance.now();
  const look = () => {
    const field = document.querySelector(FIELD);
    const box = field?.getBoundingClientRect();
    if (box?.width && !field.disabled && field.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      window.usable = now();
    } else requestAnimationFrame(look);
  };
  if (top !== self) look();
  else addEventListener("click", () => { window.clicked = now(); look(); }, true);
"""
# From the newest message to the first, a screen for each frame: the times between them, and the most elements at once.
_SCROLL = """(async () => {
  const scroller = document.querySelector("#scroller");
  const gaps = [];
  let most = 0, before = performance.now();
  while (scroller.scrollTop > 0) {
    scroller.scrollTop -= scroller.clientHeight;
    await new Promise((go) => requestAnimationFrame(go));
    const now = performance.now();
    gaps.push(now - before);
    before = now;
    most = Math.max(most, document.querySelectorAll("*").length);
  }
  gaps.sort((a, b) => a - b);
  return { screens: gaps.length, p50: gaps[gaps.length >> 1], p99: gaps[Math.floor(gaps.length * 0.99)], most };
})()"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A page that was loaded once, and opened: bytes over the wire, milliseconds of the main thread's CPU."""

    requests: int
    wire_bytes: int
    script_ms: float
    task_ms: float
    usable_ms: float


def widget(options: Options) -> Table:
    """Bytes and main-thread time before opening, and from a click to a usable composer."""
    table = Table(
        f"9. The widget on a host page, medians of {options.widget_rounds}; at full speed and at 1/{SLOW_CPU} of it",
        (
            "page",
            "requests",
            "KB (gzip)",
            "script ms",
            f"1/{SLOW_CPU}",
            "all tasks ms",
            f"click to composer ms, 1/{SLOW_CPU}",
        ),
    )
    with data_folder() as folder:
        add_agents(folder, [_AGENT])
        with website() as site, chatserver(folder, site.url) as server, _chromium() as browser:
            for name, url, launcher, field in _pages(site, server, table):
                runs = [
                    [_load(browser, url, launcher, field, slower) for _ in range(options.widget_rounds)]
                    for slower in (1, SLOW_CPU)
                ]
                _add(table, name, *runs)
            _long_chat(table, options, browser, server, site)
    return table


def _pages(site: Site, server: Server, table: Table) -> Iterator[tuple[str, str, str, str]]:
    yield "nothing", site.put_page("nothing", ""), "", ""
    loader = f'<script async src="http://127.0.0.1:{server.port}/widget.js"></script>'
    yield "ours", site.put_page("ours", loader), "[data-testid=launcher]", _OUR_FIELD
    for peer in PEERS:
        try:
            yield peer.name, site.put_peer(peer), peer.launcher, peer.field
        except OSError as error:
            table.notes.append(f"{peer.name} could not be had: {error}")


def _load(browser: Any, url: str, launcher: str, field: str, slower: int) -> Loaded:
    """Loads a page in a context of its own, waits until nothing happens any more, and opens the chat."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    # Time of the thread's own: what others do on this machine at the same time is not the page's.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(_WATCH.replace("FIELD", json.dumps(field or "none")))
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    browser.start_tracing(page=page, categories=["devtools.timeline", "v8"])
    page.goto(url, wait_until="networkidle")
    # Before anybody looks at the page from outside: that takes time of its main thread, too.
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    script = _script_ms(json.loads(browser.stop_tracing()))
    requests, wire = len(sizes) - 1, sum(sizes[1:])
    usable = _open(page, launcher, field) if launcher else float("nan")
    context.close()
    return Loaded(requests, wire, script, metrics["TaskDuration"] * 1000, usable)


def _open(page: Any, launcher: str, field: str) -> float:
    """Clicks, and returns the milliseconds until somebody can write."""
    page.locator(launcher).first.click()
    frame = page
    if field == _OUR_FIELD:
        page.frame_locator("iframe").locator(field).wait_for()
        frame = page.frames[-1]
    frame.wait_for_function("window.usable")
    return float(frame.evaluate("usable")) - float(page.evaluate("clicked"))


def _script_ms(trace: dict[str, Any]) -> float:
    """CPU time that files' scripts take on the page's main thread; what happens within another event counts once."""
    total, until = 0.0, 0
    events = [
        event
        for event in trace["traceEvents"]
        if event.get("ph") == "X"
        and event["name"] in {"EvaluateScript", "FunctionCall", "v8.compile", "v8.compileModule", "v8.evaluateModule"}
        and ".js" in json.dumps(event.get("args", {}))
    ]
    for event in sorted(events, key=lambda event: event["ts"]):
        begin, end = event["ts"], event["ts"] + event["dur"]
        if begin >= until:
            total += event.get("tdur", event["dur"])
        until = max(until, end)
    return total / 1000


def _add(table: Table, name: str, fast: list[Loaded], slow: list[Loaded]) -> None:
    def middle(runs: list[Loaded], figure: str) -> float:
        return statistics.median(float(getattr(run, figure)) for run in runs)

    table.figures.append({"page": name, "slower": 1, **{key: middle(fast, key) for key in Loaded.__slots__}})
    table.figures.append({"page": name, "slower": SLOW_CPU, **{key: middle(slow, key) for key in Loaded.__slots__}})
    table.rows.append([
        name, str(int(middle(fast, "requests"))), short(middle(fast, "wire_bytes") / 1024),
        short(middle(fast, "script_ms")), short(middle(slow, "script_ms")),
        short(middle(fast, "task_ms")), short(middle(slow, "usable_ms")),
    ])  # fmt: skip


def _long_chat(table: Table, options: Options, browser: Any, server: Server, site: Site) -> None:
    """Opens a chat with thousands of messages, and goes from its end to its beginning."""
    with generator() as load:
        load.run(joining.sign_in, server.port, [_AGENT], PASSWORD)
        chat_id, token = load.run(talk_for_long, server.port, options.widget_messages)
    for slower in (1, SLOW_CPU):
        context = browser.new_context(viewport={"width": 520, "height": 840})
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        kept = {"chatserver.visitor.chat": chat_id, "chatserver.visitor.token": token}
        page.add_init_script(f"if (location.port == {server.port}) Object.assign(localStorage, {json.dumps(kept)})")
        page.add_init_script(_WATCH.replace("FIELD", json.dumps(_OUR_FIELD)))
        page.goto(f"{site.url}/ours.html")
        page.locator("[data-testid=launcher]").click()
        frame = page.frame_locator("iframe")
        frame.get_by_text(f"number {options.widget_messages - 1}.").wait_for()
        shown = page.evaluate("performance.timeOrigin + performance.now() - clicked")
        scrolled = page.frames[-1].evaluate(_SCROLL)
        frame.get_by_text("number 0.").wait_for()
        context.close()
        table.notes.append(
            f"{options.widget_messages:,} messages at 1/{slower}: newest in sight {short(shown)} ms after the click; "
            f"{scrolled['screens']} screens back to the first, each in {short(scrolled['p50'])} ms (p99 "
            f"{short(scrolled['p99'])}); at most {scrolled['most']:,} elements in the page"
        )
        table.figures.append({"messages": options.widget_messages, "slower": slower, "shown_ms": shown, **scrolled})


async def talk_for_long(crowd: Crowd, port: int, count: int) -> tuple[str, str]:
    """A visitor and an agent say so much in turn; returns what opens the chat. Each message says its number."""
    await joining.join(crowd, port, 1)
    visitor, agent = crowd.visitors[0], crowd.consoles[0]
    started = await visitor.call("start_chat", client_id="start")
    chat_id, token = started["chat_id"], started["token"]
    version = (await agent.call("claim_chat", chat_id=chat_id, client_id="claim"))["version"]
    texts = itertools.cycle(text.decode() for text in TEXTS)
    for number in range(count):
        said = {"chat_id": chat_id, "client_id": f"n-{number}", "text": f"{next(texts)} This is number {number}."}
        if number % 2:
            await agent.call("post_message", **said, version=version)
        else:
            await visitor.call("post_message", **said)
    return chat_id, token


@contextmanager
def _chromium() -> Iterator[Any]:
    """Debian's Chromium; raises `RuntimeError` where there is none."""
    executable = shutil.which("chromium")
    if executable is None:
        raise RuntimeError("Chromium is missing: run `make browser`")
    # Playwright's own Node needs what a bare machine has not; set before the import.
    if node := shutil.which("node"):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=quiet)
        yield browser
        browser.close()
