import re

import aiohttp
import pytest
from yarl import URL

from chatserver.settings import Settings
from tests.conftest import serving


@pytest.fixture
async def http(server):
    async with aiohttp.ClientSession(server.url) as session:
        yield session


@pytest.mark.parametrize(
    "path",
    [
        "/demo",
        "/console",
        "/console/",
        "/widget/frame?lang=de",
        "/docs",
        "/docs/",
        "/docs/protocol",
        "/docs/settings.md",
    ],
)
async def test_every_page_is_served_under_a_strict_policy(http, path):
    response = await http.get(path)
    text = await response.text()
    assert response.status == 200
    assert "{{" not in text.replace("{{ brand }}", "") or path.startswith("/docs")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in text
    assert "<script>" not in text


async def test_a_bundle_is_sent_once_and_then_only_confirmed(http):
    first = await http.get("/widget.js")
    assert first.headers["Content-Type"].startswith(("text/javascript", "application/javascript"))
    again = await http.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status, again.status) == (200, 304)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/assets/frame.html",
        "/assets/..%2f..%2fpyproject.toml",
        "/docs/none",
        "/docs/..%2fREADME",
        "/none",
    ],
)
async def test_nothing_else_is_served(http, path):
    assert (await http.get(path)).status == 404


async def test_the_front_door_leads_to_the_demo(http):
    response = await http.get("/", allow_redirects=False)
    assert response.headers["Location"] == "/demo"


async def test_the_brand_is_shown_as_text(tmp_path):
    settings = Settings(port=0, data=str(tmp_path), brand='<b>"A&B"')
    async with serving(settings) as server, aiohttp.ClientSession(server.url) as http:
        text = await (await http.get("/demo")).text()
    assert "&lt;b&gt;" in text
    assert '<b>"A&B"' not in text


async def test_every_link_between_the_docs_leads_somewhere(http):
    waiting, seen = ["/docs"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = await http.get(path)
        assert response.status == 200, path
        links = re.findall(r'href="([^"]+)"', await response.text())
        base = URL(path + "/") if path == "/docs" else URL(path)
        waiting += [
            str(base.join(URL(link)).with_fragment(None)) for link in links if not link.startswith(("http", "data"))
        ]
    assert any("decisions/0001" in path for path in seen)


@pytest.mark.parametrize("on", [True, False])
async def test_the_frame_knows_whether_drafts_are_shown(tmp_path, on):
    async with (
        serving(Settings(port=0, data=str(tmp_path), draft_preview=on)) as server,
        aiohttp.ClientSession() as http,
        http.get(f"{server.url}/widget/frame") as response,
    ):
        assert f'data-drafts="{"shown" if on else "none"}"' in await response.text()


async def test_the_pictures_of_the_docs_are_served_where_they_are_named(http):
    named = re.findall(r'<img src="([^"]+)"', await (await http.get("/docs/console")).text())
    assert len(named) >= 5
    for source in named:
        url = URL("/docs/console").join(URL(source))
        response = await http.get(url)
        assert (response.status, response.content_type) == (200, "image/png"), url
        assert (await http.get(url, headers={"If-None-Match": response.headers["ETag"]})).status == 304
    assert (await http.get("/docs/pictures/none.png")).status == 404
