"""The herd: everybody comes back at the same moment, as after a restart, and then the server is told to stop."""

from dataclasses import asdict, dataclass

from benchmarks import joining
from benchmarks.driving import percentile
from benchmarks.generator import generator, most_connections
from benchmarks.joining import Arrival
from benchmarks.options import Options
from benchmarks.servers import Server, Stop, bare, chatserver, data_folder
from benchmarks.stored import store_open_chats
from benchmarks.tables import Table, pair, short

# A queue at the door: few enough that no connection is dropped for want of room in the listening socket's backlog.
ORDERLY = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """One herd at one server; only a whole herd sees the server stop."""

    arrival: Arrival
    cpu_s: float
    stop: Stop | None


def herd(options: Options) -> Table:
    """Ours and the bare one, each with a server of its own for each size: first orderly, then all at once."""
    table = Table(
        "4. Returning clients connect and resume their chats; times from each one's start. Stop: SIGTERM to the end",
        ("clients", "at once", "server", "connects/s", "CONNECT p50 / p99 ms", "resumed p50 / p99 ms", "CPU us each",
         "failed", "stop s", "stop CPU s"),
    )  # fmt: skip
    sizes = [min(wanted, most_connections()) for wanted in options.herds]
    for clients, at_once in ((sizes[0], ORDERLY), *((size, size) for size in sizes)):
        with data_folder() as folder:
            copies = store_open_chats(folder, clients + 1)
            with chatserver(folder) as server:
                _add(table, "ours", at_once, _visited(server, copies.keys[:clients], copies.seq, at_once))
        with bare() as server:
            keys = [(f"CHAT-{number}", "") for number in range(clients)]
            _add(table, "bare", at_once, _visited(server, keys, 0, at_once))
    table.notes.append("connects/s until nine of ten were back; a client gives up after 30 s")
    return table


def _visited(server: Server, keys: list[tuple[str, str]], seq: int, at_once: int) -> Visit:
    with generator() as load:
        before = server.cpu_seconds()
        arrival = load.run(joining.come_back, server.port, keys, seq, at_once)
        spent = server.cpu_seconds() - before
        return Visit(arrival, spent, server.stop() if at_once == len(keys) else None)


def _add(table: Table, name: str, at_once: int, visit: Visit) -> None:
    joined, resumed, back = visit.arrival.joined, visit.arrival.resumed, visit.arrival.back
    failed = visit.arrival.faults.total()
    clients = len(resumed) + failed
    figures = {
        "connects_per_second": 0.9 * len(back) / percentile(back, 0.90) if back else 0.0,
        "connect_p50_ms": percentile(joined, 0.50) * 1000,
        "connect_p99_ms": percentile(joined, 0.99) * 1000,
        "resumed_p50_ms": percentile(resumed, 0.50) * 1000,
        "resumed_p99_ms": percentile(resumed, 0.99) * 1000,
        "cpu_us": visit.cpu_s / clients * 1e6,
    }
    table.figures.append({
        "server": name, "clients": clients, "at_once": at_once, **figures, "faults": dict(visit.arrival.faults),
        "stop": asdict(visit.stop) if visit.stop else None,
    })  # fmt: skip
    table.rows.append([
        f"{clients:,}", f"{at_once:,}", name, short(figures["connects_per_second"]),
        pair(figures["connect_p50_ms"], figures["connect_p99_ms"]),
        pair(figures["resumed_p50_ms"], figures["resumed_p99_ms"]),
        short(figures["cpu_us"]), str(failed),
        *_stopped(visit.stop),
    ])  # fmt: skip
    for fault, times in visit.arrival.faults.most_common(2):
        table.notes.append(f"{name}, {clients:,} clients: {times} failed with: {fault}")


def _stopped(stop: Stop | None) -> tuple[str, str]:
    if stop is None:
        return "-", "-"
    return "killed" if stop.was_killed else short(stop.seconds), short(stop.cpu_seconds)
