import asyncio

import pytest
from playwright.async_api import expect

from chatserver.services import signing_in, views, visiting
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.conftest import PASSWORD


async def waiting_visitor(visitors, *lines: str):
    visitor = await visitors()
    await visitor.start(lang="de", details={"name": "Anna"})
    for line in lines:
        await visitor.say(line)
    await visitor.want_agent()
    return visitor


async def at_work(server, person, name="Ada", **options) -> ConsoleScreen:
    screen = ConsoleScreen(await person(f"{server.url}/console", **options))
    await screen.signs_in(name, PASSWORD)
    return screen


async def test_a_one_time_link_signs_in_and_leaves_no_token_behind(server, person):
    ada = await server.ctx.store.read(lambda tx: tx.agents.by_name("Ada"))
    token = await signing_in.make_link(server.ctx, ada.ref)
    page = await person(f"{server.url}/console#sign-in={token}")
    await expect(page.get_by_test_id("view-mine")).to_be_visible()
    assert token not in page.url


async def test_a_wrong_password_is_told_plainly(server, person):
    page = await person(f"{server.url}/console")
    await page.get_by_test_id("sign-in-name").fill("Ada")
    await page.get_by_test_id("sign-in-password").fill("wrong")
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_role("alert")).to_be_visible()


async def test_of_two_agents_who_claim_one_is_told_who_has_the_chat(server, person, visitors):
    visitor = await waiting_visitor(visitors)
    ada, ben = await asyncio.gather(at_work(server, person), at_work(server, person, "Ben"))
    for screen in (ada, ben):
        await screen.part("view-queue").click()
        await screen.opens(visitor.chat_id)
    await ada.part("claim").click()
    await expect(ada.part("mode-reply")).to_be_visible()
    await expect(ben.page.get_by_text("Ada has this chat").first).to_be_visible()


async def test_keyboard_alone_takes_an_offer_answers_notes_and_closes(server, person, visitors):
    ada = await at_work(server, person)
    await ada.is_available()
    visitor = await waiting_visitor(visitors, "password: hunter2secret")
    await expect(ada.part("offer")).to_contain_text("Anna")
    keys = ada.page.keyboard
    await ada.page.evaluate("document.activeElement.blur()")
    await keys.press("a")
    await expect(ada.part("thread")).to_be_visible()
    await ada.page.evaluate("document.activeElement.blur()")
    await keys.press("r")
    await expect(ada.part("composer")).to_be_focused()
    await keys.type("Good morning")
    await keys.press("Enter")
    await visitor.hears("message_posted", text="Good morning")
    await keys.press("Escape")
    await ada.page.evaluate("document.activeElement.blur()")
    await keys.press("n")
    await keys.type("nice person")
    await keys.press("Enter")
    await ada.sees("nice person")
    assert "nice person" not in repr(visitor.heard)
    await ada.page.evaluate("document.activeElement.blur()")
    await keys.press("e")
    await ada.part("close-summary").fill("All done.")
    await ada.part("confirm-close").press("Enter")
    assert (await visitor.hears("chat_closed"))["summary"] == "All done."


async def test_the_clock_runs_from_the_request(server, person, visitors):
    ada = await at_work(server, person)
    await waiting_visitor(visitors)
    await ada.part("view-queue").click()
    await expect(ada.part("clock").first).to_contain_text("0:0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barrier_in_any_state(server, person, visitors, scheme):
    page = await person(f"{server.url}/console", color_scheme=scheme, viewport={"width": 1440, "height": 900})
    assert await violations(page) == []
    ada = ConsoleScreen(page)
    await ada.signs_in("Ada", PASSWORD)
    assert await violations(page) == []
    await ada.is_available()
    visitor = await waiting_visitor(visitors, "password: hunter2secret", "Ich möchte ein Problem melden", "Anna")
    await expect(ada.part("offer")).to_be_visible()
    assert await violations(page) == []
    await ada.part("accept").click()
    await visitor.say("Danke")
    await ada.sees("Danke")
    assert await violations(page) == []
    await ada.part("close-chat").click()
    await expect(ada.part("close-summary")).to_be_visible()
    assert await violations(page) == []


async def test_the_words_a_visitor_typed_are_shown_letter_for_letter(server, person, visitors):
    ada = await at_work(server, person)
    visitor = await waiting_visitor(visitors, "<img src=x onerror=alert(1)> a < b && c")
    await ada.part("view-queue").click()
    await ada.opens(visitor.chat_id)
    await ada.sees("<img src=x onerror=alert(1)> a < b && c")


async def test_a_list_that_is_longer_than_a_page_goes_on(server, person):
    for number in range(views.LIST_LENGTH + 5):
        _, chat = (await visiting.start_chat(server.ctx, visiting.Arrival("en"))).value
        await visiting.close_chat(server.ctx, chat.visitor_id, chat.chat_id, f"c-{number}")
    ada = ConsoleScreen(await person(f"{server.url}/console"))
    await ada.signs_in("Ada", PASSWORD)
    await ada.part("view-closed").click()
    rows = ada.page.locator('[data-testid="chat-row"]')
    items = ada.page.locator(".rows > li").first
    await expect(items).to_have_attribute("aria-setsize", str(views.LIST_LENGTH))
    # Only what can be seen is in the document.
    assert await rows.count() < views.LIST_LENGTH / 2
    await ada.page.locator(".list-note button").click()
    await expect(items).to_have_attribute("aria-setsize", str(views.LIST_LENGTH + 5))
