"""Draining: how the server stops without losing or frightening anybody.

First no new clients, and those who are here are told when to come back; then no new commands, while those under way are
answered; then every connection is ended.
"""

import asyncio
import logging
from collections.abc import Callable

from chatserver.answers import ComeBack
from chatserver.realtime.connections import Connections
from chatserver.realtime.dispatch import ChatSocketServer
from chatserver.realtime.publisher import AGENT, VISITOR

log = logging.getLogger(__name__)

# What a small machine takes in at its ease.
RETURNS_PER_SECOND = 300
LEAST_SPREAD_SECONDS = 2.0
# Longer than any command takes; the whole stop has fifteen seconds.
FINISH_SECONDS = 5.0

Chance = Callable[[float, float], float]


async def drain(server: ChatSocketServer, connections: Connections, chance: Chance, notice_seconds: float) -> None:
    """Ends all connections; `chance(low, high)` draws the time at which each client may come back."""
    server.is_draining = True
    server.eio.is_open = False
    if connections.visitors or connections.consoles:
        call_back(server, connections, chance)
        await asyncio.sleep(notice_seconds)
    server.is_closing = True
    try:
        async with asyncio.timeout(FINISH_SECONDS):
            await server.all_answered.wait()
    except TimeoutError:
        log.warning("stopped with commands under way; their senders will ask again")
    close_all(server)


def call_back(server: ChatSocketServer, connections: Connections, chance: Chance) -> None:
    """Tells every client when to come back: agents first, visitors spread over as long as their number needs."""
    spread = max(LEAST_SPREAD_SECONDS, len(connections.visitors) / RETURNS_PER_SECOND)
    for namespace, sids, longest in (
        (AGENT, connections.consoles, LEAST_SPREAD_SECONDS),
        (VISITOR, connections.visitors, spread),
    ):
        for sid in sids:
            server.manager.tell("come_back", ComeBack(round(chance(0.0, longest), 3)), (sid,), namespace)


def close_all(server: ChatSocketServer) -> None:
    """Ends every Engine.IO socket without waiting; otherwise the whole shutdown would wait for the slowest."""
    for socket in list(server.eio.sockets.values()):
        socket.hang_up()
