from sqlite_utils.db import Database

from chatserver.storage.rows import Rows


def test_whoever_asks_or_tells_the_database_says_so_before():
    db = Database(memory=True)
    db.execute("CREATE TABLE t (a INTEGER)")
    told: list[str] = []
    rows = Rows(db, lambda: told.append("now"))
    rows._insert("t", {"a": 1})
    assert rows._one("SELECT a FROM t WHERE a = :a", a=1) == (1,)
    assert rows._one("SELECT a FROM t WHERE a = :a", a=2) is None
    assert rows._all("SELECT a FROM t") == [(1,)]
    assert rows._do("DELETE FROM t") == 1
    assert len(told) == 5
    db.close()
