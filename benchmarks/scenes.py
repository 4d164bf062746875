"""Scenes: a server with its clients in place, ours and the bare one, alike in everything that is on the wire.

Each chat has its visitor's connection and one agent's. In ours the agent has claimed the chat, so the bot is silent
and the console hears of the chat through its agent's room; at the bare server as many sockets join the chats' rooms.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import joining
from benchmarks.driving import Load
from benchmarks.generator import Generator, generator
from benchmarks.servers import PASSWORD, Server, add_agents, bare, chatserver, data_folder

# A handful of agents shares all the chats.
CONSOLES = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """A server, and the process with its clients."""

    server: Server
    load: Generator


@dataclass(frozen=True, slots=True)
class Figures:
    """One run; times in milliseconds, `cpu_us` of the server process for each acked message."""

    cpu_us: float
    per_second: float
    p50_ms: float
    p99_ms: float
    told_each: float
    generator_busy: float
    late_p99_ms: float
    unanswered: int

    @property
    def per_cpu_second(self) -> float:
        return 1e6 / self.cpu_us


@contextmanager
def our_scene(visitors: int, folder: Path) -> Iterator[Scene]:
    """This program on the database in `folder`, with claimed chats."""
    names = [f"Agent {number}" for number in range(min(CONSOLES, visitors))]
    add_agents(folder, names)
    with chatserver(folder) as server, generator() as load:
        load.run(joining.sign_in, server.port, names, PASSWORD)
        load.run(joining.join, server.port, visitors)
        load.run(joining.start_chats)
        load.run(joining.claim_chats)
        yield Scene(server, load)


@contextmanager
def bare_scene(visitors: int) -> Iterator[Scene]:
    """Stock python-socketio with as many sockets and rooms."""
    with bare() as server, generator() as load:
        load.run(joining.join, server.port, visitors)
        load.run(joining.join_rooms, server.port, min(CONSOLES, visitors))
        yield Scene(server, load)


@contextmanager
def both_scenes(visitors: int) -> Iterator[tuple[Scene, Scene]]:
    """Ours and the bare one side by side; whoever is not being measured idles."""
    with data_folder() as folder, our_scene(visitors, folder) as ours, bare_scene(visitors) as theirs:
        yield ours, theirs


def measured(scene: Scene, run: Callable[[Generator], Load]) -> Figures:
    """Carries out one run and says what it cost the server."""
    before = scene.server.cpu_seconds()
    load = run(scene.load)
    spent = scene.server.cpu_seconds() - before
    return Figures(
        cpu_us=spent / load.acked * 1e6,
        per_second=load.acked / load.seconds,
        p50_ms=load.at(0.50),
        p99_ms=load.at(0.99),
        told_each=load.told / load.acked,
        generator_busy=load.busy,
        late_p99_ms=load.late_p99 * 1000,
        unanswered=load.unanswered,
    )
