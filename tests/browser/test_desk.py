"""The agents' desk: an hour at the keyboard, and what several agents see of one another."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from chatserver.core.people import Role
from chatserver.services import handling, visiting
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.browser.test_console import at_work, waiting_visitor
from tests.conftest import PASSWORD


async def profile(server, name, **changes):
    def write(tx):
        tx.agents.set_profile(replace(tx.agents.by_name(name), **changes))

    await server.ctx.store.run(write)


async def many_waiting(server, count, **details):
    """Chats that wait, made without a screen; returns their ids, longest wait first."""
    made = []
    for number in range(count):
        known = {"name": f"Visitor {number}", **details}
        _, chat = (await visiting.start_chat(server.ctx, visiting.Arrival("en", details=known))).value
        await visiting.request_agent(server.ctx, chat.visitor_id, chat.chat_id, "r")
        made.append(chat.chat_id)
    return made


async def unfocused(screen):
    await screen.page.evaluate("document.activeElement.blur()")
    return screen.page.keyboard


async def chosen(screen, typed):
    """Runs the palette's first command for what is typed."""
    await screen.page.keyboard.press("Control+k")
    await expect(screen.part("palette")).to_be_focused()
    await screen.page.keyboard.type(typed)
    await screen.page.keyboard.press("Enter")


async def focused_chat(screen):
    return await screen.page.evaluate("document.activeElement?.dataset?.chatId ?? null")


async def test_an_hour_of_an_agent_with_the_keyboard_alone(server, person, visitors):
    ada, ben = await at_work(server, person), await at_work(server, person, "Ben")
    await profile(server, "Ben", teams=("billing",), cap=9)
    await profile(server, "Ada", cap=9)
    keys = ada.page.keyboard
    await chosen(ada, "be available")
    await expect(ada.part("presence")).to_have_attribute("data-presence", "available")
    first = await waiting_visitor(visitors, "my card is 4111 1111 1111 1111")
    await expect(ada.part("offer")).to_contain_text("Anna")
    await unfocused(ada)
    await keys.press("a")
    await expect(ada.part("composer")).to_be_focused()
    await keys.type("Good morning, I am looking.")
    await keys.press("Enter")
    await first.hears("message_posted", text="Good morning, I am looking.")
    # The second visitor is offered while the first is read; the palette goes from one to the other.
    second = await visitors()
    await second.start(details={"name": "Boris"})
    await second.want_agent()
    await expect(ada.part("offer")).to_contain_text("Boris")
    await unfocused(ada)
    await keys.press("a")
    await expect(ada.part("chat-id")).to_have_text(second.chat_id)
    await expect(ada.part("composer")).to_be_focused()
    await keys.press("Alt+ArrowDown")
    await keys.press("Alt+ArrowUp")
    await chosen(ada, "anna")
    await expect(ada.part("chat-id")).to_have_text(first.chat_id)
    # A note, then the chat goes to a team with one more.
    await unfocused(ada)
    await keys.press("n")
    await keys.type("paid twice")
    await keys.press("Enter")
    await ada.sees("paid twice")
    await chosen(ada, "transfer")
    await expect(ada.part("transfer-to").first).to_be_focused()
    await keys.press("Shift+Tab")
    await keys.press("Shift+Tab")
    await keys.press("Enter")
    await expect(ada.page.locator('[data-testid="transfer-team"]').first).to_be_focused()
    await ada.part("transfer-note").focus()
    await keys.type("please check the payment")
    await ada.page.locator('[data-team="billing"]').focus()
    await keys.press("Enter")
    await first.hears("chat_released")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    # Ben takes it with the keys and reads what was left for him.
    await chosen(ben, "queue")
    await ben.page.keyboard.press("g")
    await ben.page.keyboard.press("q")
    await expect(ben.part("chat-row").first).to_be_focused()
    await ben.page.keyboard.press("Enter")
    await ben.sees("please check the payment")
    await ben.page.keyboard.press("c")
    await expect(ben.part("composer")).to_be_focused()
    # Ada ends the second and stays at work; away for lunch, which colleagues see.
    await chosen(ada, "boris")
    await unfocused(ada)
    await keys.press("w")
    await expect(ada.part("close-summary")).to_be_focused()
    await keys.type("All done.")
    await keys.press("Control+Enter")
    assert (await second.hears("chat_closed"))["summary"] == "All done."
    await chosen(ada, "lunch")
    await expect(ada.part("away-reason")).to_have_value("lunch")
    await chosen(ben, "transfer")
    await expect(ben.part("transfer-to").filter(has_text="Ada")).to_contain_text("Lunch")


