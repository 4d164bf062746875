"""The composer as agents use it: replies, mentions, tags, suggested answers, what is asked before sending."""

import re

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from chatserver.core.people import AgentRef, Role
from chatserver.services import replies, tagging
from chatserver.settings import Settings
from tests.browser.conftest import violations
from tests.browser.people import WidgetScreen
from tests.browser.test_console import at_work
from tests.conftest import serving

ADA = AgentRef("agent-Ada", "Ada")
REFUND = {
    "en": "Dear {visitor}, we have sent the money back. Your order: {details.order}",
    "de": "Guten Tag {visitor}, das **Geld** ist unterwegs. Viele Grüße, {agent} ({chat_id})",
}


@pytest.fixture
async def stocked(server):
    """The server, with Ada as an author and two canned replies."""

    def promote(tx):
        tx.agents.set_profile(replace(tx.agents.get(ADA.id), role=Role.AUTHOR))

    await server.ctx.store.run(promote)
    await replies.save_reply(server.ctx, ADA, None, "/refund", "Refund is on its way", REFUND)
    await replies.save_reply(server.ctx, ADA, None, "/hours", "Opening hours", {"en": "We are here from 9 to 5."})
    return server


async def having_a_chat(server, person, visitors, *lines, lang="de", **options):
    """Ada's screen with a chat that she has taken, and its visitor."""
    ada = await at_work(server, person, **options)
    visitor = await visitors()
    await visitor.start(lang=lang, details={"name": "Anna"})
    for line in lines:
        await visitor.say(line)
    await visitor.want_agent()
    await ada.part("view-queue").click()
    await ada.opens(visitor.chat_id)
    await ada.part("claim").click()
    await expect(ada.part("composer")).to_be_focused()
    return ada, visitor


async def test_a_reply_is_found_filled_and_sent_with_the_keyboard_alone(stocked, person, visitors):
    ada, visitor = await having_a_chat(stocked, person, visitors)
    keys = ada.page.keyboard
    await keys.type("/refnud")
    await expect(ada.part("pick")).to_have_count(1)
    await expect(ada.part("pick-preview")).to_contain_text("Guten Tag Anna, das Geld ist unterwegs.")
    await expect(ada.part("pick-preview").locator("strong")).to_have_text("Geld")
    await keys.press("Enter")
    filled = f"Guten Tag Anna, das **Geld** ist unterwegs. Viele Grüße, Ada ({visitor.chat_id})"
    await expect(ada.part("composer")).to_have_value(filled)
    await expect(ada.part("composer")).to_be_focused()
    await keys.press("Enter")
    await visitor.hears("message_posted", text=filled)


async def test_a_language_that_nobody_has_written_falls_back_to_english_and_says_so(stocked, person, visitors):
    ada, _ = await having_a_chat(stocked, person, visitors)
    await ada.page.keyboard.type("/")
    await expect(ada.part("pick")).to_have_count(2)
    await expect(ada.part("pick-preview")).to_contain_text("Not written in German: this is English.")
    await ada.page.keyboard.press("ArrowDown")
    await expect(ada.part("pick-preview")).not_to_contain_text("Not written")
    await ada.page.keyboard.press("Escape")
    await expect(ada.part("picks")).to_have_count(0)
    # The same word does not open it again, and the focus has gone nowhere.
    await ada.page.keyboard.type("h")
    await expect(ada.part("composer")).to_be_focused()
    await expect(ada.part("picks")).to_have_count(0)


async def test_a_place_that_nobody_can_fill_is_marked_and_asked_about_before_sending(stocked, person, visitors):
    ada, visitor = await having_a_chat(stocked, person, visitors, lang="en")
    keys = ada.page.keyboard
    await keys.type("/refund")
    await expect(ada.part("pick")).to_have_count(1)
    await keys.press("Enter")
    selected = "() => document.getSelection().toString()"
    assert await ada.page.evaluate(selected) == "{details.order}"
    await keys.press("End")
    await keys.press("Enter")
    await expect(ada.part("asking")).to_contain_text("{details.order}")
    await expect(ada.part("change-text")).to_be_focused()
    assert await violations(ada.page) == []
    await keys.press("Escape")
    await expect(ada.part("composer")).to_be_focused()
    await keys.press("Enter")
    await ada.part("send-anyway").click()
    sent = "Dear Anna, we have sent the money back. Your order: {details.order}"
    await visitor.hears("message_posted", text=sent)


