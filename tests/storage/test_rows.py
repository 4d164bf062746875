from sqlite_utils import Database

from chatserver.storage.rows import Rows


def test_whoever_asks_or_tells_the_database_says_so_first():
    told = []
    rows = Rows(Database(memory=True), lambda: told.append("before"))
    rows._do("CREATE TABLE t (a INTEGER)")
    rows._insert("t", {"a": 1})
    assert (rows._one("SELECT a FROM t WHERE a = :a", a=1), rows._all("SELECT a FROM t")) == ((1,), [(1,)])
    assert told == ["before"] * 4
