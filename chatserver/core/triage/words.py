"""Words: how a line is prepared before it is compared with another."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
# Folded on both sides, so that a typist who leaves it out is understood; й is a letter of its own and stays.
_KEPT_MARKED = {"й": "й"}


def normalise(text: str) -> str:
    """Returns the text in NFKC, case-folded, ё as е, without accents (й is kept)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    if folded.isascii():
        return folded
    letters: list[str] = []
    for letter in folded:
        kept = _KEPT_MARKED.get(letter)
        if kept is None:
            plain = unicodedata.normalize("NFD", letter)
            kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
        letters.append(kept)
    return "".join(letters)


def words_of(text: str) -> tuple[str, ...]:
    """Returns the normalised words of a line, in order."""
    return tuple(_WORD.findall(normalise(text)))
