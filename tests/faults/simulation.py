"""A whole small company in one thread: visitors, agents, a network that loses things, a server that can be killed.

Everything that can happen next is a `Step`; whoever drives the simulation chooses which. The server is the real one
from the command handlers down to the SQLite file; clock, ids, transport and clients are simulated.
"""

import itertools
import logging
import shutil
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatserver.core.events import Audience
from chatserver.core.people import AgentRef
from chatserver.services.workshop import Workshop
from chatserver.storage import back_up, open_store, restore
from tests.doubles import NOON, CountingIds, StoppedClock
from tests.faults.ledger import Ledger
from tests.faults.simulated_clients import Browser, Client, Console, VisitorTab
from tests.faults.simulated_network import Connection
from tests.faults.simulated_server import SimulatedServer
from tests.faults.simulated_store import SteppedLoop
from tests.faults.simulated_sync import ChatCopy

AGENTS = (AgentRef("a-1", "Ada"), AgentRef("a-2", "Ben"))
MAX_TABS = 3


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    act: Callable[[], Coroutine[Any, Any, None] | None]


def make_template(folder: Path) -> None:
    """A database with two agents; each simulation begins with a copy of it."""
    loop = SteppedLoop()
    store = open_store(folder, lambda: "epoch-1", as_server=True)

    def add(tx: Any) -> None:
        for agent in AGENTS:
            tx.agents.add(agent.id, agent.name, "", NOON)

    loop.run_until_complete(store.run(add))
    store.close()
    loop.close()


