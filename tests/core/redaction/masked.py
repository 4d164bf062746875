"""What a detector makes of a text, and secrets made at test time: nothing in the repository looks like a live key."""

import random
from collections.abc import Callable, Iterator

from chatserver.core.redaction.folding import Folded, fold
from chatserver.core.redaction.forms import example_of
from chatserver.core.redaction.spans import Span, without_overlaps


def masked(detector: Callable[[Folded], Iterator[Span]], text: str) -> str:
    folded = fold(text)
    for span in reversed(without_overlaps(detector(folded))):
        start, end = folded.original(span.start, span.end)
        text = f"{text[:start]}{span.mask}{text[end:]}"
    return text


def rules(detector: Callable[[Folded], Iterator[Span]], text: str) -> list[str]:
    return [span.rule for span in without_overlaps(detector(fold(text)))]


def made(form: str, seed: int = 7) -> str:
    return example_of(form, random.Random(seed))
