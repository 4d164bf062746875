"""The disk: full, read-only, locked by others, out of file descriptors, damaged. Writing stops, reading goes on."""

import asyncio
import fcntl
import random
import socket
import sqlite3
import time
from contextlib import closing

import pytest

from chatserver.storage import FILE_NAME
from tests.clients import VisitorClient, new_id
from tests.faults.conftest import full_size_only
from tests.faults.disks import journalling_disk, mounted, small_disk
from tests.faults.invariants import check, faults_in_log
from tests.faults.people import People
from tests.faults.processes import START_SECONDS, ServerProcess, add_agents, chatserver, until

pytestmark = pytest.mark.faults

# Longer than SQLite waits for somebody else's lock, twice.
ANSWERED_WITHIN_SECONDS = 20
WORDS = 15
# What the server may open beside what it has; small enough to be taken by a test.
FILES_LEFT = 20


async def start_talking(people: People, names: list[str], chance: random.Random) -> None:
    for name in names:
        await people.do("talk", name=name, every_ms=100, count=WORDS, seed=chance.getrandbits(32))


async def stopped_with_some_chats(new_server, people: People, chance: random.Random) -> ServerProcess:
    """A server that has been stopped, all of its database in one file."""
    server: ServerProcess = new_server()
    await server.start()
    names = await people.visitors(2, server.url, "hurt")
    for name in names:
        await people.do("talk", name=name, every_ms=5, count=WORDS, seed=chance.getrandbits(32))
    await check(server, people)
    assert await server.stop() == 0
    assert not server.database.with_name(f"{FILE_NAME}-wal").exists()
    return server


async def writing_is_refused(writer: VisitorClient) -> None:
    """With a word that says "again, later", and not with silence."""
    said = {"chat_id": writer.chat_id, "client_id": new_id(), "text": "does anybody write this down?"}
    ack = await writer.sio.call("post_message", said, namespace=writer.namespace, timeout=ANSWERED_WITHIN_SECONDS)
    assert not ack["ok"], ack
    assert ack["error"]["code"] == "busy"


async def everyone_is_refused(people: People, names: list[str]) -> None:
    """Waits until each of them has a letter that was refused, and keeps it."""
    busy: set[str] = set()
    deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
    while not busy >= set(names):
        assert time.monotonic() < deadline, f"refused as busy: only {busy}"
        busy = {entry["who"] for entry in (await people.ledger()).refused if entry["code"] == "busy"}
        await asyncio.sleep(0.05)


async def reading_goes_on(reader: VisitorClient) -> None:
    assert (await reader.log())[0]["type"] == "chat_started"
    async with VisitorClient(reader._url) as newcomer:
        newcomer.chat_id, newcomer.token = reader.chat_id, reader.token
        assert await newcomer.log() == await reader.log()


async def test_a_full_disk_refuses_writing_and_recovers_by_itself(new_server, people, chance, tmp_path):
    with small_disk(tmp_path / "disk", kibibytes=4096) as disk:
        server = new_server(disk.folder / "data")
        await server.start()
        async with VisitorClient(server.url) as reader:
            await reader.start()
            names = await people.visitors(2, server.url, "full")
            disk.fill()
            await start_talking(people, names, chance)
            await writing_is_refused(reader)
            await everyone_is_refused(people, names)
            await reading_goes_on(reader)
        assert (await server.get("/healthz"))[0] == 200
        disk.make_room()
        ledger = await check(server, people)
        assert len(ledger.said) == 2 * WORDS
        server.kill()


@full_size_only
async def test_a_file_system_that_gives_up_refuses_writing_and_goes_on_reading(new_server, people, chance, tmp_path):
    with journalling_disk(tmp_path / "disk", tmp_path / "image") as disk:
        server = new_server(disk.folder / "data")
        await server.start()
        async with VisitorClient(server.url) as reader:
            await reader.start()
            names = await people.visitors(2, server.url, "gone")
            disk.give_up()
            await start_talking(people, names, chance)
            await writing_is_refused(reader)
            await everyone_is_refused(people, names)
            await reading_goes_on(reader)
        assert await server.stop() == 0
    # After the repair: mounted again, the journal is replayed.
    with mounted(tmp_path / "again", "-o", "loop", str(tmp_path / "image")) as disk:
        server.data = disk.folder / "data"
        await server.start()
        ledger = await check(server, people)
        assert len(ledger.said) == 2 * WORDS
        server.kill()


