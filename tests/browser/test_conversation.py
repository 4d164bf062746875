"""What a conversation needs beside words: choices while waiting, known problems, long texts, sound, earlier chats."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from chatserver.core import commands as cmd
from chatserver.core.events import EVENT_BY_NAME, Audience, CloseReason
from chatserver.core.people import bot_author
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import announcing, bot, handling
from chatserver.services.execute import Unit
from chatserver.settings import Settings
from tests.browser.conftest import violations
from tests.browser.people import WidgetScreen
from tests.clients import new_id
from tests.conftest import ROOT, serving
from tests.mail.server import mail_box

LONG = "POST /v1/send HTTP/1.1\n" + "\n".join(f"X-Header-{number}: value" for number in range(30))
CODE = 'This is what I send:\n```json\n{\n  "to": "<anna>"\n}\n```\nand it fails.'
# Counts what would be heard.
COUNT_NOTES = """
window.notes = 0;
const create = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.notes++; return create.call(this); };
"""


# The server looks every five seconds whether somebody has announced something.
LOOKED_MS = 15_000


async def visiting(server, person, lang="en", **options) -> WidgetScreen:
    screen = WidgetScreen(await person(f"{server.url}/demo?lang={lang}", lang=lang, **options))
    await screen.open()
    await screen.chat_id()
    return screen


async def happens(server, chat_id, act):
    """Runs `act(unit, chat)` as a use case does, and tells the rooms."""

    def work(tx):
        unit = Unit(tx, server.ctx.clock.now(), server.ctx.policies)
        act(unit, tx.chats.get(chat_id))
        return unit.done(None)

    done = await server.ctx.store.run(work)
    server.realtime.publisher.publish(done.news)


async def offered(server, anna) -> None:
    await anna.part("talk-to-human").click()
    await expect(anna.part("place")).not_to_be_empty()
    await happens(
        server, await anna.chat_id(), lambda unit, chat: bot.offer_ticket(server.ctx, unit, chat, "nobody_there")
    )
    await expect(anna.frame.locator(".offer")).to_be_visible()


async def claimed(server, anna):
    """Returns what makes Ada say something in the chat that she has taken."""
    chat_id = await anna.chat_id()
    ada = (await server.ctx.store.read(lambda tx: tx.agents.by_name("Ada"))).ref
    done = await handling.claim_chat(server.ctx, ada, chat_id, new_id())
    server.realtime.publisher.publish(done.news)
    await anna.sees("Ada joined")

    async def say(text: str) -> None:
        sent = await handling.post_agent_message(server.ctx, ada, chat_id, new_id(), done.value[1], RawText(text))
        server.realtime.publisher.publish(sent.news)

    return say


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_who_waits_chooses_the_answer_by_e_mail_and_sees_what_comes(server, person, scheme):
    anna = await visiting(server, person, color_scheme=scheme)
    await offered(server, anna)
    choices = anna.part("quick-reply")
    await expect(choices).to_have_count(2)
    await expect(choices.first).to_have_accessible_name(re.compile("Answer me by e-mail.*close this page"))
    assert await violations(anna.page) == []
    await choices.first.click()
    await anna.sees("Which e-mail address")
    await expect(anna.frame.locator(".offer")).to_have_count(0)
    await anna.says("anna@example.com")
    await expect(anna.part("ticket")).to_contain_text("anna@example.com")
    await expect(anna.part("ticket")).to_contain_text(re.compile(r"At the latest\w+day, "))
    await expect(anna.frame.locator("#subtitle")).to_have_text("We answer by e-mail")
    assert await violations(anna.page) == []


async def test_who_stays_in_line_keeps_the_place_and_the_choice_is_gone(server, person):
    anna = await visiting(server, person)
    await offered(server, anna)
    await anna.page.reload()
    await anna.open()
    # The choice survives a reload.
    await expect(anna.frame.locator(".offer")).to_be_visible()
    await anna.part("quick-reply").last.click()
    await anna.sees("You are still in the queue")
    await expect(anna.part("quick-reply")).to_have_count(0)
    await expect(anna.part("place")).to_contain_text("Your place in the queue is kept")


async def test_a_known_problem_is_told_in_the_visitors_language_until_they_have_read_it(server, person):
    translations = {"de": "Rechnungen sind verspätet.", "pt": "As faturas estão atrasadas."}
    problem = await announcing.announce_problem(server.ctx, "Invoices are late.", translations)
    server.ctx.problems = (problem,)
    anna = await visiting(server, person)
    await expect(anna.part("problems")).to_contain_text("Invoices are late.")
    for lang, text in (("de", "Rechnungen sind verspätet."), ("pt-BR", "As faturas"), ("ru", "Invoices are late.")):
        await expect((await visiting(server, person, lang)).part("problems")).to_contain_text(text)
    assert await violations(anna.page) == []
    await anna.part("hide-problems").click()
    await expect(anna.part("problems")).to_be_hidden()
    await expect(anna.part("composer")).to_be_focused()
    await anna.page.reload()
    await anna.open()
    await anna.sees("Hello")
    await expect(anna.part("problems")).to_have_count(1)
    await expect(anna.part("problems")).to_be_hidden()
    # Another one is news, also for who sits there already.
    second = await announcing.announce_problem(server.ctx, "E-mail is late.")
    await expect(anna.part("problems")).to_contain_text("E-mail is late.", timeout=LOOKED_MS)
    await expect(anna.part("problems")).not_to_contain_text("Invoices")
    await announcing.end_problem(server.ctx, second.id)
    await expect(anna.part("problems")).to_be_hidden(timeout=LOOKED_MS)


async def test_nothing_is_said_of_problems_when_there_are_none(server, person):
    anna = await visiting(server, person)
    await anna.says("hello")
    await anna.sees("Sent")
    await expect(anna.part("problems")).to_have_count(0)


async def test_a_chat_that_was_closed_for_want_of_a_reply_goes_on_and_says_so(server, person):
    anna = await visiting(server, person)
    await anna.part("talk-to-human").click()
    await anna.sees("You are in the queue")
    end = cmd.CloseChat(bot_author("Bot"), CloseReason.NO_REPLY)
    await happens(server, await anna.chat_id(), lambda unit, chat: unit.execute(chat, end))
    await expect(anna.part("summary")).to_contain_text("Chat ended")
    await anna.says("here I am again")
    await anna.sees("The chat goes on, and you are in the queue again")
    await expect(anna.part("new-chat")).to_be_hidden()


async def test_another_language_is_told_as_such(server, person):
    anna = await visiting(server, person)
    change = cmd.ChangeLanguage("de")
    await happens(server, await anna.chat_id(), lambda unit, chat: unit.execute(chat, change))
    await anna.sees("This chat goes on in German")


def test_every_event_that_visitors_see_has_its_place_on_the_screen():
    elsewhere = {
        "chat_started": "the greeting",
        "message_posted": "a bubble",
        "message_redacted": "its bubble",
        "redaction_disputed": "its bubble",
    }
    seen = {name for name, kind in EVENT_BY_NAME.items() if kind.audience is Audience.EVERYONE}
    code = (ROOT / "static/widget/lines.ts").read_text()
    assert {name for name in seen - elsewhere.keys() if f'"{name}"' not in code} == set()


async def test_conduct_is_asked_for_and_the_notices_are_linked_where_there_are_any(server, person, tmp_path):
    plain = await visiting(server, person)
    await expect(plain.frame.locator(".house")).to_contain_text("Please be polite")
    await expect(plain.frame.locator(".house a:visible")).to_have_count(0)
    links = {"privacy_url": "https://acme.example/privacy?a=1&b=2", "conduct_url": "https://acme.example/rules"}
    async with serving(Settings(port=0, data=str(tmp_path / "other"), **links)) as other:
        anna = await visiting(other, person)
        for name, url in (("Privacy notice", links["privacy_url"]), ("House rules", links["conduct_url"])):
            link = anna.frame.get_by_role("link", name=name)
            await expect(link).to_have_attribute("href", url)
            await expect(link).to_have_attribute("rel", "noopener noreferrer")
        assert await violations(anna.page) == []


async def test_a_long_paste_is_folded_and_shown_on_demand(server, person):
    anna = await visiting(server, person)
    await anna.says("one\ntwo\nthree")
    await anna.says(LONG)
    show = anna.part("show-all")
    await expect(show).to_have_count(1)
    body = anna.frame.locator(".folded")
    folded = (await body.bounding_box())["height"]
    assert folded < 320
    # Nothing of it is gone: who searches or listens finds all of it.
    await expect(body).to_contain_text("X-Header-29")
    assert await violations(anna.page) == []
    await show.click()
    await expect(show).to_have_text("Show less")
    await expect(body).to_have_count(0)
    assert (await anna.frame.locator(".mine .bubble").last.bounding_box())["height"] > 2 * folded
    await show.click()
    await expect(body).to_have_count(1)
    await anna.says("x" * 1_501)
    await expect(show).to_have_count(2)


async def test_code_is_kept_letter_for_letter_and_copied_with_one_click(server, person):
    anna = await visiting(server, person, permissions=["clipboard-read", "clipboard-write"])
    await anna.says(CODE)
    await expect(anna.frame.locator("pre")).to_have_text('{\n  "to": "<anna>"\n}')
    await anna.sees("Sent")
    await anna.part("copy-code").click()
    await expect(anna.part("copy-code")).to_have_text("Copied")
    assert await anna.page.evaluate("navigator.clipboard.readText()") == '{\n  "to": "<anna>"\n}'
    # When the server's word for it has come, there is still one button.
    await expect(anna.part("copy-code")).to_have_count(1)
    assert await violations(anna.page) == []


async def test_the_menu_is_driven_by_keys_and_escape_leaves_the_chat_open(server, person):
    anna = await visiting(server, person)
    await anna.part("menu").focus()
    await anna.page.keyboard.press("Enter")
    await expect(anna.part("earlier")).to_be_focused()
    assert await violations(anna.page) == []
    await anna.page.keyboard.press("ArrowUp")
    await expect(anna.part("sound")).to_be_focused()
    await anna.page.keyboard.press("ArrowDown")
    await anna.page.keyboard.press("ArrowDown")
    await expect(anna.part("save-text")).to_be_focused()
    await anna.page.keyboard.press("Escape")
    await expect(anna.part("menu")).to_be_focused()
    await expect(anna.part("menu-items")).to_be_hidden()
    await expect(anna.part("composer")).to_be_visible()
    await anna.part("menu").click()
    await anna.part("composer").click()
    await expect(anna.part("menu-items")).to_be_hidden()


async def test_a_part_of_an_earlier_version_brings_the_frame_anew_once_and_the_chat_goes_on(server, person):
    page = await person("about:blank")
    await page.route("**/assets/frame-menu-*", lambda route: route.fulfill(status=404))
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    chat_id = await anna.chat_id()
    await anna.says("hello")
    await anna.sees("Sent")
    await anna.part("composer").fill("not sent yet")
    came = "performance.getEntriesByType('navigation')[0].type"
    assert await page.frames[-1].evaluate(came) == "navigate"
    async with page.expect_event("framenavigated"):
        await anna.part("menu").click()
    assert await anna.chat_id() == chat_id
    await expect(anna.part("composer")).to_have_value("not sent yet")
    assert await page.frames[-1].evaluate(came) == "reload"
    # Once is enough: what is not there then, is not there.
    await page.frames[-1].evaluate("window.isStill = true")
    await anna.part("menu").click()
    await expect(anna.frame.locator("#spoken")).to_contain_text("did not work")
    await anna.says("and on")
    await anna.sees("and on")
    assert await page.frames[-1].evaluate("isStill")
    await page.unroute_all()
    await anna.part("menu").click()
    await expect(anna.part("earlier")).to_be_focused()


async def test_the_sound_is_off_until_it_is_wanted_and_only_for_who_does_not_look(server, person):
    page = await person("about:blank")
    await page.add_init_script(COUNT_NOTES)
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    await anna.chat_id()
    await anna.part("talk-to-human").click()
    say = await claimed(server, anna)
    frame = page.frames[-1]
    await page.evaluate('Chat("close")')
    await say("are you there?")
    await expect(page.get_by_test_id("launcher")).to_have_accessible_name(re.compile(r"\(1\)"))
    assert await frame.evaluate("notes") == 0
    await page.get_by_test_id("launcher").click()
    await anna.part("menu").click()
    await expect(anna.part("sound")).to_have_attribute("aria-checked", "false")
    await anna.part("sound").click()
    # Who switches it on hears what it is like.
    await notes_are(frame, 2)
    await say("seen at once")
    await anna.sees("seen at once")
    await page.evaluate('Chat("close")')
    await say("not seen")
    await notes_are(frame, 4)
    await page.reload()
    await anna.open()
    await anna.part("menu").click()
    await expect(anna.part("sound")).to_have_attribute("aria-checked", "true")
    await anna.part("sound").click()
    await anna.part("menu").click()
    await expect(anna.part("sound")).to_have_attribute("aria-checked", "false")


async def notes_are(frame, count: int) -> None:
    """Waits in the page itself: Playwright's own way of waiting is an `eval`, which our policy forbids."""
    look = f"const look = () => notes === {count} ? go() : setTimeout(look, 20); look();"
    await asyncio.wait_for(frame.evaluate(f"new Promise((go) => {{ {look} }})"), 10)


