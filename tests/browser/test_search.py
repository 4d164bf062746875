"""Searching on the agent's screen: results while typing, and the way to the message."""

import pytest
from playwright.async_api import expect

from chatserver.core.people import AgentRef
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, searching
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.clients import new_id
from tests.conftest import PASSWORD

ADA = AgentRef("agent-Ada", "Ada")


async def indexed(server) -> None:
    while await searching.index_some(server.ctx):
        pass


async def a_chat(server, visitors, name: str, *texts: str, note: str = "", lang: str = "en"):
    visitor = await visitors()
    await visitor.start(lang=lang, details={"name": name, "email": f"{name.split()[0].lower()}@mail.example"})
    await visitor.want_agent()
    for text in texts:
        await visitor.say(text)
    if note:
        await handling.add_note(server.ctx, ADA, visitor.chat_id, new_id(), RawText(note))
    return visitor


@pytest.fixture
async def chats(server, visitors):
    filler = [f"This is line number {number}, and there are more of them." for number in range(40)]
    anna = await a_chat(server, visitors, "Anna Keller", "My order A-1234 is lost, please refund it.", *filler)
    bert = await a_chat(
        server,
        visitors,
        "Bert Olsen",
        "Ich möchte eine Rückerstattung für A-1234!",
        note="Refund was promised by Ben.",
        lang="de",
    )
    await indexed(server)
    return anna, bert


async def searcher(server, person, **options) -> ConsoleScreen:
    screen = ConsoleScreen(await person(f"{server.url}/console", **options))
    await screen.signs_in("Ada", PASSWORD)
    await screen.page.locator("body").press("g")
    await screen.page.locator("body").press("s")
    await expect(screen.part("search-text")).to_be_focused()
    return screen


async def test_results_come_while_typing_and_lead_to_the_message(server, person, chats):
    ada = await searcher(server, person)
    await ada.part("search-text").press_sequentially("refu")
    await expect(ada.part("search-result")).to_have_count(2)
    await expect(ada.part("search-results").locator("mark")).to_have_text(["Refund", "refund"], ignore_case=True)
    await ada.part("search-text").fill('refund "a-1234"')
    await expect(ada.part("search-result")).to_have_count(1)
    # By the keyboard alone: down into the results, and Enter.
    await ada.part("search-text").press("ArrowDown")
    await expect(ada.part("search-result")).to_be_focused()
    await ada.page.keyboard.press("Enter")
    sought = ada.part("thread").locator("[data-sought]")
    await expect(sought).to_contain_text("My order A-1234 is lost")
    await expect(sought).to_be_in_viewport()
    await expect(sought).to_be_focused()
    # Back at the results, where the agent was.
    await ada.page.keyboard.press("g")
    await ada.page.keyboard.press("s")
    await expect(ada.part("search-result")).to_be_focused()
    await expect(ada.part("search-text")).to_have_value('refund "a-1234"')
    await ada.page.keyboard.press("Escape")
    await expect(ada.part("search-text")).to_be_focused()


async def test_chips_chatids_and_details(server, person, chats):
    _, bert = chats
    ada = await searcher(server, person)
    await ada.part("search-text").fill("1234")
    await expect(ada.part("search-result")).to_have_count(2)
    await ada.part("search-lang").select_option("de")
    await expect(ada.part("search-result")).to_have_count(1)
    await expect(ada.part("search-result")).to_contain_text("Bert Olsen")
    await ada.part("search-clear").click()
    await expect(ada.part("search-result")).to_have_count(0)
    for typed, kind in (
        (bert.chat_id.lower().replace("-", ""), "chat_id"),
        (bert.chat_id[:6], "chat_id"),
        (bert.chat_id[:-1] + ("0" if bert.chat_id[-1] != "0" else "1"), "near_id"),
        ("bert@mail.ex", "details"),
    ):
        await ada.part("search-text").fill(typed)
        first = ada.part("search-result").first
        await expect(first).to_contain_text("Bert Olsen")
        await expect(first).to_have_attribute("data-kind", kind)


async def test_nothing_a_fault_and_what_is_typed_late(server, person, chats):
    ada = await searcher(server, person)
    await ada.part("search-text").fill("zzzz")
    await expect(ada.part("search-nothing")).to_be_visible()
    await expect(ada.page.get_by_role("status").filter(has_text="Nothing was found")).to_have_count(1)
    for hostile in ('"', "AND OR NOT", "NEAR(a b)", "*", "a* -", "{note}: x", "😀" * 300):
        await ada.part("search-text").fill(hostile)
        await expect(ada.part("search").locator("[aria-busy=true]")).to_have_count(0)
        await expect(ada.part("search").get_by_role("alert")).to_have_count(0)
    await ada.part("search-text").fill("refund")
    await expect(ada.part("search-result")).to_have_count(2)


@pytest.mark.parametrize(
    ("scheme", "width", "lang"),
    [("light", 1440, "en"), ("dark", 1440, "de"), ("light", 820, "es")],
)
async def test_no_barrier_in_any_state(server, person, chats, pictures, scheme, width, lang):
    ada = await searcher(server, person, lang=lang, color_scheme=scheme, viewport={"width": width, "height": 900})
    assert await violations(ada.page) == []
    await ada.page.screenshot(path=pictures / f"search-hints-{scheme}-{width}.png")
    await ada.part("search-text").fill("refund")
    await expect(ada.part("search-result")).to_have_count(2)
    assert await violations(ada.page) == []
    search = ada.part("search")
    assert await search.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    await ada.page.screenshot(path=pictures / f"search-{scheme}-{width}.png")
    await ada.part("search-text").fill("zzzz")
    await expect(ada.part("search-nothing")).to_be_visible()
    assert await violations(ada.page) == []
    await ada.part("search-text").fill("lost")
    await expect(ada.part("search-result")).to_have_count(1)
    await ada.part("search-text").press("Enter")
    await expect(ada.part("thread").locator("[data-sought]")).to_be_in_viewport()
    assert await violations(ada.page) == []
    await ada.page.screenshot(path=pictures / f"search-found-{scheme}-{width}.png")
