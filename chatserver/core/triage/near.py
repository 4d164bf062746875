"""Near lines: pairs that say the same in nearly the same words, found without comparing every line with every other.

Two lines are near when their words, sorted, are nearly the same letters, and what differs is small words, inflection or
a typing error. "Change my plan" and "change my name" are not: the word that differs is what they are about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from rapidfuzz import fuzz, process

from chatserver.core.triage.features import Analyser, analyser
from chatserver.core.triage.words import words_of

# Percent of the letters, by rapidfuzz's ratio of the sorted words.
NEAR_FROM = 80.0
# The same for lines in which more differs than small words.
_TYPED_FROM = 86.0
# One line may have a word more, when it is long enough that the word can hardly make it another matter.
ONE_MORE_FROM = 90.0
# Two words that differ are one with a typo from here on, if they are long enough to tell.
TYPO_FROM = 75.0
_MIN_TYPO_CHARS = 4
# A line of more words is looked up by its first ones only: each is a look-up more.
_MAX_LEFT_OUT = 12
# Lines made by the hundred from one pattern are all alike: of them the nearest are enough.
_MOST_COMPARED = 40
# Small words that turn a sentence into its opposite; English "n't" leaves its t behind.
_NEGATIONS = frozenset(
    words_of("not no t never without nicht kein keine keinen nie ohne nunca sin nao sem не нет без никогда")
)
# "Where were you" asks something else than "when were you".
_ASKING = frozenset(
    words_of(
        "where when why who which what how wo wann warum wer welche was wie donde cuando porque quien cual que como"
        " onde quando quem qual где когда почему кто какой что как"
    )
)


class Near(Struct, frozen=True):
    """Two lines by their places in the list, the later one second; `alike` is from 0 to 100."""

    first: int
    second: int
    alike: float


class Line(Struct, frozen=True):
    """A line as it is compared: `text` is its words, sorted and joined."""

    text: str
    words: frozenset[str]
    stems: Counter[str]


def near_pairs(lines: Sequence[tuple[str, str]], tag: str) -> list[Near]:
    """Returns the pairs of near lines of different groups, in the order of the second; lines are `(group, text)`."""
    known = analyser(tag)
    groups = [group for group, _ in lines]
    read = [read_line(text, known) for _, text in lines]
    found: dict[tuple[int, int], float] = {}
    for bucket in _buckets(groups, read, known):
        texts = {number: read[number].text for number in bucket}
        for number in bucket:
            here = read[number]
            for _, alike, other in process.extract(
                here.text, texts, scorer=fuzz.ratio, score_cutoff=NEAR_FROM, limit=_MOST_COMPARED
            ):
                is_new = other < number and groups[other] != groups[number] and (other, number) not in found
                if is_new and _says_the_same(read[other], here, alike, known):
                    found[other, number] = alike
    pairs = (Near(first, second, alike) for (first, second), alike in found.items())
    return sorted(pairs, key=lambda pair: (pair.second, -pair.alike))


def read_line(text: str, known: Analyser) -> Line:
    """Returns what of a line is compared."""
    words = words_of(text)
    return Line(" ".join(sorted(words)), frozenset(words), Counter(known.stem(word) for word in words))


def likeness(one: Line, other: Line, known: Analyser) -> float:
    """Returns how alike two near lines are, up to 100; 0 for lines that are not near."""
    alike = fuzz.ratio(one.text, other.text, score_cutoff=NEAR_FROM)
    return alike if alike and _says_the_same(one, other, alike, known) else 0.0


def _buckets(groups: Sequence[str], read: Sequence[Line], known: Analyser) -> Iterator[list[int]]:
    """Lines whose words that matter are the same, or would be without one of them."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, line in enumerate(read):
        matter = tuple(sorted(stem for stem in line.stems if not _is_small(stem, known)))
        whole = matter or tuple(sorted(line.stems))
        if not whole:
            continue
        shorter = [whole[:place] + whole[place + 1 :] for place in range(min(len(matter), _MAX_LEFT_OUT))]
        for signature in dict.fromkeys((whole, *shorter)):
            if signature:
                found[signature].append(number)
    for bucket in found.values():
        if len({groups[number] for number in bucket}) > 1:
            yield bucket


def _is_small(stem: str, known: Analyser) -> bool:
    # A single letter is what is left of "where's" and the like.
    return len(stem) < 2 or stem in known.stop_words


def _says_the_same(one: Line, other: Line, alike: float, known: Analyser) -> bool:
    gone, come = one.words - other.words, other.words - one.words
    if (gone | come) & _NEGATIONS or (gone & _ASKING and come & _ASKING):
        return False
    lost = [stem for stem in one.stems - other.stems if not _is_small(stem, known)]
    new = [stem for stem in other.stems - one.stems if not _is_small(stem, known)]
    if len(lost) == len(new) == 1:
        is_long = min(len(lost[0]), len(new[0])) >= _MIN_TYPO_CHARS and alike >= _TYPED_FROM
        return is_long and fuzz.ratio(lost[0], new[0]) >= TYPO_FROM
    if len(lost) + len(new) == 1:
        return alike >= ONE_MORE_FROM
    # A word that is written in two, or nothing but small words.
    return not (lost or new) or one.text.replace(" ", "") == other.text.replace(" ", "")