async def test_without_replies_the_list_says_who_can_add_some(server, person, visitors):
    ada, _ = await having_a_chat(server, person, visitors)
    await ada.page.keyboard.type("/")
    await expect(ada.part("picks-none")).to_contain_text("No replies are saved yet.")


async def test_a_secret_of_the_agents_own_is_stopped_in_replies_and_in_notes(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors)
    keys = ada.page.keyboard
    await keys.type("our password: hunter2secret")
    await keys.press("Enter")
    await expect(ada.part("asking")).to_contain_text("This looks like a password.")
    await expect(ada.part("send-masked")).to_be_focused()
    await keys.press("Enter")
    await visitor.hears("message_posted", text="our password: ••••••••")
    await ada.part("mode-note").click()
    await keys.type("card 4111 1111 1111 1111")
    await keys.press("Enter")
    await expect(ada.part("asking")).to_contain_text("This looks like a card number.")
    await ada.part("change-text").click()
    await expect(ada.part("composer")).to_have_value("card 4111 1111 1111 1111")
    assert "4111 1111" not in repr(await stored(server, visitor))


async def stored(server, visitor):
    return await server.ctx.store.read(lambda tx: tx.chats.events_after(visitor.chat_id, 0, 100))


async def test_a_note_and_a_reply_are_two_drafts(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors)
    await expect(ada.part("audience")).to_have_text("Anna reads this")
    await ada.part("mode-note").click()
    await expect(ada.part("audience")).to_have_text("Only agents see this")
    await ada.page.keyboard.type("a difficult person")
    await ada.part("mode-reply").click()
    await expect(ada.part("composer")).to_have_value("")
    await ada.page.keyboard.type("Good morning")
    await ada.page.reload()
    await expect(ada.part("composer")).to_have_value("Good morning")
    await ada.part("mode-note").click()
    await expect(ada.part("composer")).to_have_value("a difficult person")
    assert "difficult" not in repr(visitor.heard)


async def test_a_colleague_who_is_named_in_a_note_finds_it(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors)
    ben = await at_work(server, person, "Ben")
    await ben.part("view-mentions").click()
    await expect(ben.part("mentions")).to_contain_text("Nobody has mentioned you.")
    await ada.part("mode-note").click()
    keys = ada.page.keyboard
    await keys.type("please look, @be")
    await expect(ada.part("pick")).to_have_text(["@Ben"])
    await keys.press("Enter")
    await expect(ada.part("composer")).to_have_value("please look, @Ben ")
    await keys.type("thank you")
    await keys.press("Enter")
    await ada.sees("please look, @Ben thank you")
    await expect(ben.part("mention")).to_contain_text("Ada mentioned you")
    await expect(ben.part("count-mentions")).to_have_text("1")
    assert await violations(ben.page) == []
    await ben.part("mention").click()
    await ben.sees("please look, @Ben thank you")
    await ben.part("view-mentions").click()
    await expect(ben.part("mentions")).to_contain_text("Nobody has mentioned you.")
    assert "please look" not in repr(visitor.heard)


async def test_suggested_answers_stand_over_an_empty_composer_and_one_key_takes_the_first(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors, lang="en")
    await visitor.say("how can i reset my password")
    await expect(ada.part("suggestion").first).to_be_visible()
    assert await violations(ada.page) == []
    await ada.page.keyboard.press("ArrowUp")
    await expect(ada.part("composer")).not_to_have_value("")
    text = await ada.part("composer").input_value()
    await expect(ada.part("suggestion").first).to_have_attribute("aria-pressed", "true")
    await ada.page.keyboard.press("End")
    await ada.page.keyboard.type("!")
    await expect(ada.part("suggestions")).to_have_count(0)
    await ada.page.keyboard.press("Enter")
    await visitor.hears("message_posted", text=f"{text}!")
    await expect(ada.part("suggestions")).to_have_count(0)


