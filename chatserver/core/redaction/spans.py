"""Spans: what a detector returns. `[start, end)` of the searched text is to be replaced by `mask`."""

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct

from chatserver.core.redaction.findings import SecretKind

# One dot for every hidden thing: no length, no word that a later rule could take for a secret.
DOT = "•"


class Span(Struct, frozen=True):
    start: int
    end: int
    kind: SecretKind
    rule: str
    mask: str


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Returns the spans in order of place; of two that overlap, the earlier in the given order stays."""
    kept: list[Span] = []
    for span in spans:
        # Those kept do not overlap, so only the neighbours can.
        place = bisect_left(kept, span.start, key=lambda other: other.start)
        is_free = place == 0 or kept[place - 1].end <= span.start
        if is_free and (place == len(kept) or span.end <= kept[place].start):
            kept.insert(place, span)
    return kept
