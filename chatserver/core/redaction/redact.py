"""`redact`: the one door that every text from outside passes before anything stores, logs, shows or sends it."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.cards import find_cards
from chatserver.core.redaction.findings import Redaction
from chatserver.core.redaction.keys import find_keys
from chatserver.core.redaction.passwords import find_answer, find_passwords
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.spans import Span, without_overlaps

# In order of trust: where two detectors want the same place, the earlier wins.
DETECTORS: tuple[Callable[[str], Iterator[Span]], ...] = (find_keys, find_cards, find_passwords)

WITHHELD = "[message withheld]"


class Said(NamedTuple):
    """An earlier message of the chat, already redacted."""

    by: AuthorKind
    text: str


class Context(Struct, frozen=True):
    """What was said before: newest last."""

    recent: tuple[Said, ...] = ()


class Redacted(Struct, frozen=True):
    """A text that may be kept, and what was taken out of it; the places count code points of `text`."""

    text: str
    redactions: tuple[Redaction, ...] = ()


def redact(context: Context, raw: RawText) -> Redacted:
    """Returns the text with every secret masked. A detector that fails withholds the whole text: it fails closed."""
    text = raw.reveal()
    try:
        found = chain.from_iterable(detector(text) for detector in DETECTORS)
        before = context.recent[-1].text if context.recent else ""
        spans = without_overlaps(chain(found, find_answer(before, text)))
    except Exception:  # noqa: BLE001 - whatever failed, the raw text must not go on
        return Redacted(WITHHELD)
    return _masked(text, spans)


def redact_line(text: str) -> str:
    """Returns a short field (a name, a title, an address) with every secret masked."""
    return redact(Context(), RawText(text)).text


def _masked(text: str, spans: list[Span]) -> Redacted:
    parts: list[str] = []
    redactions: list[Redaction] = []
    read = written = 0
    for span in spans:
        parts.append(text[read : span.start])
        start = written + span.start - read
        parts.append(span.mask)
        written = start + len(span.mask)
        read = span.end
        redactions.append(Redaction(span.kind, start, written, span.rule))
    parts.append(text[read:])
    return Redacted("".join(parts), tuple(redactions))
