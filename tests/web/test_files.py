"""Files over real HTTP: what is taken and what is not, who may read what, and how it is served."""

import asyncio
import io
import re
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from PIL import Image

from chatserver.app import Running
from chatserver.core.ids import chat_id_from
from chatserver.services import signing_in
from chatserver.services.access import token_hash
from chatserver.settings import Settings
from chatserver.web import files as door
from tests.clients import VisitorClient, new_id, sign_in
from tests.conftest import PASSWORD, serving
from tests.samples import CARD, GOOD, HOSTILE, KEY, archive, pdf, picture

SEEN_BY_NOBODY = "There is no such file."


class Browser:
    """Uploads and downloads, as a visitor with a token or as an agent with a cookie."""

    def __init__(self, url: str, *, token: str = "", cookie: str = "") -> None:
        self.url = url
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if cookie:
            self.headers["Cookie"] = f"chatserver_session={cookie}"

    async def sends(self, chat_id: str, data: object, name: str = "a.png", **headers: str) -> tuple[int, dict]:
        sent = {**self.headers, "X-File-Name": quote(name), **headers}
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.url}/api/files", params={"chat_id": chat_id}, data=data, headers=sent) as response,
        ):
            return response.status, await response.json()

    async def uploads(self, chat_id: str, data: bytes | None = None, name: str = "a.png") -> dict:
        status, told = await self.sends(chat_id, picture() if data is None else data, name)
        assert status == 200, told
        return told["file"]

    async def gets(self, file_id: str, **headers: str) -> tuple[int, bytes, aiohttp.typedefs.LooseHeaders]:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{self.url}/files/{file_id}", headers={**self.headers, **headers}) as response,
        ):
            return response.status, await response.read(), response.headers


@pytest.fixture
async def anna(server, visitors):
    visitor = await visitors()
    await visitor.start()
    return visitor


def browser_of(server: Running, visitor: VisitorClient) -> Browser:
    return Browser(server.url, token=visitor.token)


async def posted(visitor: VisitorClient, *file_ids: str, text: str = "") -> dict:
    return await visitor.ask(
        "post_message", chat_id=visitor.chat_id, client_id=new_id(), text=text, files=list(file_ids)
    )


def on_disk(server_data: Path) -> list[Path]:
    return [path for path in server_data.rglob("files/*") if path.is_file()]


@pytest.mark.parametrize("name", GOOD)
async def test_every_kind_of_the_list_is_taken_and_named_by_what_it_is(server, anna, name):
    data, media_type, kept_name = GOOD[name]
    file = await browser_of(server, anna).uploads(anna.chat_id, data, name)
    assert (file["media_type"], file["name"]) == (media_type, kept_name)
    status, body, headers = await browser_of(server, anna).gets(file["file_id"])
    assert (status, len(body)) == (200, file["size_bytes"])
    assert headers["Content-Type"].partition(";")[0] == media_type


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_not_of_the_list_leaves_nothing_behind(server, anna, tmp_path, name):
    for claimed in ("innocent.png", "innocent.txt"):
        status, told = await browser_of(server, anna).sends(
            anna.chat_id, HOSTILE[name], claimed, **{"Content-Type": "image/png"}
        )
        assert (status, told["ok"]) in {(400, False), (413, False)}
        assert told["error"]["code"] in {"bad_request", "too_long"}
    assert on_disk(tmp_path) == []


async def test_a_picture_keeps_its_pixels_and_nothing_else(server, anna):
    browser = browser_of(server, anna)
    data, _, _ = GOOD["photo.JPG"]
    assert b"SecretCamera" in data
    assert b"secret comment" in data
    file = await browser.uploads(anna.chat_id, data + archive() + b"<script>", "photo.jpg")
    _, kept, _ = await browser.gets(file["file_id"])
    for gone in (b"SecretCamera", b"secret comment", b"Exif", b"<script>", b"PK\x03\x04"):
        assert gone not in kept
    with Image.open(io.BytesIO(kept)) as image:
        # It lay on its side: its red left half is the upper one now.
        assert image.size == (30, 40) == (file["width"], file["height"])
        assert image.getpixel((15, 5))[0] > 200 > image.getpixel((15, 5))[1] + 100
        assert min(image.getpixel((15, 35))) > 200


