"""The matcher: which intent a line means, how sure that is, and what else it could be.

Four parts of equal rank: the stems and the runs of letters that an intent's lines have, how much of the line the intent
knows at all, and how near its nearest single line is. Confidence is the best score less what the next ones have, and
less what small talk has. The thresholds come from the author's own lines (see `self_check`).
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from chatserver.core.triage.conflicts import Conflicts, conflicts_of
from chatserver.core.triage.features import Analyser, analyser
from chatserver.core.triage.index import NOBODY, Entry, Hidden, Index, Parts
from chatserver.core.triage.intents import Intent
from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.self_check import (
    MAX_BUTTONS,
    Guess,
    GuessWithout,
    Thresholds,
    hide_every_line,
    self_check,
)
from chatserver.core.triage.words import normalise, typed_on_other_keys, words_in, words_of


class Verdict(StrEnum):
    """`ANSWER`: sure enough to act; `ASK`: show the alternatives; `NONE`: keep silent."""

    ANSWER = "answer"
    ASK = "ask"
    NONE = "none"


class Alternative(Struct, frozen=True):
    intent: str
    score: float


class Match(Struct, frozen=True):
    """`intent` is None unless the verdict is ANSWER; the best and the alternatives are given with every verdict."""

    verdict: Verdict
    intent: str | None
    score: float
    alternatives: tuple[Alternative, ...] = ()


class Reason(Struct, frozen=True):
    """Why an intent scores as it does; `line` is the author's line that is nearest."""

    intent: str
    parts: Parts
    line: str


class Own(Struct, frozen=True):
    """What an author adds to what is known of a language: groups of synonyms, and small talk."""

    synonyms: tuple[str, ...] = ()
    small_talk: tuple[str, ...] = ()


NOTHING_OWN = Own()
# Above this, a line that refuses says what the author's line says (percent).
_NEARLY_THE_SAME = 88.0
MAX_ALTERNATIVES = MAX_BUTTONS
_RIVALS = 5
_SMALL_TALK_SHARE = 0.25
# How sure of the best: beside its score, how much of the line it knows and how near one of its lines is. Found by how
# many lines may be answered while no more than four strangers in a hundred are.
_SURE = {"score": 0.6, "coverage": 0.2, "nearest": 0.2}
_SURE_RIVALS = 0.4
_SURE_SMALL_TALK = 0.15


class Matcher:
    """An index of one language's intents; built once, then read-only."""

    def __init__(
        self,
        intents: Iterable[Intent],
        tag: str = "en",
        thresholds: Thresholds | None = None,
        own: Own = NOTHING_OWN,
    ) -> None:
        """`thresholds` are those of an earlier check of the same lines; without them the lines are checked now."""
        self._intents = known = [intent for intent in intents if intent.examples]
        self._tag = tag
        self._own = own
        self._analyser = Analyser(tag, own.synonyms) if own.synonyms else analyser(tag)
        entries = [_entry(intent) for intent in known]
        self._exact = _exact_lines(known)
        self._refused = {normalise(line).strip(): intent.name for intent in known for line in intent.counter_examples}
        self._engine = self._engine_of(entries)
        self.thresholds = thresholds or self_check(self._lines(), self._guess_of).thresholds

    def conflicts(self) -> Conflicts:
        """Hides every line once; takes as many times as long as building."""
        return conflicts_of(hide_every_line(self._lines(), self._guess_of))

    def _lines(self) -> list[Entry]:
        return [Entry(intent.name, tuple(intent.examples)) for intent in self._intents]

    def _guess_of(self, entries: Sequence[Entry]) -> GuessWithout:
        return self._engine_of(entries).guess

    def _engine_of(self, entries: Sequence[Entry]) -> "_Engine":
        return _Engine(entries, self._analyser, _small_talk(self._tag, self._own.small_talk))

    def why(self, text: str) -> list[Reason]:
        """Returns the parts of the best intents' scores, and each one's line that is nearest."""
        return [
            Reason(name, parts, self._engine.nearest_line(text, name))
            for name, parts in self._engine.rank(words_of(text))[:MAX_ALTERNATIVES]
        ]

    def match(self, text: str) -> Match:
        """Returns the verdict on one line; scores run from 0 to 1.

        A line that means nothing may have been typed on the keys of the other script. What somebody says they do not
        want is never answered, only asked about.
        """
        found = self._match(text)
        if found.verdict is Verdict.NONE:
            other = typed_on_other_keys(text)
            slipped = self._match(other) if other != text and self._engine.knows_any(other) else found
            return slipped if slipped.verdict is not Verdict.NONE else found
        if found.verdict is Verdict.ANSWER and found.score < 1.0 and self._is_refusal(text, found.intent or ""):
            return Match(Verdict.ASK, None, found.score, found.alternatives)
        return found

    def _is_refusal(self, text: str, name: str) -> bool:
        """True when the line refuses something and the author's nearest one does not refuse the same."""
        shape = _refusal_of(self._tag)
        if shape is None or not shape.search(_plain(text)):
            return False
        line = self._engine.nearest_line(text, name)
        return not shape.search(_plain(line)) or fuzz.ratio(_plain(line), _plain(text)) < _NEARLY_THE_SAME

    def _match(self, text: str) -> Match:
        plain = normalise(text)
        line = plain.strip(" \t\n.!?,;:¿¡")
        words = words_in(plain)
        ranked = self._engine.rank(words)
        refused = self._refused.get(plain.strip())
        ranked = [(name, parts) for name, parts in ranked if name != refused]
        if not ranked:
            return Match(Verdict.NONE, None, 0.0)
        guess = self._engine.weighed(words, ranked)
        best = ranked[0][0]
        exact = self._exact.get(line)
        near = [Alternative(name, round(parts.score, 4)) for name, parts in ranked[:MAX_ALTERNATIVES]]
        if exact is not None and exact != refused:
            # An author has written just this.
            near = [Alternative(exact, 1.0), *(other for other in near if other.intent != exact)][:MAX_ALTERNATIVES]
            return Match(Verdict.ANSWER, exact, 1.0, tuple(near))
        score = round(max(0.0, guess.confidence), 4)
        if guess.confidence >= self.thresholds.answer and not guess.is_close:
            return Match(Verdict.ANSWER, best, score, tuple(near))
        verdict = Verdict.ASK if guess.strength >= self.thresholds.ask else Verdict.NONE
        return Match(verdict, None, score, tuple(near))


