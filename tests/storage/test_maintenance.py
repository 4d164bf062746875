import asyncio
import sqlite3

import pytest

from chatserver.core import commands as cmd
from chatserver.core.people import visitor_author
from chatserver.core.sla.policies import DEFAULT_POLICIES
from chatserver.services.execute import Unit
from chatserver.storage import FILE_NAME, StoreUnusable, back_up, faults_of, open_store, restore
from tests.doubles import NOON

CHAT = "K7Q3-M9XD-5R"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


async def chatting(folder, messages: int):
    store = open_store(folder, lambda: "epoch-1", as_server=True)

    def start(tx):
        tx.visitors.add("v", b"hash", NOON)
        Unit(tx, NOON, DEFAULT_POLICIES).start(cmd.StartChat(CHAT, "v", "en"))

    def say(tx):
        Unit(tx, NOON, DEFAULT_POLICIES).execute(tx.chats.get(CHAT), cmd.PostMessage(visitor_author("v"), "hi"))

    await store.run(start)
    await asyncio.gather(*(store.run(say) for _ in range(messages)))
    return store, say


async def test_a_copy_made_under_load_is_whole_and_comes_back_under_a_new_epoch(folder, tmp_path):
    store, say = await chatting(folder, 5)
    writes = asyncio.gather(*(store.run(say) for _ in range(300)))
    await asyncio.to_thread(back_up, folder, tmp_path / "copy")
    await writes
    with pytest.raises(StoreUnusable, match="Another server"):
        restore(tmp_path / "copy", folder, "epoch-2")
    store.close()
    assert list(faults_of(tmp_path / "copy")) == []
    restore(tmp_path / "copy", folder, "epoch-2")
    again = open_store(folder, lambda: "x", as_server=True)
    assert again.epoch == "epoch-2"
    seq = (await again.read(lambda tx: tx.chats.get(CHAT))).seq
    assert 6 <= seq <= 306
    again.close()
    before = sqlite3.connect(folder / f"{FILE_NAME}.before-restore")
    assert before.execute("SELECT max(seq) FROM events").fetchone() == (306,)
    before.close()


async def test_a_backup_overwrites_nothing_and_needs_a_database(folder, tmp_path):
    with pytest.raises(StoreUnusable, match="no database"):
        back_up(folder, tmp_path / "copy")
    store, _ = await chatting(folder, 1)
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(StoreUnusable, match="there already"):
        back_up(folder, tmp_path / "copy")
    with pytest.raises(StoreUnusable, match="could not be written"):
        back_up(folder, tmp_path / "no such folder" / "copy")
    store.close()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM events WHERE seq = 2", "has gaps"),
        ("UPDATE events SET body = replace(body, 'hi', 'ho') WHERE seq = 4", "not what its log says"),
        ("UPDATE chats SET visitor_id = 'nobody'", "refers to something in visitors"),
    ],
)
async def test_what_is_wrong_with_a_file_is_told_and_it_is_not_restored(folder, tmp_path, damage, told):
    store, _ = await chatting(folder, 3)
    store.close()
    db = sqlite3.connect(folder / FILE_NAME)
    db.execute(damage)
    db.commit()
    db.close()
    assert told in next(faults_of(folder / FILE_NAME))
    with pytest.raises(StoreUnusable, match=told):
        restore(folder / FILE_NAME, tmp_path / "elsewhere", "epoch-2")


def test_a_file_that_is_none_or_no_database_is_told(tmp_path):
    assert "no file" in next(faults_of(tmp_path / "none"))
    (tmp_path / "text").write_text("not a database" * 200)
    assert "cannot be read" in next(faults_of(tmp_path / "text"))


async def test_a_truncated_file_is_told(folder):
    store, _ = await chatting(folder, 200)
    store.close()
    file = folder / FILE_NAME
    file.write_bytes(file.read_bytes()[:-9000])
    assert list(faults_of(file))


def test_a_destroyed_database_can_be_replaced_and_every_old_one_is_kept(tmp_path):
    folder, backup = tmp_path / "data", tmp_path / "copy.sqlite3"
    open_store(folder, lambda: "epoch-1", as_server=True).close()
    back_up(folder, backup)
    for number in (1, 2):
        (folder / FILE_NAME).write_bytes(b"destroyed" * 1000 + bytes([number]))
        restore(backup, folder, f"epoch-{number + 1}")
        store = open_store(folder, lambda: "x", as_server=True)
        assert store.epoch == f"epoch-{number + 1}"
        store.close()
    kept = sorted(file.name for file in folder.glob("*.before-restore*") if not file.name.endswith("-wal"))
    assert kept == [f"{FILE_NAME}.before-restore", f"{FILE_NAME}.before-restore-2"]


async def test_attached_files_go_along_and_come_back_and_what_was_there_is_kept(folder, tmp_path):
    store, _ = await chatting(folder, 1)
    store.close()
    back_up(folder, tmp_path / "without")
    assert not (tmp_path / "without.files").exists()
    (folder / "files").mkdir()
    (folder / "files" / "a").write_bytes(b"first")
    back_up(folder, tmp_path / "copy")
    assert (tmp_path / "copy.files" / "a").read_bytes() == b"first"
    (folder / "files" / "b").write_bytes(b"later")
    restore(tmp_path / "copy", folder, "epoch-2")
    assert {path.name for path in (folder / "files").iterdir()} == {"a"}
    assert {path.name for path in (folder / "files.before-restore").iterdir()} == {"a", "b"}
    # A copy that came without its files finds those that are here.
    restore(tmp_path / "without", folder, "epoch-3")
    assert {path.name for path in (folder / "files").iterdir()} == {"a"}
    assert (folder / "files.before-restore-2").is_dir()
    (tmp_path / "copy").unlink()
    with pytest.raises(StoreUnusable, match="is there already"):
        back_up(folder, tmp_path / "copy")
