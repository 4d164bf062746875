"""What belongs to the site as a whole, in SQLite: known problems."""

import json
from datetime import datetime

from chatserver.core.triage.known_problems import KnownProblem
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
