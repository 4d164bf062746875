import asyncio

import pytest
from aiohttp import web

from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import announcing
from chatserver.web.status_feed import FeedBroken, fetch_problems, watch_problems
from tests.services.conftest import desk  # noqa: F401 - a fixture

PAGE = {"page": {"id": "x"}, "incidents": [{"id": "i-1", "name": "E-mail is late", "status": "identified"}]}


@pytest.fixture
async def page(aiohttp_server):
    answers = {"body": web.json_response(PAGE)}

    async def serve(_request):
        return web.json_response(PAGE) if answers["body"] is not None else web.Response(status=500)

    app = web.Application()
    app.router.add_get("/unresolved.json", serve)
    app.router.add_get("/broken.json", _broken)
    server = await aiohttp_server(app)
    return str(server.make_url("/"))


async def _broken(_request):
    return web.Response(text="<html>not json")


async def test_a_status_page_lists_known_problems(desk, page):  # noqa: F811
    assert await fetch_problems(desk.ctx, f"{page}unresolved.json") == (KnownProblem("page:i-1", "E-mail is late"),)


@pytest.mark.parametrize("address", ["{page}broken.json", "{page}missing.json", "http://127.0.0.1:1/x", "no address"])
async def test_a_page_that_cannot_be_read_says_so(desk, page, address):  # noqa: F811
    with pytest.raises(FeedBroken):
        await fetch_problems(desk.ctx, address.format(page=page))


async def test_both_sources_are_told_of(desk, page):  # noqa: F811
    own = await announcing.announce_problem(desk.ctx, "Invoices cannot be loaded.")
    told = []
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch_problems(desk.ctx, f"{page}unresolved.json", told.append))
        while not desk.ctx.problems:
            await asyncio.sleep(0.01)
        watching.cancel()
    assert desk.ctx.problems == (own, KnownProblem("page:i-1", "E-mail is late"))
    assert told == [desk.ctx.problems]
