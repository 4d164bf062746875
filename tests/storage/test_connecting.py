import fcntl
import sqlite3

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.storage.connecting import as_refusals, connect, immediate, locked


def error(code: int) -> sqlite3.OperationalError:
    raised = sqlite3.OperationalError("told by SQLite")
    raised.sqlite_errorcode = code
    return raised


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR | 3 << 8, sqlite3.SQLITE_BUSY])
def test_troubles_of_the_disk_are_told_as_busy(code):
    with pytest.raises(Refused) as refused, as_refusals():
        raise error(code)
    assert refused.value.code is Code.BUSY


def test_a_defect_is_not_taken_for_a_trouble_of_the_disk():
    with pytest.raises(sqlite3.OperationalError), as_refusals():
        raise error(sqlite3.SQLITE_ERROR)


def test_a_lock_that_somebody_has_is_waited_for_and_then_told(tmp_path):
    with (tmp_path / "lock").open("a+b") as mine, (tmp_path / "lock").open("a+b") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError), locked(mine, 0.02):
            raise AssertionError("somebody has it")
        fcntl.flock(theirs, fcntl.LOCK_UN)
        with locked(mine, 0.02), pytest.raises(BlockingIOError):
            fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)


def insert_and_fail(db):
    with immediate(db):
        db.conn.execute("INSERT INTO t VALUES (1)")
        raise LookupError


def test_what_fails_inside_a_transaction_is_taken_back(tmp_path):
    db = connect(tmp_path / "x.sqlite3")
    db.conn.execute("CREATE TABLE t (n)")
    with pytest.raises(LookupError):
        insert_and_fail(db)
    assert db.conn.execute("SELECT count(*) FROM t").fetchone() == (0,)
    db.close()
