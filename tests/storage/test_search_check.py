import sqlite3
from contextlib import closing

import pytest

from chatserver.core.search.query import parse_query
from chatserver.storage import FILE_NAME, back_up, faults_of, open_store, restore
from tests.storage.test_search_rows import Shop


@pytest.fixture
async def folder(tmp_path):
    shop = Shop(tmp_path)
    await shop.chat("Straße, größer and a refund", "…", details={"name": "Zoë"})
    await shop.chat("¿dónde está mi pedido?")
    await shop.index()
    await shop.chat("not indexed yet")
    shop.store.close()
    return tmp_path


async def test_an_index_in_order_has_no_faults(folder):
    assert list(faults_of(folder / FILE_NAME)) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("INSERT INTO search (search) VALUES ('delete-all')", "does not find 1 of 2 messages"),
        ("UPDATE search_chats SET indexed_seq = 99", "knows more of chat"),
        ("UPDATE search_chats SET chat = chat || 'x'", "knows more of chat"),
        ("UPDATE search_data SET block = zeroblob(40) WHERE id > 10", "search index"),
    ],
)
async def test_what_is_wrong_is_told(folder, damage, told):
    with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
        db.execute(damage)
    assert told in "\n".join(faults_of(folder / FILE_NAME))


async def test_a_file_from_before_the_index_is_in_order(folder):
    with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
        for table in ("search", "search_chats", "search_unindexed"):
            db.execute(f"DROP TABLE {table}")
    assert list(faults_of(folder / FILE_NAME)) == []


async def test_a_backup_whose_index_is_wrong_is_restored_and_its_index_made_anew(folder, tmp_path):
    backup = tmp_path / "copy"
    back_up(folder, backup)
    with closing(sqlite3.connect(backup)) as db, db:
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    restore(backup, folder, "epoch-2")
    store = open_store(folder, lambda: "x", as_server=True)
    while await store.run(lambda tx: tx.search.index_some(100)):
        pass
    scan = await store.read(lambda tx: tx.search.find(parse_query("refund"), None, 10))
    assert len(scan.chats) == 1
    store.close()
    assert list(faults_of(folder / FILE_NAME)) == []
