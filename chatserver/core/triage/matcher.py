"""The matcher: which intent a line means, how sure that is, and what else it could be.

Two parts, multiplied (the score is their geometric mean): how much of the line's weight the intent's vocabulary knows
(rare words weigh more; rapidfuzz forgives typos), and how close the nearest single example is. The interface is final;
the parts are a first, clear version.
"""

import math
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from rapidfuzz import fuzz, process

from chatserver.core.triage.intents import Intent
from chatserver.core.triage.words import normalise, words_of


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


ANSWER_FROM = 0.62
ANSWER_MARGIN = 0.08
SURE_WORD_FROM = 0.9
ASK_FROM = 0.45
MAX_ALTERNATIVES = 3
# Below this, two words are two words and not a typo (percent, rapidfuzz's ratio).
_TYPO_FROM = 80.0
_NEAREST_INSIDE = 5


class _Profile(Struct, frozen=True):
    name: str
    vocabulary: frozenset[str]
    examples: tuple[str, ...]
    refused: frozenset[str]


class Matcher:
    """An index of one language's intents; built once, then read-only."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._profiles = [_profile(intent) for intent in intents if intent.examples]
        spread = Counter(word for profile in self._profiles for word in profile.vocabulary)
        count = len(self._profiles)
        self._weights = {word: math.log((1 + count) / seen) for word, seen in spread.items()}
        # A word nobody taught weighs as much as the rarest one: it is what the line is about.
        self._unknown_weight = math.log(1 + count) if count else 1.0
        self._vocabulary = sorted(spread)

    def match(self, text: str) -> Match:
        """Returns the verdict on one line; scores run from 0 to 1."""
        line, words = normalise(text).strip(), words_of(text)
        if not words or not self._profiles:
            return Match(Verdict.NONE, None, 0.0)
        known = {word: self._known_forms(word) for word in set(words)}
        coverage = sorted(
            ((self._coverage(words, known, profile), profile) for profile in self._profiles),
            key=lambda pair: -pair[0],
        )
        ranked = sorted(
            (
                Alternative(profile.name, round(math.sqrt(share * _nearest(words, profile)), 4))
                for share, profile in coverage[:_NEAREST_INSIDE]
                if line not in profile.refused
            ),
            key=lambda alternative: -alternative.score,
        )
        return _verdict(ranked, is_single_word=len(words) == 1)

    def _known_forms(self, word: str) -> dict[str, float]:
        """The vocabulary's forms of a word, with how alike they are (1.0 is the word itself)."""
        if word in self._weights:
            return {word: 1.0}
        if len(word) < 4:
            return {}
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_FROM, limit=5)
        return {form: score / 100 for form, score, _ in near}

    def _coverage(self, words: tuple[str, ...], known: dict[str, dict[str, float]], profile: _Profile) -> float:
        total = covered = 0.0
        for word in words:
            forms = known[word]
            weight = max((self._weights[form] for form in forms), default=self._unknown_weight)
            total += weight
            covered += weight * max((alike for form, alike in forms.items() if form in profile.vocabulary), default=0.0)
        return covered / total if total else 0.0


def _profile(intent: Intent) -> _Profile:
    lines = (*intent.examples, *intent.keywords, intent.title)
    return _Profile(
        intent.name,
        frozenset(word for line in lines for word in words_of(line)),
        tuple(" ".join(words_of(line)) for line in lines),
        frozenset(normalise(line).strip() for line in intent.counter_examples),
    )


def _nearest(words: tuple[str, ...], profile: _Profile) -> float:
    query = " ".join(words)
    best = process.extractOne(query, profile.examples, scorer=fuzz.token_sort_ratio)
    return best[1] / 100 if best else 0.0


def _verdict(ranked: list[Alternative], *, is_single_word: bool) -> Match:
    if not ranked:
        return Match(Verdict.NONE, None, 0.0)
    best = ranked[0]
    near = tuple(ranked[:MAX_ALTERNATIVES])
    second = ranked[1].score if len(ranked) > 1 else 0.0
    # One word alone says little, unless an author wrote just that.
    is_sure = best.score >= (SURE_WORD_FROM if is_single_word else ANSWER_FROM)
    if is_sure and best.score - second >= ANSWER_MARGIN:
        return Match(Verdict.ANSWER, best.intent, best.score, near)
    if best.score >= ASK_FROM:
        return Match(Verdict.ASK, None, best.score, near)
    return Match(Verdict.NONE, None, best.score, near)
