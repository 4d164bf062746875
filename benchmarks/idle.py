"""Idle: the memory that a connection costs which says nothing, as growth of the server's resident set."""

import time

from benchmarks import joining
from benchmarks.generator import Generator, generator
from benchmarks.options import Options
from benchmarks.servers import Server, bare, chatserver, data_folder
from benchmarks.tables import Table, short

# Come first and are not counted: what the first connections ever cost is the program's, not theirs.
EARLIER = 100
SETTLE_SECONDS = 2.0


def idle(options: Options) -> Table:
    """Connections that have joined the namespace only, and then the same ones each with a chat."""
    table = Table(
        "3. Memory per idle connection of a visitor, KiB of resident memory",
        ("connections", "joined: ours", "bare", "ratio", "with a chat: ours", "bare", "ratio", "server before, MiB"),
    )
    for count in options.idle:
        with data_folder() as folder, chatserver(folder) as server, generator() as load:
            ours = _grown(server, load, count, is_bare=False)
        with bare() as server, generator() as load:
            theirs = _grown(server, load, count, is_bare=True)
        for name, (base, joined, chatting) in (("ours", ours), ("bare", theirs)):
            table.figures.append({
                "server": name, "connections": count, "base_kib": base, "joined_kib": joined, "chatting_kib": chatting,
            })  # fmt: skip
        table.rows.append([
            f"{count:,}", short(ours[1]), short(theirs[1]), f"{ours[1] / theirs[1]:.2f}",
            short(ours[2]), short(theirs[2]), f"{ours[2] / theirs[2]:.2f}",
            f"{ours[0] / 1024:.0f}, {theirs[0] / 1024:.0f}",
        ])  # fmt: skip
    return table


def _grown(server: Server, load: Generator, count: int, *, is_bare: bool) -> tuple[float, float, float]:
    """Returns KiB before, and for each connection when it has joined and when it has a chat."""

    def open_chats() -> None:
        if is_bare:
            load.run(joining.join_rooms, server.port, 0)
        else:
            load.run(joining.start_chats)

    load.run(joining.join, server.port, EARLIER)
    open_chats()
    before = _settled(server)
    load.run(joining.join, server.port, count)
    joined = _settled(server)
    open_chats()
    return before, (joined - before) / count, (_settled(server) - before) / count


def _settled(server: Server) -> int:
    time.sleep(SETTLE_SECONDS)
    return server.resident_kib()
