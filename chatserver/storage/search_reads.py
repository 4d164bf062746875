"""The search index, read: the newest chats that answer a query, within a bounded time.

What is common is found at once, since the newest comes first and the rest is not looked at. What is rare is found by
the index. A rare filter on common words could need all rows: after `BUDGET_SECONDS` the answer says how far it came.
"""

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from chatserver.core.search.query import Filters, Query
from chatserver.core.triage.words import normalise
from chatserver.services.finding import FoundChat, Scan
from chatserver.storage.records import instant_to_text
from chatserver.storage.search_match import PEOPLE, matching
from chatserver.storage.search_rows import SEQ_BITS, SqliteIndex

# Leaves most of a tenth of a second to the rest of an answer.
BUDGET_SECONDS = 0.05
# Messages of one chat that are told; the others are counted.
_TOLD = 5
_END = 1 << 62
# Reading the time costs as much as reading a row.
_LOOKS_AT_CLOCK = 64

_CONDITIONS = {
    "status": "c.status = :status",
    "lang": "(c.lang = :lang OR substr(c.lang, 1, length(:lang) + 1) = :lang || '-')",
    "plan": "c.plan = :plan",
    "tag": "instr(c.tags, char(10) || :tag || char(10)) > 0",
    "agent": "c.agent IN (SELECT id FROM agents WHERE instr(' ' || name_key, ' ' || :agent) > 0)",
    "low": "c.rating BETWEEN :low AND :high",
    "since": "c.last_at >= :since",
    "until": "c.started_at < :until",
    "visitor": "instr(' ' || c.name, ' ' || :visitor) > 0",
}


class SqliteSearch(SqliteIndex):
    """See `services.finding.SearchRows`."""

    def find(self, query: Query, before: int | None, limit: int) -> Scan:
        ends_at = time.monotonic() + BUDGET_SECONDS
        bounds = self._bounds(query.filters, before)
        values = _values(query.filters)
        columns, sender = query.filters.speaker or PEOPLE, query.filters.sender
        expression = matching(query, columns, sender)
        scans = [self._scan(expression, values, bounds, limit, ends_at)]
        if sender:
            # Also visitors of this name; what they say has no author.
            visitors = values | {"visitor": normalise(sender)}
            scans.append(self._scan(matching(query, "visitor"), visitors, bounds, limit, ends_at))
        return _merged(scans, limit)

    def chat_ids(self, start: str, limit: int) -> list[str]:
        # The highest symbol of all sorts before a tilde.
        rows = self._all(
            "SELECT id FROM chats WHERE id >= :start AND id < :start || '~' ORDER BY id LIMIT :limit",
            start=start,
            limit=limit,
        )
        return [row[0] for row in rows]

    def chat_ids_with(self, symbols: str, limit: int) -> list[str]:
        rows = self._all(
            "SELECT chat FROM search_chats WHERE instr(replace(chat, '-', ''), :symbols) > 0 LIMIT :limit",
            symbols=symbols,
            limit=limit,
        )
        return [row[0] for row in rows]

    def _bounds(self, filters: Filters, before: int | None) -> tuple[int, int]:
        """The rows to look at, from the first up to the second: younger chats stand higher, so days have places."""
        low, high = 0, _END if before is None else before
        if filters.until is not None:
            last = self._one(
                "SELECT number FROM search_chats WHERE started_at < :until ORDER BY number DESC LIMIT 1",
                until=instant_to_text(filters.until),
            )
            high = min(high, (last[0] + 1) << SEQ_BITS) if last is not None else 0
        if filters.since is not None:
            first = self._one(
                "SELECT number FROM search_chats WHERE last_at >= :since ORDER BY number LIMIT 1",
                since=instant_to_text(filters.since),
            )
            low = first[0] << SEQ_BITS if first is not None else _END
        return low, high

    def _scan(
        self, expression: str, values: dict[str, Any], bounds: tuple[int, int], limit: int, ends_at: float
    ) -> Scan:
        condition = " AND ".join(_CONDITIONS[name] for name in values if name in _CONDITIONS) or "1"
        if expression:
            sql = (
                f"SELECT search.rowid, {condition}, c.chat FROM search CROSS JOIN search_chats AS c"
                f" ON c.number = search.rowid >> {SEQ_BITS} WHERE search MATCH :match"
                " AND search.rowid < :before AND search.rowid >= :from"
                " ORDER BY search.rowid DESC"
            )
        else:
            sql = (
                f"SELECT c.number << {SEQ_BITS}, {condition}, c.chat FROM search_chats AS c"
                f" WHERE c.number << {SEQ_BITS} < :before AND c.number << {SEQ_BITS} >= :from ORDER BY c.number DESC"
            )
        self._before_query()
        try:
            rows = self._db.conn.execute(sql, values | {"match": expression, "from": bounds[0], "before": bounds[1]})
            return _gathered(rows, limit, ends_at)
        except sqlite3.OperationalError as error:
            # Whatever is quoted is no syntax; should FTS5 ever think otherwise, nothing is found.
            if "fts5" not in str(error):
                raise
            return Scan([], None)


def _gathered(rows: Iterator[tuple[int, int, str]], limit: int, ends_at: float) -> Scan:
    found: dict[int, FoundChat] = {}
    for count, (row_id, is_meant, chat_id) in enumerate(rows):
        number = row_id >> SEQ_BITS
        if len(found) >= limit and number not in found:
            return Scan(list(found.values()), row_id + 1)
        if is_meant:
            seq = row_id & ((1 << SEQ_BITS) - 1)
            known = found.get(number) or FoundChat(chat_id, number << SEQ_BITS, (), 0)
            seqs = (*known.seqs, seq) if seq and known.count < _TOLD else known.seqs
            found[number] = FoundChat(chat_id, known.row, seqs, known.count + 1)
        if count % _LOOKS_AT_CLOCK == _LOOKS_AT_CLOCK - 1 and time.monotonic() > ends_at:
            # The rest of the chat at hand is left out: even one that is very long must not hold up the search.
            return Scan(list(found.values()), number << SEQ_BITS, is_cut_short=True)
    return Scan(list(found.values()), None)


def _merged(scans: list[Scan], limit: int) -> Scan:
    """The newest of all, as far down as each of them came."""
    if len(scans) == 1:
        return scans[0]
    floor = max((scan.next for scan in scans if scan.next is not None), default=None)
    by_row: dict[int, FoundChat] = {}
    for scan in scans:
        for chat in scan.chats:
            if floor is not None and chat.row < floor:
                continue
            known = by_row.get(chat.row)
            by_row[chat.row] = chat if known is None else FoundChat(
                chat.chat_id, chat.row, tuple(sorted({*known.seqs, *chat.seqs}, reverse=True)), known.count + chat.count
            )  # fmt: skip
    newest = sorted(by_row.values(), key=lambda chat: -chat.row)
    if len(newest) > limit:
        newest = newest[:limit]
        floor = newest[-1].row
    return Scan(newest, floor, is_cut_short=any(scan.is_cut_short for scan in scans))


def _values(filters: Filters) -> dict[str, Any]:
    values: dict[str, Any] = {
        "status": filters.status.value if filters.status else None,
        "lang": filters.lang.lower(),
        "plan": filters.plan.lower(),
        "tag": filters.tag.lower(),
        "agent": filters.agent.casefold(),
        "since": instant_to_text(filters.since),
        "until": instant_to_text(filters.until),
    }
    if filters.ratings is not None:
        values |= {"low": filters.ratings[0], "high": filters.ratings[1]}
    return {name: value for name, value in values.items() if value not in {None, ""}}
