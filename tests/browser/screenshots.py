"""`python -m tests.browser.screenshots [--of widget|console] [--only STATE,...] [--lang LANG,...]`: to be looked at.

Each state of `states.py` and of `console_states.py` in light and dark, on each of its screens, in the languages asked
for, into a folder that git does not know: `.screenshots/<language>/<screen>-<theme>/<number>-<state>.png`, and one
sheet of them all for each folder.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from chatserver.settings import Settings
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.console_states import CONSOLE_STATES, desk, hour
from tests.browser.people import WidgetScreen
from tests.browser.states import LINES, STATES, Stage, story
from tests.conftest import ROOT, serving

FOLDER = ROOT / ".screenshots"
THEMES = ("light", "dark")
SHEET_COLUMNS = 6
SHEET_WIDTH = 2_700
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Screen:
    """A screen that pictures are taken on: whose states, and what Playwright is told of it."""

    of: str
    options: dict[str, Any]


# For the widget a window in which the panel stands with all its height, and an ordinary phone; for the console a desk
# and a tablet.
SCREENS = {
    "desktop": Screen("widget", {"viewport": {"width": 520, "height": 840}}),
    "phone": Screen(
        "widget",
        {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
    ),
    "desk": Screen("console", {"viewport": {"width": 1440, "height": 900}}),
    "tablet": Screen("console", {"viewport": {"width": 768, "height": 1024}}),
}
NAMES = {"widget": STATES, "console": CONSOLE_STATES}


async def states(of: str, page: Page, lang: str) -> AsyncIterator[str]:
    """Yields the names of the states of the widget or of the console, each when `page` shows it."""
    with tempfile.TemporaryDirectory(prefix="chatserver-screenshots-") as data:
        if of == "widget":
            async with serving(Settings(port=0, data=data, brand="Acme")) as server:
                async for state in story(Stage(server, WidgetScreen(page), lang)):
                    yield state
        else:
            async with desk(page, data, lang) as stage:
                async for state in hour(stage):
                    yield state


async def walk(browser: Browser, folder: Path, only: set[str], lang: str, theme: str, screen: Screen) -> None:
    """Walks through one story and takes a picture of each state that was asked for."""
    context = await browser.new_context(locale=lang, color_scheme=theme, reduced_motion="reduce", **screen.options)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    names = NAMES[screen.of]
    async for state in states(screen.of, page, lang):
        if state in only:
            path = folder / f"{names.index(state) + 1:02}-{state}.png"
            await page.screenshot(path=path, animations="disabled")
    await context.close()


def make_sheet(folder: Path) -> None:
    """Puts the pictures of a folder side by side into one, six in a row."""
    pictures = [Image.open(path) for path in sorted(folder.glob("[0-9]*.png"))]
    width, height = pictures[0].size
    rows = -(-len(pictures) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (width * min(SHEET_COLUMNS, len(pictures)), height * rows), "gray")
    for number, one in enumerate(pictures):
        sheet.paste(one, (number % SHEET_COLUMNS * width, number // SHEET_COLUMNS * height))
    sheet.thumbnail((SHEET_WIDTH, SHEET_WIDTH * 4))
    sheet.save(folder / "sheet.png")


async def take(langs: list[str], only: set[str], themes: list[str], screens: list[str]) -> None:
    """Takes all the pictures; one browser, one walk after the other."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for lang in langs:
            for name in screens:
                for theme in themes:
                    if only.isdisjoint(NAMES[SCREENS[name].of]):
                        continue
                    folder = FOLDER / lang / f"{name}-{theme}"
                    os.makedirs(folder, exist_ok=True)
                    await walk(browser, folder, only, lang, theme, SCREENS[name])
                    make_sheet(folder)
                    print(folder.relative_to(ROOT), flush=True)
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--of", choices=NAMES, help="only the widget's or only the console's")
    parser.add_argument("--only", default=",".join((*STATES, *CONSOLE_STATES)), help="states, by their names")
    parser.add_argument("--lang", default=",".join(LINES), help=f"some of: {', '.join(LINES)}")
    parser.add_argument("--theme", default=",".join(THEMES), help=f"some of: {', '.join(THEMES)}")
    parser.add_argument("--screen", default=",".join(SCREENS), help=f"some of: {', '.join(SCREENS)}")
    asked = parser.parse_args()
    screens = [name for name in asked.screen.split(",") if asked.of in {None, SCREENS[name].of}]
    asyncio.run(take(asked.lang.split(","), set(asked.only.split(",")), asked.theme.split(","), screens))


if __name__ == "__main__":
    main()