async def with_an_earlier_chat(server, person, **options) -> tuple[WidgetScreen, str]:
    anna = await visiting(server, person, **options)
    first = await anna.chat_id()
    await anna.says("my invoice is wrong")
    await anna.insists("password: hunter2secret")
    await expect(anna.part("notice").first).to_be_visible()
    await anna.part("end-chat").click()
    await anna.part("confirm-end").click()
    await anna.part("new-chat").click()
    await expect(anna.part("chat-id")).not_to_have_text(first)
    return anna, first


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_earlier_chats_are_listed_read_and_left_again(server, person, scheme):
    stranger = await visiting(server, person)
    await stranger.says("nobody else's business")
    anna, first = await with_an_earlier_chat(server, person, color_scheme=scheme)
    now = await anna.chat_id()
    await anna.part("menu").click()
    await anna.part("earlier").click()
    await expect(anna.part("earlier-chat")).to_have_count(1)
    await expect(anna.part("earlier-chat")).to_contain_text(re.compile(f"my invoice is wrong.*Ended.*{first}"))
    await expect(anna.frame.get_by_role("heading", name="Previous chats")).to_be_focused()
    assert await violations(anna.page) == []
    await anna.part("earlier-chat").click()
    log = anna.part("earlier-log")
    await expect(log).to_contain_text("my invoice is wrong")
    await expect(log).to_contain_text("You ended this chat.")
    await expect(log).not_to_contain_text("hunter2secret")
    # To read, and no more.
    await expect(anna.part("composer")).to_be_hidden()
    await expect(log.get_by_test_id("dispute")).to_have_count(0)
    await expect(anna.part("go-on")).to_have_count(0)
    assert await violations(anna.page) == []
    await anna.page.keyboard.press("Escape")
    await expect(anna.part("composer")).to_be_visible()
    assert await anna.chat_id() == now
    await expect(anna.part("transcript")).not_to_contain_text("my invoice is wrong")


