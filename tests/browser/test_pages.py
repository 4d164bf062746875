import pytest

from tests.browser.conftest import violations


@pytest.mark.parametrize("path", ["/demo", "/docs", "/docs/protocol", "/docs/settings", "/docs/architecture"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barrier_on_any_page(server, person, path, scheme):
    page = await person(f"{server.url}{path}", color_scheme=scheme)
    assert await violations(page) == []


async def test_the_demo_shows_the_line_to_embed(server, person):
    page = await person(f"{server.url}/demo")
    assert f'<script async src="{server.url}/widget.js"' in await page.locator("body").inner_text()


async def test_nobody_but_this_server_is_asked(server, person):
    asked: list[str] = []
    page = await person("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{server.url}/demo")
    await page.get_by_test_id("launcher").click()
    await page.frame_locator("iframe").get_by_test_id("composer").wait_for()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []
