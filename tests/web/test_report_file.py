import csv
import io

import aiohttp
import pytest

from chatserver.core.people import Role
from chatserver.services import signing_in
from tests.clients import sign_in
from tests.conftest import PASSWORD


@pytest.fixture
async def get(server):
    """Asks for the file as somebody of this role, or as nobody."""

    async def ask(role: Role | None, query: str = "") -> tuple[int, str, str]:
        cookies = {}
        if role is not None:
            cookies["chatserver_session"] = await sign_in(server.url, "Ada", PASSWORD)
            await signing_in.set_profile(server.ctx, "Ada", role=role)
        async with aiohttp.ClientSession(server.url, cookies=cookies) as http:
            response = await http.get(f"/api/report.csv{query}")
            return response.status, await response.text(), response.headers.get("Content-Disposition", "")

    return ask


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 403), (Role.AGENT, 403), (Role.AUTHOR, 403), (Role.SUPERVISOR, 200), (Role.ADMIN, 200)],
)
async def test_supervisors_and_admins_get_it_and_nobody_else(get, role, status):
    found, text, _ = await get(role)
    assert (found, "asked,answered" in text) == (status, status == 200)


async def test_it_is_a_file_of_what_was_asked_for(get, visitors):
    visitor = await visitors()
    await visitor.start(lang="de")
    await visitor.want_agent()
    _, text, name = await get(Role.SUPERVISOR, "?zone=Europe/Berlin")
    told = {(row["table"], row["key"]): row for row in csv.DictReader(io.StringIO(text))}
    assert told["language", "de"]["waiting"] == "1"
    assert name.startswith('attachment; filename="chats-figures-')
    _, text, name = await get(Role.SUPERVISOR, "?since=2026-01-01&until=2026-02-01&table=breaches&zone=Europe/Berlin")
    assert text.startswith("chat_id,joined_at")
    assert name == 'attachment; filename="chats-breaches-2026-01-01.csv"'


@pytest.mark.parametrize(
    "query",
    ["?since=yesterday", "?zone=Nowhere", "?table=agents", "?since=2026-01-02&until=2026-01-01", "?since=1999-01-01"],
)
async def test_what_makes_no_sense_is_refused(get, query):
    assert (await get(Role.SUPERVISOR, query))[0] == 400