async def test_the_preview_shows_what_the_visitor_will_see(server, person, visitors):
    ada, _ = await having_a_chat(server, person, visitors)
    await ada.part("composer").fill("**bold** and\n- one\n- two <b>x</b>")
    await ada.part("toggle-preview").click()
    preview = ada.part("preview")
    await expect(preview.locator("strong")).to_have_text("bold")
    await expect(preview.locator("li")).to_have_text(["one", "two <b>x</b>"])
    assert await violations(ada.page) == []
    await ada.part("toggle-preview").click()
    await expect(ada.part("composer")).to_be_focused()


async def test_who_prefers_it_sends_with_ctrl_and_enter(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors)
    keys = ada.page.keyboard
    await keys.press("Escape")
    await keys.press("?")
    await ada.part("send-ctrl").check()
    await keys.press("Escape")
    await ada.part("composer").click()
    await keys.type("one")
    await keys.press("Enter")
    await keys.type("two")
    await expect(ada.part("composer")).to_have_value("one\ntwo")
    await keys.press("Control+Enter")
    await visitor.hears("message_posted", text="one\ntwo")
    await ada.page.reload()
    await ada.part("composer").click()
    await keys.type("three")
    await keys.press("Enter")
    await expect(ada.part("composer")).to_have_value("three\n")


async def test_tags_are_added_suggested_and_removed(stocked, person, visitors):
    await tagging.save_tag(stocked.ctx, ADA, "late delivery", {})
    ada, visitor = await having_a_chat(stocked, person, visitors, viewport={"width": 1440, "height": 900})
    field = ada.part("add-tag")
    await expect(ada.page.locator("datalist option")).to_have_count(1)
    await field.fill("#Refund")
    await field.press("Enter")
    await expect(ada.part("tag")).to_have_text(["refund"])
    await field.fill("x" * 30)
    await field.press("Enter")
    await expect(ada.part("tag")).to_have_count(2)
    assert await violations(ada.page) == []
    await field.press("Backspace")
    await expect(ada.part("tag")).to_have_text(["refund"])
    chat = await stocked.ctx.store.read(lambda tx: tx.chats.get(visitor.chat_id))
    assert chat.tags == ("refund",)
    assert "refund" not in repr(visitor.heard)


async def test_closing_is_prefilled_from_topic_and_tags_and_stays_the_agents_own(stocked, person, visitors):
    said = {"en": "We sent the money back.", "de": "Wir haben das Geld zurückgeschickt."}
    await tagging.save_tag(stocked.ctx, ADA, "refund", said)
    lines = ("Ich möchte ein Problem melden", "Anna")
    ada, visitor = await having_a_chat(stocked, person, visitors, *lines)
    await ada.part("close-chat").click()
    summary = ada.part("close-summary")
    await expect(summary).to_be_focused()
    dialog = ada.page.locator("dialog")
    await dialog.get_by_test_id("add-tag").fill("refund")
    await dialog.get_by_test_id("add-tag").press("Enter")
    await expect(dialog.get_by_test_id("tag")).to_have_text(["refund"])
    await expect(summary).to_have_value(re.compile("zurückgeschickt"))
    assert visitor.chat_id in await summary.input_value()
    assert await violations(ada.page) == []
    await summary.fill("Alles gut.")
    await dialog.get_by_test_id("add-tag").fill("late")
    await dialog.get_by_test_id("add-tag").press("Enter")
    await expect(dialog.get_by_test_id("tag")).to_have_count(2)
    await expect(summary).to_have_value("Alles gut.")
    await ada.part("confirm-close").click()
    closed = await visitor.hears("chat_closed")
    assert closed["summary"] == "Alles gut."


