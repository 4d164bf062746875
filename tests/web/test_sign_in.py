import asyncio
from urllib.parse import urlsplit

import aiohttp
import pytest

from chatserver.core.people import Role
from chatserver.services import signing_in
from chatserver.settings import Settings
from chatserver.web.sign_in import Attempts
from tests.conftest import PASSWORD, serving

ADA = {"name": "Ada", "password": PASSWORD}


@pytest.fixture
async def http(server):
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(server.url, cookie_jar=jar) as session:
        yield session


async def test_a_session_opens_with_the_right_flags_and_ends(http):
    response = await http.post("/api/sign-in", json=ADA)
    cookie = response.headers["Set-Cookie"]
    assert (await response.json())["agent"]["name"] == "Ada"
    for flag in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert flag in cookie
    assert "Secure" not in cookie
    assert (await (await http.get("/api/me")).json())["name"] == "Ada"
    assert {who["name"] for who in (await (await http.get("/api/agents")).json())["agents"]} == {"Ada", "Ben"}
    await http.post("/api/sign-out")
    assert (await http.get("/api/me")).status == 403


async def test_who_is_signed_in_is_told_their_role(server, http):
    await http.post("/api/sign-in", json=ADA)
    assert (await (await http.get("/api/me")).json())["role"] == "agent"
    await signing_in.set_profile(server.ctx, "Ada", role=Role.SUPERVISOR)
    assert (await (await http.get("/api/me")).json())["role"] == "supervisor"


async def test_behind_https_the_cookie_is_secure(tmp_path):
    settings = Settings(port=0, data=str(tmp_path), public_url="https://chat.example")
    async with serving(settings) as server:
        port = server.port
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            assert "Secure" in (await http.post("/api/sign-in", json=ADA)).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "Ada", "password": "wrong"}, 403),
        ({"name": "Nobody", "password": PASSWORD}, 403),
        ({"name": "Ada"}, 400),
        ({"name": "Ada", "password": PASSWORD, "admin": True}, 400),
        ({"name": ["Ada"], "password": PASSWORD}, 400),
        ("text", 400),
    ],
)
async def test_anything_else_opens_nothing(http, body, status):
    response = await http.post("/api/sign-in", json=body)
    assert response.status == status
    assert "Set-Cookie" not in response.headers
    assert (await response.json())["ok"] is False


async def test_a_form_of_another_website_opens_nothing(http):
    response = await http.post("/api/sign-in", data='{"name":"Ada"}', headers={"Content-Type": "text/plain"})
    assert response.status == 400
    response = await http.post("/api/sign-in", json=ADA, headers={"Origin": "https://evil.example"})
    assert response.status == 403
    huge = await http.post("/api/sign-in", json={"name": "x" * 9000, "password": ""})
    assert huge.status == 413


async def test_a_one_time_link_works_once(http, server):
    ada = await server.ctx.store.read(lambda tx: tx.agents.by_name("Ada"))
    token = await signing_in.make_link(server.ctx, ada.ref)
    assert (await http.post("/api/sign-in-link", json={"token": token})).status == 200
    assert (await http.post("/api/sign-in-link", json={"token": token})).status == 403


async def test_guessing_is_slowed_down(http, monkeypatch):
    monkeypatch.setattr(Attempts, "FREE", 2)
    wrong = {"name": "Ada", "password": "wrong"}
    statuses = [(await http.post("/api/sign-in", json=wrong)).status for _ in range(3)]
    assert statuses == [403, 403, 429]
    locked = await http.post("/api/sign-in", json=ADA)
    assert locked.status == 429
    assert 0 < (await locked.json())["error"]["retry_after"] <= 300
    assert (await http.post("/api/sign-in", json={**ADA, "name": "Ben"})).status == 200


async def test_a_request_in_pieces_is_read_whole(server):
    async def pieces():
        yield b'{"name": "Ada", '
        await asyncio.sleep(0.05)
        yield b'"password": "correct horse"}'

    async with aiohttp.ClientSession(server.url) as session:
        response = await session.post("/api/sign-in", data=pieces(), headers={"Content-Type": "application/json"})
        assert response.status == 200


def test_wrong_passwords_for_one_name_are_counted_wherever_they_come_from():
    attempts = Attempts()
    counts = [attempts.note_failure(name, f"192.0.2.{number}") for number, name in enumerate(["Ada", "ADA", "Ben"])]
    assert counts == [1, 2, 1]
    # They are only counted: nobody can lock an agent out from elsewhere.
    for number in range(100):
        attempts.note_failure("Ada", f"198.51.100.{number}")
    attempts.require_patience("Ada", "192.0.2.1")


@pytest.mark.parametrize(
    ("door", "status"),
    [
        ("GET /api/me", 403),
        ("GET /api/agents", 403),
        ("GET /api/report.csv", 403),
        ("GET /api/transcript/K7Q3-M9XD-5R", 404),
        ("POST /api/sign-out", 200),
    ],
)
async def test_a_cookie_of_bytes_that_are_no_text_is_nobodys(server, caplog, door, status):
    address = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"{door} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\nContent-Length: 0\r\n"
    writer.write(head.encode() + b"Cookie: chatserver_session=\xff\xfe\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert f" {status} ".encode() in answer.split(b"\r\n")[0]
    assert "incident" not in caplog.text
