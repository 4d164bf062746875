"""A website of somebody else that has the chat on it: another origin, a strict policy, scripts of its own."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from chatserver.app import Running
from chatserver.settings import Settings
from tests.conftest import ROOT, serving

SECRET = "a secret of at least thirty-two characters"
DOC = (ROOT / "docs/embedding.md").read_text()
STUB = re.search(r"<script>(window\.Chat \|\|=.*?)</script>", DOC)[1]


class Site:
    """A website of somebody else, with a strict policy of its own, on another origin."""

    def __init__(self) -> None:
        self.chat_url = ""
        self.url = ""
        self.attributes = ""
        self.script = ""
        self.html = '<html lang="en">'
        self.server: Running | None = None

    async def page(self, request: web.Request) -> web.Response:
        text = (
            f"<!doctype html>{self.html}<meta name=viewport content='width=device-width'><title>Shop</title><main>"
            "<h1>Shop</h1><p>Text</p>"
            '<button id="help">Help</button><div id="place" style-less></div></main>'
            f'<script src="/page.js"></script><script async src="{self.chat_url}/widget.js" {self.attributes}></script>'
        )
        policy = (
            f"default-src 'none'; script-src 'self' {self.chat_url}; frame-src {self.chat_url}; "
            "style-src 'self'; require-trusted-types-for 'script'; base-uri 'none'"
        )
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": policy})

    async def outer(self, request: web.Request) -> web.Response:
        """A page that has the shop in a frame, as site builders show it."""
        frame = f'<iframe id=shop title=Shop width=700 height=560 src="{self.url}/"></iframe>'
        text = f"<!doctype html><html lang=en><title>Builder</title>{frame}"
        return web.Response(text=text, content_type="text/html")

    async def code(self, request: web.Request) -> web.Response:
        return web.Response(text=f"{STUB}\nwindow.told = [];\n{self.script}", content_type="text/javascript")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """The website and a chat server that lists it."""
    here = Site()
    app = web.Application()
    app.router.add_get("/page.js", here.code)
    app.router.add_get("/outer", here.outer)
    app.router.add_get("/{path:.*}", here.page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    settings = Settings(port=0, data=str(tmp_path / "d"), origins=[here.url], identity_secret=SECRET)
    async with serving(settings) as server:
        here.server, here.chat_url = server, server.url
        yield here
    await runner.cleanup()
