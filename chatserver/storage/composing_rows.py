"""Canned replies, known tags and mentions in SQLite."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chatserver.core.replies import Reply
from chatserver.services.composing_ports import MentionPlace, Tag
from chatserver.storage.records import instant_from_text, instant_to_text
from chatserver.storage.rows import Rows

_REPLY = "SELECT id, shortcut, title, texts, updated_at, updated_by FROM replies"


class SqliteReplies(Rows):
    """See `services.composing_ports.ReplyRows`."""

    def all(self) -> list[Reply]:
        return [_reply(row) for row in self._all(f"{_REPLY} ORDER BY shortcut")]

    def get(self, reply_id: str) -> Reply | None:
        row = self._one(f"{_REPLY} WHERE id = :id", id=reply_id)
        return _reply(row) if row is not None else None

    def by_shortcut(self, shortcut: str) -> Reply | None:
        row = self._one(f"{_REPLY} WHERE shortcut = :shortcut", shortcut=shortcut)
        return _reply(row) if row is not None else None

    def put(self, reply: Reply) -> None:
        self._do(
            "INSERT INTO replies (id, shortcut, title, texts, updated_at, updated_by)"
            " VALUES (:id, :shortcut, :title, :texts, :at, :by)"
            " ON CONFLICT (id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title,"
            " texts = excluded.texts, updated_at = excluded.updated_at, updated_by = excluded.updated_by",
            id=reply.id,
            shortcut=reply.shortcut,
            title=reply.title,
            texts=_to_json(reply.texts),
            at=instant_to_text(reply.updated_at),
            by=reply.by,
        )

    def remove(self, reply_id: str) -> bool:
        return bool(self._do("DELETE FROM replies WHERE id = :id", id=reply_id))


class SqliteTags(Rows):
    """See `services.composing_ports.TagRows`."""

    def all(self) -> list[Tag]:
        return [Tag(name, json.loads(texts)) for name, texts in self._all("SELECT name, texts FROM tags ORDER BY name")]

    def know(self, names: Sequence[str], now: datetime) -> None:
        for name in names:
            self._do(
                "INSERT INTO tags (name, added_at) VALUES (:name, :at) ON CONFLICT (name) DO NOTHING",
                name=name,
                at=instant_to_text(now),
            )

    def put(self, tag: Tag, now: datetime) -> None:
        self._do(
            "INSERT INTO tags (name, texts, added_at) VALUES (:name, :texts, :at)"
            " ON CONFLICT (name) DO UPDATE SET texts = excluded.texts",
            name=tag.name,
            texts=_to_json(tag.texts),
            at=instant_to_text(now),
        )

    def remove(self, name: str) -> bool:
        return bool(self._do("DELETE FROM tags WHERE name = :name", name=name))


class SqliteMentions(Rows):
    """See `services.composing_ports.MentionRows`."""

    def add(self, agent_ids: Sequence[str], place: MentionPlace) -> None:
        for agent_id in agent_ids:
            self._do(
                "INSERT INTO mentions (agent_id, chat_id, seq, at) VALUES (:agent, :chat, :seq, :at)"
                " ON CONFLICT (agent_id, chat_id, seq) DO NOTHING",
                agent=agent_id,
                chat=place.chat_id,
                seq=place.seq,
                at=instant_to_text(place.at),
            )

    def unread(self, agent_id: str, limit: int) -> list[MentionPlace]:
        rows = self._all(
            "SELECT chat_id, seq, at FROM mentions WHERE agent_id = :agent AND read_at IS NULL"
            " ORDER BY at DESC, chat_id, seq DESC LIMIT :limit",
            agent=agent_id,
            limit=limit,
        )
        return [MentionPlace(chat_id, seq, datetime.fromisoformat(at)) for chat_id, seq, at in rows]

    def mark_read(self, agent_id: str, chat_id: str, now: datetime) -> int:
        return self._do(
            "UPDATE mentions SET read_at = :now WHERE agent_id = :agent AND chat_id = :chat AND read_at IS NULL",
            agent=agent_id,
            chat=chat_id,
            now=instant_to_text(now),
        )


def _reply(row: tuple[Any, ...]) -> Reply:
    reply_id, shortcut, title, texts, updated_at, by = row
    return Reply(reply_id, shortcut, title, json.loads(texts), instant_from_text(updated_at), by)


def _to_json(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False)
