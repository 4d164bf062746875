"""The agents' desk: an hour at the keyboard, and what several agents see of one another."""

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from chatserver.core.people import Role
from chatserver.services import handling, visiting
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.browser.test_console import at_work, waiting_visitor


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
    await ada.page.wait_for_function("document.querySelector('#chat-list').scrollTop === 0")
    assert await focused_chat(ada) == ids[40]
    await ada.page.keyboard.press("k")
    await expect(ada.page.locator(f'button[data-chat-id="{ids[39]}"]')).to_be_focused()
    # It goes itself: its neighbour has the focus.
    done = await handling.claim_chat(server.ctx, ben, ids[39], "c")
    server.realtime.publisher.publish(done.news)
    await expect(ada.page.locator(".rows > li").first).to_have_attribute("aria-setsize", "55")
    assert await focused_chat(ada) == ids[40]
