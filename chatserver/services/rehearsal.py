"""A rehearsal: a conversation with the bot without a server, a store or people. For authors who try and test."""

from collections.abc import Mapping
from datetime import datetime

from chatserver.core.triage.dialogue import greet, take_turn
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.triage.state import BotState
from chatserver.core.triage.turn import Reply, Situation, Turn
from chatserver.services.workshop import Workshop

CHAT_ID = "K7Q3-M9XD-5R"


class Rehearsal:
    """One visitor's conversation from the greeting to the handoff."""

    def __init__(
        self,
        workshop: Workshop,
        lang: str,
        now: datetime,
        *,
        zone: str = "UTC",
        problems: tuple[KnownProblem, ...] = (),
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.workshop = workshop
        self.lang = workshop.intents.resolve(lang)
        self.state = BotState()
        self.details = dict(details or {})
        self._now, self._zone, self._problems = now, zone, problems

    def greet(self) -> Reply:
        return greet(self.workshop.intents.languages[self.lang])

    def say(self, text: str) -> Turn:
        """Returns the bot's turn, and remembers where it leads."""
        here = Situation(
            language=self.workshop.intents.languages[self.lang],
            matchers=self.workshop.matchers,
            intents=self.workshop.intents,
            details=self.details,
            now=self._now,
            zone=self._zone,
            chat_id=CHAT_ID,
            problems=self._problems,
            past=self.workshop.past,
        )
        turn = take_turn(here, self.state, text)
        self.state = turn.state
        self.details = {**self.details, **turn.details}
        self.lang = turn.lang or self.lang
        return turn

    def take_over(self, workshop: Workshop) -> None:
        """Goes on with changed files."""
        self.workshop = workshop.after(self.workshop)
        self.lang = workshop.intents.resolve(self.lang)
