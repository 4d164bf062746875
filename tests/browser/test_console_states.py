"""The console's states as `make screenshots` and the agents' guide show them: all are reached, none has a barrier."""

from playwright.async_api import Page

from tests.browser.conftest import violations
from tests.browser.console_states import CONSOLE_STATES, desk, hour

# The pictures of docs/console.md: the state, what of the screen it is cut to, and how much of its height, in pixels.
GUIDE = {
    "queue": (".list-pane", 340),
    "offer": (".offer", 900),
    "picker": (".stage", 900),
    "note": (".composer", 900),
    "transfer": ("dialog", 900),
    "closing": ("dialog", 900),
    "warning": (".warnings", 900),
}
# All pictures of a page are loaded at once.
MAX_BYTES = 120_000


async def cut(page: Page, selector: str, height_px: int) -> dict[str, float]:
    """The part of the screen that shows what is selected, no higher than `height_px`."""
    box = await page.locator(selector).first.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], height_px)}


async def test_every_state_of_the_console_is_reached_and_has_no_barrier(person, pictures, tmp_path):
    page = await person("about:blank", viewport={"width": 1440, "height": 900})
    reached, barriers = [], {}
    async with desk(page, str(tmp_path / "data")) as stage:
        async for state in hour(stage):
            reached.append(state)
            if state in GUIDE:
                path = pictures / f"guide-{state}.png"
                await page.screenshot(path=path, clip=await cut(page, *GUIDE[state]), animations="disabled")
                assert path.stat().st_size < MAX_BYTES, state
            if found := await violations(page):
                barriers[state] = found
    assert barriers == {}
    assert tuple(reached) == CONSOLE_STATES
