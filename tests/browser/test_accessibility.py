"""What everybody must be able to do with the widget, whatever they see, hear and hold: in every state of states.py."""

import os
import re
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Frame, expect

from tests.browser.conftest import AXE, violations
from tests.browser.people import WidgetScreen
from tests.browser.states import STATES, Stage, story
from tests.clients import AgentClient, new_id, sign_in
from tests.conftest import PASSWORD

SNAPSHOTS = Path(__file__).parent / "snapshots"
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}
# WCAG 2.2, 2.5.8. Links within a sentence are exempt; what is only for screen readers is no target.
SMALL_TARGETS = """[...document.querySelectorAll("button, input, textarea, a, .score, summary")]
  .filter((one) => one.checkVisibility() && !one.matches(".bubble a, .summary a, input[type=radio]"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24).map(([html]) => html)"""
# What has an edge by its colour alone has none where the system gives the colours.
EDGELESS = """[..."bubble entry card score notice send primary danger reply guard".split(" ")]
  .flatMap((name) => [...document.getElementsByClassName(name)]).filter((one) => one.checkVisibility())
  .filter((one) => {
    const { borderTopWidth, borderTopColor } = getComputedStyle(one);
    return !parseFloat(borderTopWidth) || /rgba.*, 0\\)/.test(borderTopColor);
  })
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def walk(server, person) -> Callable[..., AsyncIterator[tuple[str, Stage]]]:
    """Walks through the story as a visitor with this screen; gives each state and the stage."""

    async def walking(**options: object) -> AsyncIterator[tuple[str, Stage]]:
        stage = Stage(server, WidgetScreen(await person("about:blank", **options)))
        async for state in story(stage):
            yield state, stage

    return walking


def frame_of(stage: Stage) -> Frame | None:
    return next((frame for frame in stage.screen.page.frames if "/widget/frame" in frame.url), None)


@pytest.mark.parametrize(("scheme", "screen"), [("light", {}), ("dark", PHONE)])
async def test_no_barrier_no_small_target_and_no_motion_in_any_state(walk, scheme, screen):
    met = []
    async for state, stage in walk(color_scheme=scheme, **screen):
        met.append(state)
        frame = frame_of(stage)
        if frame is None:
            assert await violations(stage.screen.page) == [], state
            continue
        if not await frame.evaluate("'axe' in window"):
            await frame.evaluate(AXE.read_text())
        result = await frame.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == [], state
        assert await frame.evaluate(SMALL_TARGETS) == [], state
        assert await frame.evaluate("document.getAnimations().length") == 0, state
    assert tuple(met) == STATES


async def test_who_likes_motion_gets_a_little(walk):
    async for state, stage in walk(reduced_motion="no-preference"):
        if state == "typing":
            assert await frame_of(stage).evaluate("document.getAnimations().length") > 0
            return


async def test_with_the_colours_of_the_system_everything_keeps_its_edge(walk):
    async for state, stage in walk(forced_colors="active"):
        frame = frame_of(stage)
        if frame is not None:
            assert await frame.evaluate("matchMedia('(forced-colors: active)').matches")
            assert await frame.evaluate(EDGELESS) == [], state


async def test_the_tree_that_screen_readers_get_is_the_reviewed_one(walk):
    """With CHATSERVER_SNAPSHOTS=1 the trees are written anew; look at what has changed before it is kept."""
    async for state, stage in walk():
        root = stage.screen.frame.locator("main") if frame_of(stage) else stage.screen.page.get_by_test_id("launcher")
        tree = steady(await root.aria_snapshot()) + "\n"
        kept = SNAPSHOTS / f"{state}.yml"
        if "CHATSERVER_SNAPSHOTS" in os.environ:
            SNAPSHOTS.mkdir(exist_ok=True)
            kept.write_text(tree)
        assert kept.read_text() == tree, f"{kept.name}: if the change is meant, write it with CHATSERVER_SNAPSHOTS=1"
    assert {path.stem for path in SNAPSHOTS.glob("*.yml")} == set(STATES)


def steady(tree: str) -> str:
    """The tree without what is another each time: ids, times of day, addresses of pictures."""
    tree = re.sub(r"blob:\S+", "blob:FILE", tree)
    tree = re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b", "CHAT-ID", tree)
    return re.sub(r"\b\d{1,2}:\d{2}\s[AP]M\b", "TIME", tree)


HEARD = """() => {
  window.heard = [];
  const live = "[role=log], [role=status], [role=alert], [aria-live]";
  const note = (region, text) => { if (text.trim()) heard.push([region.id || region.className, text.trim()]); };
  new MutationObserver((changes) => {
    const regions = new Set();
    for (const { target, addedNodes } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement).closest(live);
      if (!region || region.ariaLive === "off") continue;
      if (region.role !== "log") regions.add(region);
      else for (const node of addedNodes) {
        if (node.matches?.(".row")) note(region, node.querySelector(".bubble").textContent);
      }
    }
    for (const region of regions) note(region, region.textContent);
  }).observe(document, { childList: true, characterData: true, subtree: true });
}"""


async def test_nothing_is_announced_twice(walk):
    frame = None
    async for state, stage in walk():
        if state == "opening":
            frame = frame_of(stage)
            await frame.evaluate(HEARD)
        if state == "bot":
            # Far too long, and then longer: one warning.
            field = stage.screen.part("composer")
            await field.fill("x" * 40_000)
            for _ in range(3):
                await field.press("x")
            await field.fill("")
        if state == "rated":
            chat_id = await stage.screen.chat_id()
            log = await stage.server.ctx.store.read(lambda tx, chat_id=chat_id: tx.chats.events_after(chat_id, 0, 100))
            said = [text for one in log if (text := getattr(one.event, "text", ""))]
    heard = await frame.evaluate("heard")
    rows = [text for region, text in heard if region == "log"]
    assert sorted(set(rows)) == sorted(rows)
    assert len(rows) >= len(said) - 1
    # A status that says the same as just before says it twice.
    for before, after in pairwise(heard):
        assert before != after, heard
    assert [region for region, _ in heard].count("warning") == 1
    assert [text for region, text in heard if region == "thanks"] == ["Thank you for your rating."]


async def test_the_whole_story_by_keyboard_alone(server, person, tmp_path):
    page = await person(f"{server.url}/demo?lang=en")
    anna, keys = WidgetScreen(page), page.keyboard
    launcher = page.get_by_test_id("launcher")
    await expect(launcher).to_be_visible()
    await tab_to(page, "launcher")
    await keys.press("Enter")
    await expect(anna.part("composer")).to_be_focused()
    await keys.type("I want to report a problem")
    await keys.press("Enter")
    await anna.sees("What is your name?")
    await keys.type("Anna")
    await keys.press("Enter")
    await anna.sees("account number")
    await tab_to(page, "talk-to-human")
    await keys.press("Enter")
    await expect(anna.part("place")).not_to_be_empty()
    await expect(anna.part("composer")).to_be_focused()
    cookie = await sign_in(server.url, "Ada", PASSWORD)
    async with AgentClient(server.url, cookie) as ada:
        await ada.be_available()
        ada.chat_id = await anna.chat_id()
        ada.version = (await ada.ask("claim_chat", chat_id=ada.chat_id, client_id=new_id()))["version"]
        await ada.do("post_message", text="Hello Anna")
        await anna.sees("Hello Anna")
        # What was said can be gone through, and the way back to the composer is not far.
        await tab_to(page, "scroller", by="id")
        await keys.press("Home")
        await tab_to(page, "attach")
        await keys.press("Enter")
        await expect(anna.part("choose-files")).to_be_focused()
        (tmp_path / "note.txt").write_text("It happened at noon.")
        await page.frames[-1].evaluate(
            "document.querySelector('[data-testid=picker]').addEventListener('click', () => { window.asked = true; })"
        )
        await keys.press("Enter")
        assert await page.frames[-1].evaluate("window.asked")
        await anna.part("picker").set_input_files(tmp_path / "note.txt")
        await expect(anna.part("upload")).to_contain_text("note.txt")
        await expect(anna.part("send")).to_be_enabled()
        await tab_to(page, "composer")
        await keys.type("Here it is")
        await keys.press("Enter")
        await ada.hears("message_posted", text="Here it is")
        await tab_to(page, "end-chat")
        await keys.press("Enter")
        await expect(anna.part("confirm-end")).to_be_focused()
        await keys.press("Enter")
        await expect(anna.part("rating-1")).to_be_visible()
    # The composer is gone and the focus is not lost: it is where the story goes on.
    await expect(anna.frame.get_by_role("group", name="How was this chat?")).to_be_focused()
    await tab_to(page, "rating-1")
    await keys.press("Space")
    for _ in range(3):
        await keys.press("ArrowRight")
    await expect(anna.part("rating-4")).to_be_checked()
    await tab_to(page, "rating-comment")
    await keys.type("Quick")
    await tab_to(page, "rating-send")
    await keys.press("Enter")
    await anna.sees("4 out of 5")
    await expect(anna.part("new-chat")).to_be_focused()
    await keys.press("Escape")
    await expect(launcher).to_be_focused()


FOCUSED = """(by) => {
  const at = document.hasFocus() ? document.activeElement : null;
  return (at?.shadowRoot?.activeElement ?? at)?.getAttribute(by);
}"""


async def tab_to(page, name: str, by: str = "data-testid") -> None:
    """Presses Tab until the focus is on this part; fails when it comes round without it."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        for frame in page.frames:
            if await frame.evaluate(FOCUSED, by) == name:
                return
    pytest.fail(f"the keyboard does not reach {name}")