async def test_the_focus_stays_with_its_row_when_the_list_moves_and_when_the_row_goes(server, person):
    ids = await many_waiting(server, 60)
    ada = await at_work(server, person)
    await ada.part("view-queue").click()
    await expect(ada.page.locator(".rows > li").first).to_have_attribute("aria-setsize", "60")
    await unfocused(ada)
    for _ in range(41):
        await ada.page.keyboard.press("j")
    await expect(ada.page.locator(f'button[data-chat-id="{ids[40]}"]')).to_be_focused()
    assert await ada.part("chat-row").count() < 45
    # Rows before it go away: it stays.
    ben = await server.ctx.store.read(lambda tx: tx.agents.by_name("Ben").ref)
    await profile(server, "Ben", cap=99)
    for chat_id in ids[:4]:
        done = await handling.claim_chat(server.ctx, ben, chat_id, "c")
        server.realtime.publisher.publish(done.news)
    await expect(ada.page.locator(".rows > li").first).to_have_attribute("aria-setsize", "56")
    assert await focused_chat(ada) == ids[40]
    # Far out of sight it still has the focus, and the arrows go on from it.
    await ada.page.locator("#chat-list").evaluate("(box) => { box.scrollTop = 0; }")
    await expect(ada.page.locator(f'button[data-chat-id="{ids[4]}"]')).to_be_in_viewport()
    assert await focused_chat(ada) == ids[40]
    await ada.page.keyboard.press("k")
    await expect(ada.page.locator(f'button[data-chat-id="{ids[39]}"]')).to_be_focused()
    # It goes itself: its neighbour has the focus.
    done = await handling.claim_chat(server.ctx, ben, ids[39], "c")
    server.realtime.publisher.publish(done.news)
    await expect(ada.page.locator(".rows > li").first).to_have_attribute("aria-setsize", "55")
    assert await focused_chat(ada) == ids[40]


async def claimed(screen, visitor):
    await screen.part("view-queue").click()
    await screen.opens(visitor.chat_id)
    await screen.part("claim").click()
    await expect(screen.part("composer")).to_be_focused()


async def test_agents_see_one_another_and_a_supervisor_takes_over(server, person, visitors):
    await profile(server, "Ben", role=Role.SUPERVISOR)
    visitor = await waiting_visitor(visitors, "hello")
    ada, ben = await at_work(server, person), await at_work(server, person, "Ben")
    await claimed(ada, visitor)
    await ben.part("view-all").click()
    await ben.opens(visitor.chat_id)
    await expect(ada.part("viewers")).to_contain_text("Ben is looking")
    await expect(ben.part("viewers")).to_contain_text("Ada is looking")
    await ada.part("composer").fill("I am writing")
    await expect(ben.part("viewers")).to_contain_text("Ada is writing")
    await ben.part("take-over").click()
    await expect(ada.part("notice")).to_contain_text("Ben has taken over")
    # What was being written is not lost, and cannot be sent by mistake.
    await expect(ada.part("composer")).to_have_value("I am writing")
    await expect(ada.part("send")).to_be_hidden()
    await ben.says("Ben here")
    await visitor.hears("message_posted", text="Ben here")
    await expect(ada.part("notice")).to_contain_text("Ben has answered")
    await ben.part("view-mine").click()
    await expect(ben.part("count-mine")).to_have_text("1")
    await ben.page.goto("about:blank")
    await expect(ada.part("viewers")).to_have_text("")


async def test_details_are_put_right_and_two_chats_become_one(server, person, visitors):
    visitor, twin = await visitors(), await visitors()
    for one in (visitor, twin):
        await one.start(details={"name": "Anna", "account": "anna@example.com"})
        await one.want_agent()
    ada = await at_work(server, person, viewport={"width": 1440, "height": 900})
    await claimed(ada, visitor)
    await expect(ada.part("verified").first).to_have_attribute("data-verified", "false")
    await ada.part("edit-details").click()
    await expect(ada.part("detail-name")).to_be_focused()
    await ada.part("detail-name").fill("Anna Karenina")
    assert await violations(ada.page) == []
    await ada.part("save-details").click()
    await expect(ada.page.locator(".head h2")).to_contain_text("Anna Karenina")
    await ada.part("severity").select_option("1")
    await expect(ada.page.locator(".head .severity-1")).to_be_visible()
    await expect(ada.part("alike")).to_contain_text(twin.chat_id)
    await ada.part("merge").click()
    await ada.part("confirm-merge").click()
    await expect(ada.part("chat-id")).to_have_text(twin.chat_id)
    await ada.sees(f"merged {visitor.chat_id} into this chat")
    assert (await visitor.hears("chat_closed"))["reason"] == "other"
    assert "Karenina" not in repr(visitor.heard)


