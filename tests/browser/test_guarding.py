"""Secrets that are caught in the composer never leave the browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import violations
from tests.browser.people import WidgetScreen

CARD = "4111 1111 1111 1111"
# Put together here, so that nothing in this file looks like a live one.
KEY = "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.fixture
async def anna(server, person):
    """A visitor whose every word to any server is noted in `wire`."""
    page = await person("about:blank")
    wire: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: wire.append(str(frame))))
    page.on("request", lambda request: wire.append(f"{request.url} {request.post_data or ''}"))
    await page.goto(f"{server.url}/demo?lang=en")
    screen = WidgetScreen(page)
    await screen.open()
    await screen.chat_id()
    screen.wire = wire
    return screen


async def writes(anna, text: str) -> None:
    await anna.part("composer").fill(text)
    await anna.part("composer").press("Enter")


@pytest.mark.parametrize(
    ("text", "secret", "shown"),
    [
        (f"my card {CARD} does not work", "4111", "•••• 1111"),
        (f"the token {KEY} gives 401", "c3D4e5F6", "ghp_••••"),
        ("password: Sommer2024!", "Sommer2024", "••••••••"),
    ],
)
async def test_a_secret_stays_in_the_browser_and_enter_sends_the_rest(anna, text, secret, shown):
    await writes(anna, text)
    await expect(anna.part("send-masked")).to_be_focused()
    assert await violations(anna.page) == []
    await anna.page.keyboard.press("Enter")
    await anna.sees(shown)
    await anna.sees("Sent")
    assert any("post_message" in sent for sent in anna.wire)
    assert not [sent for sent in anna.wire if secret in sent]
    await expect(anna.part("transcript")).not_to_contain_text("•!")
    await expect(anna.part("composer")).to_be_focused()


async def test_escape_goes_back_to_the_text_and_the_chat_stays_open(anna):
    await writes(anna, f"card {CARD}")
    await expect(anna.part("send-masked")).to_be_focused()
    await anna.page.keyboard.press("Escape")
    await expect(anna.part("guard")).to_be_hidden()
    await expect(anna.part("composer")).to_be_focused()
    await expect(anna.part("composer")).to_have_value(f"card {CARD}")
    assert not [sent for sent in anna.wire if "post_message" in sent]


async def test_who_says_that_it_is_no_secret_sends_it_and_the_server_has_the_last_word(anna):
    await writes(anna, f"card {CARD}")
    await anna.frame.get_by_text("It is not a secret").click()
    await anna.sees("•••• 1111")
    await expect(anna.part("notice").first).to_be_visible()


@pytest.mark.parametrize("text", ["my order 1234-5678 is late", "I forgot my password", "card 4111 1111 1111 1112"])
async def test_ordinary_talk_is_sent_without_a_question(anna, text):
    await writes(anna, text)
    await anna.sees("Sent")
    await expect(anna.part("guard")).to_be_hidden()
