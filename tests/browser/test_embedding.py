"""The widget as a guest: on a foreign website, under its rules, driven by its scripts."""

import asyncio
import re
import subprocess
from datetime import timedelta

import pytest
from playwright.async_api import expect

from chatserver.core.identity import Identity, sign_identity
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling
from tests.browser.conftest import violations
from tests.browser.people import WidgetScreen
from tests.browser.sites import DOC, SECRET
from tests.clients import AgentClient, new_id, sign_in
from tests.conftest import PASSWORD, ROOT


def token(site, user_id="u-42", name="Anna", secret=SECRET) -> str:
    soon = site.server.ctx.clock.now() + timedelta(hours=1)
    return sign_identity(Identity(user_id, soon, name, plan="Premium"), secret)


LISTEN = """
for (const name of "ready open close chat_started message unread queue handoff closed rated error".split(" ")) {
  Chat("on", name, (told) => window.told.push({ event: name, ...told }));
}
"""


async def told(page, name: str) -> list[dict]:
    return await page.evaluate(f"told.filter((each) => each.event === {name!r})")


async def hears(page, event: str, /, **fields) -> None:
    wanted = " && ".join(
        [f"each.event === {event!r}", *(f"each[{key!r}] === {value!r}" for key, value in fields.items())]
    )
    await becomes(page, f"told.some((each) => {wanted})")


async def becomes(page, condition: str) -> None:
    """Waits in the page itself: Playwright's own way of waiting is an `eval`, which the policy forbids."""
    look = f"const look = () => ({condition}) ? go() : setTimeout(look, 20); look();"
    try:
        await asyncio.wait_for(page.evaluate(f"new Promise((go) => {{ {look} }})"), 10)
    except TimeoutError:
        pytest.fail(f"{condition} never came; told: {await page.evaluate('told')}")


async def test_calls_made_before_it_came_wait_and_every_event_is_told_once(site, person):
    site.script = LISTEN + 'Chat("open");'
    page = await person(site.url)
    anna = WidgetScreen(page)
    chat_id = await anna.chat_id()
    await hears(page, "chat_started", chat_id=chat_id)
    await hears(page, "message", **{"from": "bot"})
    await anna.says("my secret plan is written here")
    await hears(page, "message", **{"from": "visitor"})
    await anna.part("talk-to-human").click()
    await hears(page, "handoff", to="queue")
    await hears(page, "queue", position=1)
    await page.evaluate('Chat("close")')
    await hears(page, "close")
    taken = await claim(site, chat_id)
    await hears(page, "handoff", to="agent", name="Ada")
    await say_as_agent(site, chat_id, taken)
    await hears(page, "unread", count=1)
    await expect(page.get_by_test_id("launcher")).to_have_accessible_name("Chat (1)")
    # What was written is nobody's business but the chat's.
    assert "secret plan" not in str(await page.evaluate("told"))
    messages = await told(page, "message")
    assert len({each["seq"] for each in messages}) == len(messages)
    site.script = LISTEN
    await page.reload()
    await page.evaluate("Chat.ready")
    await hears(page, "unread", count=1)
    assert await told(page, "message") == []
    assert await told(page, "chat_started") == []


async def test_the_whole_way_of_a_chat_is_told_to_its_end(site, person):
    site.script = LISTEN + 'Chat("open");'
    page = await person(site.url)
    anna = WidgetScreen(page)
    chat_id = await anna.chat_id()
    await anna.part("talk-to-human").click()
    await hears(page, "handoff", to="queue", name="")
    await hears(page, "queue", position=1, chat_id=chat_id)
    ada, version = await claim(site, chat_id)
    await hears(page, "handoff", to="agent", name="Ada")
    async with AgentClient(site.server.url, await sign_in(site.server.url, "Ben", PASSWORD)) as ben:
        await ben.be_available()
        await publish(site, handling.transfer_chat(site.server.ctx, ada, chat_id, new_id(), version, "Ben"))
    await hears(page, "handoff", to="agent", name="Ben")
    await anna.part("end-chat").click()
    await anna.part("confirm-end").click()
    await hears(page, "closed", chat_id=chat_id)
    await anna.part("rating-4").check()
    await anna.part("rating-send").click()
    await hears(page, "rated", score=4, chat_id=chat_id)
    assert [each["to"] for each in await told(page, "handoff")] == ["queue", "agent", "agent"]
    assert [len(await told(page, name)) for name in ("chat_started", "closed", "rated", "error")] == [1, 1, 1, 0]


