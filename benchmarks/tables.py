"""Tables: what every part hands back, printed for people and written as JSON for programs."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """One part's figures; `rows` are texts for the columns of `heads`, `figures` is the same in numbers."""

    title: str
    heads: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.heads, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.heads))]
        body = ("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
        return "\n".join([self.title, *(f"  {line}" for line in body), *(f"  {note}" for note in self.notes), ""])


def median_of(runs: Iterable[T], figure: Callable[[T], float]) -> float:
    return statistics.median(figure(run) for run in runs)


def pair(low: float, high: float) -> str:
    """Two times in one cell."""
    return f"{short(low)} / {short(high)}"


def short(value: float | None) -> str:
    """A number with as many digits as anybody reads."""
    if value is None or value != value:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