class Simulation:
    def __init__(self, template: Path, folder: Path, workshop: Workshop, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._folder = folder
        self._workshop = workshop
        self._loop = SteppedLoop()
        self._clock = StoppedClock()
        self._ids = CountingIds()
        self._lives = itertools.count(1)
        self._client_ids = itertools.count(1)
        self._backup: tuple[Path, dict[str, int]] | None = None
        self.has_gone_back = False
        self._complaints = _Complaints()
        self._log = logging.getLogger("chatserver")
        self._log.addHandler(self._complaints)
        self._log.propagate = False
        data = folder / "life-0"
        shutil.copytree(template, data)
        self.ledger = Ledger(data)
        self.browsers = [Browser("Anna"), Browser("Otto")]
        for browser in self.browsers:
            self.add_tab(browser)
        self.consoles = [Console(agent.name, agent, self.new_id) for agent in AGENTS]
        self.server = self._open(data)

    # What people do

    def new_id(self) -> str:
        return f"c-{next(self._client_ids)}"

    def add_tab(self, browser: Browser) -> None:
        name = f"{browser.name}'s tab {next(self._client_ids)}"
        tab = VisitorTab(name, browser, self.new_id)
        browser.tabs.append(tab)

    def open_another_tab(self, browser: Browser) -> None:
        if len(browser.tabs) < MAX_TABS:
            self.add_tab(browser)
            browser.tabs[-1].open()

    def reload(self, tab: VisitorTab) -> None:
        """The page is loaded again: what was not in the storage is forgotten."""
        if tab.connection is not None:
            tab.connection.is_open = False
        tab.browser.tabs.remove(tab)
        self.add_tab(tab.browser)
        tab.browser.tabs[-1].open()

    def sleep(self, tab: VisitorTab) -> None:
        """A telephone in a pocket: it comes back when it is taken out."""
        self.cut(tab, loses_what_is_under_way=True)
        tab.is_asleep = True

    def say(self, tab: VisitorTab, text: str) -> None:
        client_id = self.new_id()
        self.ledger.write_down(tab.name, client_id)
        tab.say(client_id, text)

    def write(self, console: Console, chat_id: str, kind: str, text: str, version: int) -> None:
        client_id = self.new_id()
        self.ledger.write_down(console.name, client_id)
        console.write(client_id, chat_id, kind, text, version)

    # What the network and the machine do

    def cut(self, client: Client, *, loses_what_is_under_way: bool) -> None:
        """The client sees it at once; the server when it has read what arrived."""
        connection = client.connection
        if connection is not None:
            connection.is_open = False
            connection.down.clear()
            if loses_what_is_under_way:
                connection.up.clear()
            client.disconnected()

    def drop_up(self, pick: int) -> None:
        if sending := [connection for connection in self.connections() if connection.up]:
            connection = sending[pick % len(sending)]
            del connection.up[pick // len(sending) % len(connection.up)]
            connection.has_lost = True

    def drop_down(self, pick: int) -> None:
        if sending := [connection for connection in self.connections() if connection.down]:
            connection = sending[pick % len(sending)]
            del connection.down[pick // len(sending) % len(connection.down)]
            connection.has_lost = True

    def deafen(self, client: Client) -> None:
        if client.connection is not None:
            client.connection.is_deaf = client.connection.has_lost = True

    def double(self, pick: int) -> None:
        if sending := [connection for connection in self.connections() if connection.up]:
            up = sending[pick % len(sending)].up
            up.append(up[pick // len(sending) % len(up)])

    def lose_patience(self, pick: int) -> None:
        if waiting := [(client, ask_id) for client in self.clients() for ask_id in client.asks]:
            client, ask_id = waiting[pick % len(waiting)]
            if client.connection is not None:
                client.connection.has_lost = True
            client.lose_patience(ask_id)

    def kill(self) -> None:
        """The process dies as it stands, and the next one opens what it has left on the disk."""
        self._end_life(Path.exists)

    def back_up(self) -> None:
        target = self._folder / f"backup-{next(self._lives)}"
        lengths = self.ledger.lengths()
        back_up(self.server.folder, target)
        self._backup = target, lengths

    def restore(self) -> None:
        """Brings the last backup back, under a new epoch, in the place of what a killed server left."""
        if self._backup is None:
            return
        backup, lengths = self._backup
        self.has_gone_back = True
        self.ledger.go_back(lengths)
        epoch = f"epoch-{next(self._lives) + 1}"
        self._end_life(lambda data: restore(backup, data, epoch))
        assert self.server.store.epoch == epoch, "clients cannot tell the restored copy from what they knew"
        assert self.ledger.lengths() == lengths, "the restored copy is not what was backed up"

    def pass_time(self, seconds: float) -> None:
        """Time passes for the server's own tasks and for its clock."""
        self._clock.advance(seconds=seconds)
        self._loop.pass_time(seconds)
        self.settle()

    # What can happen next

    def clients(self) -> Iterator[VisitorTab | Console]:
        for browser in self.browsers:
            yield from browser.tabs
        yield from self.consoles

    def connections(self) -> list[Connection]:
        return list(self.server.switchboard.connections.values())

    def steps(self) -> list[Step]:
        return [*self._packet_steps(), *self._server_steps(), *self._client_steps()]

    def do(self, step: Step) -> None:
        self._tell(step.name)
        done = step.act()
        if done is not None:
            self._run(done)
        self.settle()

    def settle(self) -> None:
        self._run(self.server.store.settle())
        for defect in self.server.defects:
            raise defect
        assert not self._complaints.heard, self._complaints.heard

    def calm(self, rounds: int = 6) -> bool:
        """Nothing disturbs: every packet arrives, every timer fires. Returns whether there is nothing left to do."""
        for _ in range(rounds):
            worked = self.finish()
            for step in [step for step in self.steps() if isinstance(step, TimerStep)]:
                if step.is_due():
                    self.do(step)
            if not worked and all(isinstance(step, TimerStep) for step in self.steps()):
                return True
        return False

    def check(self) -> None:
        self.ledger.look(self.copies())

    def check_calm(self) -> None:
        """Who has lost nothing needs no reminder: their screen is the log.

        A console needs one, and so does a tab that has just begun or reset its chat: what they hear before the first
        page they drop.
        """
        self.check()
        self.check_screens(_needs_no_reminder)

    def check_screens(self, is_sure: Callable[[Client], bool]) -> None:
        for browser in self.browsers:
            for tab in filter(is_sure, browser.tabs):
                if tab.copy is not None and tab.is_joined:
                    self.ledger.require_whole(tab.name, tab.copy)
        for console in filter(is_sure, self.consoles):
            copy = console.rooms.get(console.current or "")
            if copy is not None and not copy.has_failed and copy.chat_id in self.ledger.logs:
                self.ledger.require_whole(console.name, copy)

    def copies(self) -> Iterator[tuple[str, Audience, ChatCopy]]:
        for browser in self.browsers:
            for tab in browser.tabs:
                if tab.copy is not None:
                    yield tab.name, Audience.EVERYONE, tab.copy
        for console in self.consoles:
            for copy in console.rooms.values():
                yield console.name, Audience.AGENTS, copy

    def close(self) -> None:
        self._log.removeHandler(self._complaints)
        self._log.propagate = True
        self._run(self.server.kill())
        self.ledger.close()
        self._loop.close()

    def finish(self) -> bool:
        """Does all steps but the timers, and returns whether there were any."""
        worked = False
        while steps := [step for step in self.steps() if not isinstance(step, TimerStep)]:
            self.do(steps[0])
            worked = True
        return worked

    def _packet_steps(self) -> list[Step]:
        steps: list[Step] = []
        for connection in self.connections():
            name = connection.client.name
            if connection.up and not connection.is_serving:
                asked = connection.up[0].name
                steps.append(Step(f"{name}: {asked} arrives", lambda c=connection: self.server.take_next(c)))
            if connection.down and connection.is_open:
                told = connection.down[0].name or "an ack"
                act = lambda c=connection: c.client.receive(c.down.popleft())  # noqa: E731
                steps.append(Step(f"{name}: {told} comes back", act))
            if not connection.is_open and not connection.up and not connection.is_serving:
                steps.append(Step(f"{name}: is gone", lambda c=connection: self.server.notice_gone(c)))
        return steps

    def _server_steps(self) -> list[Step]:
        store = self.server.store
        steps = [
            Step(f"store: {what} {index}", lambda index=index: store.let_in(index))
            for index, (what, _) in enumerate(store.waiting)
        ]
        if store.is_at_commit:
            steps.insert(0, Step("store: commit", store.commit))
        return steps

    def _client_steps(self) -> list[Step]:
        steps: list[Step] = []
        for client in self.clients():
            if client.wants_connection:
                steps.append(Step(f"{client.name}: connects", lambda client=client: self._connect(client)))
            for timer in client.timers:
                fire = lambda client=client, timer=timer: client.fire(timer)  # noqa: E731
                is_set = lambda client=client, timer=timer: timer in client.timers  # noqa: E731
                steps.append(TimerStep(f"{client.name}: {timer.name}", fire, is_set))
            for ask_id, (asked, _) in client.asks.items():
                if client.connection is not None and not client.connection.is_under_way(ask_id):
                    give_up = lambda client=client, ask_id=ask_id: client.lose_patience(ask_id)  # noqa: E731
                    is_open = lambda client=client, ask_id=ask_id: ask_id in client.asks  # noqa: E731
                    steps.append(TimerStep(f"{client.name}: no answer to {asked.name}", give_up, is_open))
        return steps

    async def _connect(self, client: Client) -> None:
        agent = client.agent if isinstance(client, Console) else None
        client.connected(await self.server.accept(client, agent))

    def _open(self, data: Path) -> SimulatedServer:
        async def open_server() -> SimulatedServer:
            server = SimulatedServer(
                self._loop, data, self._clock, self._ids, self._workshop, "epoch-1", self.ledger.answered
            )
            await server.open()
            return server

        return self._run(open_server())

    def _end_life(self, prepare: Callable[[Path], object]) -> None:
        data = self._folder / f"life-{next(self._lives)}"
        self.server.store.copy_as_killed(data)
        self._run(self.server.kill())
        shutil.rmtree(self.server.folder)
        for client in self.clients():
            if client.connection is not None:
                client.connection.is_open = False
                client.disconnected()
        prepare(data)
        self.server = self._open(data)
        self.ledger.look_again(data, self.copies())

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)


def _needs_no_reminder(client: Client) -> bool:
    if not isinstance(client, VisitorTab) or client.connection is None or client.connection.has_lost:
        return False
    return client.copy is not None and client.copy.is_sure


@dataclass(frozen=True, slots=True)
class TimerStep(Step):
    """A client's timer: it may fire at any time, and for ever in vain; others may have called it off meanwhile."""

    is_due: Callable[[], bool]


class _Complaints(logging.Handler):
    """What the server logs as an error is a defect, unless the disk was full."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "the store takes nothing" not in record.getMessage():
            self.heard.append(record.getMessage())
