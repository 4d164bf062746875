"""The index: profiles of intents by their stems and runs of letters, and their single lines, with how rare each is."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from operator import mul

from rapidfuzz import fuzz, process

from chatserver.core.triage.features import Analyser, grams_of_word
from chatserver.core.triage.words import words_of

STOP_SHARE = 0.5
# What a group of synonyms counts beside the word itself.
SYNONYM_SHARE = 0.6
# Flatter than the plain logarithm: with five lines an intent, rare is often chance.
RARITY_POWER = 0.7
# Below this, two words are two words and not a typo (percent, rapidfuzz's ratio).
TYPO_FROM = 80.0
MIN_TYPO_CHARS = 4
# The nearest single line is looked for in so many intents.
NEAREST_INSIDE = 5
RANKED = 12
# So many entries of intents are looked at, the rarest runs of letters first: what stands in every intent says nothing.
# 5,000 find a tenth of a point more at 227 intents, and take twice as long.
MAX_ENTRIES = 1_500

Vector = dict[str, float]
Posting = list[tuple[int, float]]
# Numbers of intents that are to be as if nobody had taught them.
Hidden = frozenset[int]
NOBODY: Hidden = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One intent: a name, and the lines that an author has given it."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A line to be matched."""

    text: str
    stems: Vector
    grams: Vector
    # Each stem's forms in the vocabulary and how alike they are, with the weight of the best.
    known: list[tuple[float, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The named parts of one intent's score, 0 to 1 each."""

    words: float
    letters: float
    coverage: float
    nearest: float

    @property
    def score(self) -> float:
        return (self.words + 1.5 * self.letters + self.coverage + self.nearest) / 4.5


class Index:
    """Built once from the lines of one language, then read-only."""

    def __init__(self, entries: Sequence[Entry], analyser: Analyser) -> None:
        self._analyser = analyser
        self.names = [entry.name for entry in entries]
        self._words = [[words for line in entry.lines if (words := _words_of_line(line))] for entry in entries]
        # The stems of single lines, joined when a query first comes near.
        self._lines: dict[int, list[str]] = {}
        stem_counts = [Counter(chain.from_iterable(map(self._stems, lines))) for lines in self._words]
        gram_counts = [
            Counter(chain.from_iterable(map(grams_of_word, chain.from_iterable(lines)))) for lines in self._words
        ]
        self._count = max(1, len(entries))
        self._stem_rarity = self._rarity(stem_counts)
        for stem in self._stem_rarity:
            self._stem_rarity[stem] *= analyser.share_of(stem, STOP_SHARE, SYNONYM_SHARE)
        self._gram_rarity = self._rarity(gram_counts)
        self._unknown = math.log(1 + self._count) ** RARITY_POWER
        self._stem_postings = _postings(stem_counts, self._stem_rarity)
        self._gram_postings = _postings(gram_counts, self._gram_rarity)
        vocabulary = sorted((stem for stem in self._stem_rarity if stem[:1] != "#"), key=len)
        self._vocabulary, self._lengths = vocabulary, [len(stem) for stem in vocabulary]
        self._typos: dict[str, dict[str, float]] = {}

    def knows_any(self, words: Iterable[str]) -> bool:
        """True when one of the words, of three letters or more, stands in one of the lines."""
        return any(len(word) > 2 and self._analyser.stem(word) in self._stem_rarity for word in words)

    def query(self, text: str) -> Query | None:
        """Returns the line's features; None when it has no word at all."""
        return self.query_of(words_of(text))

    def query_of(self, words: Sequence[str], hidden: Hidden = NOBODY) -> Query | None:
        """Returns the features of a line by its words, as if the `hidden` intents had never been taught."""
        if not words:
            return None
        known: list[tuple[float, dict[str, float]]] = []
        seen: Vector = {}
        rarity = self._stem_rarity
        stems = [self._analyser.stem(word) for word in words]
        for stem in dict.fromkeys(self._with_groups(stems)):
            forms = self._forms(stem)
            if hidden:
                forms = {
                    form: alike for form, alike in forms.items() if not _is_only_in(hidden, self._stem_postings[form])
                }
            if forms:
                best = max(forms, key=forms.__getitem__) if len(forms) > 1 else next(iter(forms))
                seen[best] = max(seen.get(best, 0.0), rarity[best] * forms[best])
            if stem[:1] != "#":
                unknown = 0.0 if forms else self._unknown * self._analyser.share_of(stem, STOP_SHARE, SYNONYM_SHARE)
                known.append((max([rarity[form] for form in forms], default=unknown), forms))
        return Query(" ".join(stems), _normal(seen), self._gram_vector(words, hidden), known)

    def rank(self, query: Query, hidden: Hidden = NOBODY) -> list[tuple[int, Parts]]:
        """Returns the best intents with their parts, best first; none of those that are `hidden`."""
        words = self._scores(query.stems, self._stem_postings)
        letters = self._scores(query.grams, self._gram_postings)
        covered = self._coverage(query)
        rough = list(map(sum, zip(words, letters, covered, strict=True)))
        for number in hidden:
            rough[number] = 0.0
        found: list[tuple[int, Parts]] = []
        for place, number in enumerate(nlargest(RANKED, range(len(rough)), key=rough.__getitem__)):
            if rough[number] <= 0.0:
                break
            near = self._nearest(query, number) if place < NEAREST_INSIDE else 0.0
            found.append((number, Parts(words[number], letters[number], covered[number], near)))
        return sorted(found, key=lambda pair: -pair[1].score)

    def _coverage(self, query: Query) -> list[float]:
        """The share of the line's weight that each intent knows."""
        covered = [0.0] * len(self.names)
        total = sum([weight for weight, _ in query.known]) or 1.0
        widest = self._count // 2 if self._count >= 100 else self._count
        for weight, forms in query.known:
            if len(forms) > 1:
                best: dict[int, float] = {}
                for form, alike in forms.items():
                    posting = self._stem_postings[form]
                    for number, _ in posting if len(posting) <= widest else ():
                        if alike > best.get(number, 0.0):
                            best[number] = alike
                for number, alike in best.items():
                    covered[number] += weight * alike / total
                continue
            for form, alike in forms.items():
                posting = self._stem_postings[form]
                share = weight * alike / total
                for number, _ in posting if len(posting) <= widest else ():
                    covered[number] += share
        return covered

    def _scores(self, vector: Vector, postings: Mapping[str, Posting]) -> list[float]:
        """Each intent's cosine with the vector, as far as the rarest features tell it."""
        found = [0.0] * len(self.names)
        looked = 0
        near = [(len(postings[feature]), feature) for feature in vector]
        for length, feature in sorted(near):
            looked += length
            if looked > MAX_ENTRIES:
                break
            weight = vector[feature]
            for number, share in postings[feature]:
                found[number] += weight * share
        return found

    def _nearest(self, query: Query, number: int) -> float:
        best = process.extractOne(query.text, self._lines_of(number), scorer=fuzz.token_sort_ratio)
        return best[1] / 100 if best is not None else 0.0

    def nearest_line(self, query: Query, number: int) -> str:
        """Returns the author's line of an intent that is nearest to the query, without its signs and capitals."""
        best = process.extractOne(query.text, self._lines_of(number), scorer=fuzz.token_sort_ratio)
        return " ".join(self._words[number][best[2]]) if best is not None else ""

    def _lines_of(self, number: int) -> list[str]:
        lines = self._lines.get(number)
        if lines is None:
            lines = self._lines[number] = [self._as_text(words) for words in self._words[number]]
        return lines

    def _as_text(self, words: Iterable[str]) -> str:
        return " ".join(self._analyser.stem(word) for word in words)

    def _stems(self, words: Iterable[str]) -> list[str]:
        return self._with_groups([self._analyser.stem(word) for word in words])

    def _with_groups(self, stems: list[str]) -> list[str]:
        """The stems of a line, and a sign for each group of synonyms that one of them belongs to."""
        return stems + [group for stem in stems for group in self._analyser.groups(stem)]

    def _forms(self, stem: str) -> dict[str, float]:
        if stem in self._stem_rarity:
            return {stem: 1.0}
        if len(stem) < MIN_TYPO_CHARS or stem[:1] == "#":
            return {}
        known = self._typos.get(stem)
        if known is None:
            reach = 1 + len(stem) // 5
            first = bisect_left(self._lengths, len(stem) - reach)
            last = bisect_left(self._lengths, len(stem) + reach + 1)
            near = process.extract(
                stem, self._vocabulary[first:last], scorer=fuzz.ratio, score_cutoff=TYPO_FROM, limit=3
            )
            known = {form: score / 100 for form, score, _ in near}
            if len(self._typos) < 10_000:
                self._typos[stem] = known
        return known

    def _gram_vector(self, words: Iterable[str], hidden: Hidden) -> Vector:
        rarity = self._gram_rarity
        grams = [gram for word in words for gram in grams_of_word(word) if gram in rarity]
        if hidden:
            grams = [gram for gram in grams if not _is_only_in(hidden, self._gram_postings[gram])]
        return _normal({gram: rarity[gram] for gram in grams})

    def _rarity(self, counts: Sequence[Counter[str]]) -> dict[str, float]:
        spread = Counter(chain.from_iterable(counts))
        rarity = {seen: math.log(1 + self._count / seen) ** RARITY_POWER for seen in set(spread.values())}
        return {feature: rarity[seen] for feature, seen in spread.items()}


# An author's lines are looked at many times, a visitor's once.
_words_of_line = lru_cache(maxsize=65_536)(words_of)


def _is_only_in(hidden: Hidden, posting: Posting) -> bool:
    return len(posting) <= len(hidden) and all(number in hidden for number, _ in posting)


def _normal(vector: Vector) -> Vector:
    length = math.sqrt(sum([weight * weight for weight in vector.values()]))
    return {feature: weight / length for feature, weight in vector.items()} if length else {}


def _postings(profiles: Sequence[Counter[str]], rarity: Mapping[str, float]) -> dict[str, Posting]:
    """Each feature's intents, with its share of their profiles; a profile is as long as any other."""
    found: dict[str, Posting] = {feature: [] for feature in rarity}
    for number, counts in enumerate(profiles):
        weights = [count * rarity[feature] for feature, count in counts.items()]
        length = math.sqrt(sum(map(mul, weights, weights))) or 1.0
        for feature, weight in zip(counts, weights, strict=True):
            found[feature].append((number, weight / length))
    return found
