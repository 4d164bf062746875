"""Debian's Chromium, driven by Playwright in the same event loop as the server."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.browser.sites import site  # noqa: F401
from tests.conftest import ROOT

# Playwright brings a Node that needs libatomic1; the one in the virtual environment does not. Set before the import.
NODE = shutil.which("node", path=f"{ROOT}/.venv/bin:{os.environ.get('PATH', '')}")
if NODE is not None:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", NODE)

from playwright.async_api import Browser, BrowserContext, Page, async_playwright  # noqa: E402

CHROMIUM = shutil.which("chromium")
# Nothing in a test may ask anybody but this machine.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    assert CHROMIUM, "Chromium is missing: run `make browser`"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        await chromium.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go: into the docs by `make pictures`, otherwise nowhere that lasts."""
    return ROOT / "docs/pictures" if "CHATSERVER_PICTURES" in os.environ else tmp_path


@pytest.fixture
async def person(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Opens a page as a person of their own; a script error on it fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    async def come(url: str, lang: str = "en", **options: object) -> Page:
        context = await browser.new_context(locale=lang, **{"reduced_motion": "reduce", **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        await page.goto(url)
        return page

    yield come
    for context in contexts:
        await context.close()
    assert errors == []


async def violations(page: Page) -> list[str]:
    """What axe finds on the page and in its frames."""
    found = []
    for frame in page.frames:
        await frame.evaluate(AXE.read_text())
        result = await frame.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found
