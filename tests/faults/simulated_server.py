"""A server without its transport: the real desks, services, publisher, pulse and SQLite file over a simulated network.

It can be killed at any moment; the next one begins with what was left on the disk.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.protocol import AGENT_COMMANDS, VISITOR_COMMANDS
from chatserver.realtime.agents import AgentDesk
from chatserver.realtime.connections import AgentConnection, Connections, VisitorConnection
from chatserver.realtime.dispatch import Reply
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, VISITOR, RoomPublisher, agent_room
from chatserver.realtime.pulse import beat
from chatserver.realtime.visitors import VisitorDesk
from chatserver.services.ports import Clock, Context, Ids, Policy
from chatserver.services.workshop import Workshop
from chatserver.wire import refusal
from tests.faults.simulated_network import Connection, End, Packet, Switchboard, as_sent
from tests.faults.simulated_store import SteppedLoop, SteppedStore

POLICY = Policy("Acme Bot", offer_lapse=timedelta(seconds=30), agent_cap=2, session_length=timedelta(hours=12))

# Who asked (the visitor's or the agent's id), what, and what was answered; at the moment when the ack leaves.
Answered = Callable[[str | None, Packet, dict[str, Any]], None]


class SimulatedServer:
    """One life of the server process."""

    def __init__(
        self,
        loop: SteppedLoop,
        folder: Path,
        clock: Clock,
        ids: Ids,
        workshop: Workshop,
        new_epoch: str,
        answered: Answered,
    ) -> None:
        self._loop = loop
        self._answered = answered
        self.folder = folder
        self.switchboard = Switchboard()
        self.store = SteppedStore(folder, new_epoch, loop)
        self._connections = Connections()
        self._wake = asyncio.Event()
        ctx = Context(self.store, clock, ids, self._connections, POLICY, workshop)
        self._publisher = RoomPublisher(self.switchboard, self._wake, loop.call_later)
        visitors = VisitorDesk(ctx, self.switchboard, self._connections)  # type: ignore[arg-type]
        self._desks = {
            VISITOR: (VISITOR_COMMANDS, visitors.handlers, self._connections.visitors),
            AGENT: (AGENT_COMMANDS, AgentDesk(ctx, self.switchboard).handlers, self._connections.consoles),  # type: ignore[arg-type]
        }
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_draining = False
        # What would be an incident number on a real server.
        self.defects: list[BaseException] = []
        for work in (self._publisher.repeat_heads(), beat(ctx, self._publisher, self._wake, list)):
            self._own(work)

    async def open(self) -> None:
        await self.store.watch_commits()
        await self.store.settle()

    async def accept(self, client: End, agent: AgentRef | None) -> Connection:
        """What `joining` does once it knows who comes."""
        connection = self.switchboard.connect(client, VISITOR if agent is None else AGENT)
        if agent is None:
            self._connections.visitors[connection.sid] = VisitorConnection(connection.sid, "192.0.2.1")
        else:
            self._connections.add_console(AgentConnection(connection.sid, "192.0.2.2", agent, "session"))
            await self.switchboard.enter_room(connection.sid, EVERY_AGENT, AGENT)
            await self.switchboard.enter_room(connection.sid, agent_room(agent.id), AGENT)
            self._wake.set()
        return connection

    def notice_gone(self, connection: Connection) -> None:
        self._connections.remove(connection.sid)
        self.switchboard.forget(connection)
        self._wake.set()

    def take_next(self, connection: Connection) -> None:
        """Reads the connection's next command; the one after it waits for its ack."""
        connection.is_serving = True
        self._own(self._serve(connection, connection.up.popleft()))

    async def kill(self) -> None:
        """Ends everything at this moment. The store's files must have been copied before."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.store.close()

    async def _serve(self, connection: Connection, asked: Packet) -> None:
        """As `dispatch` answers: the ack first, then everybody else."""
        commands, handlers, known = self._desks[connection.namespace]
        who = known[connection.sid]
        try:
            if self.is_draining:
                raise Refused(Code.DRAINING, "")
            fields = msgspec.convert(asked.body, commands[asked.name][0])
            reply = await handlers[asked.name](who, fields)
            body = {"ok": True, **msgspec.structs.asdict(reply.ack)}
        except Refused as refused:
            reply, body = Reply(None), refusal(refused)  # type: ignore[arg-type]
        finally:
            connection.is_serving = False
        sent = as_sent(body)
        self._answered(who.agent.id if isinstance(who, AgentConnection) else who.visitor_id, asked, sent)
        connection.send_down(Packet("", sent, asked.ask_id))
        self._publisher.publish(reply.news)
        self._publisher.tell(reply.notices)

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._disown)

    def _disown(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.defects.append(error)
