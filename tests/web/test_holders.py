import aiohttp
import pytest
from aiohttp import web

from chatserver.core.people import AgentRef
from chatserver.services.filing import VisitorToken
from chatserver.web.holders import holder_of
from tests.clients import sign_in
from tests.conftest import PASSWORD


@pytest.fixture
async def ask(server, aiohttp_server):
    """Asks with some headers who it is."""
    found = []

    async def look(request: web.Request) -> web.Response:
        found.append(await holder_of(server.ctx, request))
        return web.Response()

    app = web.Application()
    app.router.add_get("/", look)
    url = (await aiohttp_server(app)).make_url("/")

    async def asking(*headers: tuple[str, str]):
        async with aiohttp.ClientSession() as http, http.get(url, headers=list(headers)):
            return found.pop()

    return asking


async def test_a_visitor_comes_with_a_token_and_an_agent_with_a_session(server, ask):
    session = await sign_in(server.url, "Ada", PASSWORD)
    cookie = ("Cookie", f"chatserver_session={session}")
    assert await ask(("Authorization", "Bearer abc-DEF_1")) == VisitorToken("abc-DEF_1")
    assert await ask(("authorization", "bearer abc")) == VisitorToken("abc")
    assert await ask(cookie) == AgentRef("agent-Ada", "Ada")
    assert await ask() is None


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer " + "x" * 129, "Bearer a;b"])
async def test_no_cookie_helps_a_wrong_header(server, ask, given):
    cookie = ("Cookie", f"chatserver_session={await sign_in(server.url, 'Ada', PASSWORD)}")
    assert await ask(("Authorization", given), cookie) is None
    assert await ask(("Authorization", "Bearer a"), ("Authorization", "Bearer b"), cookie) is None


async def test_a_session_that_is_none_is_nobody(ask):
    assert await ask(("Cookie", "chatserver_session=wrong")) is None
