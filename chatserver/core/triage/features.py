"""Features: what of a line is compared. Stems of its words, and the short runs of letters inside them.

Stems forgive inflection, runs of letters forgive typos and compounds. A feature's weight is its rarity over intents.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import snowballstemmer

from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.words import normalise, words_of

GRAM_SIZES = (3, 4, 5)


class Analyser:
    """One language's way from a line to its features."""

    def __init__(self, tag: str, own_synonyms: tuple[str, ...] = ()) -> None:
        """`own_synonyms` are groups that an author has added, one a line, as in `languages`."""
        known = knowledge_of(tag)
        self._stemmer = snowballstemmer.stemmer(known.stemmer) if known.stemmer is not None else None
        # Shared, so that a line which is looked at with an author's words and without is stemmed once.
        self._stems = _stems_of(known.stemmer)
        self._groups = self._groups_of((*known.synonyms, *own_synonyms))
        self.stop_words = frozenset(self.stem(normalise(word)) for word in known.stop_words)

    def stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            known = self._stemmer.stemWord(word) if self._stemmer is not None else word
            if len(self._stems) < 100_000:
                self._stems[word] = known
        return known

    def _groups_of(self, groups: Iterable[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for number, line in enumerate(groups):
            for stem in {self.stem(word) for word in words_of(line)}:
                found[stem] = (*found.get(stem, ()), f"#{number}")
        return found

    def groups(self, stem: str) -> tuple[str, ...]:
        """Returns the signs of the groups of synonyms that a stem belongs to; they begin with #."""
        return self._groups.get(stem, ())

    def share_of(self, feature: str, stop: float, synonym: float) -> float:
        """Returns what a stem, or the sign of a group, counts."""
        if feature[:1] == "#":
            return synonym
        return stop if feature in self.stop_words else 1.0


@cache
def _stems_of(stemmer: str | None) -> dict[str, str]:
    """Stems that are known already, by word: Snowball takes its time."""
    return {}


@lru_cache(maxsize=65_536)
def grams_of_word(word: str) -> tuple[str, ...]:
    """Returns the runs of letters of a word between its borders."""
    padded = f" {word} "
    return tuple(padded[place : place + size] for size in GRAM_SIZES for place in range(max(0, len(padded) - size + 1)))


@cache
def analyser(tag: str) -> Analyser:
    """Returns the analyser of a language without an author's words; it is built once."""
    return Analyser(tag)
