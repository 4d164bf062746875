"""Gaps: what visitors asked and the bot did not answer; and coverage: what each intent did, week by week.

Both are read off the log. A step of the bot without an intent but with a score is one where the matcher had looked and
was not sure: it asked back, or missed. Answers to a form and words such as "cancel" have no score.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from chatserver.core.events import BotStepped, ChatQueued, ChatStarted, HandoffReason, MessagePosted, Recorded
from chatserver.core.people import AuthorKind
from chatserver.core.triage.features import Analyser, analyser
from chatserver.core.triage.near import Line, likeness, read_line
from chatserver.core.triage.words import words_of

# What people pressed when it was no intent: the way to a person.
PERSON = "a person"
# Two wordings are one question when so much of what they are about is shared, or when they are near (see `near`).
_SHARED = 0.6

Resolve = Callable[[str], str]


class Question(Struct, frozen=True):
    """A visitor's message that the bot did not answer. `pressed` is the intent that followed, PERSON, or None."""

    lang: str
    text: str
    at: datetime
    was_asked_back: bool
    pressed: str | None


class Gap(Struct, frozen=True):
    """Questions that are much the same. `text` is the wording met most; `pressed` is what followed, the most first."""

    lang: str
    text: str
    count: int
    asked_back: int
    last_at: datetime
    wordings: tuple[str, ...]
    pressed: tuple[tuple[str, int], ...]

    @property
    def intent(self) -> str | None:
        """The intent that people chose most often; None when they chose none."""
        return next((name for name, _ in self.pressed if name != PERSON), None)


class Tally(Struct, frozen=True):
    """What an intent did in an ISO week, such as 2026-W47: answered, offered among buttons, led to people."""

    week: str
    intent: str
    answered: int = 0
    asked: int = 0
    handed_off: int = 0


def unanswered(
    histories: Iterable[Sequence[Recorded]],
    resolve: Resolve,
    renamed: Mapping[str, str],
    since: datetime | None = None,
) -> Iterator[Question]:
    """Yields the questions that the bot did not answer. `resolve` gives the set's language for that of a chat."""
    for log in histories:
        lang, said = "", ""
        for place, recorded in enumerate(log):
            match recorded.event:
                case ChatStarted() as event:
                    lang = event.lang
                case MessagePosted() as event if event.author.kind is AuthorKind.VISITOR:
                    said = event.text
                case BotStepped() as event:
                    is_open = event.intent is None and event.score is not None
                    if is_open and said.strip() and (since is None or recorded.at >= since):
                        pressed = _what_followed(log[place + 1 :])
                        pressed = renamed.get(pressed, pressed) if pressed is not None else None
                        yield Question(resolve(lang), said, recorded.at, bool(event.state.choices), pressed)
                    said = ""


def _what_followed(log: Sequence[Recorded]) -> str | None:
    """The intent of the bot's next step, or PERSON when the chat was queued before or right after it."""
    has_stepped = False
    for recorded in log:
        match recorded.event:
            case ChatQueued():
                return PERSON
            case BotStepped() as event if not has_stepped and event.intent is None:
                # "Talk to a person" is a step of its own, and the chat is queued right after it.
                has_stepped = True
            case BotStepped() as event:
                return None if has_stepped else event.intent
            case MessagePosted() as event if has_stepped and event.author.kind is AuthorKind.VISITOR:
                return None
    return None


