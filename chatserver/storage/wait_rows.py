"""Waits in SQLite: what reports are made of, and what the next estimates learn from."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import asdict, fields

from chatserver.services.wait import Wait
from chatserver.storage.records import instant_from_text, instant_to_text
from chatserver.storage.rows import Rows

_NAMES = tuple(field.name for field in fields(Wait))
_COLUMNS = ", ".join(_NAMES)
_DURATIONS = {"predicted", "low", "high"}
_MOMENTS = {name for name in _NAMES if name.endswith("_at") or name == "handled_until"}
_LONGEST_WAIT = timedelta(days=1)
# Written once; what came first is true.
_NOTED = (_MOMENTS - {"joined_at"}) | {"agent_id"}


class SqliteWaits(Rows):
    """See `services.wait.WaitRows`."""

    def join(self, wait: Wait) -> None:
        row = {name: _to_column(value) for name, value in asdict(wait).items()}
        names = ", ".join(f":{name}" for name in _NAMES)
        self._do(f"INSERT OR IGNORE INTO waits ({_COLUMNS}) VALUES ({names})", **row)

    def note(self, chat_id: str, joined_at: datetime, **moments: datetime | str) -> None:
        unknown = moments.keys() - _NOTED
        if unknown:
            raise ValueError(f"no such moments: {unknown}")
        changes = ", ".join(
            f"{name} = CASE WHEN {name} IS NULL OR {name} = '' THEN :{name} ELSE {name} END" for name in moments
        )
        self._do(
            f"UPDATE waits SET {changes} WHERE chat_id = :chat AND joined_at = :joined",
            chat=chat_id,
            joined=instant_to_text(joined_at),
            **{name: _to_column(value) for name, value in moments.items()},
        )

    def latest(self, limit: int) -> list[Wait]:
        ended = "answered_at IS NOT NULL OR left_at IS NOT NULL OR ticket_taken_at IS NOT NULL"
        rows = self._all(
            f"SELECT {_COLUMNS} FROM waits WHERE {ended} ORDER BY joined_at DESC LIMIT :limit", limit=limit
        )
        return [_from_row(row) for row in rows]

    def since(self, at: datetime) -> list[Wait]:
        sql = f"SELECT {_COLUMNS} FROM waits WHERE joined_at >= :at ORDER BY joined_at, chat_id"
        return [_from_row(row) for row in self._all(sql, at=instant_to_text(at))]

    def joined_between(self, since: datetime, until: datetime) -> list[Wait]:
        sql = (
            f"SELECT {_COLUMNS} FROM waits WHERE joined_at >= :since AND joined_at < :until ORDER BY joined_at, chat_id"
        )
        rows = self._all(sql, since=instant_to_text(since), until=instant_to_text(until))
        return [_from_row(row) for row in rows]

    def offers_lapsed(self, since: datetime) -> int:
        # Only chats that wait are offered, and none waits for a day: their own logs are found by their keys.
        row = self._one(
            "SELECT count(*) FROM events WHERE chat_id IN (SELECT chat_id FROM waits WHERE joined_at >= :joined)"
            " AND type = 'offer_ended' AND at >= :since AND json_extract(body, '$.outcome') = 'lapsed'",
            joined=instant_to_text(since - _LONGEST_WAIT),
            since=instant_to_text(since),
        )
        return row[0] if row is not None else 0


def _to_column(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_to_text(value)
    return value.total_seconds() if isinstance(value, timedelta) else value


def _from_row(row: tuple[Any, ...]) -> Wait:
    values = dict(zip(_NAMES, row, strict=True))
    for name in _MOMENTS:
        values[name] = instant_from_text(values[name])
    for name in _DURATIONS:
        values[name] = timedelta(seconds=values[name]) if values[name] is not None else None
    return Wait(**values)
