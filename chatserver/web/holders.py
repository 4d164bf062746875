"""Holders: who asks over HTTP. A visitor comes with the token of their chats, an agent with the session cookie."""

import re

from aiohttp import web

from chatserver.services.filing import Holder, VisitorToken
from chatserver.services.ports import Context
from chatserver.web.sign_in import COOKIE, agent_of

_BEARER = re.compile(r"Bearer +([A-Za-z0-9_-]{1,128})", re.IGNORECASE)


async def holder_of(ctx: Context, request: web.Request) -> Holder | None:
    """Returns who asks. A header that is there counts, and nothing else then: no cookie helps a wrong token."""
    given = request.headers.getall("Authorization", [])
    if given:
        found = _BEARER.fullmatch(given[0]) if len(given) == 1 else None
        return VisitorToken(found[1]) if found else None
    session = request.cookies.get(COOKIE, "")
    agent = await agent_of(ctx, session) if session.isascii() else None
    return agent.ref if agent is not None else None
