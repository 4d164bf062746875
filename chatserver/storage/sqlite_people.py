"""Visitors and agents in SQLite: who they are, their sessions, their presence."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from chatserver.core.people import Role
from chatserver.core.working_hours import WorkingHours
from chatserver.services.ports import Agent, Presence
from chatserver.services.site_ports import Blocked
from chatserver.storage.records import chat_from_row, instant_from_text, instant_to_text
from chatserver.storage.rows import Rows

# A visitor, and the same person's visitors of other browsers; NULL is like nobody.
_PERSON = """
    SELECT * FROM visitors WHERE id = :id
    UNION
    SELECT * FROM visitors WHERE external_id = (SELECT external_id FROM visitors WHERE id = :id)
"""

# A visitor and the last of their chats.
_BLOCKED = """
    SELECT visitors.id, blocked_at, state, clocks FROM visitors LEFT JOIN chats ON chats.id =
        (SELECT id FROM chats WHERE visitor_id = visitors.id ORDER BY last_at DESC, id DESC LIMIT 1)
"""


class SqliteVisitors(Rows):
    def by_token(self, token_hash: bytes) -> str | None:
        row = self._one("SELECT id FROM visitors WHERE token_hash = :hash", hash=token_hash)
        return row[0] if row else None

    def add(self, visitor_id: str, token_hash: bytes, now: datetime) -> None:
        self._insert("visitors", {"id": visitor_id, "token_hash": token_hash, "created_at": instant_to_text(now)})

    def block(self, visitor_id: str, now: datetime) -> None:
        self._do("UPDATE visitors SET blocked_at = :now WHERE id = :id", id=visitor_id, now=instant_to_text(now))

    def unblock(self, visitor_id: str) -> bool:
        changed = self._do(
            "UPDATE visitors SET blocked_at = NULL"
            f" WHERE blocked_at IS NOT NULL AND id IN (SELECT id FROM ({_PERSON}))",
            id=visitor_id,
        )
        return changed > 0

    def blocked_at(self, visitor_id: str) -> datetime | None:
        row = self._one("SELECT blocked_at FROM visitors WHERE id = :id", id=visitor_id)
        return instant_from_text(row[0]) if row else None

    def blocked(self, before: tuple[datetime, str] | None, limit: int) -> list[Blocked]:
        at, visitor_id = before if before is not None else (None, "")
        rows = self._all(
            f"{_BLOCKED} WHERE blocked_at IS NOT NULL AND (:at IS NULL OR (blocked_at, visitors.id) < (:at, :id))"
            " ORDER BY blocked_at DESC, visitors.id DESC LIMIT :limit",
            at=instant_to_text(at),
            id=visitor_id,
            limit=limit,
        )
        return [
            Blocked(row[0], datetime.fromisoformat(row[1]), chat_from_row(row[2], row[3]) if row[2] else None)
            for row in rows
        ]

    def is_blocked(self, visitor_id: str) -> bool:
        row = self._one(f"SELECT 1 FROM ({_PERSON}) WHERE blocked_at IS NOT NULL", id=visitor_id)
        return row is not None

    def external_id(self, visitor_id: str) -> str | None:
        row = self._one("SELECT external_id FROM visitors WHERE id = :id", id=visitor_id)
        return row[0] if row else None

    def set_external_id(self, visitor_id: str, external_id: str) -> None:
        self._do("UPDATE visitors SET external_id = :external WHERE id = :id", id=visitor_id, external=external_id)

    def same_person(self, visitor_id: str) -> list[str]:
        rows = self._all(f"SELECT id FROM ({_PERSON}) WHERE id <> :id ORDER BY created_at, id", id=visitor_id)
        return [row[0] for row in rows]


_AGENT = """
    SELECT agents.id, name, password_hash, presence, away_reason, last_assigned_at,
        (SELECT count(*) FROM chats WHERE status = 'assigned' AND agent_id = agents.id),
        (SELECT count(*) FROM chats WHERE status = 'queued' AND offered_to = agents.id),
        languages, teams, skills, cap, role, hours, left_at IS NULL
    FROM agents
