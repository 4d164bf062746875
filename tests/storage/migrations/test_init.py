import sqlite3

from sqlite_utils.db import Database

from chatserver.storage.migrations import migrations


def test_the_steps_make_the_schema_once():
    db = Database(memory=True)
    migrations.apply(db)
    assert {"meta", "visitors", "agents", "sessions", "sign_in_links", "chats", "events", "files", "outbox"} <= set(
        db.table_names()
    )
    migrations.apply(db)
    steps = [step.name for step in migrations.applied(db)]
    numbers = [int(step[:4]) for step in steps]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert sqlite3.sqlite_version_info >= (3, 37), "STRICT tables"
    db.close()