async def test_a_text_loses_its_secrets_before_it_is_kept(server, anna, tmp_path):
    browser = browser_of(server, anna)
    log = f"12:00 start\ncard {CARD}\npassword: hunter2secret\nAuthorization: {KEY}\n" + "12:01 fine\n" * 3000
    file = await browser.uploads(anna.chat_id, log.encode(), "server.log")
    _, kept, _ = await browser.gets(file["file_id"])
    assert file["redactions"] == 3
    assert file["size_bytes"] == len(kept)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (CARD, "hunter2secret", KEY):
        assert secret.encode() not in kept + stored
    assert kept.decode().count("12:01 fine\n") == 3000


async def test_a_name_loses_its_path_its_tricks_and_its_secrets(server, anna, tmp_path):
    browser = browser_of(server, anna)
    for claimed, kept in (
        ("../../../etc/passwd", "passwd.png"),
        ("C:\\Windows\\evil.exe", "evil.png"),
        ("photo\u202egnp.exe", "photognp.png"),
        ("bill.png.html", "bill.png"),
        ("a\r\nSet-Cookie: x=1.png", "a Set-Cookie x=1.png"),
        ("x" * 900, "x" * 116 + ".png"),
        (f"card {CARD}.png", "card •••• 1111.png"),
        ("", "file.png"),
        ("%00%ff", "%00%ff.png"),
        ('"><img src=x>.png', "img src=x.png"),
        ("Größe 日本.png", "Größe 日本.png"),
    ):
        file = await browser.uploads(anna.chat_id, None, claimed)
        assert file["name"] == kept
        status, _, headers = await browser.gets(file["file_id"])
        assert status == 200
        assert (
            headers["Content-Disposition"] == f"attachment; filename=\"file.png\"; filename*=UTF-8''{quote(kept, '')}"
        )
        assert re.fullmatch(r"[A-Za-z0-9_-]+", file["file_id"])
    assert {path.parent for path in on_disk(tmp_path)} == {tmp_path / "data" / "files"}
    assert {path.stat().st_mode & 0o777 for path in on_disk(tmp_path)} == {0o600}


async def test_a_file_is_served_to_be_saved_and_never_to_be_run(server, anna):
    browser = browser_of(server, anna)
    file = await browser.uploads(anna.chat_id, b"hello", "a.html")
    assert file["name"] == "a.txt"
    _, _, headers = await browser.gets(file["file_id"])
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    # Asked again, it is authorised again.
    assert (await browser.gets(file["file_id"], **{"If-None-Match": headers["ETag"]}))[0] == 304
    stranger = Browser(server.url, token="x" * 43)
    assert (await stranger.gets(file["file_id"], **{"If-None-Match": headers["ETag"]}))[0] == 404
    assert (await browser.gets(file["file_id"], Range="bytes=1-2"))[:2] == (206, b"el")


