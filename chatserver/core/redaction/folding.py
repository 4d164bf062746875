"""Folding: one spelling for everything that looks alike, with the way back to the original, character by character.

Detectors look at the folded text only; what they find is cut out of the original.
"""

import re
import unicodedata

_SAME = {
    **dict.fromkeys("«»„“”‟″＂", '"'),
    **dict.fromkeys("‘’‚‛`´′＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    **dict.fromkeys("→⇒➔➜⟶", ">"),
    # Lower-casing would make two characters of it.
    "İ": "I",
}
# Enclosing keycap, and the Hangul fillers that are letters by their category and blank on a screen.
_INVISIBLE = frozenset("\u20e3\u115f\u1160\u3164\uffa0\u2800")


def _folded(sign: str) -> str:
    """One character for one, or nothing for what is not seen. Never more than one, so that places can be counted."""
    if sign in _SAME:
        return _SAME[sign]
    category = unicodedata.category(sign)
    if sign in _INVISIBLE or category in {"Cf", "Mn", "Me"}:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(sign))
    if category == "Zs":
        return " "
    # The letter without what stands above it: й and и, ё and е, ñ and n are each one letter, on both sides.
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) != "Mn")
    return plain if len(plain) == 1 else sign


_IS = re.compile(r"(?<!\w)[éÉ](?!\w)")
# A word in two scripts is one that somebody has typed on the wrong layout, or has hidden.
_TWO_SCRIPTS = re.compile(r"[a-z][а-я]|[а-я][a-z]")
_MIXED_WORD = re.compile(r"[a-zа-я]*(?:[a-z][а-я]|[а-я][a-z])[a-zа-я]*")
_LOOK_ALIKES = str.maketrans("aceopxyktmhb", "асеорхуктмнв")


class _Table(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = _folded(chr(point))
        return folded


_TABLE = _Table({point: chr(point) for point in range(128)})


_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"[0-9]")


class Folded:
    """`text` keeps the case, `low` does not; both are as long as each other."""

    __slots__ = ("_has_digits", "_words", "low", "places", "text")

    def __init__(self, text: str, low: str, places: list[int] | None) -> None:
        self.text = text
        self.low = low
        self.places = places
        self._words: list[str] | None = None
        self._has_digits: bool | None = None

    @property
    def words(self) -> list[str]:
        """The words of `low`; several detectors ask for them."""
        if self._words is None:
            self._words = _WORD.findall(self.low)
        return self._words

    @property
    def has_digits(self) -> bool:
        if self._has_digits is None:
            self._has_digits = _DIGIT.search(self.low) is not None
        return self._has_digits

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Returns the place in the original of what stands at `[start, end)` here."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def fold(text: str) -> Folded:
    """Folds a text of any script. Linear."""
    if text.isascii():
        return Folded(text, text.lower(), None)
    # Portuguese "is", which would fold to "and".
    folded = _IS.sub("\u2261", text) if "é" in text or "É" in text else text
    folded = folded.translate(_TABLE)
    places = None
    if len(folded) != len(text):
        places = [place for place, sign in enumerate(text) if _TABLE[ord(sign)]]
        places.append(len(text))
    low = folded.lower()
    if _TWO_SCRIPTS.search(low):
        low = _MIXED_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES), low)
    return Folded(folded, low, places)
