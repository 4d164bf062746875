"""A rehearsal: a conversation with the bot without a server, a store or people. For authors who try and test."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chatserver.core.triage.dialogue import greet, take_turn
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.triage.matcher import Match, Verdict
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


class Wanted(StrEnum):
    """What is to come of a line: just this intent; at least its button; no answer at all."""

    ANSWERED = "lines"
    OFFERED = "buttons"
    SILENT = "silent"


class LineCase(Struct, frozen=True):
    """A line that visitors may type, and what is to come of it; `intent` is empty for SILENT."""

    tag: str
    text: str
    wanted: Wanted
    intent: str = ""


class DialogueCase(Struct, frozen=True):
    """A conversation, line by line as `transcript` writes it."""

    tag: str
    name: str
    script: tuple[str, ...]


class LineFailure(Struct, frozen=True):
    case: LineCase
    match: Match


class DialogueFailure(Struct, frozen=True):
    """`actual` is the script that the bot would have now."""

    case: DialogueCase
    actual: tuple[str, ...]


def failed_lines(workshop: Workshop, cases: Iterable[LineCase]) -> list[LineFailure]:
    """Returns the lines of which something else comes than is wanted."""
    found = ((case, workshop.matchers[workshop.intents.resolve(case.tag)].match(case.text)) for case in cases)
    return [LineFailure(case, match) for case, match in found if not _is_as_wanted(case, match)]


def _is_as_wanted(case: LineCase, match: Match) -> bool:
    match case.wanted:
        case Wanted.ANSWERED:
            return match.intent == case.intent
        case Wanted.OFFERED:
            is_asked = match.verdict is Verdict.ASK
            return match.intent == case.intent or (
                is_asked and case.intent in [one.intent for one in match.alternatives]
            )
        case Wanted.SILENT:
            return match.intent is None


def failed_dialogues(
    workshop: Workshop, cases: Iterable[DialogueCase], now: datetime, variables: Mapping[str, str]
) -> list[DialogueFailure]:
    """Plays each conversation's visitor and returns those in which the bot says or does something else.

    `variables` are what the site filled in; scripts have their names, so that they hold on another site, too.
    """
    played = ((case, transcript(workshop, case.tag, said_by_visitor(case.script), now, variables)) for case in cases)
    return [DialogueFailure(case, actual) for case, actual in played if actual != case.script]


VISITOR, BOT = "visitor:", "bot:"


def said_by_visitor(script: Iterable[str]) -> list[str]:
    """Returns the visitor's lines of a script."""
    return [line.removeprefix(VISITOR).strip() for line in script if line.startswith(VISITOR)]


def transcript(
    workshop: Workshop, tag: str, lines: Sequence[str], now: datetime, variables: Mapping[str, str]
) -> tuple[str, ...]:
    """Returns the conversation as a script.

    `visitor: …` and `bot: …`, further lines of the same message indented by two, then `[buttons]` and what happened.
    """
    rehearsal = Rehearsal(workshop, tag, now)
    written: list[str] = []
    for line in lines:
        turn = rehearsal.say(line)
        written.append(f"{VISITOR} {line}")
        for reply in turn.replies:
            first, *more = [part for part in _named(reply.text, variables).splitlines() if part.strip()] or [""]
            written += [f"{BOT} {first}".rstrip(), *(f"  {part}" for part in more)]
            if reply.buttons:
                written.append("  " + " ".join(f"[{button}]" for button in reply.buttons))
        if turn.lang is not None:
            written.append(f"=> language: {turn.lang}")
        if turn.handoff is not None:
            written.append(f"=> handed off: {turn.handoff}")
            break
    return tuple(written)


def _named(text: str, variables: Mapping[str, str]) -> str:
    """The text with the names of variables in the places of their values."""
    for name, value in sorted(variables.items(), key=lambda item: len(item[1]), reverse=True):
        text = text.replace(value, f"{{{{ {name} }}}}") if value else text
    return text
