"""The queries about what is to be sent; see `services.outgoing.OutboxRows`.

A claim is the conditional update of a row that is due, so that two processes never hold the same one.
"""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from chatserver.services.outgoing import Alarm, Claimed, Kind, Order, Outcome
from chatserver.storage.records import instant_to_text
from chatserver.storage.rows import Rows

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Alarm | None)


class SqliteOutbox(Rows):
    """See `services.outgoing.OutboxRows`."""

    def put(self, order_id: str, order: Order, now: datetime) -> bool:
        if self._one("SELECT 1 FROM outbox WHERE once = :once", once=order.once):
            return False
        self._insert(
            "outbox",
            {
                "id": order_id,
                "kind": order.kind.value,
                "chat_id": order.chat_id,
                "once": order.once,
                "address": order.address,
                "address_hash": _hash(order.address),
                "body": _encoder.encode(order.alarm).decode(),
                "created_at": instant_to_text(now),
                "next_try_at": instant_to_text(now),
            },
        )
        return True

    def is_known(self, once: str, address: str) -> bool | None:
        row = self._one("SELECT address_hash FROM outbox WHERE once = :once", once=once)
        return None if row is None else row[0] == _hash(address)

    def claim(self, kind: Kind, claim: str, now: datetime, until: datetime, limit: int) -> list[Claimed]:
        rows = self._all(
            "UPDATE outbox SET claim = :claim, next_try_at = :until, tries = tries + 1 WHERE id IN"
            " (SELECT id FROM outbox WHERE kind = :kind AND next_try_at <= :now ORDER BY next_try_at, id LIMIT :limit)"
            " AND next_try_at <= :now RETURNING created_at, id, chat_id, once, address, body, tries",
            claim=claim,
            kind=kind.value,
            now=instant_to_text(now),
            until=instant_to_text(until),
            limit=limit,
        )
        return [_claimed(kind, claim, row) for row in sorted(rows)]

    def settle(self, claimed: Claimed, outcome: Outcome, now: datetime, again_at: datetime | None) -> bool:
        is_over = again_at is None
        changed = self._do(
            "UPDATE outbox SET claim = '', next_try_at = :again, outcome = :outcome, over_at = :over,"
            " address = CASE WHEN :again IS NULL THEN '' ELSE address END,"
            " body = CASE WHEN :again IS NULL THEN 'null' ELSE body END WHERE id = :id AND claim = :claim",
            again=instant_to_text(again_at),
            outcome=outcome.value,
            over=instant_to_text(now) if is_over else None,
            id=claimed.order_id,
            claim=claimed.claim,
        )
        return bool(changed)

    def kinds_due(self, now: datetime) -> list[Kind]:
        due = "SELECT 1 FROM outbox WHERE kind = :kind AND next_try_at <= :now LIMIT 1"
        return [kind for kind in Kind if self._one(due, kind=kind.value, now=instant_to_text(now))]

    def ordered_since(self, kind: Kind, since: datetime, chat_id: str = "", address: str = "") -> list[datetime]:
        rows = self._all(
            "SELECT created_at FROM outbox WHERE kind = :kind AND created_at > :since"
            " AND (:chat = '' OR chat_id = :chat) AND (:address = '' OR address_hash = :hash) ORDER BY created_at",
            kind=kind.value,
            since=instant_to_text(since),
            chat=chat_id,
            address=address,
            hash=_hash(address),
        )
        return [datetime.fromisoformat(row[0]) for row in rows]

    def waiting(self) -> dict[Kind, int]:
        rows = self._all("SELECT kind, count(*) FROM outbox WHERE next_try_at IS NOT NULL GROUP BY kind")
        return dict.fromkeys(Kind, 0) | {Kind(kind): count for kind, count in rows}

    def sweep(self, before: datetime) -> None:
        self._do("DELETE FROM outbox WHERE over_at < :before", before=instant_to_text(before))


def _claimed(kind: Kind, claim: str, row: tuple[Any, ...]) -> Claimed:
    created_at, order_id, chat_id, once, address, body, tries = row
    order = Order(kind, chat_id, once, address, _decoder.decode(body))
    return Claimed(order_id, order, datetime.fromisoformat(created_at), tries, claim)


def _hash(address: str) -> bytes:
    return hashlib.sha256(address.casefold().encode()).digest()
