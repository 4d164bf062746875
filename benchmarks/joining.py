"""How a load generator's clients arrive: one after the other or as a herd, with chats of their own, and how they go."""

import asyncio
import itertools
import json
import re
import urllib.request
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

from benchmarks.client import AGENT, VISITOR, Client
from benchmarks.generator import Crowd

# Enough to keep a server busy, and well below what a listening socket queues.
AT_ONCE = 50
# Of one client that comes back; socket.io-client itself gives up a connection after 20 s.
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a herd got in: seconds from each client's start to its CONNECT and to its chat, and from the herd's start."""

    joined: "array[float]"
    resumed: "array[float]"
    back: "array[float]"
    faults: Counter[str]


async def sign_in(crowd: Crowd, port: int, names: list[str], password: str) -> None:
    """Signs agents in and connects a console for each."""
    for name in names:
        body = json.dumps({"name": name, "password": password}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/sign-in", body, {"Content-Type": "application/json"}
        )
        with await asyncio.to_thread(urllib.request.urlopen, request) as response:
            cookie = response.headers["Set-Cookie"].split(";")[0]
        console = Client(port, AGENT, cookie)
        await console.join(port)
        crowd.consoles.append(console)


async def join(crowd: Crowd, port: int, count: int) -> None:
    """Connects so many visitors more."""
    clients = [Client(port, VISITOR) for _ in range(count)]
    crowd.visitors += clients
    await _some_at_once(clients, lambda client: client.join(port))


async def start_chats(crowd: Crowd) -> None:
    """Each visitor without a chat starts one."""

    async def start(client: Client) -> None:
        client.chat_id = (await client.call("start_chat", client_id="start"))["chat_id"]

    await _some_at_once([client for client in crowd.visitors if not client.chat_id], start)


async def claim_chats(crowd: Crowd) -> None:
    """Shares the visitors' chats out among the consoles."""
    consoles = itertools.cycle(crowd.consoles)

    async def claim(client: Client) -> None:
        await next(consoles).call("claim_chat", chat_id=client.chat_id, client_id="claim")

    await _some_at_once(crowd.visitors, claim)


async def join_rooms(crowd: Crowd, port: int, consoles: int) -> None:
    """The same for the bare server: each chat's room gets its visitor's socket and one agent's."""
    crowd.consoles += [Client(port, VISITOR) for _ in range(consoles)]
    for console in crowd.consoles:
        await console.join(port)

    async def enter(client: Client) -> None:
        number = next(numbers)
        client.chat_id = f"CHAT-{number:05d}"
        await client.call("join", chat_id=client.chat_id)
        if crowd.consoles:
            await crowd.consoles[number % len(crowd.consoles)].call("join", chat_id=client.chat_id)

    waiting = [client for client in crowd.visitors if not client.chat_id]
    numbers = itertools.count(len(crowd.visitors) - len(waiting))
    await _some_at_once(waiting, enter)


async def come_back(crowd: Crowd, port: int, chats: list[tuple[str, str]], after_seq: int, at_once: int) -> Arrival:
    """So many clients at once connect, and ask for their chat as soon as they have joined."""
    joined, resumed, back = array("d"), array("d"), array("d")
    faults: Counter[str] = Counter()
    keys = dict(zip((Client(port, VISITOR) for _ in chats), chats, strict=True))
    crowd.visitors += keys
    start = perf_counter()

    async def resume(client: Client) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await client.join(port)
                joined.append(client.joined_at - client.began_at)
                chat_id, token = keys[client]
                await client.call("resume_chat", chat_id=chat_id, token=token, after_seq=after_seq)
            resumed.append(perf_counter() - client.began_at)
            back.append(perf_counter() - start)
        except TimeoutError:
            client.close()
            faults[f"not back within {PATIENCE_SECONDS:g} s"] += 1
        except (OSError, RuntimeError) as error:
            # Told without its numbers, so that equal ones are counted together.
            faults[re.sub(r"\d+", "N", str(error))[:100]] += 1

    await _some_at_once(list(keys), resume, at_once)
    return Arrival(joined, resumed, back, faults)


async def leave(crowd: Crowd) -> None:
    """Closes every connection."""
    for client in crowd.everyone:
        client.close()
    crowd.visitors.clear()
    crowd.consoles.clear()


async def _some_at_once(
    clients: list[Client], work: Callable[[Client], Awaitable[None]], at_once: int = AT_ONCE
) -> None:
    waiting = iter(clients)

    async def work_off() -> None:
        for client in waiting:
            await work(client)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(at_once, len(clients))):
            tasks.create_task(work_off())
