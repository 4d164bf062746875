"""The widget as a guest on difficult pages: small, zoomed, framed, from right to left, on the move, without storage."""

import pytest
from playwright.async_api import FrameLocator, Page, expect

from tests.browser.people import WidgetScreen
from tests.browser.test_embedding import becomes

DENIED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
# All that moved since the page began; what follows a click of the visitor counts here, too.
SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value; })
  .observe({ type: "layout-shift", buffered: true });
"""


async def inside_of_view(page: Page, screen: WidgetScreen) -> None:
    """The composer and the way out are in sight, whole, and nothing is wider than its place."""
    view = page.viewport_size
    for name in ("composer", "send", "close"):
        box = await screen.part(name).bounding_box()
        assert box["x"] >= 0, name
        assert box["y"] >= 0, name
        assert box["x"] + box["width"] <= view["width"] + 1, name
        assert box["y"] + box["height"] <= view["height"] + 1, name
    frame = page.frames[-1]
    assert await frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await frame.evaluate(
        "document.querySelector('#scroller').scrollWidth <= document.querySelector('#scroller').clientWidth"
    )


@pytest.mark.parametrize("lang", ["en", "de", "ru"])
@pytest.mark.parametrize("size", [(320, 568), (320, 256)], ids=["320 px wide", "zoomed to 400 %"])
async def test_in_a_small_window_everything_is_in_reach(site, person, lang, size):
    site.attributes = f'data-lang="{lang}"'
    page = await person(site.url, viewport={"width": size[0], "height": size[1]})
    anna = WidgetScreen(page)
    await anna.open()
    await anna.chat_id()
    await inside_of_view(page, anna)
    # Something of what was said is in sight, too.
    assert (await anna.frame.locator("#scroller").bounding_box())["height"] >= 48
    await anna.says("A word that is far too long for a line: " + "Donaudampfschifffahrt" * 6)
    await anna.sees("Donau")
    await inside_of_view(page, anna)
    await anna.part("end-chat").click()
    await expect(anna.part("confirm-end")).to_be_in_viewport(ratio=1)
    await anna.part("confirm-end").click()
    await anna.part("rating-5").click()
    await anna.part("rating-send").scroll_into_view_if_needed()
    await expect(anna.part("rating-send")).to_be_in_viewport(ratio=1)
    # By a bar that people have, too: what is only cut off can be scrolled by scripts alone.
    assert await page.frames[-1].evaluate("document.body.scrollTop + document.documentElement.scrollTop") == 0


async def test_on_a_phone_the_keyboard_leaves_the_composer_in_sight(site, person):
    page = await person(site.url, viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True)
    anna = WidgetScreen(page)
    await page.get_by_test_id("launcher").tap()
    await anna.chat_id()
    # A keyboard covers the lower part of the page without resizing it: only the visual viewport tells.
    await page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "height", { get: () => 340 });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    await becomes(
        page, "document.querySelector('body > div:last-of-type').shadowRoot.querySelector('iframe').clientHeight <= 340"
    )
    box = await anna.part("composer").bounding_box()
    assert box["y"] + box["height"] <= 340
    assert (await anna.frame.locator("#scroller").bounding_box())["height"] >= 100


async def test_on_a_page_from_right_to_left_it_stands_whole_and_reads_well(site, person):
    site.html = '<html lang="ar" dir="rtl">'
    site.attributes = 'data-position="left"'
    page = await person(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    await anna.chat_id()
    launcher = await page.get_by_test_id("launcher").bounding_box()
    panel = await page.locator("iframe").bounding_box()
    assert launcher["x"] == panel["x"] == 20
    await anna.says("أين طلبي رقم 48213؟")
    bubble = anna.part("transcript").locator(".mine .bubble").last
    await expect(bubble).to_contain_text("48213")
    assert await bubble.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_within_a_frame_of_another_page_it_works_as_on_its_own(site, person):
    page = await person(f"{site.url}/outer")
    shop: FrameLocator = page.frame_locator("#shop")
    await shop.get_by_test_id("launcher").click()
    inner = shop.frame_locator("iframe")
    await expect(inner.get_by_test_id("chat-id")).to_contain_text("-")
    await inner.get_by_test_id("composer").fill("from within")
    await inner.get_by_test_id("composer").press("Enter")
    await expect(inner.get_by_test_id("transcript")).to_contain_text("Sent")
    await inner.get_by_test_id("close").click()
    await expect(shop.get_by_test_id("launcher")).to_be_focused()


async def test_where_only_the_frame_may_store_nothing_the_chat_works_and_says_so(site, person):
    """As in a browser that gives third parties no storage: the page has its own, the frame has none."""
    page = await person("about:blank")
    await page.add_init_script(f"if (location.pathname === '/widget/frame') {DENIED}")
    await page.goto(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    first = await anna.chat_id()
    await anna.says("hello")
    await anna.sees("Sent")
    await expect(anna.part("forgets")).to_contain_text("after a reload, this chat is gone")
    await page.reload()
    await page.get_by_test_id("launcher").click()
    await expect(anna.part("chat-id")).not_to_have_text(first)


async def test_in_a_single_page_app_hidden_paths_follow_and_agents_see_where_the_visitor_is(site, person):
    site.attributes = 'data-hide="/checkout*"'
    page = await person(f"{site.url}/shop")
    launcher = page.get_by_test_id("launcher")
    await expect(launcher).to_be_visible()
    for path, is_shown in [("/checkout/1", False), ("/shop/2", True), ("/checkout/2", False)]:
        await page.evaluate("(path) => history.pushState(null, '', path)", path)
        await (expect(launcher).to_be_visible() if is_shown else expect(launcher).to_be_hidden())
    await page.evaluate("history.back()")
    await expect(launcher).to_be_visible()
    await page.evaluate("document.title = 'The second lamp'")
    anna = WidgetScreen(page)
    await anna.open()
    chat_id = await anna.chat_id()
    log = await site.server.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 1))
    assert (log[0].event.page.url, log[0].event.page.title) == (f"{site.url}/shop/2", "The second lamp")


async def test_opened_used_and_closed_it_moves_nothing_asks_nobody_else_and_sets_no_cookie(site, person):
    page = await person("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws:", "http:")))
    site.script = SHIFTS
    await page.goto(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    await anna.chat_id()
    await anna.says("hello")
    await anna.sees("Sent")
    await anna.part("close").click()
    await page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    assert await page.evaluate("shifts") == 0
    assert [url for url in asked if not url.startswith((site.url, site.chat_url, "data:", "blob:"))] == []
    assert await page.context.cookies() == []