async def test_a_frame_that_loads_itself_anew_goes_on_telling_the_page(site, person):
    site.script = LISTEN + 'Chat("open");'
    page = await person(site.url)
    anna = WidgetScreen(page)
    chat_id = await anna.chat_id()
    await hears(page, "message", **{"from": "bot"})
    async with page.expect_event("framenavigated"):
        await page.frames[-1].evaluate("setTimeout(() => location.reload())")
    assert await anna.chat_id() == chat_id
    await anna.says("hello again")
    await hears(page, "message", **{"from": "visitor"})
    assert len(await told(page, "chat_started")) == 1


async def test_the_page_s_title_counts_what_is_unread_and_is_given_back(site, person):
    page = await person(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    chat_id = await anna.chat_id()
    await anna.part("talk-to-human").click()
    taken = await claim(site, chat_id)
    await anna.sees("Ada joined")
    await page.evaluate('Chat("close")')
    await say_as_agent(site, chat_id, taken)
    await becomes(page, 'document.title === "(1) Shop"')
    await say_as_agent(site, chat_id, taken)
    await becomes(page, 'document.title === "(2) Shop"')
    await page.evaluate('document.title = "Shop, another page"')
    await say_as_agent(site, chat_id, taken)
    await becomes(page, 'document.title === "(3) Shop, another page"')
    await page.evaluate('Chat("open")')
    await becomes(page, 'document.title === "Shop, another page"')
    await page.evaluate('Chat("close")')
    await say_as_agent(site, chat_id, taken)
    await becomes(page, 'document.title === "(1) Shop, another page"')
    await page.evaluate('Chat("destroy")')
    assert await page.title() == "Shop, another page"


async def publish(site, use_case):
    done = await use_case
    site.server.realtime.publisher.publish(done.news)
    return done


async def claim(site, chat_id):
    ada = await site.server.ctx.store.read(lambda tx: tx.agents.by_name("Ada"))
    done = await publish(site, handling.claim_chat(site.server.ctx, ada.ref, chat_id, new_id()))
    return ada.ref, done.value[1]


async def say_as_agent(site, chat_id, taken):
    ada, version = taken
    await publish(site, handling.post_agent_message(site.server.ctx, ada, chat_id, new_id(), version, RawText("Hello")))


async def test_a_listener_ends_and_one_that_fails_takes_nobody_along(site, person):
    page = await person(site.url)
    await page.evaluate("Chat.ready")
    await page.evaluate(
        """() => {
          window.stop = Chat("on", "open", () => told.push("never"));
          Chat("on", "open", () => told.push("heard"));
          stop();
          Chat("on", "nothing", () => {});
          Chat("on", "error", (fault) => told.push(fault.code));
          Chat("dance");
          Chat("open");
        }"""
    )
    await becomes(page, 'told.includes("heard") && told.includes("unknown")')
    assert "never" not in await page.evaluate("told")


async def test_loaded_twice_it_is_there_once_and_destroyed_it_can_come_again(site, person):
    page = await person(site.url)
    await page.evaluate("Chat.ready")
    again = """(url) => new Promise((onload) => {
      window.own ??= trustedTypes.createPolicy("own", { createScriptURL: (same) => same });
      document.body.append(Object.assign(document.createElement("script"), { src: own.createScriptURL(url), onload }));
    })"""
    await page.evaluate(again, f"{site.chat_url}/widget.js")
    await expect(page.get_by_test_id("launcher")).to_have_count(1)
    await page.evaluate('Chat("destroy")')
    await expect(page.get_by_test_id("launcher")).to_have_count(0)
    assert await page.evaluate("'Chat' in window") is False
    await page.evaluate(again, f"{site.chat_url}/widget.js")
    await expect(page.get_by_test_id("launcher")).to_have_count(1)


async def test_nothing_but_the_loader_comes_and_no_cookie_and_one_global(site, person):
    page = await person("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.script = "window.before = Object.keys(window).filter((name) => name !== 'Chat'); delete window.Chat;"
    await page.goto(site.url)
    await expect(page.get_by_test_id("launcher")).to_be_visible()
    assert [url for url in asked if url.startswith(site.chat_url)] == [f"{site.chat_url}/widget.js"]
    assert await page.evaluate("Object.keys(window).filter((name) => !before.includes(name) && name !== 'before')") == [
        "Chat"
    ]
    assert await page.context.cookies() == []
    shifts = """new Promise((go) => {
      new PerformanceObserver((list) => go(list.getEntries().length)).observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => go(0)));
    })"""
    assert await page.evaluate(shifts) == 0


async def test_the_launcher_looks_and_stands_as_the_page_wants(site, person):
    site.attributes = (
        'data-label="Help me" data-greeting="Any questions?" data-offset-x=40 data-offset-y=60'
        " data-z-index=10 data-position=left data-theme=dark"
    )
    page = await person(site.url)
    launcher = page.get_by_test_id("launcher")
    await expect(launcher).to_have_text(re.compile("Help me"))
    box = await launcher.bounding_box()
    assert (box["x"], round(page.viewport_size["height"] - box["y"] - box["height"])) == (40, 60)
    assert await launcher.evaluate("(button) => getComputedStyle(button).zIndex") == "11"
    assert await violations(page) == []
    await page.get_by_role("button", name="Any questions?").first.click()
    anna = WidgetScreen(page)
    await expect(anna.part("composer")).to_be_focused()
    dark = await anna.frame.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    assert dark == "rgb(20, 21, 21)"
    assert await violations(page) == []
    await page.evaluate('Chat("set", { lang: "de", theme: "light" })')
    await expect(anna.part("end-chat")).to_have_text("Beenden")
    await page.reload()
    await expect(launcher).to_be_visible()
    await expect(page.get_by_role("button", name="Any questions?")).to_have_count(0)


async def test_hidden_paths_an_own_launcher_and_a_place_in_the_page(site, person):
    site.attributes = 'data-hide="/checkout*"'
    page = await person(f"{site.url}/checkout/1")
    await page.evaluate("Chat.ready")
    await page.evaluate('Chat("hide"), Chat("show")')
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    await page.evaluate("history.pushState(null, '', '/shop')")
    await expect(page.get_by_test_id("launcher")).to_be_visible()
    await page.evaluate('Chat("set", { launcher: "#help" })')
    await expect(page.get_by_test_id("launcher")).to_be_hidden()
    await page.locator("#help").click()
    await expect(page.locator("#help")).to_have_attribute("aria-expanded", "true")
    site.attributes = 'data-target="#place"'
    inline = WidgetScreen(await person(site.url))
    await inline.page.evaluate("document.querySelector('#place').style.height = '500px'")
    await inline.chat_id()
    await expect(inline.part("close")).to_be_hidden()
    assert (await inline.page.locator("iframe").bounding_box())["height"] == 500
    assert await inline.page.evaluate("document.activeElement === document.body")


async def test_who_signs_in_finds_the_chat_on_another_device_and_out_leaves_nothing(site, person):
    site.script = LISTEN + f'Chat("identify", "{token(site)}");'
    phone = WidgetScreen(await person(site.url))
    await phone.open()
    chat_id = await phone.chat_id()
    await phone.says("hello from the phone")
    await phone.sees("Sent")
    desktop = WidgetScreen(await person(site.url))
    await desktop.open()
    assert await desktop.chat_id() == chat_id
    await desktop.sees("hello from the phone")
    chat = await site.server.ctx.store.read(lambda tx: tx.chats.get(chat_id))
    assert (chat.details["name"], set(chat.verified)) == ("Anna", {"name", "plan"})
    site.script = LISTEN
    await desktop.page.evaluate('Chat("logout")')
    await expect(desktop.page.locator("iframe")).to_have_count(0)
    await desktop.page.get_by_test_id("launcher").click()
    assert await desktop.chat_id() != chat_id
    await expect(desktop.part("transcript")).not_to_contain_text("hello from the phone")


async def test_a_false_identity_is_told_to_the_page_and_the_chat_goes_on(site, person):
    site.script = LISTEN + f'Chat("identify", "{token(site, secret="x" * 40)}");'
    page = await person(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    await hears(page, "error", code="bad_identity")
    await anna.chat_id()


async def test_the_next_person_on_the_same_machine_gets_a_chat_of_their_own(site, person):
    site.script = f'Chat("identify", "{token(site)}");'
    page = await person(site.url)
    anna = WidgetScreen(page)
    await anna.open()
    first = await anna.chat_id()
    await anna.says("only for me")
    await anna.sees("Sent")
    site.script = f'Chat("identify", "{token(site, "u-43", "Ben")}");'
    await page.reload()
    await anna.open()
    await expect(anna.part("chat-id")).not_to_have_text(first)
    await expect(anna.part("transcript")).not_to_contain_text("only for me")


def test_the_types_fit_what_the_documentation_does(tmp_path):
    example = next(block for block in DOC.split("```") if block.startswith("ts\n"))[3:]
    (tmp_path / "chat.d.ts").write_text((ROOT / "static/widget/types/chat.d.ts").read_text())
    (tmp_path / "page.ts").write_text(f'import "./chat";\nconst token: string = "";\n{example}\nexport {{}};\n')
    (tmp_path / "wrong.ts").write_text('import "./chat";\nChat("dance");\n')
    command = [str(ROOT / "node_modules/.bin/tsc")]
    flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    good = subprocess.run([*command, *flags, "page.ts"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stdout
    bad = subprocess.run([*command, *flags, "wrong.ts"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0