async def test_who_reads_an_earlier_chat_hears_of_news_in_this_one(server, person):
    anna, _ = await with_an_earlier_chat(server, person)
    await anna.part("talk-to-human").click()
    say = await claimed(server, anna)
    await anna.part("menu").click()
    await anna.part("earlier").click()
    await expect(anna.part("earlier-chat")).to_be_visible()
    await say("are you there?")
    await expect(anna.part("sheet-news")).to_have_text("New messages in your chat: 1")
    await say("hello?")
    await expect(anna.part("sheet-news")).to_have_text("New messages in your chat: 2")
    await anna.part("back").click()
    await anna.sees("are you there?")
    await expect(anna.part("menu")).to_be_focused()


async def test_an_earlier_chat_that_may_go_on_does(server, person):
    anna = await visiting(server, person)
    first = await anna.chat_id()
    await anna.says("my invoice is wrong")
    await anna.sees("Sent")
    end = cmd.CloseChat(bot_author("Bot"), CloseReason.NO_REPLY)
    await happens(server, first, lambda unit, chat: unit.execute(chat, end))
    await anna.part("new-chat").click()
    await expect(anna.part("chat-id")).not_to_have_text(first)
    await anna.part("end-chat").click()
    await anna.part("confirm-end").click()
    await expect(anna.part("new-chat")).to_be_visible()
    await anna.part("menu").click()
    await anna.part("earlier").click()
    await anna.part("earlier-chat").click()
    await anna.part("go-on").click()
    await expect(anna.part("chat-id")).to_have_text(first)
    await anna.says("it still is")
    await anna.sees("you are in the queue again")


