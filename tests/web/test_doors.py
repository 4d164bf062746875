import aiohttp
import pytest

from chatserver.settings import Settings
from chatserver.web.doors import Origins
from tests.conftest import serving


@pytest.mark.parametrize(
    ("origin", "is_own", "may_chat"),
    [
        ("http://chat.example:8080", True, True),
        ("https://chat.example:8080", True, True),
        ("https://public.example", True, True),
        ("https://shop.example", False, True),
        ("https://evil.example", False, False),
        ("https://shop.example.evil.example", False, False),
        ("null", False, False),
        ("", False, False),
    ],
)
def test_own_listed_and_foreign_origins(origin, is_own, may_chat):
    origins = Origins("https://public.example/", ["https://shop.example"])
    assert origins.is_own(origin, "chat.example:8080") is is_own
    assert origins.may_chat(origin, "chat.example:8080") is may_chat


async def test_a_listed_website_may_frame_the_widget_and_not_the_console(tmp_path):
    settings = Settings(port=0, data=str(tmp_path), origins=["https://shop.example"])
    async with serving(settings) as server, aiohttp.ClientSession(server.url) as http:
        frame = (await http.get("/widget/frame")).headers["Content-Security-Policy"]
        console = (await http.get("/console")).headers["Content-Security-Policy"]
        api = await http.get("/api/me", headers={"Origin": "https://shop.example"})
    assert "frame-ancestors 'self' https://shop.example" in frame
    assert "frame-ancestors 'none'" in console
    assert "unsafe-inline" not in frame + console
    assert api.status == 403


async def test_a_defect_on_a_page_is_answered_with_a_number(server, monkeypatch, caplog):
    words = "secret words"

    def broken(*_):
        raise RuntimeError(words)

    monkeypatch.setattr("chatserver.web.sign_in.views.colleagues", broken)
    monkeypatch.setattr("chatserver.web.sign_in.agent_of", broken)
    async with aiohttp.ClientSession(server.url) as http:
        response = await http.get("/api/me")
        body = await response.json()
    assert (response.status, body["error"]["code"]) == (500, "internal")
    assert "secret words" not in caplog.text


async def test_a_client_that_has_gone_is_no_incident(server, monkeypatch, caplog):
    def gone(*_):
        raise aiohttp.ClientConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr("chatserver.web.sign_in.agent_of", gone)
    async with aiohttp.ClientSession(server.url) as http:
        assert (await http.get("/api/me")).status == 400
    assert "incident" not in caplog.text
    assert "Traceback" not in caplog.text
