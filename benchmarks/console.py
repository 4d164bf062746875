"""The console under load: what a key press waits for while many chats are open and messages pour in; what memory does.

A real server in this process, a real browser beside it. The delay of a key is what the browser itself measures: from
the press to the first line of code that hears of it, and to the next frame that is drawn.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import argon2
from msgspec.structs import replace

from benchmarks.options import Options
from benchmarks.tables import Table
from chatserver.app import Running, running
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, visiting
from chatserver.services.ports import Tx
from chatserver.settings import Settings

PASSWORD = "a password of the benchmark"
MESSAGES_PER_SECOND = 200
# Chats that the agent has; the others wait. One of them is open on the screen.
OWN = 40
KEYS_PER_SECOND = 8
TICK_SECONDS = 0.05
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Counts every key: the browser's own event timing leaves out those that were fast.
_WATCH = """() => {
  window.delays = []; window.frames = [];
  addEventListener("keydown", (event) => {
    window.delays.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => setTimeout(() => window.frames.push(performance.now() - event.timeStamp)));
  }, true);
}"""


def console(options: Options) -> Table:
    """Types into the composer while everything moves."""
    return asyncio.run(_measure(options))


async def _measure(options: Options) -> Table:
    title = f"9. The console with {options.console_chats} open chats: a key's delay and next frame, ms; heap, MiB"
    delays = ("delay p50", "p95", "most", "next frame p95")
    heads = (
        "messages a second",
        "keys",
        *delays,
        "main thread busy",
        "heap at first",
        "half-way",
        "at last",
        "elements",
    )
    table = Table(title, heads)
    with tempfile.TemporaryDirectory() as folder:
        async with running(Settings(port=0, data=folder, brand="Bench")) as server:
            chats = await _open_chats(server, options.console_chats)
            for rate in (0, MESSAGES_PER_SECOND):
                figures = await _typed_under_load(server, chats, rate, options.console_seconds)
                table.figures.append(figures)
                times = [f"{figures[name]:.1f}" for name in ("p50", "p95", "most", "frame_p95")]
                heaps = [f"{heap / 2**20:.1f}" for heap in figures["heap"]]
                per_second = f"{figures['sent'] / options.console_seconds:.0f}"
                table.rows.append(
                    [
                        per_second,
                        f"{figures['keys']}",
                        *times,
                        f"{figures['busy']:.0%}",
                        *heaps,
                        f"{figures['elements']}",
                    ]
                )
    return table


async def _open_chats(server: Running, count: int) -> list[tuple[str, str]]:
    """Returns the visitors' ids and the ChatIDs of so many open chats; the first ones are the agent's."""
    ctx = server.ctx

    def add(tx: Tx) -> None:
        tx.agents.add("agent-1", "Ada", argon2.PasswordHasher().hash(PASSWORD), ctx.clock.now())
        agent = tx.agents.get("agent-1")
        assert agent is not None
        tx.agents.set_profile(replace(agent, cap=count))

    await ctx.store.run(add)
    ada = await ctx.store.read(lambda tx: tx.agents.get("agent-1"))
    assert ada is not None
    chats: list[tuple[str, str]] = []
    for number in range(count):
        details = {
            "name": f"Visitor {number}",
            "plan": ("basic", "premium")[number % 2],
            "severity": str(number % 5 + 1),
        }
        _, chat = (await visiting.start_chat(ctx, visiting.Arrival("en", details=details))).value
        await visiting.request_agent(ctx, chat.visitor_id, chat.chat_id, "r")
        if number < OWN:
            await handling.claim_chat(ctx, ada.ref, chat.chat_id, "c")
        chats.append((chat.visitor_id, chat.chat_id))
    return chats


async def _typed_under_load(
    server: Running, chats: Sequence[tuple[str, str]], rate: int, seconds: float
) -> dict[str, Any]:
    _use_own_node()
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(f"{server.url}/console")
        await page.get_by_test_id("sign-in-name").fill("Ada")
        await page.get_by_test_id("sign-in-password").fill(PASSWORD)
        await page.get_by_test_id("sign-in").click()
        # Every page of the list is loaded, as after some hours.
        await page.get_by_test_id("view-all").click()
        while await page.locator(".list-note button").count():
            await page.locator(".list-note button").click()
            await page.wait_for_timeout(100)
        await page.get_by_test_id("find-chat").fill(chats[0][1])
        await page.get_by_test_id("find-chat").press("Enter")
        await page.get_by_test_id("composer").focus()
        await page.evaluate(_WATCH)
        devtools = await page.context.new_cdp_session(page)
        # The thread's own time: what others on the machine do does not count.
        await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        heaps, busy = [await _heap(devtools)], await _metric(devtools, "TaskDuration")
        sent = 0
        for _ in range(2):
            half = asyncio.create_task(_post(server, chats, rate, seconds / 2))  # noqa: TID251
            for _ in range(int(seconds / 2 * KEYS_PER_SECOND)):
                await page.keyboard.press("a")
                await asyncio.sleep(1 / KEYS_PER_SECOND)
            sent += await half
            heaps.append(await _heap(devtools))
        busy = (await _metric(devtools, "TaskDuration") - busy) / seconds
        delays = sorted(await page.evaluate("window.delays"))
        frames = sorted(await page.evaluate("window.frames"))
        elements = await page.evaluate("document.querySelectorAll('*').length")
        await browser.close()
    return {
        "per_second": rate,
        "sent": sent,
        "keys": len(delays),
        "p50": _share(delays, 0.5),
        "p95": _share(delays, 0.95),
        "most": delays[-1],
        "frame_p95": _share(frames, 0.95),
        "busy": busy,
        "heap": heaps,
        "elements": elements,
    }


async def _post(server: Running, chats: Sequence[tuple[str, str]], rate: int, seconds: float) -> int:
    """Messages of visitors, each to the next chat, as even as this loop can; returns how many."""
    publisher = server.realtime.publisher
    assert publisher is not None
    began, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        while sent < passed * rate:
            visitor_id, chat_id = chats[sent % len(chats)]
            words = RawText(f"message {sent}: it still does not work, could you look at it once more?")
            done = await visiting.post_visitor_message(server.ctx, visitor_id, chat_id, f"b-{began}-{sent}", words)
            publisher.publish(done.news)
            sent += 1
        await asyncio.sleep(TICK_SECONDS)
    return sent


async def _heap(devtools: Any) -> int:
    """Bytes of JavaScript's heap that are in use, after a collection."""
    await devtools.send("HeapProfiler.enable")
    await devtools.send("HeapProfiler.collectGarbage")
    return int(await _metric(devtools, "JSHeapUsedSize"))


async def _metric(devtools: Any, name: str) -> float:
    metrics = (await devtools.send("Performance.getMetrics"))["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == name))


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _use_own_node() -> None:
    """Playwright brings a Node that needs a library which a slim machine lacks; the one in the environment does not."""
    node = shutil.which("node", path=f"{Path(__file__).parent.parent}/.venv/bin:{os.environ.get('PATH', '')}")
    if node is not None:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