@pytest.mark.parametrize(("item", "ending"), [("save-text", "txt"), ("save-html", "html")])
async def test_a_transcript_is_saved_as_a_file(server, person, item, ending):
    anna = await visiting(server, person)
    chat_id = await anna.chat_id()
    await anna.says("where is <b>my</b> parcel?")
    await anna.sees("Sent")
    await anna.part("menu").click()
    async with anna.page.expect_download() as saved:
        await anna.part(item).click()
    file = await saved.value
    assert file.suggested_filename == f"chat-{chat_id}.{ending}"
    path = await file.path()
    text = await asyncio.to_thread(path.read_text)
    assert ("where is <b>my</b> parcel?" if ending == "txt" else "where is &lt;b&gt;my&lt;/b&gt; parcel?") in text
    await expect(anna.frame.locator("#spoken")).to_have_text("The transcript was saved.")


async def test_a_transcript_that_cannot_be_had_is_told_of(server, person):
    anna = await visiting(server, person)
    await anna.page.route("**/api/transcript/**", lambda route: route.fulfill(status=503))
    await anna.part("menu").click()
    await anna.part("save-text").click()
    await expect(anna.frame.locator("#spoken")).to_contain_text("did not work")


async def test_without_a_mail_server_nobody_is_offered_mail(server, person):
    anna = await visiting(server, person)
    await anna.part("menu").click()
    await expect(anna.part("earlier")).to_be_visible()
    await expect(anna.part("send-transcript")).to_be_hidden()


