import asyncio
import re

import pytest
from playwright.async_api import expect

from chatserver.settings import Settings
from tests.browser.conftest import violations
from tests.browser.people import WidgetScreen
from tests.clients import new_id
from tests.conftest import serving


async def visiting(server, person, lang="en", **options) -> WidgetScreen:
    screen = WidgetScreen(await person(f"{server.url}/demo?lang={lang}", lang=lang, **options))
    await screen.open()
    await screen.chat_id()
    return screen


async def test_keyboard_alone_opens_writes_and_comes_back(server, person):
    page = await person(f"{server.url}/demo")
    launcher = page.get_by_test_id("launcher")
    await launcher.focus()
    await page.keyboard.press("Enter")
    screen = WidgetScreen(page)
    await expect(screen.part("composer")).to_be_focused()
    await page.keyboard.type("are you open at night?")
    await page.keyboard.press("Enter")
    await screen.sees("are you open at night?")
    await page.keyboard.press("Escape")
    await expect(launcher).to_be_focused()
    await expect(launcher).to_have_attribute("aria-expanded", "false")


async def test_a_message_written_before_the_chat_has_begun_waits_for_it(server, person):
    page = await person("about:blank")
    may_connect = asyncio.Event()

    async def connect_later(route):
        await may_connect.wait()
        route.connect_to_server()

    await page.route_web_socket(re.compile("socket.io"), connect_later)
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    await anna.part("composer").fill("are you there already?")
    await anna.part("composer").press("Enter")
    await anna.sees("are you there already?")
    may_connect.set()
    await anna.sees("Sent")
    await expect(anna.part("transcript").get_by_text("are you there already?")).to_have_count(1)


async def test_a_message_is_seen_as_sent_and_the_bot_answers_with_buttons(server, person):
    anna = await visiting(server, person)
    await anna.says("something nobody taught: xyzzy")
    await anna.sees("Sent")
    await anna.presses("person")
    await expect(anna.part("talk-to-human")).to_be_hidden()


async def test_a_second_tab_shows_the_same_chat_and_follows_it(server, person):
    anna = await visiting(server, person)
    other = WidgetScreen(await anna.page.context.new_page())
    await other.page.goto(f"{server.url}/demo")
    await other.open()
    assert await other.chat_id() == await anna.chat_id()
    await anna.says("hello from the first tab")
    await other.sees("hello from the first tab")


async def test_the_place_in_the_queue_is_said_and_that_nobody_is_there(server, person, agents):
    anna = await visiting(server, person)
    await anna.part("talk-to-human").click()
    await expect(anna.part("place")).to_contain_text("Nobody is here")
    ada = await agents("Ada")
    await ada.be_available()
    await expect(anna.part("place")).to_contain_text("next in line")


async def test_ending_the_chat_asks_first_and_a_new_one_can_begin(server, person):
    anna = await visiting(server, person)
    first = await anna.chat_id()
    await anna.part("end-chat").click()
    await anna.part("confirm-end").click()
    await expect(anna.part("rating-5")).to_be_visible()
    await anna.part("new-chat").click()
    await expect(anna.part("chat-id")).not_to_have_text(first)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", await anna.chat_id())


async def test_what_was_written_while_the_server_was_away_arrives_once(person, tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "d"))
    async with serving(settings) as server:
        port = server.port
        anna = await visiting(server, person)
        await anna.says("first")
        await anna.sees("first")
    await anna.part("composer").fill("written into the void")
    await anna.part("composer").press("Enter")
    async with serving(Settings(port=port, data=str(tmp_path / "d"))) as server:
        await expect(anna.part("transcript").get_by_text("written into the void")).to_have_count(1)
        chat_id = await anna.chat_id()
        stored = []
        while "written into the void" not in stored:
            log = await server.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 100))
            stored = [getattr(recorded.event, "text", "") for recorded in log]
        assert stored.count("written into the void") == 1


DENIED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"


async def test_where_nothing_can_be_stored_the_chat_works_and_says_what_a_reload_loses(server, person):
    page = await person("about:blank")
    await page.add_init_script(DENIED)
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    await anna.says("hello")
    await anna.sees("Sent")
    await expect(anna.part("forgets")).to_contain_text("after a reload, this chat is gone")


async def test_where_the_storage_is_full_what_is_not_sent_is_told_to_be_at_risk(server, person):
    anna = await visiting(server, person)
    await anna.page.frames[-1].evaluate(FULL)
    server.realtime.eio.is_open = False
    for socket in list(server.realtime.eio.sockets.values()):
        socket.hang_up()
    await anna.says("into the void")
    await expect(anna.part("forgets")).to_contain_text("what is not sent yet is lost if you reload")
    server.realtime.eio.is_open = True
    await anna.sees("Sent")
    await expect(anna.part("forgets")).to_be_empty()


async def test_five_tabs_send_each_message_once_and_show_the_same(server, person):
    anna = await visiting(server, person)
    tabs = [anna]
    for _ in range(4):
        tab = WidgetScreen(await anna.page.context.new_page())
        await tab.page.goto(f"{server.url}/demo?lang=en")
        await tab.open()
        tabs.append(tab)
    await anna.part("talk-to-human").click()
    for number, tab in enumerate(tabs):
        await tab.says(f"from tab {number}")
    for tab in tabs:
        for number in range(len(tabs)):
            await expect(tab.part("transcript").get_by_text(f"from tab {number}")).to_have_count(1)
    shown = [await tab.part("transcript").locator("[data-who^=visitor]").all_inner_texts() for tab in tabs]
    assert all(len(texts) == len(tabs) for texts in shown)
    chat_id = await anna.chat_id()
    log = await server.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 100))
    stored = [text for recorded in log if (text := getattr(recorded.event, "text", "")).startswith("from tab")]
    assert sorted(stored) == [f"from tab {number}" for number in range(len(tabs))]


@pytest.mark.parametrize(
    ("lang", "scheme"), [("en", "light"), ("de", "dark"), ("es", "light"), ("pt-BR", "dark"), ("ru", "light")]
)
async def test_no_barrier_in_any_language_and_theme(server, person, visitors, agents, lang, scheme):
    anna = await visiting(server, person, lang, color_scheme=scheme)
    await anna.insists("password: hunter2secret")
    await expect(anna.part("notice").first).to_be_visible()
    await anna.part("talk-to-human").click()
    await expect(anna.part("place")).not_to_be_empty()
    assert await violations(anna.page) == []
    ada = await agents("Ada")
    taken = await ada.ask("claim_chat", chat_id=await anna.chat_id(), client_id=new_id())
    ada.chat_id, ada.version = await anna.chat_id(), taken["version"]
    await ada.do("post_message", text="Hello")
    await anna.sees("Hello")
    assert await violations(anna.page) == []
    await ada.do("close_chat", summary="Done.", reason="resolved")
    await expect(anna.part("summary")).to_contain_text("Done.")
    assert await violations(anna.page) == []


async def test_a_phone_gets_the_whole_screen(server, person):
    page = await person(f"{server.url}/demo", viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True)
    await page.get_by_test_id("launcher").click()
    anna = WidgetScreen(page)
    await anna.chat_id()
    # With the focus in the field, the keyboard would cover the greeting.
    await expect(anna.part("composer")).not_to_be_focused()
    box = await anna.page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == (375, 667)
