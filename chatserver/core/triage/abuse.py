"""Abuse: insults against whoever reads the message. Swearing about a thing is not one, and often has a reason."""

from functools import lru_cache

from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.words import words_of


def without_insults(text: str, tag: str, own: tuple[str, ...] = ()) -> str | None:
    """Returns the words of `text` that are left when its insults are taken out; None when it has none.

    `own` are insults that the author has added; all are compared as whole words.
    """
    words = list(words_of(text))
    left: list[str] = []
    place, is_found = 0, False
    known = _phrases(tag, own)
    while place < len(words):
        size = next((size for size in known.get(words[place], ()) if _stands(words, place, size, tag, own)), 0)
        is_found |= size > 0
        if not size:
            left.append(words[place])
        place += size or 1
    return " ".join(left) if is_found else None


def _stands(words: list[str], place: int, size: int, tag: str, own: tuple[str, ...]) -> bool:
    return tuple(words[place : place + size]) in _all(tag, own)


@lru_cache(maxsize=32)
def _all(tag: str, own: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words for line in (*knowledge_of(tag).abuse, *own) if (words := words_of(line)))


@lru_cache(maxsize=32)
def _phrases(tag: str, own: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """The lengths of the phrases that begin with a word, longest first."""
    lengths: dict[str, set[int]] = {}
    for words in _all(tag, own):
        lengths.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in lengths.items()}
