"""API keys and tokens that their format gives away. The mask keeps the public prefix and a little of both ends."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.forms import parts_of, pattern_of, prefixes_of
from chatserver.core.redaction.key_formats import FORMATS
from chatserver.core.redaction.randomness import is_stand_in
from chatserver.core.redaction.spans import DOT, Span

# No key is shorter; most messages have no such run of signs, and are done with after this look.
_LONG_RUN = re.compile(r"[A-Za-z0-9_/+=.:$!~-]{14}")
_MIXED = re.compile(r"[0-9_]|[a-z][A-Z]|[A-Z]{2}")
# Where a word begins; a name in a setting, such as `my_key_`, goes before no key.
_START = re.compile(r"(?<![A-Za-z0-9])(?<![a-z]_)[A-Za-z0-9$][A-Za-z0-9$.+/_-]")
_KEPT_CHARS = 4
# Of both ends together never more than a quarter of the random part is shown.
_KEPT_SHARE = 8


class Format(Struct, frozen=True):
    """A row of the table, ready for use."""

    rule: str
    pattern: re.Pattern[str]
    prefixes: tuple[str, ...]
    anchor: str


class FormatTable:
    """Finds the rows that a text may have: by the first two signs of a word, or by a sign in the middle of the key."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._by_start: dict[str, list[Format]] = {}
        self._anchored: list[Format] = []
        for name, form in rows:
            prefixes = tuple(sorted(prefixes_of(form), key=len, reverse=True))
            pattern = pattern_of(form)
            if len(prefixes[-1]) >= 2:
                row = Format(f"key.{name}", re.compile(pattern), prefixes, "")
                for start in {prefix[:2] for prefix in prefixes}:
                    self._by_start.setdefault(start, []).append(row)
            else:
                literals = [part.words for part in parts_of(form) if part.words]
                anchors = max(literals, key=lambda words: len(words[0]))
                bounded = re.compile(rf"(?<![A-Za-z0-9_-]){pattern}")
                self._anchored += [Format(f"key.{name}", bounded, ("",), anchor) for anchor in anchors]

    def find(self, text: str) -> Iterator[Span]:
        done = 0
        for start in _START.finditer(text):
            rows = self._by_start.get(start[0])
            place = start.start()
            if rows is None or place < done:
                continue
            matches = [
                (key, prefix, row.rule)
                for row in rows
                if (found := row.pattern.match(text, place)) is not None
                # A stop at the end is the sentence's.
                for key in [found[0].rstrip(".")]
                for prefix in [next(prefix for prefix in row.prefixes if key.startswith(prefix))]
            ]
            if not matches:
                continue
            # Vendors share beginnings: the row that reads furthest hides most, the longest prefix knows best.
            key, prefix, rule = max(matches, key=lambda match: (len(match[0]), len(match[1])))
            if not is_stand_in(key[len(prefix) :]):
                done = place + len(key)
                yield Span(place, done, SecretKind.KEY, rule, prefix + mask_of(key[len(prefix) :]))
        for row in self._anchored:
            if row.anchor in text:
                for found in row.pattern.finditer(text):
                    key = found[0].rstrip(".")
                    yield Span(found.start(), found.start() + len(key), SecretKind.KEY, row.rule, mask_of(key))

    def prefixes(self) -> list[str]:
        """The public beginnings that are long enough to say what is about to be typed."""
        found = {prefix for rows in self._by_start.values() for row in rows for prefix in row.prefixes}
        return sorted((prefix for prefix in found if len(prefix) >= 3), key=len, reverse=True)


TABLE = FormatTable(FORMATS)


def find_keys(folded: Folded) -> Iterator[Span]:
    """Yields a span for each key or token in the text."""
    if may_have_keys(folded.text):
        yield from TABLE.find(folded.text)


def may_have_keys(text: str) -> bool:
    """False only for a text in which nothing is long and mixed enough."""
    return any(_MIXED.search(run[0]) for run in _LONG_RUN.finditer(text))


def mask_of(secret: str) -> str:
    """Returns the mask of a random text: at most four signs of both ends, and never more than a quarter of it."""
    kept = min(_KEPT_CHARS, len(secret) // _KEPT_SHARE)
    return f"{secret[:kept]}{DOT * 6}{secret[len(secret) - kept :]}"
