"""`python -m tests.browser.screenshots [--only STATE,...] [--lang LANG,...]`: pictures of every state, to be looked at.

Each state of `states.py` in light and dark, on a desk and on a phone, in five languages, into a folder that git does
not know: `.screenshots/<language>/<screen>-<theme>/<number>-<state>.png`, and one sheet of them all for each folder.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, async_playwright

from chatserver.settings import Settings
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.people import WidgetScreen
from tests.browser.states import LINES, STATES, Stage, story
from tests.conftest import ROOT, serving

FOLDER = ROOT / ".screenshots"
# A window in which the panel stands with all its height, and an ordinary phone.
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 520, "height": 840}},
    "phone": {
        "viewport": {"width": 375, "height": 667},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
THEMES = ("light", "dark")
SHEET_COLUMNS = 6
SHEET_WIDTH = 2_700


async def walk(browser: Browser, folder: Path, only: set[str], lang: str, theme: str, screen: str) -> None:
    """Walks through the story once and takes a picture of each state that was asked for."""
    with tempfile.TemporaryDirectory(prefix="chatserver-screenshots-") as data:
        async with serving(Settings(port=0, data=data, brand="Acme")) as server:
            context = await browser.new_context(
                locale=lang, color_scheme=theme, reduced_motion="reduce", **SCREENS[screen]
            )
            context.set_default_timeout(30_000)
            stage = Stage(server, WidgetScreen(await context.new_page()), lang)
            async for state in story(stage):
                if state in only:
                    name = f"{STATES.index(state) + 1:02}-{state}.png"
                    await stage.screen.page.screenshot(path=folder / name, animations="disabled")
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
            for screen in screens:
                for theme in themes:
                    folder = FOLDER / lang / f"{screen}-{theme}"
                    os.makedirs(folder, exist_ok=True)
                    await walk(browser, folder, only, lang, theme, screen)
                    make_sheet(folder)
                    print(folder.relative_to(ROOT), flush=True)
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--only", default=",".join(STATES), help=f"some of: {', '.join(STATES)}")
    parser.add_argument("--lang", default=",".join(LINES), help=f"some of: {', '.join(LINES)}")
    parser.add_argument("--theme", default=",".join(THEMES), help=f"some of: {', '.join(THEMES)}")
    parser.add_argument("--screen", default=",".join(SCREENS), help=f"some of: {', '.join(SCREENS)}")
    asked = parser.parse_args()
    asyncio.run(
        take(asked.lang.split(","), set(asked.only.split(",")), asked.theme.split(","), asked.screen.split(","))
    )


if __name__ == "__main__":
    main()