@lru_cache(maxsize=16)
def _refusal_of(tag: str) -> re.Pattern[str] | None:
    """The pattern of a refusal, its letters as `normalise` leaves them."""
    known = knowledge_of(tag).refusals
    return re.compile(rf"\b(?:{normalise(known)})\b") if known else None


def _plain(text: str) -> str:
    """The line's words with one space between."""
    return " ".join(words_of(text))


class _Engine:
    """An index of intents and one of small talk beside it."""

    def __init__(self, entries: Sequence[Entry], analyser: Analyser, small_talk: Index) -> None:
        self._index = Index(entries, analyser)
        self._small_talk = small_talk

    def nearest_line(self, text: str, name: str) -> str:
        query = self._index.query(text)
        return self._index.nearest_line(query, self._index.names.index(name)) if query is not None else ""

    def knows_any(self, text: str) -> bool:
        """True when a word of the text stands in one of the lines."""
        return self._index.knows_any(words_of(text))

    def rank(self, words: Sequence[str], hidden: Hidden = NOBODY) -> list[tuple[str, Parts]]:
        query = self._index.query_of(words, hidden)
        ranked = self._index.rank(query, hidden) if query is not None else []
        return [(self._index.names[number], parts) for number, parts in ranked]

    def weighed(self, words: Sequence[str], ranked: Sequence[tuple[str, Parts]]) -> Guess:
        scores = {name: parts.score for name, parts in ranked}
        parts = ranked[0][1]
        best, *others = scores.values()
        rivals = sum(others[:_RIVALS]) / _RIVALS
        query = self._small_talk.query_of(words)
        chat = self._small_talk.rank(query) if query is not None else []
        small_talk = chat[0][1].score if chat else 0.0
        sure = _SURE["score"] * best + _SURE["coverage"] * parts.coverage + _SURE["nearest"] * parts.nearest
        confidence = sure - _SURE_RIVALS * rivals - _SURE_SMALL_TALK * small_talk
        names = tuple(name for name, _ in ranked[:MAX_ALTERNATIVES])
        return Guess(confidence, best - _SMALL_TALK_SHARE * small_talk, names, scores)

    def guess(self, text: str, without: str) -> Guess | None:
        """What is made of a line, with the intent of this name as if it had never been taught; all known with ""."""
        words = words_of(text)
        ranked = self.rank(words, frozenset({self._index.names.index(without)}) if without else NOBODY)
        return self.weighed(words, ranked) if ranked else None


@lru_cache(maxsize=32)
def _small_talk(tag: str, own: tuple[str, ...]) -> Index:
    lines = (*knowledge_of(tag).small_talk, *own)
    return Index([Entry(str(number), (line,)) for number, line in enumerate(lines)], analyser(tag))


def _entry(intent: Intent) -> Entry:
    return Entry(intent.name, tuple(dict.fromkeys((*intent.examples, *intent.keywords, intent.title))))


def _exact_lines(intents: Iterable[Intent]) -> dict[str, str]:
    """Lines that stand in one intent only."""
    found: dict[str, str | None] = {}
    for intent in intents:
        for line in (*intent.examples, *intent.keywords, intent.title):
            key = normalise(line).strip(" \t\n.!?,;:¿¡")
            found[key] = intent.name if found.get(key, intent.name) == intent.name else None
    return {line: name for line, name in found.items() if name and line}
