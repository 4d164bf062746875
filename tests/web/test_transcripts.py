"""Copies of chats over real HTTP."""

import aiohttp
import pytest

from chatserver.core.ids import chat_id_from
from chatserver.services.access import token_hash
from tests.clients import new_id, sign_in
from tests.conftest import PASSWORD


@pytest.fixture
async def anna(visitors):
    visitor = await visitors()
    await visitor.start()
    await visitor.say("where is <b>my</b> parcel?")
    return visitor


async def copy(server, chat_id: str, *, token: str = "", cookie: str = "", query: str = "", **headers: str):
    sent = dict(headers)
    if token:
        sent["Authorization"] = f"Bearer {token}"
    if cookie:
        sent["Cookie"] = f"chatserver_session={cookie}"
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{server.url}/api/transcript/{chat_id}{query}", headers=sent) as response,
    ):
        return response.status, await response.text(), response.headers


async def test_a_visitor_saves_the_chat_as_text_and_as_html(server, anna):
    status, text, headers = await copy(server, anna.chat_id, token=anna.token)
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "    where is <b>my</b> parcel?\n" in text
    assert "Your chat with Acme" in text
    assert headers["Content-Disposition"] == f'attachment; filename="chat-{anna.chat_id}.txt"'
    assert (await copy(server, anna.chat_id, token=anna.token, query="?format=text"))[1] == text
    status, page, headers = await copy(server, anna.chat_id, token=anna.token, query="?format=html")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "where is &lt;b&gt;my&lt;/b&gt; parcel?" in page
    assert headers["Content-Disposition"] == f'attachment; filename="chat-{anna.chat_id}.html"'


@pytest.mark.parametrize("query", ["", "?format=html"])
async def test_no_browser_runs_keeps_or_shows_it_elsewhere(server, anna, query):
    _, _, headers = await copy(server, anna.chat_id, token=anna.token, query=query)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Vary"] == "Authorization, Cookie"


async def test_agents_get_the_visitors_copy_without_their_notes(server, anna, agents):
    ada = await agents("Ada")
    await anna.want_agent()
    await ada.ask("claim_chat", chat_id=anna.chat_id, client_id=new_id())
    await ada.ask("add_note", chat_id=anna.chat_id, client_id=new_id(), text="a difficult one")
    cookie = await sign_in(server.url, "Ben", PASSWORD)
    status, text, _ = await copy(server, anna.chat_id, cookie=cookie)
    assert status == 200
    assert "Ada has joined the chat." in text
    assert "difficult" not in text
    assert (await copy(server, anna.chat_id, token=anna.token))[1] == text


async def test_whoever_may_not_read_the_chat_gets_the_same_404(server, anna, visitors):
    eve = await visitors()
    await eve.start()
    ended = await sign_in(server.url, "Ada", PASSWORD)
    await server.ctx.store.run(lambda tx: tx.agents.end_session(token_hash(ended)))
    agent = await sign_in(server.url, "Ben", PASSWORD)
    asked = [
        (anna.chat_id, {}),
        (anna.chat_id, {"token": eve.token}),
        (anna.chat_id, {"token": "x" * 43}),
        # No cookie helps a wrong token.
        (anna.chat_id, {"token": eve.token, "cookie": agent}),
        (anna.chat_id, {"cookie": ended}),
        (chat_id_from(99), {"token": anna.token}),
        (chat_id_from(99), {"cookie": agent}),
        ("no-chat-at-all", {"token": anna.token}),
        ("%2e%2e%2fetc", {"token": anna.token}),
    ]
    answers = [await copy(server, chat_id, **given, query="?format=html") for chat_id, given in asked]
    assert {(status, body) for status, body, _ in answers} == {(404, answers[0][1])}
    assert "parcel" not in answers[0][1]
    assert all("Content-Disposition" not in headers for _, _, headers in answers)
    assert (await copy(server, anna.chat_id, cookie=agent))[0] == 200


async def test_a_foreign_page_is_refused(server, anna):
    status, body, _ = await copy(server, anna.chat_id, token=anna.token, Origin="https://evil.example")
    assert (status, "parcel" in body) == (403, False)


@pytest.mark.parametrize("query", ["?format=pdf", "?format=", "?format=HTML%0d%0aX:1"])
async def test_another_format_is_refused(server, anna, query):
    status, body, headers = await copy(server, anna.chat_id, token=anna.token, query=query)
    assert (status, "bad_request" in body) == (400, True)
    assert "X" not in headers


async def test_who_asks_again_and_again_is_told_to_wait_and_others_are_not(server, anna):
    statuses = [(await copy(server, anna.chat_id, token=anna.token))[0] for _ in range(25)]
    assert statuses[:20] == [200] * 20
    status, _, headers = await copy(server, anna.chat_id, token=anna.token)
    assert (status, int(headers["Retry-After"]) >= 1) == (429, True)
    assert (await copy(server, anna.chat_id, cookie=await sign_in(server.url, "Ada", PASSWORD)))[0] == 200


async def test_the_same_person_on_another_device_gets_it(server, anna, visitors):
    phone = await visitors()
    await phone.start()
    ids = await server.ctx.store.read(lambda tx: [tx.visitors.by_token(token_hash(who.token)) for who in (anna, phone)])

    def tie(tx):
        for visitor_id in ids:
            tx.visitors.set_external_id(visitor_id, "the same person")

    assert (await copy(server, anna.chat_id, token=phone.token))[0] == 404
    await server.ctx.store.run(tie)
    assert (await copy(server, anna.chat_id, token=phone.token))[0] == 200
