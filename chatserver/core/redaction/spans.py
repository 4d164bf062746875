"""Spans: what a detector returns. `[start, end)` of the searched text is to be replaced by `mask`."""

from collections.abc import Iterable
from dataclasses import dataclass

from chatserver.core.redaction.findings import SecretKind

# One dot for every hidden thing: no length, no word that a later rule could take for a secret.
DOT = "•"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    kind: SecretKind
    rule: str
    mask: str


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Returns the spans in order of place; of two that overlap, the earlier in the given order stays."""
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
