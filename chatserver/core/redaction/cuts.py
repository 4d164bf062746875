"""Cuts: what is taken out of a message that has been stored already, because a later one, or a person, gave it away."""

from collections.abc import Sequence

from msgspec import Struct

from chatserver.core.redaction.findings import Redaction, SecretKind
from chatserver.core.redaction.spans import DOT

# What a person marks is hidden whole.
MARKED = DOT * 8
MARKED_RULE = "person.marked"


class Cut(Struct, frozen=True):
    """`[start, end)` of the text as it stands is replaced by `mask`; places count Unicode code points."""

    start: int
    end: int
    mask: str
    kind: SecretKind
    rule: str = ""


class Recut(Struct, frozen=True):
    """A text after its cuts, and all its masks, old and new, in their new places."""

    text: str
    redactions: tuple[Redaction, ...]


def apply_cuts(text: str, redactions: Sequence[Redaction], cuts: Sequence[Cut]) -> Recut:
    """Replaces each cut; `cuts` are in order of place and do not overlap. Old masks that a cut touches go."""
    parts: list[str] = []
    found: list[Redaction] = []
    read = written = 0
    kept = [old for old in redactions if not any(old.start < cut.end and cut.start < old.end for cut in cuts)]
    for cut in cuts:
        parts += [text[read : cut.start], cut.mask]
        start = written + cut.start - read
        written = start + len(cut.mask)
        read = cut.end
        found.append(Redaction(cut.kind, start, written, cut.rule))
    parts.append(text[read:])
    for old in kept:
        moved = sum(len(cut.mask) - (cut.end - cut.start) for cut in cuts if cut.end <= old.start)
        found.append(Redaction(old.kind, old.start + moved, old.end + moved, old.rule))
    return Recut("".join(parts), tuple(sorted(found, key=lambda mask: mask.start)))
