"""What belongs to the site as a whole, in SQLite: known problems, switches, the audit log."""

import json
from datetime import datetime

from chatserver.core.audit import Act, Entry
from chatserver.core.people import AgentRef
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services.site_ports import AuditFilter, Flag
from chatserver.storage.records import instant_to_text
from chatserver.storage.rows import Rows


class SqliteProblems(Rows):
    """See `services.ports.ProblemRows`."""

    def open(self) -> list[KnownProblem]:
        rows = self._all("SELECT id, text, translations FROM problems WHERE ended_at IS NULL ORDER BY started_at, id")
        return [KnownProblem(row[0], row[1], json.loads(row[2])) for row in rows]

    def add(self, problem: KnownProblem, now: datetime) -> None:
        row = {
            "id": problem.id,
            "text": problem.text,
            "translations": json.dumps(dict(problem.translations), ensure_ascii=False),
            "started_at": instant_to_text(now),
        }
        self._insert("problems", row)

    def end(self, problem_id: str, now: datetime) -> bool:
        return bool(
            self._do(
                "UPDATE problems SET ended_at = :now WHERE id = :id AND ended_at IS NULL",
                id=problem_id,
                now=instant_to_text(now),
            )
        )


class SqliteFlags(Rows):
    """See `services.ports.FlagRows`."""

    def get(self, name: str) -> Flag | None:
        row = self._one("SELECT value, since, agent_id, agent_name FROM site_flags WHERE name = :name", name=name)
        return Flag(row[0], datetime.fromisoformat(row[1]), AgentRef(row[2], row[3])) if row else None

    def set(self, name: str, flag: Flag) -> None:
        self._do(
            "INSERT OR REPLACE INTO site_flags (name, value, since, agent_id, agent_name)"
            " VALUES (:name, :value, :since, :agent, :agent_name)",
            name=name,
            value=flag.value,
            since=instant_to_text(flag.since),
            agent=flag.agent.id,
            agent_name=flag.agent.name,
        )


class SqliteAudit(Rows):
    """See `services.ports.AuditRows`."""

    def add(self, at: datetime, agent: AgentRef, act: Act, about: str, details: str) -> None:
        row = {"at": instant_to_text(at), "agent_id": agent.id, "agent_name": agent.name, "act": act.value}
        self._insert("audit", {**row, "about": about, "details": details})

    def listed(self, wanted: AuditFilter, before: int | None, limit: int) -> list[Entry]:
        acts = {f"act{number}": act.value for number, act in enumerate(wanted.acts)}
        rows = self._all(
            "SELECT number, at, agent_id, agent_name, act, about, details FROM audit"
            " WHERE (:before IS NULL OR number < :before)"
            f" AND (:any_act OR act IN ({', '.join(f':{name}' for name in acts) or 'NULL'}))"
            # LIKE knows no case of letters beyond A to Z; instr would know none at all.
            " AND agent_name LIKE :agent ESCAPE '\\' AND about LIKE :about ESCAPE '\\'"
            " AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)"
            " ORDER BY number DESC LIMIT :limit",
            before=before,
            any_act=not acts,
            agent=_containing(wanted.agent),
            about=_containing(wanted.about),
            since=instant_to_text(wanted.since),
            until=instant_to_text(wanted.until),
            limit=limit,
            **acts,
        )
        return [
            Entry(row[0], datetime.fromisoformat(row[1]), AgentRef(row[2], row[3]), Act(row[4]), row[5], row[6])
            for row in rows
        ]


def _containing(part: str) -> str:
    for sign in ("\\", "%", "_"):
        part = part.replace(sign, f"\\{sign}")
    return f"%{part}%"
