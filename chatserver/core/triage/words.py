"""Words: how a line is prepared before it is compared with another."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
# Folded on both sides, so that a typist who leaves it out is understood; й is a letter of its own and stays.
_KEPT_MARKED = {"й": "й"}


# What was typed for what, when the keyboard was still set to the other script.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_CYRILLIC = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN = str.maketrans(_CYRILLIC_KEYS, _LATIN_KEYS)
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэё", "abvgdeziyklmnoprstufhyee", strict=True)),
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
    }
)
_CYRILLIC = re.compile("[а-яё]")
_LATIN = re.compile("[a-z]")
# Typed by phones in the place of the straight one.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'"))


def typed_on_other_keys(text: str) -> str:
    """Returns what the same keys give on the keyboard of the other script, Latin or Cyrillic; the text when mixed."""
    lowered = text.casefold()
    is_cyrillic, is_latin = _CYRILLIC.search(lowered), _LATIN.search(lowered)
    if bool(is_cyrillic) == bool(is_latin):
        return text
    return lowered.translate(_TO_LATIN if is_cyrillic else _TO_CYRILLIC)


def in_latin(text: str) -> str:
    """Returns the text with Cyrillic letters by their sound, as names of products are written in Russian."""
    return text.casefold().translate(_SOUNDS) if _CYRILLIC.search(text.casefold()) else text


def normalise(text: str) -> str:
    """Returns the text in NFKC, case-folded, ё as е, without accents (й is kept)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    if not folded.isascii():
        folded = folded.translate(_APOSTROPHES)
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
    return words_in(normalise(text))


def words_in(normalised: str) -> tuple[str, ...]:
    """Returns the words of a text that is normalised already, in order."""
    return tuple(_WORD.findall(normalised))
