"""Drawing: a simulated day as a table, as bars in the terminal, and as an SVG picture. Numbers in, text out."""

from collections.abc import Callable, Mapping, Sequence

from chatserver.simulation.records import TARGET, Ending, Figures, Visit

_BAR = 46
_WIDTH, _HEIGHT, _EDGE = 900, 320, 42
_COLOURS = {Ending.ANSWERED: "#1a7f5a", Ending.LEFT: "#c0392b", Ending.TICKET: "#7d5ba6"}


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"


def _seconds(value: float) -> str:
    return f"{value:.0f} s"


# What is told of a day, in order.
ROWS: Sequence[tuple[str, Callable[[Figures], str]]] = (
    ("asked for a human", lambda day: f"{day.asked}"),
    ("answered within 5 min", lambda day: _percent(day.share)),
    ("  of everyone, leavers and tickets too", lambda day: _percent(day.share_of_all)),
    ("  Premium", lambda day: _percent(day.premium)),
    ("  Basic", lambda day: _percent(day.basic)),
    ("waited over 10 min", lambda day: _percent(day.over_ten_minutes)),
    ("longest wait", lambda day: _minutes(day.longest)),
    ("left without an answer", lambda day: _percent(day.left)),
    ("tickets offered", lambda day: _percent(day.tickets_offered)),
    ("  taken", lambda day: _percent(day.tickets_taken)),
    ("  needless, of those offered", lambda day: _percent(day.needless)),
    ("late without a warning, of the late", lambda day: _percent(day.breaches_unwarned)),
    ("waited for a slot", lambda day: f"{day.waited_for_a_slot}"),
    ("  mean error of the estimate", lambda day: _seconds(day.errors.get("calibrated", 0.0))),
    ("  the same, uncalibrated", lambda day: _seconds(day.errors.get("raw", 0.0))),
    ("  80 % ranges that held", lambda day: _percent(day.coverage)),
)


def table(days: Mapping[str, Figures]) -> str:
    """Returns a table with a column for each named day."""
    rows = [["", *days], *([title, *(show(day) for day in days.values())] for title, show in ROWS)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def bars(visits: Sequence[Visit]) -> str:
    """Returns how many waited how many minutes, a line a minute; the last line is for all longer waits."""
    counts = [0] * 11
    for visit in visits:
        counts[min(10, int(visit.waited // 60))] += 1
    most = max(1, *counts)
    lines = []
    for minute, count in enumerate(counts):
        name = f"{minute}-{minute + 1} min" if minute < 10 else "longer"
        mark = "#" if minute < TARGET / 60 else "!"
        lines.append(f"{name:>9} {mark * -(-count * _BAR // most)} {count}")
    return "\n".join(lines)


def picture(visits: Sequence[Visit]) -> str:
    """Returns an SVG picture: a dot for each visitor, when they came (across) and how long they waited (up)."""
    first = min((visit.joined for visit in visits), default=0.0)
    last = max((visit.joined for visit in visits), default=1.0)
    top = max([2 * TARGET, *(visit.waited for visit in visits)])

    def across(at: float) -> float:
        return _EDGE + (at - first) / max(1.0, last - first) * (_WIDTH - 2 * _EDGE)

    def up(waited: float) -> float:
        return _HEIGHT - _EDGE - waited / top * (_HEIGHT - 2 * _EDGE)

    dots = [
        f'<circle cx="{across(visit.joined):.1f}" cy="{up(visit.waited):.1f}" r="2.5" '
        f'fill="{_COLOURS[visit.ending or Ending.LEFT]}"/>'
        for visit in visits
    ]
    hours = range(int((last - first) // 3600) + 1)
    labels = [_label(across(first + 3600 * hour), _HEIGHT - 16, f"{hour} h") for hour in hours]
    lines = [_line(up(waited), f"{waited / 60:.0f} min") for waited in (0.0, TARGET, 2 * TARGET)]
    names = [
        f'<text x="{_EDGE + 110 * number}" y="18" fill="{colour}">{ending.value}</text>'
        for number, (ending, colour) in enumerate(_COLOURS.items())
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">'
    )
    return "\n".join(
        [head, '<rect width="100%" height="100%" fill="#fff"/>', *names, *lines, *labels, *dots, "</svg>\n"]
    )


def _line(height: float, name: str) -> str:
    line = f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{height:.1f}" y2="{height:.1f}" stroke="#999"/>'
    return line + _label(4, height + 4, name)


def _label(across: float, down: float, name: str) -> str:
    return f'<text x="{across:.1f}" y="{down:.1f}" fill="#555">{name}</text>'
