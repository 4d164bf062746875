"""Joining: who may connect to which namespace, and what each connection is known as."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from socketio.exceptions import ConnectionRefusedError as Unwelcome

from chatserver.core.addresses import client_address
from chatserver.core.browsers import browser_name
from chatserver.core.defects import place_of
from chatserver.realtime.connections import AgentConnection, Connections, VisitorConnection
from chatserver.realtime.dispatch import ChatSocketServer
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, SUPERVISORS, VISITOR, agent_room
from chatserver.realtime.teamwork import viewers_notice
from chatserver.services import signing_in
from chatserver.services.ports import Agent, Context

log = logging.getLogger(__name__)

SESSION_CHECK_SECONDS = 5.0

FindAgent = Callable[[str], Awaitable[Agent | None]]
IsOwnOrigin = Callable[[str, str], bool]


def register(
    server: ChatSocketServer,
    connections: Connections,
    wake: asyncio.Event,
    cookie: str,
    find_agent: FindAgent,
    is_own_origin: IsOwnOrigin,
    trusted_proxies: int,
) -> None:
    """Registers the handlers of connect and disconnect; all else goes through `dispatch`."""

    def address_of(request: web.Request) -> str:
        return client_address(
            request.remote or "", ",".join(request.headers.getall("X-Forwarded-For", [])), trusted_proxies
        )

    async def join_as_visitor(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        request: web.Request = environ["aiohttp.request"]
        browser = browser_name(request.headers.get("User-Agent", ""))
        connections.visitors[sid] = VisitorConnection(sid, address_of(request), browser=browser)

    async def join_as_agent(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        request: web.Request = environ["aiohttp.request"]
        origin = request.headers.get("Origin")
        # A listed website may embed the widget; it may never act for an agent who visits it.
        if origin is not None and not is_own_origin(origin, request.host):
            raise Unwelcome("forbidden")
        session = request.cookies.get(cookie, "")
        agent = await find_agent(session)
        # Looking takes a while: who has gone meanwhile must not stand there as present.
        socket = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, AGENT))
        if agent is None or socket is None or socket.closed:
            raise Unwelcome("forbidden")
        connections.add_console(AgentConnection(sid, address_of(request), agent.ref, session))
        await server.enter_room(sid, EVERY_AGENT, namespace=AGENT)
        await server.enter_room(sid, agent_room(agent.id), namespace=AGENT)
        await place_console(server, sid, agent)
        wake.set()

    async def leave(sid: str, reason: str = "") -> None:
        console = connections.remove(sid)
        if console is not None and console.viewing is not None and server.publisher is not None:
            server.publisher.tell([viewers_notice(connections, console.viewing)])
        wake.set()

    server.on("connect", join_as_visitor, namespace=VISITOR)
    server.on("connect", join_as_agent, namespace=AGENT)
    server.on("disconnect", leave, namespace=VISITOR)
    server.on("disconnect", leave, namespace=AGENT)


async def place_console(server: ChatSocketServer, sid: str, agent: Agent) -> None:
    """Lets a console hear what only supervisors are told, or no longer: as the agent's role is now."""
    move = server.enter_room if agent.may_supervise else server.leave_room
    await move(sid, SUPERVISORS, namespace=AGENT)


async def end_session(server: ChatSocketServer, connections: Connections, session: str) -> None:
    """Disconnects every console that was opened with a session that has been signed out."""
    for console in [console for console in connections.consoles.values() if console.session == session]:
        await server.disconnect(console.sid, namespace=AGENT)


async def end_dead_sessions(ctx: Context, server: ChatSocketServer, connections: Connections) -> None:
    """Disconnects, every few seconds, the consoles whose session is over for whatever reason."""
    while True:
        await asyncio.sleep(SESSION_CHECK_SECONDS)
        try:
            live = {console.session for console in connections.consoles.values()}
            for session in await signing_in.ended_sessions(ctx, live):
                await end_session(server, connections, session)
        except Exception as error:  # noqa: BLE001 - the next check may go well
            log.error("sessions were not checked: %s\n%s", type(error).__name__, place_of(error))
