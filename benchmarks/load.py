"""Load: acked messages per CPU-second of the server, as a ratio to the bare echo of the same run, and ack times.

Closed loop: each connection sends its next message when the last one has been acked. The chats wait in the queue, so
that every message is validated, limited, redacted, stored durably, acked and broadcast, and the bot is silent.
"""

import asyncio
import contextlib
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.client import LeanClient

SECONDS = 5.0
ROUNDS = 3
CONNECTIONS = (1, 200)
WORDS = "My order has not arrived yet, could you please have a look at it?"


@dataclass(frozen=True, slots=True)
class Figures:
    """One run: messages per CPU-second of the server, and ack times in milliseconds."""

    per_cpu_second: float
    p50_ms: float
    p99_ms: float


def main() -> None:
    asyncio.run(_compare())


async def _compare() -> None:
    print(f"acked messages per CPU-second of the server, {ROUNDS} rounds of {SECONDS:.0f} s, closed loop")
    print("connections   chatserver   bare echo   ratio   ack p50 / p99 ms (bare)")
    for connections in CONNECTIONS:
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(await _measure_ours(connections))
            bare.append(await _measure_bare(connections))
        ratios = [one.per_cpu_second / other.per_cpu_second for one, other in zip(ours, bare, strict=True)]
        mine, theirs = _median(ours), _median(bare)
        print(
            f"{connections:11d}   {mine.per_cpu_second:10.0f}   {theirs.per_cpu_second:9.0f}   "
            f"{statistics.median(ratios):5.2f}   {mine.p50_ms:.1f} / {mine.p99_ms:.1f} "
            f"({theirs.p50_ms:.1f} / {theirs.p99_ms:.1f})"
        )


def _median(runs: list[Figures]) -> Figures:
    return Figures(
        statistics.median(run.per_cpu_second for run in runs),
        statistics.median(run.p50_ms for run in runs),
        statistics.median(run.p99_ms for run in runs),
    )


async def _measure_ours(connections: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "chatserver.toml"
        # One fast sender is the point here, so the rate limit is out of the way; it is still computed.
        settings.write_text("commands_burst = 1000000\ncommands_per_second = 1000000\n")
        port = _free_port()
        command = ["-m", "chatserver", "serve", "--config", str(settings), "--port", str(port), "--data", folder]
        async with _server(port, *command) as pid, _http() as http:
            clients = [await LeanClient.connect(http, port) for _ in range(connections)]
            chats = []
            for client in clients:
                chat_id = (await client.call("start_chat", client_id="s"))["chat_id"]
                await client.call("request_agent", chat_id=chat_id, client_id="a")
                chats.append(chat_id)
            return await _drive(pid, clients, chats)


async def _measure_bare(connections: int) -> Figures:
    port = _free_port()
    async with _server(port, "-m", "benchmarks.bare_echo", str(port)) as pid, _http() as http:
        clients = [await LeanClient.connect(http, port) for _ in range(connections)]
        return await _drive(pid, clients, ["K7Q3-M9XD-5R"] * connections)


async def _drive(pid: int, clients: list[LeanClient], chats: list[str]) -> Figures:
    times: list[float] = []
    cpu, end = _cpu_seconds(pid), time.perf_counter() + SECONDS

    async def talk(client: LeanClient, chat_id: str) -> None:
        number = 0
        while (began := time.perf_counter()) < end:
            number += 1
            await client.call("post_message", chat_id=chat_id, client_id=f"m-{number}", text=WORDS)
            times.append(time.perf_counter() - began)

    await asyncio.gather(*(talk(client, chat) for client, chat in zip(clients, chats, strict=True)))
    spent = _cpu_seconds(pid) - cpu
    for client in clients:
        await client.close()
    ordered = sorted(times)
    return Figures(len(times) / spent, ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.99)] * 1000)


def _http() -> aiohttp.ClientSession:
    """A session without the library's limit of a hundred connections."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


@contextlib.asynccontextmanager
async def _server(port: int, *command: str) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _until_open(port)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def _until_open(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
    raise TimeoutError(f"nothing listens on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process so far (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