@full_size_only
async def test_readyz_is_red_while_the_disk_takes_nothing_and_green_again_by_itself(new_server, tmp_path):
    with small_disk(tmp_path / "disk", kibibytes=4096) as disk:
        server = new_server(disk.folder / "data")
        await server.start()
        await server.becomes(200)
        disk.fill()
        await server.becomes(503, 15)
        disk.make_room()
        await server.becomes(200)
        server.kill()


@full_size_only
async def test_a_read_only_folder_is_a_reason_not_to_start(new_server, people, chance, tmp_path):
    with small_disk(tmp_path / "disk", kibibytes=4096) as disk:
        server = new_server(disk.folder / "data")
        await server.start()
        names = await people.visitors(2, server.url, "read")
        await start_talking(people, names, chance)
        server.kill()
        disk.make_read_only()
        server.spawn()
        assert await server.ended(START_SECONDS) == 1
        assert "cannot be used" in server.log
        disk.make_writable()
        await server.start()
        await check(server, people)
        server.kill()


@full_size_only
async def test_a_database_locked_by_another_process_refuses_writing_until_it_is_free(new_server, people, chance):
    server = new_server()
    await server.start()
    async with VisitorClient(server.url) as reader:
        await reader.start()
        with closing(sqlite3.connect(server.database, isolation_level=None, timeout=20)) as other:
            names = await people.visitors(2, server.url, "lock")
            other.execute("BEGIN EXCLUSIVE")
            await start_talking(people, names, chance)
            await writing_is_refused(reader)
            await reading_goes_on(reader)
            assert await server.readiness() != 200
            other.execute("ROLLBACK")
    await server.becomes(200)
    await check(server, people)


@full_size_only
async def test_a_held_write_lock_refuses_writing_until_it_is_free(new_server, people, chance):
    """A tool of the command line that was stopped in the middle of a write holds it."""
    server = new_server()
    await server.start()
    async with VisitorClient(server.url) as reader:
        await reader.start()
        names = await people.visitors(2, server.url, "held")
        with (server.data / "write.lock").open("a+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await start_talking(people, names, chance)
            await reading_goes_on(reader)
            await writing_is_refused(reader)
            assert await server.readiness() != 200
    await server.becomes(200)
    await check(server, people)


@full_size_only
async def test_without_file_descriptors_those_who_are_there_go_on(new_server, people, chance):
    server = new_server()
    await add_agents(server.data, "Ada")
    await server.start()
    visitors = await people.visitors(2, server.url, "idle")
    ada = await people.agent("Ada", server.url)
    server.limit_files(server.open_files + FILES_LEFT)
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(FILES_LEFT * 3)]
    try:
        await until(lambda: server.open_files >= FILES_LEFT, "a server that takes connections")
        for name in visitors:
            await people.do("talk", name=name, every_ms=20, count=20, seed=chance.getrandbits(32))
        await check(server, people)
    finally:
        for connection in idle:
            connection.close()
    await people.visitor("idle later", server.url)
    await people.have_chats(["idle later"])
    assert not (await people.report())[ada]["ended"]
    await check(server, people)


@full_size_only
@pytest.mark.parametrize("harm", ["overwritten", "truncated"])
async def test_a_damaged_file_is_a_reason_not_to_start(new_server, people, chance, harm):
    server = await stopped_with_some_chats(new_server, people, chance)
    whole = server.database.read_bytes()
    assert chatserver("check", "--data", str(server.data)).returncode == 0
    half = len(whole) // 2
    server.database.write_bytes(b"\xa5" * 4096 + whole[4096:] if harm == "overwritten" else whole[:half])
    checked = chatserver("check", "--data", str(server.data))
    assert checked.returncode == 1
    assert "database" in checked.stdout
    server.spawn()
    assert await server.ended(START_SECONDS) == 1
    assert "Error: " in server.log
    assert not list(faults_in_log(server.log))
    server.database.write_bytes(whole)
    await server.start()
    await check(server, people)


@full_size_only
async def test_the_check_finds_a_page_that_was_written_over(new_server, people, chance):
    server = await stopped_with_some_chats(new_server, people, chance)
    whole = bytearray(server.database.read_bytes())
    last = len(whole) - 4096
    whole[last : last + 4096] = b"\xa5" * 4096
    copy = server.data.parent / "copy.sqlite3"
    copy.write_bytes(whole)
    checked = chatserver("check", str(copy))
    assert checked.returncode == 1
    assert checked.stdout
