"""Forms: how a key looks, written so that a person can read it, a pattern can be made of it, and so can an example.

`ghp_<b62:36>` is a public prefix and 36 random signs; `<hex:20-64>` has a length between;
`{live|test}` is one of two words.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from msgspec import Struct

CLASSES = {
    "b62": "A-Za-z0-9",
    "low": "a-z0-9",
    "up": "A-Z0-9",
    "az": "a-z",
    "AZ": "A-Z",
    "letters": "A-Za-z",
    "dig": "0-9",
    "hex": "0-9a-f",
    "HEX": "0-9A-F",
    "hEx": "0-9a-fA-F",
    "b32": "A-Z2-7",
    "b64": "A-Za-z0-9+/",
    "url": "A-Za-z0-9_-",
    "word": "A-Za-z0-9_",
    "dots": "A-Za-z0-9_.-",
}
_PART = re.compile(
    r"<(?P<name>\w+):(?P<least>\d{1,4})(?:-(?P<most>\d{1,4}))?>|\{(?P<words>[^{}]+)\}|(?P<literal>[^<{}]+)"
)


class BadForm(ValueError):
    """A form that cannot be read; the message says why, for whoever wrote it."""


class Part(Struct, frozen=True):
    """A literal (one of `words`), or `least` to `most` signs of a class."""

    words: tuple[str, ...] = ()
    signs: str = ""
    least: int = 0
    most: int = 0


@cache
def parts_of(form: str) -> tuple[Part, ...]:
    """Reads a form. Raises `BadForm`."""
    parts: list[Part] = []
    place = 0
    while place < len(form):
        found = _PART.match(form, place)
        if found is None:
            raise BadForm(f"{form[place : place + 12]!r} is neither text, nor <class:length>, nor {{one|other}}")
        place = found.end()
        if found["literal"]:
            parts.append(Part(words=(found["literal"],)))
        elif found["words"]:
            parts.append(Part(words=tuple(found["words"].split("|"))))
        elif found["name"] not in CLASSES:
            raise BadForm(f"there is no class {found['name']!r}; there are {', '.join(CLASSES)}")
        else:
            least = int(found["least"])
            parts.append(Part((), CLASSES[found["name"]], least, int(found["most"] or least)))
    return tuple(parts)


def pattern_of(form: str) -> str:
    """Returns the regular expression of a form. The last part may be longer: vendors lengthen their keys."""
    parts = parts_of(form)
    made = []
    for number, part in enumerate(parts):
        if part.words:
            made.append("(?:" + "|".join(re.escape(word) for word in part.words) + ")")
            continue
        is_last = number == len(parts) - 1
        most = "" if is_last and part.least >= 10 else str(part.most)
        made.append(f"[{part.signs}]{{{part.least},{most}}}" + (f"(?![{part.signs}])" if is_last else ""))
    return "".join(made)


def prefixes_of(form: str) -> list[str]:
    """Returns what a key of this form begins with, before the first random sign; [""] when nothing is fixed."""
    found = [""]
    for part in parts_of(form):
        if not part.words:
            break
        found = [before + word for before in found for word in part.words]
    return found


class Chance(Protocol):
    """What `random.Random` can do; the core rolls no dice itself."""

    def choice(self, seq: Sequence[str], /) -> str: ...
    def randint(self, a: int, b: int, /) -> int: ...


def example_of(form: str, chance: Chance) -> str:
    """Makes a text of this form."""
    made = []
    for part in parts_of(form):
        if part.words:
            made.append(chance.choice(part.words))
        else:
            signs = _signs(part.signs)
            made.append("".join(chance.choice(signs) for _ in range(chance.randint(part.least, part.most))))
    return "".join(made)


@cache
def _signs(signs: str) -> str:
    return "".join(chr(point) for point in range(33, 127) if re.match(f"[{signs}]", chr(point)))