"""


class SqliteAgents(Rows):
    def get(self, agent_id: str) -> Agent | None:
        return _agent(self._one(f"{_AGENT} WHERE agents.id = :id", id=agent_id))

    def by_name(self, name: str) -> Agent | None:
        return _agent(self._one(f"{_AGENT} WHERE name_key = :key", key=_name_key(name)))

    def all(self) -> list[Agent]:
        return self._those("left_at IS NULL")

    def former(self) -> list[Agent]:
        return self._those("left_at IS NOT NULL")

    def _those(self, condition: str) -> list[Agent]:
        rows = self._all(f"{_AGENT} WHERE {condition} ORDER BY name_key")
        return [agent for row in rows if (agent := _agent(row))]

    def set_active(self, agent_id: str, left_at: datetime | None) -> None:
        self._do("UPDATE agents SET left_at = :at WHERE id = :id", id=agent_id, at=instant_to_text(left_at))
        if left_at is not None:
            self.end_sessions_of(agent_id)
            self.end_links_of(agent_id)

    def add(self, agent_id: str, name: str, password_hash: str, now: datetime) -> None:
        self._insert(
            "agents",
            {
                "id": agent_id,
                "name": name,
                "name_key": _name_key(name),
                "password_hash": password_hash,
                "created_at": instant_to_text(now),
            },
        )

    def set_password(self, agent_id: str, password_hash: str) -> None:
        self._do("UPDATE agents SET password_hash = :hash WHERE id = :id", id=agent_id, hash=password_hash)

    def set_presence(self, agent_id: str, presence: Presence, reason: str) -> None:
        self._do(
            "UPDATE agents SET presence = :presence, away_reason = :reason WHERE id = :id",
            id=agent_id,
            presence=presence.value,
            reason=reason,
        )

    def set_profile(self, profile: Agent) -> None:
        self._do(
            "UPDATE agents SET name = :name, name_key = :key, languages = :languages, teams = :teams, skills = :skills,"
            " cap = :cap, role = :role, hours = :hours WHERE id = :id",
            id=profile.id,
            name=profile.name,
            key=_name_key(profile.name),
            hours=msgspec.json.encode(profile.hours).decode() if profile.hours is not None else None,
            languages=json.dumps(profile.languages),
            teams=json.dumps(profile.teams),
            skills=json.dumps(profile.skills),
            cap=profile.cap,
            role=profile.role.value,
        )

    def set_assigned(self, agent_id: str, now: datetime) -> None:
        self._do("UPDATE agents SET last_assigned_at = :now WHERE id = :id", id=agent_id, now=instant_to_text(now))

    def add_session(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None:
        self._insert(
            "sessions", {"token_hash": token_hash, "agent_id": agent_id, "expires_at": instant_to_text(expires_at)}
        )

    def session(self, token_hash: bytes, now: datetime) -> Agent | None:
        return _agent(
            self._one(
                f"{_AGENT} JOIN sessions ON sessions.agent_id = agents.id"
                " WHERE token_hash = :hash AND expires_at > :now AND left_at IS NULL",
                hash=token_hash,
                now=instant_to_text(now),
            )
        )

    def end_session(self, token_hash: bytes) -> None:
        self._do("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)

    def end_sessions_of(self, agent_id: str, but: bytes = b"") -> None:
        self._do("DELETE FROM sessions WHERE agent_id = :id AND token_hash <> :but", id=agent_id, but=but)

    def end_links_of(self, agent_id: str) -> None:
        self._do("DELETE FROM sign_in_links WHERE agent_id = :id", id=agent_id)

    def sweep(self, now: datetime) -> None:
        for table in ("sessions", "sign_in_links"):
            self._do(f"DELETE FROM {table} WHERE expires_at <= :now", now=instant_to_text(now))

    def add_link(self, token_hash: bytes, agent_id: str, expires_at: datetime) -> None:
        self._insert(
            "sign_in_links", {"token_hash": token_hash, "agent_id": agent_id, "expires_at": instant_to_text(expires_at)}
        )

    def use_link(self, token_hash: bytes, now: datetime) -> Agent | None:
        row = self._one(
            "DELETE FROM sign_in_links WHERE token_hash = :hash RETURNING agent_id, expires_at",
            hash=token_hash,
        )
        if row is None or row[1] <= (instant_to_text(now) or ""):
            return None
        return self.get(row[0])


def _agent(row: tuple[Any, ...] | None) -> Agent | None:
    if row is None:
        return None
    agent_id, name, password_hash, presence, reason, assigned, load, offers, *profile = row
    languages, teams, skills, cap, role, hours, is_active = profile
    return Agent(
        agent_id,
        name,
        password_hash,
        Presence(presence),
        reason,
        instant_from_text(assigned),
        load,
        offers > 0,
        tuple(json.loads(languages)),
        tuple(json.loads(teams)),
        tuple(json.loads(skills)),
        cap,
        Role(role),
        _hours(hours),
        bool(is_active),
    )


@lru_cache(maxsize=1024)
def _hours(text: str | None) -> WorkingHours | None:
    # All agents are read for every chat that moves; their hours change once in a year.
    return msgspec.json.decode(text, type=WorkingHours) if text else None


def _name_key(name: str) -> str:
    return " ".join(name.casefold().split())
