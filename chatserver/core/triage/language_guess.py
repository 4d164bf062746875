"""Which of the site's languages a message is written in, by its small words and letters. Short lines stay unknown."""

from collections.abc import Iterable
from functools import lru_cache

from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.words import normalise, words_of

# Letters that one of the languages has and the others have not.
_LETTERS = {"de": "äöüß", "es": "ñ¿¡", "pt": "ãõ", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"}
_LETTER_WEIGHT = 1.5
_ENOUGH = 2.0
_CLEARLY = 2.0


def guess_language(text: str, current: str, tags: Iterable[str]) -> str | None:
    """Returns the tag, of `tags`, of the language that `text` is clearly rather in than in `current`; else None."""
    words = words_of(text)
    if len(words) < 2:
        return None
    lowered = text.casefold()
    scores = {tag: _score(words, lowered, tag) for tag in tags if _base(tag) != _base(current)}
    best = max(scores, key=lambda tag: scores[tag], default=None)
    if best is None or scores[best] < _ENOUGH:
        return None
    others = [score for tag, score in scores.items() if _base(tag) != _base(best)]
    mine = _score(words, lowered, current)
    is_clear = scores[best] >= _CLEARLY * max(mine, 0.5) and all(scores[best] > score for score in others)
    return best if is_clear else None


def _score(words: tuple[str, ...], lowered: str, tag: str) -> float:
    known = _small_words(_base(tag))
    letters = _LETTERS.get(_base(tag), "")
    return sum(word in known for word in words) + (_LETTER_WEIGHT if any(sign in letters for sign in lowered) else 0.0)


@lru_cache(maxsize=16)
def _small_words(base: str) -> frozenset[str]:
    return frozenset(word for line in knowledge_of(base).stop_words for word in words_of(normalise(line)))


def _base(tag: str) -> str:
    return tag.casefold().split("-")[0]