async def test_a_file_is_read_by_its_visitor_and_by_agents_alone(server, visitors, anna):
    other = await visitors()
    await other.start()
    cookie = await sign_in(server.url, "Ada", PASSWORD)
    browser = browser_of(server, anna)
    file_id = (await browser.uploads(anna.chat_id))["file_id"]

    def readers() -> dict[str, Browser]:
        return {
            "agent": Browser(server.url, cookie=cookie),
            "other visitor": browser_of(server, other),
            "nobody": Browser(server.url),
            "wrong token": Browser(server.url, token="w" * 43),
            "wrong cookie": Browser(server.url, cookie="w" * 43),
            "chat id as token": Browser(server.url, token=anna.chat_id),
            "agent's cookie beside a wrong token": Browser(server.url, token="w" * 43, cookie=cookie),
        }

    async def seen_by() -> set[str]:
        return {name for name, reader in readers().items() if (await reader.gets(file_id))[0] == 200}

    # Not posted: only its owner.
    assert (await browser.gets(file_id))[0] == 200
    assert await seen_by() == set()
    await posted(anna, file_id)
    assert await seen_by() == {"agent"}
    # All that may not read it get what they would get for a file that is not there.
    missing = await browser.gets("nothing-here")
    for name in readers().keys() - {"agent"}:
        status, body, headers = await readers()[name].gets(file_id)
        assert (status, body) == (missing[0], missing[1]) == (404, missing[1])
        assert headers["Cache-Control"] == "no-store"
    assert SEEN_BY_NOBODY.encode() in missing[1]
    # A closed chat stays readable for both; a session that has ended does not.
    await anna.ask("close_chat", chat_id=anna.chat_id, client_id=new_id())
    assert (await browser.gets(file_id))[0] == 200
    await signing_in.sign_out(server.ctx, cookie)
    assert await seen_by() == set()


async def test_an_agents_file_is_seen_by_the_visitor_once_it_is_posted(server, anna, agents):
    ada = await agents("Ada")
    taken = await ada.ask("claim_chat", chat_id=anna.chat_id, client_id=new_id())
    ada.chat_id, ada.version = anna.chat_id, taken["version"]
    screens = [Browser(server.url, cookie=await sign_in(server.url, name, PASSWORD)) for name in ("Ada", "Ben")]
    assert (await screens[1].sends(anna.chat_id, picture()))[0] == 403
    file_id = (await screens[0].uploads(anna.chat_id))["file_id"]
    assert (await browser_of(server, anna).gets(file_id))[0] == 404
    assert (await screens[1].gets(file_id))[0] == 404
    await ada.do("post_message", text="Look", files=[file_id])
    heard = await anna.hears("message_posted", text="Look")
    assert heard["files"][0]["file_id"] == file_id
    for reader in (*screens, browser_of(server, anna)):
        assert (await reader.gets(file_id))[0] == 200


async def test_only_ids_of_own_uploads_are_posted(server, visitors, anna):
    other = await visitors()
    await other.start()
    file_id = (await browser_of(server, anna).uploads(anna.chat_id))["file_id"]
    for files in (
        [file_id, file_id],
        ["x"] * 6,
        ["../../x"],
        [""],
        [None],
        [5],
        "x",
        {"a": 1},
        ["x" * 65],
        ["missing"],
    ):
        error = await anna.refused("post_message", chat_id=anna.chat_id, client_id=new_id(), text="hello", files=files)
        assert error["code"] == "bad_request", files
    error = await other.refused(
        "post_message", chat_id=other.chat_id, client_id=new_id(), text="mine now", files=[file_id]
    )
    assert error["code"] == "bad_request"
    error = await anna.refused("post_message", chat_id=anna.chat_id, client_id=new_id(), text="", files=[])
    assert error["code"] == "bad_request"
    same = {"chat_id": anna.chat_id, "client_id": new_id(), "text": "", "files": [file_id]}
    assert await anna.ask("post_message", **same) == await anna.ask("post_message", **same)
    said = [event for event in await anna.log() if event.get("files")]
    assert [event["files"][0]["file_id"] for event in said] == [file_id]
    assert "author" not in said[0]["files"][0]
    assert set(said[0]["files"][0]) == {
        "file_id", "name", "media_type", "size_bytes", "width", "height", "redactions",
    }  # fmt: skip


async def test_a_session_that_is_too_old_reads_nothing(server, anna):
    file_id = (await browser_of(server, anna).uploads(anna.chat_id))["file_id"]
    await posted(anna, file_id)
    ada = await server.ctx.store.read(lambda tx: tx.agents.by_name("Ada"))
    now = server.ctx.clock.now()
    for cookie, expires_at, status in (
        ("old", now - timedelta(seconds=1), 404),
        ("new", now + timedelta(hours=1), 200),
    ):
        hashed = token_hash(cookie)
        await server.ctx.store.run(lambda tx, hashed=hashed, at=expires_at: tx.agents.add_session(hashed, ada.id, at))
        assert (await Browser(server.url, cookie=cookie).gets(file_id))[0] == status


