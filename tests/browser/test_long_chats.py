"""A chat with thousands of messages: what is near the screen is in the page, and nothing moves under the reader."""

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import violations
from tests.browser.long_chats import TALK, talk_on
from tests.browser.people import WidgetScreen

# Five thousand are the benchmark's.
MANY = 2_000
# Rows near the screen, and those that the log itself keeps: far fewer than there are.
MOST_ROWS = 320
ROWS = "[...document.querySelectorAll('.row')]"
SCROLLED = "document.querySelector('#scroller')"
# Two frames after which everything that the browser measures has been told.
SETTLE = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 50))))"


async def visiting(server, person, count: int, **options) -> WidgetScreen:
    """A visitor who has talked for long and comes back; the newest message is in sight."""
    screen = WidgetScreen(await person(f"{server.url}/demo?lang=en", **options))
    await screen.open()
    chat_id = await screen.chat_id()
    await talk_on(server, chat_id, count, minutes_ago=60 * 24 * 3)
    await screen.page.reload()
    await screen.page.get_by_test_id("launcher").click()
    newest = await server.ctx.store.read(lambda tx: tx.chats.get(chat_id).seq)
    await expect(screen.frame.get_by_text(f"[{newest}]")).to_be_in_viewport(timeout=30_000)
    return screen


async def inside(screen: WidgetScreen, script: str):
    frame = next(frame for frame in screen.page.frames if "/widget/frame" in frame.url)
    await frame.evaluate(SETTLE)
    return await frame.evaluate(script)


async def scroll(screen: WidgetScreen, to: str) -> None:
    await inside(screen, f"{SCROLLED}.scrollTop = {to}")
    await inside(screen, "0")


async def test_only_what_is_near_the_screen_is_in_the_page_and_all_of_it_can_be_reached(server, person):
    anna = await visiting(server, person, MANY)
    assert await inside(anna, f"{ROWS}.length") < MOST_ROWS
    chat_id = await anna.chat_id()
    log = await server.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 10))
    greeting = next(text for one in log if (text := getattr(one.event, "text", "")))
    await scroll(anna, "0")
    await expect(anna.frame.get_by_text(greeting[:40]).first).to_be_in_viewport()
    assert await inside(anna, f"{ROWS}.length") < MOST_ROWS
    # Once each message from the first to the last, in their order, and never many at a time.
    seen, most = await inside(anna, WALK)
    newest = await server.ctx.store.read(lambda tx: tx.chats.get(chat_id).seq)
    assert seen == sorted(seen)
    assert set(range(newest - MANY + 1, newest + 1)) <= set(seen)
    assert most < MOST_ROWS
    assert await violations(anna.page) == []


# Reads on screen by screen, as who holds the Page Down key; notes the number in each row that came into sight.
WALK = """(async () => {
  const scroller = document.querySelector("#scroller");
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  const seen = new Set();
  let most = 0;
  for (let still = 0; still < 5;) {
    const box = scroller.getBoundingClientRect();
    const rows = document.querySelectorAll(".row");
    most = Math.max(most, rows.length);
    for (const row of rows) {
      const { top, bottom } = row.getBoundingClientRect();
      const number = /\\[(\\d+)\\]/.exec(row.textContent);
      if (bottom > box.top && top < box.bottom && number) seen.add(Number(number[1]));
    }
    const before = scroller.scrollTop;
    scroller.scrollTop += scroller.clientHeight * 0.8;
    await frame();
    await frame();
    still = scroller.scrollTop === before ? still + 1 : 0;
  }
  return [[...seen], most];
})()"""


async def test_a_chat_that_grows_long_hands_its_older_rows_over_and_nothing_is_read_twice(server, person):
    anna = await visiting(server, person, 190)
    chat_id = await anna.chat_id()
    await inside(
        anna,
        """() => {
          window.added = [];
          const see = (node) => { if (node.matches?.(".row")) added.push(node.textContent); };
          new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach(see)))
            .observe(document.querySelector("#log"), { childList: true, subtree: true });
        }""",
    )
    before = await inside(anna, "document.querySelectorAll('#log .row').length")
    for _ in range(6):
        await talk_on(server, chat_id, 4)
        newest = await server.ctx.store.read(lambda tx: tx.chats.get(chat_id).seq)
        await expect(anna.frame.get_by_text(f"[{newest}]")).to_be_in_viewport()
    assert await inside(anna, "document.querySelectorAll('#log .row').length") < before
    added = await inside(anna, "window.added")
    assert len(added) == len(set(added)) == 24
    await scroll(anna, "0")
    await expect(anna.frame.get_by_text(TALK[0]).first).to_be_in_viewport()


async def test_who_reads_above_stays_there_when_something_new_comes(server, person):
    anna = await visiting(server, person, 1_000)
    await scroll(anna, f"{SCROLLED}.scrollHeight / 2")
    where = """(() => {
      const row = [...document.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().top > 200);
      return [row.textContent, Math.round(row.getBoundingClientRect().top)];
    })()"""
    reading = await inside(anna, where)
    for _ in range(3):
        await talk_on(server, await anna.chat_id(), 5)
        await asyncio.sleep(0)
    await inside(anna, "0")
    assert await inside(anna, where) == reading


async def test_a_new_chat_begins_without_the_history_of_the_last(server, person):
    anna = await visiting(server, person, 500)
    await anna.part("end-chat").click()
    await anna.part("confirm-end").click()
    await anna.part("new-chat").click()
    await expect(anna.part("past").locator("*")).to_have_count(0)
    await expect(anna.part("transcript").locator(".row")).to_have_count(1)
