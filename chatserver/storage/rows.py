"""Rows: what the queries of every table have in common. SQL with `:name` parameters only."""

from collections.abc import Callable
from typing import Any

from sqlite_utils.db import Database


def _nothing() -> None:
    """A reader has nothing to do before it asks."""


class Rows:
    """`before_query` is called before the database is asked or told anything."""

    def __init__(self, db: Database, before_query: Callable[[], None] = _nothing) -> None:
        self._db = db
        self._before_query = before_query

    def _all(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        self._before_query()
        return self._db.conn.execute(sql, values).fetchall()

    def _one(self, sql: str, **values: Any) -> tuple[Any, ...] | None:
        self._before_query()
        row: tuple[Any, ...] | None = self._db.conn.execute(sql, values).fetchone()
        return row

    def _do(self, sql: str, **values: Any) -> int:
        self._before_query()
        return self._db.conn.execute(sql, values).rowcount

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        self._before_query()
        self._db.table(table).insert(row)