async def test_only_the_own_open_chat_takes_files(server, visitors, anna):
    other = await visitors()
    await other.start()
    mine = browser_of(server, anna)
    for browser, chat_id, status in (
        (mine, other.chat_id, 403),
        (mine, chat_id_from(4711), 403),
        (mine, "", 400),
        (mine, "../../x", 400),
        (mine, "\udc80", 400),
        (Browser(server.url), anna.chat_id, 403),
        (Browser(server.url, token="w" * 43), anna.chat_id, 403),
        (Browser(server.url, token=anna.token + "x"), anna.chat_id, 403),
        (Browser(server.url, cookie="w" * 43), anna.chat_id, 403),
    ):
        found = await browser.sends(chat_id.encode("utf-8", "replace").decode(), picture())
        assert (found[0], found[1]["ok"]) == (status, False), chat_id
    await anna.ask("close_chat", chat_id=anna.chat_id, client_id=new_id())
    status, told = await mine.sends(anna.chat_id, picture())
    assert (status, told["error"]["code"]) == (400, "closed")


async def test_header_tricks_open_nothing(server, anna):
    browser = browser_of(server, anna)
    file_id = (await browser.uploads(anna.chat_id))["file_id"]
    for headers in (
        {"Authorization": anna.token},
        {"Authorization": f"Basic {anna.token}"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {anna.token}, Bearer {anna.token}"},
        {"Authorization": "Bearer \u00e9\u00e9"},
        {"Cookie": "chatserver_session=\u00e9"},
        {"Cookie": f"chatserver_session={anna.token}"},
    ):
        assert (await Browser(server.url).gets(file_id, **headers))[0] == 404, headers
    for path in ("..%2F..%2Fetc%2Fpasswd", "%00", "%ff", "a" * 5000, f"{file_id}/", f"{file_id}%00"):
        assert (await browser.gets(path))[0] == 404, path
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert (await browser.gets(file_id, **foreign))[0] == 403
        assert (await browser.sends(anna.chat_id, picture(), **foreign))[0] == 403
    for encoding in ("gzip", "deflate", "br", "x"):
        status, told = await browser.sends(anna.chat_id, picture(), **{"Content-Encoding": encoding})
        assert (status, told["ok"]) == (400, False)


async def test_a_large_file_is_refused_before_it_has_arrived(server, anna, monkeypatch, tmp_path):
    browser = browser_of(server, anna)
    limit = server.ctx.policy.files.file_bytes
    status, told = await browser.sends(anna.chat_id, io.BytesIO(b"x" * (limit + 1)))
    assert (status, told["error"]["code"]) == (413, "too_long")
    sent = 0

    async def endless():
        nonlocal sent
        yield picture()
        for _ in range(4 * limit // 65_536):
            sent += 65_536
            yield b"\0" * 65_536

    # Without a length that could be believed.
    try:
        status, told = await browser.sends(anna.chat_id, endless())
        assert (status, told["error"]["code"]) == (413, "too_long")
    except aiohttp.ClientError:
        # The server hung up on what it was still being sent.
        assert sent > 0
    assert on_disk(tmp_path) == []


async def test_an_upload_that_breaks_off_is_no_file(server, anna, tmp_path):
    data = picture()
    head = (
        f"POST /api/files?chat_id={anna.chat_id} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Authorization: Bearer {anna.token}\r\nContent-Length: {len(data) + 10}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(head.encode() + data)
    await writer.drain()
    writer.get_extra_info("socket").shutdown(socket.SHUT_WR)
    await reader.read()
    writer.close()
    usage = await server.ctx.store.read(lambda tx: tx.files.usage(anna.chat_id))
    assert usage.count == 0
    assert on_disk(tmp_path) == []
    await browser_of(server, anna).uploads(anna.chat_id)


async def test_an_upload_that_stops_is_given_up(server, anna, monkeypatch):
    monkeypatch.setattr(door, "IDLE_SECONDS", 0.05)
    done = asyncio.Event()

    async def stopping():
        yield picture()
        await done.wait()

    status, told = await browser_of(server, anna).sends(anna.chat_id, stopping())
    assert (status, told["error"]["code"]) == (400, "bad_request")


async def test_a_chat_a_visitor_and_the_server_have_their_limits(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "data"), files_per_chat=2, files_per_minute=4, files_mib=1)
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        await visitor.start()
        browser = browser_of(server, visitor)
        status, told = await browser.sends(visitor.chat_id, io.BytesIO(b"a" * (1100 << 10)), "a.txt")
        assert (status, told["error"]["code"]) == (503, "busy")
        for _ in range(2):
            await browser.uploads(visitor.chat_id)
        status, told = await browser.sends(visitor.chat_id, picture())
        assert (status, told["error"]["code"]) == (413, "too_long")
        await visitor.ask("close_chat", chat_id=visitor.chat_id, client_id=new_id())
        await visitor.start(token=visitor.token)
        for _ in range(2):
            await browser.uploads(visitor.chat_id)
        await visitor.ask("close_chat", chat_id=visitor.chat_id, client_id=new_id())
        await visitor.start(token=visitor.token)
        status, told = await browser.sends(visitor.chat_id, picture())
        assert (status, told["error"]["code"]) == (429, "rate_limited")
        assert told["error"]["retry_after"] > 0


@pytest.mark.parametrize("limit", ["MAX_UPLOADS_EACH", "MAX_UPLOADS_OF_ADDRESS", "MAX_UPLOADS"])
async def test_somebody_who_sends_many_at_once_waits(server, anna, monkeypatch, limit):
    monkeypatch.setattr(door, limit, 1)
    may_go_on = asyncio.Event()

    async def slow():
        yield pdf()
        await may_go_on.wait()

    browser = browser_of(server, anna)
    async with asyncio.TaskGroup() as tasks:
        both = [tasks.create_task(browser.sends(anna.chat_id, slow(), "a.pdf")) for _ in range(2)]
        refused, waiting = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        status, told = refused.pop().result()
        assert (status, told["error"]["code"]) == (503, "busy")
        may_go_on.set()
        assert (await waiting.pop())[0] == 200
    await browser.uploads(anna.chat_id)


async def test_the_limits_are_told_before_anything_is_sent(server, tmp_path):
    async with aiohttp.ClientSession(server.url) as http:
        told = await (await http.get("/api/files")).json()
    assert told["is_on"] is True
    assert told["file_bytes"] == 10 << 20
    assert {"png", "pdf", "txt", "docx"} <= set(told["extensions"])
    assert not {"svg", "html", "exe", "js"} & set(told["extensions"])
    settings = Settings(port=0, data=str(tmp_path / "other"), files_per_chat=0)
    async with serving(settings) as off, aiohttp.ClientSession(off.url) as http, VisitorClient(off.url) as visitor:
        await visitor.start()
        assert (await (await http.get("/api/files")).json())["is_on"] is False
        assert (await browser_of(off, visitor).sends(visitor.chat_id, picture()))[0] == 413


async def test_a_disk_that_takes_nothing_is_told_as_busy(server, anna, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chatserver.web.files.Folder.create", full)
    status, told = await browser_of(server, anna).sends(anna.chat_id, picture())
    assert (status, told["error"]["code"]) == (503, "busy")


async def test_a_file_whose_bytes_are_gone_is_not_there(server, anna, tmp_path):
    browser = browser_of(server, anna)
    file = await browser.uploads(anna.chat_id)
    for path in on_disk(tmp_path):
        path.unlink()
    assert (await browser.gets(file["file_id"]))[0] == 404
