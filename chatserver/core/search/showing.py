"""Showing: the piece of a text around what was found in it, with the places to mark, and how well it fits.

Places count Unicode code points of the piece.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from chatserver.core.search.query import Wanted
from chatserver.core.triage.words import normalise

SNIPPET_CHARS = 180
# What stands before the first place that is marked.
_LEAD_CHARS = 50
# Words as the index sees them: letters and digits; it parts words at an underscore.
_WORD = re.compile(r"[^\W_]+")
# A month makes a result worth about a third less.
_AGE_SCALE = timedelta(days=60)
# The usual constants of BM25 (Robertson and Zaragoza, 2009).
_K1, _B = 1.2, 0.75
_USUAL_WORDS = 15
_WHOLE_WORD_BONUS = 1.3
# A word that all of them have says little, but not nothing.
_LEAST_WEIGHT = 0.1


class Snippet(Struct, frozen=True):
    """A piece of a text; `marks` are the [start, end) of what was found."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class _Place(Struct, frozen=True):
    start: int
    end: int
    is_whole: bool


class Said(Struct, frozen=True):
    """A text on one line, with its words: where each begins and ends, and what it is compared by."""

    line: str
    words: tuple[tuple[int, int, str], ...]


def said(text: str, limit: int | None = None) -> Said:
    """Returns the text, or its first `limit` characters, taken apart."""
    line = " ".join((text if limit is None else text[:limit]).split())
    if not line.isascii():
        line = unicodedata.normalize("NFC", line)
    return Said(line, tuple((word.start(), word.end(), _compared(word[0])) for word in _WORD.finditer(line)))


def snippet(text: Said, words: Sequence[Wanted]) -> Snippet:
    """Returns at most `SNIPPET_CHARS` and two dots around the first place where something was found."""
    line = text.line
    places = _joined([place for wanted in words for place in _places(text, wanted)])
    first = places[0].start if places else 0
    start = _at_word(line, first - _LEAD_CHARS) if len(line) > SNIPPET_CHARS and first > _LEAD_CHARS else 0
    end = min(len(line), start + SNIPPET_CHARS)
    before, after = "…" if start else "", "…" if end < len(line) else ""
    shift = len(before) - start
    inside = [place for place in places if place.start >= start and place.start < end]
    marks = tuple((place.start + shift, min(place.end, end) + shift) for place in inside)
    return Snippet(f"{before}{line[start:end]}{after}", marks)


def fits(texts: Sequence[Said], words: Sequence[Wanted], ages: Sequence[timedelta]) -> list[float]:
    """Returns how well each text answers: BM25 among these texts, less for what is old."""
    found = [[_times(text, wanted) for wanted in words] for text in texts]
    count = len(texts)
    having = [sum(1 for times in found if times[place]) for place in range(len(words))]
    weights = [math.log(1 + (count - one + 0.5) / (one + 0.5)) + _LEAST_WEIGHT for one in having]
    return [
        sum(weight * _saturated(one, len(text.words)) for weight, one in zip(weights, times, strict=True))
        / math.sqrt(1 + max(age, timedelta()) / _AGE_SCALE)
        for text, times, age in zip(texts, found, ages, strict=True)
    ]


def _times(text: Said, wanted: Wanted) -> float:
    return sum(_WHOLE_WORD_BONUS if place.is_whole else 1.0 for place in _places(text, wanted))


def _saturated(times: float, length: int) -> float:
    """The second mention says less than the first, and any says less in a long text."""
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * max(1, length) / _USUAL_WORDS))


def _places(text: Said, wanted: Wanted) -> list[_Place]:
    """Where the words stand one after the other; the last may go on unless it is wanted whole."""
    sought = [_compared(word) for word in _WORD.findall(wanted.text)]
    if not sought:
        return []
    first, last, more = sought[0], sought[-1], len(sought) - 1
    goes_on = not wanted.is_whole
    places = []
    for at in range(len(text.words) - more):
        start, _, word = text.words[at]
        if more and (word != first or [said for _, _, said in text.words[at : at + more]] != sought[:-1]):
            continue
        _, end, word = text.words[at + more]
        if word == last or (goes_on and word.startswith(last)):
            places.append(_Place(start, end, word == last))
    return places


def _compared(word: str) -> str:
    return word.lower() if word.isascii() else normalise(word)


def _joined(places: list[_Place]) -> list[_Place]:
    """In order, and none in another."""
    joined: list[_Place] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not joined or place.start >= joined[-1].end:
            joined.append(place)
    return joined


def _at_word(line: str, start: int) -> int:
    """The beginning of the next word, if one is near."""
    space = line.find(" ", start, start + _LEAD_CHARS // 2)
    return space + 1 if space >= 0 else start
