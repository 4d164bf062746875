"""What must be true before the store is used."""

import logging
import sqlite3

import pytest

from chatserver.storage import FILE_NAME, StoreUnusable, open_store
from tests.doubles import NOON


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    yield opened
    opened.close()


async def test_the_epoch_stays_and_data_survive_a_restart(tmp_path):
    first = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    await first.run(lambda tx: tx.visitors.add("v-1", b"hash", NOON))
    first.close()
    second = open_store(tmp_path, lambda: "epoch-2", as_server=True)
    assert second.epoch == "epoch-1"
    assert await second.read(lambda tx: tx.visitors.by_token(b"hash")) == "v-1"
    second.close()


def test_a_second_server_on_the_same_folder_refuses_to_start(tmp_path, store):
    with pytest.raises(StoreUnusable, match="Another server uses the folder"):
        open_store(tmp_path, lambda: "x", as_server=True)
    beside = open_store(tmp_path, lambda: "x", as_server=False)
    beside.close()


def test_a_file_of_a_newer_schema_refuses_to_start(tmp_path, store):
    store.close()
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('chatserver', '9999_later', '')"
    )
    db.commit()
    db.close()
    with pytest.raises(StoreUnusable, match="newer chatserver"):
        open_store(tmp_path, lambda: "x", as_server=True)


def test_a_file_that_is_no_database_refuses_to_start(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnusable, match="cannot be used"):
        open_store(tmp_path, lambda: "x", as_server=True)


def test_the_durability_is_told_at_the_start(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    open_store(tmp_path, lambda: "x", as_server=True).close()
    assert f"SQLite {sqlite3.sqlite_version}, journal wal, synchronous 2" in caplog.text


def test_a_network_file_system_refuses_to_start(tmp_path, monkeypatch):
    monkeypatch.setattr("chatserver.storage.opening.network_file_system", lambda folder: "nfs4")
    with pytest.raises(StoreUnusable, match=r"network file system \(nfs4\).*--data"):
        open_store(tmp_path, lambda: "x", as_server=True)


def test_a_damaged_or_cut_off_file_refuses_to_start(tmp_path):
    store = open_store(tmp_path, lambda: "x", as_server=True)
    store.close()
    file = tmp_path / FILE_NAME
    sound = file.read_bytes()
    for damaged in (sound[: len(sound) // 2], sound[:4096] + bytes(len(sound) - 4096)):
        file.write_bytes(damaged)
        with pytest.raises(StoreUnusable, match="damaged|malformed"):
            open_store(tmp_path, lambda: "x", as_server=True)
    file.write_bytes(sound)
    open_store(tmp_path, lambda: "x", as_server=True).close()
