"""One card number that was sent in several messages."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chatserver.core.redaction.card_labels import is_other_number
from chatserver.core.redaction.card_ranges import MAX_DIGITS, brand_of
from chatserver.core.redaction.cards import is_card, runs_of
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.spans import DOT, Span

_TAIL = re.compile(r"[0-9][0-9 .,|_+\-/\n\r\t]{0,40}(?:\.{0,3}|…|-|,)(?:\s{1,2}[^\W\d]{1,12}){0,3}[\s.,…-]*\Z")

_HEAD = re.compile(r"\W{0,6}(?:[^\W\d_]{1,14}\W{1,3}){0,4}(?=[0-9])")


@lru_cache(maxsize=4096)
def _tail_of(low: str) -> re.Match[str] | None:
    """The number with which a message ends, or None."""
    tail = _TAIL.search(low)
    return None if tail is None or (tail.start() and low[tail.start() - 1].isalnum()) else tail


def find_split_card(earlier: Sequence[Folded], folded: Folded) -> Iterator[tuple[int, Span]]:
    """Yields the parts of one number that was sent in several messages; `earlier` are the sender's, newest last.

    Each part comes with the index of its message in `earlier`, or -1 for the one at hand.
    """
    if not folded.has_digits or _tail_of(earlier[-1].low) is None:
        return
    head = _HEAD.match(folded.low)
    if head is None:
        return
    run_here = next(runs_of(folded.low[head.end() : head.end() + 60]), None)
    if run_here is None:
        return
    groups_here = [(head.end() + group.start(), head.end() + group.end(), group[0]) for group in run_here]
    tails: list[tuple[int, int, int, str]] = []
    for index in range(len(earlier) - 1, max(-1, len(earlier) - 4), -1):
        tail = _tail_of(earlier[index].low)
        if tail is None:
            return
        groups = [
            (tail.start() + group.start(), tail.start() + group.end(), group[0])
            for group in re.finditer(r"[0-9]+", tail[0])
        ]
        tails = [(index, *group) for group in groups] + tails
        found = _joined(tails, groups_here, index)
        if found is not None:
            first, count = found
            if is_other_number(earlier[tails[first][0]].low, tails[first][1]):
                return
            yield from _parts(tails[first:], groups_here[:count])
            return
        if earlier[index].low[: tail.start()].strip(" .,-") and not re.fullmatch(
            r"\W{0,4}(?:\w+\W+){0,4}", earlier[index].low[: tail.start()]
        ):
            return


def _joined(
    tails: list[tuple[int, int, int, str]], here: list[tuple[int, int, str]], oldest: int
) -> tuple[int, int] | None:
    """The first group of the tails and how many groups of this message make a card together."""
    for first in range(len(tails)):
        if tails[first][0] != oldest:
            break
        before = "".join(group[3] for group in tails[first:])
        if not 1 <= len(before) < MAX_DIGITS:
            continue
        for count in range(len(here), 0, -1):
            digits = before + "".join(group[2] for group in here[:count])
            if (
                13 <= len(digits) <= MAX_DIGITS
                and is_card(digits)
                and min(len(group[3]) for group in tails[first:]) >= 2
            ):
                return first, count
    return None


def _parts(tails: list[tuple[int, int, int, str]], here: list[tuple[int, int, str]]) -> Iterator[tuple[int, Span]]:
    digits = "".join([group[3] for group in tails] + [group[2] for group in here])
    rule = f"card.{brand_of(digits)}"
    for index in sorted({group[0] for group in tails}):
        mine = [group for group in tails if group[0] == index]
        yield index, Span(mine[0][1], mine[-1][2], SecretKind.CARD, rule, DOT * 4)
    shown = digits[-4:] if sum(len(group[2]) for group in here) >= 4 else ""
    yield -1, Span(here[0][0], here[-1][1], SecretKind.CARD, rule, f"{DOT * 4} {shown}".rstrip())