async def test_a_chat_can_go_on_by_e_mail_instead(server, person, visitors):
    ada, visitor = await having_a_chat(server, person, visitors)
    await ada.part("close-chat").click()
    await ada.part("outcome-ticket").check()
    await ada.part("close-summary").fill("Wir melden uns.")
    await ada.part("confirm-close").click()
    # The browser itself asks for the address.
    await expect(ada.part("ticket-address")).to_be_focused()
    assert await violations(ada.page) == []
    await ada.part("ticket-address").fill("anna@example.com")
    await ada.part("confirm-close").click()
    await visitor.hears("message_posted", text="Wir melden uns.")
    assert (await visitor.hears("ticket_opened"))["address"] == "anna@example.com"
    await expect(ada.page.locator("dialog")).to_have_count(0)


async def test_a_draft_is_shown_where_the_site_wants_it_and_the_visitor_knows(tmp_path, person):
    settings = Settings(port=0, data=str(tmp_path / "data"), draft_preview=True)
    async with serving(settings) as server:
        widget = WidgetScreen(await person(f"{server.url}/demo"))
        await widget.open()
        chat_id = await widget.chat_id()
        ada = await at_work(server, person)
        await ada.part("view-bot").click()
        await ada.opens(chat_id)
        await ada.part("claim").click()
        await expect(ada.part("mode-reply")).to_be_visible()
        await widget.part("composer").press_sequentially("my password: hunter2secret")
        await expect(widget.part("drafts")).to_contain_text("see what you write")
        await expect(ada.part("visitor-draft")).to_contain_text("my password")
        assert "hunter2" not in await ada.part("visitor-draft").inner_text()
        assert await violations(ada.page) == []
        assert await violations(widget.page) == []
        await widget.part("composer").fill("")
        await expect(ada.part("visitor-draft")).to_have_count(0)
        await widget.says("my order is late")
        await ada.sees("my order is late")
        await expect(ada.part("visitor-draft")).to_have_count(0)


async def test_where_it_is_off_nothing_of_a_draft_leaves_the_browser(server, person):
    widget = WidgetScreen(await person(f"{server.url}/demo"))
    frames: list[str] = []
    widget.page.on("websocket", lambda socket: socket.on("framesent", lambda sent: frames.append(str(sent))))
    await widget.page.reload()
    await widget.open()
    await widget.chat_id()
    await widget.part("composer").press_sequentially("canary sings")
    await widget.says("another")
    await widget.sees("another")
    assert any("post_message" in frame for frame in frames)
    assert not any("canary" in frame for frame in frames)
    await expect(widget.part("drafts")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barrier_in_what_opens_from_the_composer(stocked, person, visitors, scheme, pictures):
    ada, visitor = await having_a_chat(
        stocked, person, visitors, color_scheme=scheme, viewport={"width": 1440, "height": 900}
    )
    await visitor.say("wie kann ich mein passwort zurücksetzen")
    await expect(ada.part("suggestion").first).to_be_visible()
    await ada.page.keyboard.type("/")
    await expect(ada.part("pick")).to_have_count(2)
    assert await violations(ada.page) == []
    await ada.page.screenshot(path=pictures / f"composer-replies-{scheme}.png")


async def test_enter_never_sends_a_shortcut_that_is_still_being_looked_up(stocked, person, visitors):
    ada, visitor = await having_a_chat(stocked, person, visitors)
    # As fast as a machine can type: the picker's code may or may not be there.
    await ada.page.keyboard.type("/hours")
    await ada.page.keyboard.press("Enter")
    if await ada.part("composer").input_value() == "/hours":
        await expect(ada.part("pick")).to_have_count(1)
        await ada.page.keyboard.press("Enter")
    await expect(ada.part("composer")).to_have_value("We are here from 9 to 5.")
    assert "/hours" not in repr(visitor.heard)
