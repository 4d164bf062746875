"""The herd: everybody comes back at the same moment, as after a restart, and then the server is told to stop."""

from dataclasses import dataclass

from benchmarks import joining
from benchmarks.driving import percentile
from benchmarks.generator import generator, most_connections
from benchmarks.joining import Arrival
from benchmarks.options import Options
from benchmarks.servers import Server, bare, chatserver, data_folder
from benchmarks.stored import store_open_chats
from benchmarks.tables import Table, pair, short


@dataclass(frozen=True, slots=True)
class Visit:
    """One herd at one server; `stop_s` is None when the server had to be killed."""

    arrival: Arrival
    cpu_s: float
    stop_s: float | None


def herd(options: Options) -> Table:
    """Ours and the bare one, each with a server of its own for each size."""
    table = Table(
        "4. A herd connects at once and resumes its chats; times from its start. Stop: from SIGTERM to the end",
        ("clients", "server", "connects/s", "CONNECT p50 / p99 ms", "resumed p50 / p99 ms", "resumed/s",
         "CPU us each", "failed", "stop s"),
    )  # fmt: skip
    for wanted in options.herds:
        clients = min(wanted, most_connections())
        with data_folder() as folder:
            copies = store_open_chats(folder, clients + 1)
            with chatserver(folder) as server:
                ours = _visited(server, copies.keys[:clients], copies.seq)
        with bare() as server:
            theirs = _visited(server, [(f"CHAT-{number}", "") for number in range(clients)], 0)
        for name, visit in (("ours", ours), ("bare", theirs)):
            _add(table, clients, name, visit)
    return table


def _visited(server: Server, keys: list[tuple[str, str]], seq: int) -> Visit:
    with generator() as load:
        before = server.cpu_seconds()
        arrival = load.run(joining.return_at_once, server.port, keys, seq)
        spent = server.cpu_seconds() - before
        return Visit(arrival, spent, server.stop())


def _add(table: Table, clients: int, name: str, visit: Visit) -> None:
    joined, resumed = visit.arrival.joined, visit.arrival.resumed
    figures = {
        "connects_per_second": len(joined) / max(joined, default=float("nan")),
        "connect_p50_ms": percentile(joined, 0.50) * 1000,
        "connect_p99_ms": percentile(joined, 0.99) * 1000,
        "resumed_per_second": len(resumed) / max(resumed, default=float("nan")),
        "resumed_p50_ms": percentile(resumed, 0.50) * 1000,
        "resumed_p99_ms": percentile(resumed, 0.99) * 1000,
        "cpu_us": visit.cpu_s / clients * 1e6,
    }
    table.figures.append(
        {"server": name, "clients": clients, "failed": visit.arrival.failed, "stop_s": visit.stop_s, **figures}
    )
    table.rows.append([
        f"{clients:,}", name, short(figures["connects_per_second"]),
        pair(figures["connect_p50_ms"], figures["connect_p99_ms"]),
        pair(figures["resumed_p50_ms"], figures["resumed_p99_ms"]), short(figures["resumed_per_second"]),
        short(figures["cpu_us"]), str(visit.arrival.failed), "killed" if visit.stop_s is None else short(visit.stop_s),
    ])  # fmt: skip
