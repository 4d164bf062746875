"""What a visitor says about a mask, and what an agent takes out by hand, on the screens of both."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen, WidgetScreen
from tests.conftest import PASSWORD

THANKS = "Thank you, we will look at it. Please send it again in other words."
SAYS_NO_SECRET = "The visitor says that what was removed was not a secret"
# A command on its way to the server, with the number that its answer carries.
DISPUTE = re.compile(r'42/visitor,(?P<ack>\d+)\["dispute_redaction",.*"client_id":"(?P<client_id>[^"]+)"')

# Selects what stands between two places of a message's text, in UTF-16 units, wherever its links have split it.
SELECT = """([seq, start, end]) => {
  const range = document.createRange(), text = document.querySelector(`[data-seq="${seq}"] .said-text`);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = (place) => place >= at && place <= at + node.data.length;
    if (inside(start)) range.setStart(node, start - at);
    if (inside(end)) range.setEnd(node, end - at);
    at += node.data.length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
async def anna(server, person) -> WidgetScreen:
    screen = WidgetScreen(await person(f"{server.url}/demo?lang=en"))
    await screen.open()
    await screen.chat_id()
    return screen


async def agent_with(anna: WidgetScreen, server, person, **options) -> ConsoleScreen:
    """Ada, who has Anna's chat open."""
    ada = ConsoleScreen(await person(f"{server.url}/console", viewport={"width": 1440, "height": 860}, **options))
    await ada.signs_in("Ada", PASSWORD)
    await ada.part("view-all").click()
    await ada.opens(await anna.chat_id())
    return ada


def said(screen: ConsoleScreen, text: str):
    return screen.part("thread").locator("[data-seq]").filter(has_text=text)


def line_of_dispute(screen: ConsoleScreen):
    return screen.part("thread").locator(".redaction_disputed")


async def select(screen: ConsoleScreen, text: str, chosen: str) -> None:
    seq = await said(screen, text).get_attribute("data-seq")
    units = text[: text.index(chosen)].encode("utf-16-le"), chosen.encode("utf-16-le")
    start = len(units[0]) // 2
    await screen.page.evaluate(SELECT, [seq, start, start + len(units[1]) // 2])


async def test_a_visitor_says_that_it_was_not_a_secret_and_the_agent_reads_it(server, person, anna):
    ada = await agent_with(anna, server, person)
    await anna.insists("my password is hunter2")
    await expect(anna.part("notice")).to_contain_text("A password was removed.")
    await expect(anna.part("transcript")).not_to_contain_text("hunter2")
    await anna.part("dispute").click()
    await expect(anna.part("notice")).to_contain_text(THANKS)
    await expect(anna.part("dispute")).to_have_count(0)
    await ada.sees(SAYS_NO_SECRET)
    await expect(line_of_dispute(ada)).to_contain_text(re.compile(r"secret: [a-z]+\.[a-z_]+"))
    assert await violations(anna.page) == []
    assert await violations(ada.page) == []

    await anna.page.reload()
    if not await anna.part("transcript").is_visible():
        await anna.page.get_by_test_id("launcher").click()
    await expect(anna.part("notice")).to_contain_text(THANKS)
    await expect(anna.part("transcript")).not_to_contain_text(SAYS_NO_SECRET)


async def test_a_dispute_that_fails_is_told_and_made_again_as_the_same_one(server, person):
    page = await person("about:blank")
    asked: list[str] = []

    def relay(route):
        beyond = route.connect_to_server()

        def pass_on(frame):
            dispute = DISPUTE.match(str(frame))
            if dispute:
                asked.append(dispute["client_id"])
            if dispute and len(asked) == 1:
                route.send(f'43/visitor,{dispute["ack"]}[{{"ok":false,"error":{{"code":"internal","message":""}}}}]')
            else:
                beyond.send(frame)

        route.on_message(pass_on)

    await page.route_web_socket(re.compile("socket.io"), relay)
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    await anna.insists("my password is hunter2")
    await anna.part("dispute").press("Enter")
    await expect(anna.part("notice")).to_contain_text("That did not work. Please try again.")
    await anna.part("dispute").press("Enter")
    await expect(anna.part("notice")).to_contain_text(THANKS)
    ada = await agent_with(anna, server, person)
    await expect(line_of_dispute(ada)).to_have_count(1)
    assert len(asked) == 2
    assert len(set(asked)) == 1


async def test_a_key_that_was_removed_asks_for_a_new_one(anna):
    await anna.insists("AKIAIOSFODNN7ABCDEFG")
    await expect(anna.part("notice")).to_contain_text("Please make a new key")


async def test_what_an_agent_marks_is_masked_on_both_screens(server, person, anna):
    text = "🔥 see https://example.com/a?b=1 and call Rumpelstiltskin 🙂 now"
    await anna.says(text)
    ada = await agent_with(anna, server, person)
    await ada.sees("Rumpelstiltskin")
    await select(ada, text, "Rumpelstiltskin")
    button = ada.page.get_by_role("button", name="Remove the selected text")
    await expect(button).to_be_visible()
    assert await violations(ada.page) == []
    await button.click()
    masked = text.replace("Rumpelstiltskin", "•" * 8)
    await ada.sees(masked)
    await anna.sees(masked)
    for screen in (ada.part("thread"), anna.part("transcript")):
        await expect(screen).not_to_contain_text("Rumpelstiltskin")
    await expect(button).to_have_count(0)
    await expect(ada.part("thread")).to_be_focused()


async def test_the_keyboard_removes_and_escape_dismisses(server, person, anna):
    await anna.says("it is Rumpelstiltskin")
    ada = await agent_with(anna, server, person)
    await said(ada, "it is Rumpelstiltskin").locator(".said-text").dblclick(position={"x": 90, "y": 16})
    await expect(ada.part("remove-marked")).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(ada.part("remove-marked")).to_have_count(0)
    await expect(ada.part("thread")).to_be_focused()
    await said(ada, "it is Rumpelstiltskin").locator(".said-text").dblclick(position={"x": 90, "y": 16})
    await ada.page.keyboard.press("Tab")
    await expect(ada.part("remove-marked")).to_be_focused()
    await ada.page.keyboard.press("Enter")
    await anna.sees("it is ••••••••")
    await ada.sees("it is ••••••••")


async def test_a_selection_over_two_messages_offers_nothing_and_a_note_can_be_cut_too(server, person, anna):
    await anna.says("first line")
    ada = await agent_with(anna, server, person)
    await ada.part("mode-note").click()
    await ada.says("she is called Rumpelstiltskin")
    await select(ada, "she is called Rumpelstiltskin", "called")
    await expect(ada.part("remove-marked")).to_be_visible()
    await ada.page.evaluate("getSelection().selectAllChildren(document.querySelector('.transcript-rows'))")
    await expect(ada.part("remove-marked")).to_have_count(0)
    await select(ada, "she is called Rumpelstiltskin", "Rumpelstiltskin")
    await ada.part("remove-marked").press("Enter")
    await ada.sees("she is called ••••••••")