def gaps(questions: Iterable[Question]) -> list[Gap]:
    """Returns the questions in groups that are much the same, the most frequent first."""
    by_language: dict[str, dict[str, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        by_language[question.lang][" ".join(words_of(question.text))].append(question)
    found: list[Gap] = []
    for lang, same in by_language.items():
        found += [_gap(lang, group) for group in _grouped(list(same.values()), analyser(lang))]
    return sorted(found, key=lambda gap: (-gap.count, -gap.last_at.timestamp()))


class _Group(Struct):
    """Questions of one matter, by its first and most frequent wording."""

    line: Line
    matter: frozenset[str]
    questions: list[Question]


def _grouped(same: list[list[Question]], known: Analyser) -> list[list[Question]]:
    """Greedy: the most frequent wording founds a group, and a later one joins the group that it is most like."""
    groups: list[_Group] = []
    by_stem: dict[str, list[int]] = defaultdict(list)
    read = [(_matter(questions[0].text, known), questions) for questions in same]
    spread = Counter(stem for (_, matter), _ in read for stem in matter)
    for (line, matter), questions in sorted(read, key=lambda one: -len(one[1])):
        telling = _telling(matter, spread)
        near = sorted({number for stem in telling for number in by_stem[stem]})
        alike = {number: _likeness(line, matter, groups[number], known) for number in near}
        best = max(alike, key=lambda number: alike[number], default=None)
        if best is not None and alike[best] > 0:
            groups[best].questions.extend(questions)
            continue
        for stem in telling:
            by_stem[stem].append(len(groups))
        groups.append(_Group(line, matter, list(questions)))
    return [group.questions for group in groups]


def _matter(text: str, known: Analyser) -> tuple[Line, frozenset[str]]:
    line = read_line(text, known)
    return line, frozenset(stem for stem in line.stems if stem not in known.stop_words) or frozenset(line.stems)


def _telling(matter: frozenset[str], spread: Mapping[str, int]) -> list[str]:
    """The rarest stems: who shares enough of all of them shares one of these."""
    count = len(matter) - math.ceil(_SHARED * len(matter)) + 1
    # One of two may have a typing error in it.
    return sorted(matter, key=lambda stem: (spread[stem], stem))[: max(2, count)]


def _likeness(line: Line, matter: frozenset[str], group: _Group, known: Analyser) -> float:
    shared = len(matter & group.matter) / len(matter | group.matter)
    return max(shared if shared >= _SHARED else 0.0, likeness(line, group.line, known) / 100)


def _gap(lang: str, questions: Sequence[Question]) -> Gap:
    wordings = Counter(question.text.strip() for question in questions)
    pressed = Counter(question.pressed for question in questions if question.pressed is not None)
    ordered = [text for text, _ in wordings.most_common()]
    return Gap(
        lang=lang,
        text=ordered[0],
        count=len(questions),
        asked_back=sum(question.was_asked_back for question in questions),
        last_at=max(question.at for question in questions),
        wordings=tuple(ordered),
        pressed=tuple(pressed.most_common()),
    )


def coverage(
    histories: Iterable[Sequence[Recorded]], renamed: Mapping[str, str], since: datetime | None = None
) -> list[Tally]:
    """Returns what each intent did, newest week first and in it the busiest intent first."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for log in histories:
        for recorded in log:
            if since is not None and recorded.at < since:
                continue
            for intent, what in _done(recorded):
                counts[week_of(recorded.at), renamed.get(intent, intent)][what] += 1
    tallies = [
        Tally(week, intent, done["answered"], done["asked"], done["handed_off"])
        for (week, intent), done in counts.items()
    ]
    tallies.sort(key=lambda one: (-one.answered, -one.asked, -one.handed_off, one.intent))
    return sorted(tallies, key=lambda one: one.week, reverse=True)


def _done(recorded: Recorded) -> Iterator[tuple[str, str]]:
    match recorded.event:
        case BotStepped() as event if event.intent is not None:
            yield event.intent, "answered"
        case BotStepped() as event if event.score is not None:
            for intent in event.state.choices:
                yield intent, "asked"
        # An agent who puts a chat back is no handoff of the bot.
        case ChatQueued() as event if event.packet.intent and event.packet.reason is not HandoffReason.RELEASED:
            yield event.packet.intent, "handed_off"


def week_of(at: datetime) -> str:
    """Returns the ISO week, which begins on Monday, as text that sorts as it does in time."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02d}"