async def test_a_filter_is_kept_under_a_name_and_several_chats_are_closed_with_what_failed_told(server, person):
    await profile(server, "Ada", cap=99)
    mine = await many_waiting(server, 4, plan="premium", severity="1")
    (other,) = await many_waiting(server, 1, plan="basic", severity="3")
    ada_ref = await server.ctx.store.read(lambda tx: tx.agents.by_name("Ada").ref)
    for chat_id in mine[:3]:
        await handling.claim_chat(server.ctx, ada_ref, chat_id, "c")
    ada = await at_work(server, person)
    await ada.part("view-all").click()
    first = ada.page.locator(".rows > li").first
    await expect(first).to_have_attribute("aria-setsize", "5")
    await ada.part("filter").click()
    await ada.part("filter-plan").select_option("premium")
    await expect(first).to_have_attribute("aria-setsize", "4")
    await expect(ada.page.locator(f'[data-chat-id="{other}"]')).to_have_count(0)
    await ada.part("filter-name").fill("Premium")
    await ada.part("filter-save").click()
    assert await violations(ada.page) == []
    await ada.page.reload()
    await ada.part("view-queue").click()
    await ada.part("saved-filter").click()
    await expect(first).to_have_attribute("aria-setsize", "4")
    await ada.part("select").click()
    await expect(ada.part("bulk")).to_be_visible()
    await ada.page.get_by_role("button", name="Select all").click()
    assert await violations(ada.page) == []
    await ada.part("bulk-close").click()
    await expect(ada.part("bulk")).to_contain_text("Closed: 3 of 4")
    await expect(ada.part("bulk-failed").get_by_role("listitem")).to_have_count(1)
    chats = [await server.ctx.store.read(lambda tx, one=one: tx.chats.get(one)) for one in mine]
    assert [chat.is_open for chat in chats] == [False, False, False, True]


async def test_the_history_tells_of_promises_in_plain_words(server, person, visitors):
    visitor = await waiting_visitor(visitors, "hello")
    ada = await at_work(server, person)
    await claimed(ada, visitor)
    await expect(ada.part("clock-line")).to_have_count(0)
    await ada.part("toggle-history").click()
    await expect(ada.part("clock-line").first).to_contain_text("promised by")
    await expect(ada.part("toggle-history")).to_have_attribute("aria-pressed", "true")
    assert await violations(ada.page) == []
    await ada.part("toggle-history").click()
    await expect(ada.part("clock-line")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barrier_in_the_dialogs_of_the_desk(server, person, visitors, scheme):
    visitor = await waiting_visitor(visitors, "hello")
    ada = await at_work(server, person, color_scheme=scheme, viewport={"width": 1440, "height": 900})
    await claimed(ada, visitor)
    for opener, inside in (("open-palette", "palette"), ("open-settings", "try-sound"), ("health", "health-panel")):
        await ada.part(opener).click()
        await expect(ada.part(inside)).to_be_visible()
        assert await violations(ada.page) == [], opener
        await ada.page.keyboard.press("Escape")
    await ada.part("transfer").click()
    for tab in ("to-agent", "to-team", "to-language"):
        await ada.part(tab).click()
        assert await violations(ada.page) == [], tab


async def test_the_connection_says_how_it_is_and_comes_back_at_a_press(server, person):
    ada = ConsoleScreen(await person(f"{server.url}/console"))
    # What tells of a lost connection is there before it is lost.
    async with ada.page.expect_request_finished(lambda request: "console-health" in request.url):
        await ada.signs_in("Ada", PASSWORD)
    await expect(ada.part("health")).to_have_attribute("data-state", "connected")
    await ada.page.context.set_offline(True)
    for console in list(server.realtime.desks["/agent"].connections):
        await server.realtime.disconnect(console, namespace="/agent")
    await expect(ada.part("health")).to_have_attribute("data-state", "lost")
    await ada.part("health").click()
    await expect(ada.part("health-panel")).to_contain_text("No connection")
    await ada.part("reconnect").click()
    await expect(ada.part("health-panel")).to_contain_text("No connection")
    await ada.page.context.set_offline(False)
    await expect(ada.part("health-panel")).to_contain_text("Connected")
    await expect(ada.part("reconnect")).to_be_disabled()


@pytest.mark.parametrize("width", [768, 1024, 1280])
async def test_nothing_sticks_out_from_a_tablet_to_a_desk(server, person, visitors, width):
    visitor = await waiting_visitor(visitors, "hello")
    ada = await at_work(server, person, viewport={"width": width, "height": 900})
    await claimed(ada, visitor)
    assert await ada.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = "[...document.querySelectorAll('.desk > *, .actions, .composer, .filter-bar')]"
    beyond = "(one) => one.getBoundingClientRect().right > innerWidth + 1"
    assert await ada.page.evaluate(f"{boxes}.filter({beyond}).length") == 0


async def test_whoever_misses_an_offer_is_away_and_told_until_they_say_that_they_are_there(server, person, visitors):
    server.ctx.policy = replace(server.ctx.policy, offer_lapse=timedelta(seconds=1))
    ada = await at_work(server, person)
    await ada.is_available()
    await waiting_visitor(visitors, "hello")
    await expect(ada.part("missed-offer")).to_be_visible(timeout=10_000)
    await expect(ada.part("presence")).to_have_attribute("data-presence", "away")
    assert await violations(ada.page) == []
    await ada.page.reload()
    await ada.part("available-again").click()
    await expect(ada.part("missed-offer")).to_have_count(0)
    await expect(ada.part("presence")).to_have_attribute("data-presence", "available")