async def test_a_transcript_goes_by_mail_to_the_address_that_the_visitor_gives(person, tmp_path):
    async with mail_box() as box:
        mail = {"mail_server": f"smtp://127.0.0.1:{box.port}", "mail_from": "Acme <chat@acme.example>"}
        async with serving(Settings(port=0, data=str(tmp_path / "d"), **mail)) as server:
            anna = await visiting(server, person)
            await anna.says("where is my parcel?")
            await ask_for_mail(anna, "anna at example")
            await expect(anna.part("sheet")).to_contain_text("Please check the address")
            assert await violations(anna.page) == []
            await anna.part("back").click()
            for _ in range(3):
                await ask_for_mail(anna, " anna@example.com ")
                await expect(anna.part("sheet")).to_have_count(0)
                said = "The transcript is on its way to anna@example.com."
                await expect(anna.frame.locator("#spoken")).to_have_text(said)
            await ask_for_mail(anna, "anna@example.com")
            await expect(anna.part("sheet")).to_contain_text("sent often enough for now")
            while len(box.messages) < 3:
                await asyncio.sleep(0.01)
            assert {message["To"] for message in box.messages} == {"anna@example.com"}
            assert "where is my parcel?" in box.messages[0].get_body(("plain",)).get_content()


async def ask_for_mail(anna: WidgetScreen, address: str) -> None:
    await anna.part("menu").click()
    await anna.part("send-transcript").click()
    field = anna.part("transcript-address")
    await expect(field).to_be_focused()
    await field.fill(address)
    await field.press("Enter")
