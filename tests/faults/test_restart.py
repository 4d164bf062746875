"""The server goes and comes back: told to stop, put to sleep, with an older backup, with another time."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from chatserver.app import RandomIds
from chatserver.storage import back_up, restore
from tests.faults.conftest import IS_FULL, full_size_only
from tests.faults.invariants import check, stored_chats
from tests.faults.processes import ServerProcess, add_agents
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.faults

DRAINS_WITHIN_SECONDS = 15
# How long a stopped process sleeps: longer than the people wait for an ack; at full size, than the heartbeat.
SLEEPS_SECONDS = 45 if IS_FULL else 1.5
HOUR = 3600
WORDS = 60 if IS_FULL else 20


async def test_a_server_told_to_stop_under_load_ends_cleanly_and_loses_nothing(new_server, people, chance):
    # Without notice: that has a test of its own.
    server = new_server(drain_seconds="0")
    await add_agents(server.data, "Ada")
    await server.start()
    visitors = await people.visitors(4, server.url, "term")
    ada = await people.agent("Ada", server.url)
    for name in visitors:
        await people.do("talk", name=name, every_ms=40, count=WORDS, seed=chance.getrandbits(32))
    await people.do("serve", name=ada, every_ms=60, count=10, seed=chance.getrandbits(32))
    for _ in range(5 if IS_FULL else 1):
        await asyncio.sleep(chance.uniform(0.2, 0.6))
        server.signal(signal.SIGTERM)
        assert await server.ended(DRAINS_WITHIN_SECONDS) == 0
        await server.start()
    ledger = await check(server, people)
    assert len(ledger.said) == 4 * WORDS + 10


async def test_a_server_told_to_stop_says_so_before_it_ends(new_server, people):
    """/readyz is red, new connections are refused, and everyone is told when to come back: not all at once."""
    server = new_server()
    await server.start()
    visitors = await people.visitors(20, server.url, "told")
    # A connection that is open already, so that the question arrives in time.
    async with aiohttp.ClientSession(server.url) as http:
        async with http.get("/readyz") as ready:
            assert ready.status == 200
        server.signal(signal.SIGTERM)
        assert await turns_red(server, http), "/readyz never said that the server is stopping"
        assert not await lets_in(http), "a new socket was let in by a server that is about to stop"
    assert await server.ended(DRAINS_WITHIN_SECONDS) == 0
    passing = (await people.ledger()).passing
    told = {entry["who"]: entry["told"]["after_s"] for entry in passing if entry["event"] == "come_back"}
    assert set(told) == set(visitors)
    assert len(set(told.values())) > len(visitors) / 2, f"all come back at once: {told}"


async def turns_red(server: ServerProcess, http: aiohttp.ClientSession) -> bool:
    """True when /readyz says 503 while the server drains."""
    while not server.has_ended:
        try:
            async with http.get("/readyz") as ready:
                if ready.status == 503:
                    return True
        except (aiohttp.ClientError, OSError):
            return False
        await asyncio.sleep(0.02)
    return False


async def lets_in(http: aiohttp.ClientSession) -> bool:
    try:
        async with http.get("/socket.io/?EIO=4&transport=polling") as opened:
            return opened.status == 200
    except (aiohttp.ClientError, OSError):
        return False


async def test_a_server_that_sleeps_and_wakes_goes_on(calm_server, people, chance):
    server = calm_server
    visitors = await people.visitors(4, server.url, "nap")
    ada = await people.agent("Gil", server.url)
    for name in visitors:
        await people.do("talk", name=name, every_ms=40, count=WORDS, seed=chance.getrandbits(32))
    await people.do("serve", name=ada, every_ms=60, count=10, seed=chance.getrandbits(32))
    await asyncio.sleep(chance.uniform(0.2, 0.5))
    server.signal(signal.SIGSTOP)
    await asyncio.sleep(SLEEPS_SECONDS)
    server.signal(signal.SIGCONT)
    ledger = await check(server, people)
    assert len(ledger.said) == 4 * WORDS + 10


async def test_a_restored_backup_makes_everybody_begin_anew_and_unsent_letters_arrive(new_server, people, chance):
    server = new_server()
    await add_agents(server.data, "Ada", "Ben")
    await server.start()
    visitors = await people.visitors(3, server.url, "old")
    chats = await people.have_chats(visitors)
    async with Proxy(server.port) as proxy:
        # Another tab of the first visitor, which will be away while the restored log grows past what it knows.
        await people.visitor("old away", proxy.url, visitors[0])
        await people.have_chats(["old away"])
        ada = await people.agent("Ada", server.url)
        await people.do("act", name=ada, method="claim", args=[chats[visitors[0]]])
        for name in visitors:
            await people.do("talk", name=name, every_ms=10, count=4, seed=chance.getrandbits(32))
        kept = {ack["client_id"] for ack in (await check(server, people)).acked}

        backup = server.data.parent / "backup.sqlite3"
        back_up(server.data, backup)
        before = stored_chats(backup)

        # What the backup does not know: more words, another owner, a chat that is closed, a visitor who is new.
        newcomer = await people.visitor("old new", server.url)
        await people.have_chats([newcomer])
        for name in [*visitors, newcomer]:
            await people.do("talk", name=name, every_ms=10, count=5, seed=chance.getrandbits(32), words="forgets")
        await people.silent([*visitors, newcomer])
        await check(server, people)
        await people.do("act", name=visitors[1], method="end")
        lost = {ack["client_id"] for ack in (await check(server, people)).acked} - kept
        proxy.is_closed_for_new = True
        proxy.cut_all()
        server.kill()
        # Said to nobody: one who was there before, and one whom the backup has never seen.
        for name in (visitors[0], newcomer):
            await people.do("say", name=name, text=f"{name} says it after the backup")
        restore(backup, server.data, RandomIds().short())
        assert stored_chats(server.database) == before
        await server.start()
        await people.online([*visitors, newcomer, ada])
        # As many new words as were forgotten, so that a screen that kept the old ones would look complete.
        for name in visitors:
            await people.do("talk", name=name, every_ms=10, count=5, seed=chance.getrandbits(32), words="starts again")
        await people.silent(visitors)
        await people.sees(lambda tabs: not any(tabs[name]["outbox"] for name in visitors), "all of it stored")
        proxy.is_closed_for_new = False
        await people.do("look", name=ada, chat_id=chats[visitors[0]])
        ledger = await check(server, people, lost=lost)
        assert {words["text"] for words in ledger.said} >= {f"{newcomer} says it after the backup"}


@full_size_only
@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["an hour forward", "an hour back"])
async def test_a_clock_that_jumps_changes_no_order(new_server, people, chance, tmp_path, jump):
    clock = tmp_path / "clock"
    clock.write_text("0")
    server = new_server()
    await add_agents(server.data, "Ada")
    await server.start(clock_file=str(clock))
    visitors = await people.visitors(3, server.url, "hour")
    ada = await people.agent("Ada", server.url)
    for name in visitors:
        await people.do("talk", name=name, every_ms=20, count=30, seed=chance.getrandbits(32))
        await people.do("act", name=name, method="requestAgent")
    await people.do("serve", name=ada, every_ms=20, count=30, seed=chance.getrandbits(32))
    for offset in (jump, 0, 2 * jump):
        await asyncio.sleep(chance.uniform(0.1, 0.3))
        move_clock(clock, offset)
    chats = await people.have_chats(visitors)
    await people.silent([*visitors, ada])
    await people.do("look", name=ada, chat_id=chats[visitors[0]])
    ledger = await check(server, people)
    assert len(ledger.said) == 4 * 30
    assert not (await people.report())[ada]["ended"], "the clock ended a session"


def move_clock(clock: Path, offset: float) -> None:
    """Whole or not at all: the server may read at any moment."""
    moved = clock.with_suffix(".new")
    moved.write_text(str(offset))
    moved.rename(clock)
