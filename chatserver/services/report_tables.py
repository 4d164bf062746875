"""Reports as text: CSV for spreadsheets, and a table for a terminal."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from chatserver.core.reporting import Figures, Group, Judged
from chatserver.services.reports import Report

_GROUP_COLUMNS = (
    *("asked", "answered", "kept", "broken", "tickets", "left", "waiting"),
    *("share", "share_with_tickets", "p50_s", "p95_s", "longest_s"),
)
_TOTAL_COLUMNS = (
    *("forecasts_told", "forecasts_inside", "forecast_coverage", "forecast_bias_s"),
    *("tickets_offered", "tickets_taken", "tickets_needless"),
)
_BREACH_COLUMNS = (
    *("chat_id", "joined_at", "lang", "plan", "severity", "outcome", "waited_s"),
    *("offered_at", "accepted_at", "ticket_offered_at", "answered_at"),
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# A spreadsheet takes what begins so for a formula, and a visitor may have typed it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LEFT_BAR = 40

Value = str | int | float | datetime | timedelta | None


def figures_csv(report: Report) -> str:
    """Returns one line for each group: `table` says of what (total, plan, severity, language, hour, weekday, left).

    Shares are between 0 and 1, times in seconds; what is not known is empty. In `left`, `key` is the minute.
    """
    found = report.figures
    told, tickets = found.forecasts, found.tickets
    extra: list[Value] = [told.told, told.inside, told.coverage, told.bias]
    extra += [tickets.offered, tickets.taken, tickets.needless]
    tables = {
        "plan": found.by_plan,
        "severity": found.by_severity,
        "language": found.by_language,
        "hour": found.by_hour,
    }
    rows: list[list[Value]] = [["total", "", *_group_values(found.total), *extra]]
    rows += [[name, group.key, *_group_values(group)] for name, groups in tables.items() for group in groups]
    for cell in found.by_weekday:
        key = f"{_WEEKDAYS[cell.weekday]} {cell.hour:02}"
        rows.append(["weekday", key, cell.asked, *[None] * 6, cell.share])
    for left in found.left_after:
        rows.append(["left", str(left.minute), *[None] * 5, left.count])
    return _csv(("table", "key", *_GROUP_COLUMNS, *_TOTAL_COLUMNS), rows)


def breaches_csv(report: Report) -> str:
    """Returns one line for each broken promise, the latest first, with what happened on the way; instants in UTC."""
    return _csv(_BREACH_COLUMNS, (_breach_values(one) for one in report.figures.breaches))


def report_text(report: Report) -> str:
    """Returns the figures for people at a terminal."""
    found, span, target = report.figures, report.span, report.target / timedelta(minutes=1)
    heading = f"Waits from {span.since:%Y-%m-%d %H:%M} to {span.until:%Y-%m-%d %H:%M} UTC, hours in {span.zone}"
    if not found.total.asked:
        return f"{heading}\nNobody asked for a human in this time.\n"
    lines = [
        heading,
        f"Answered within {target:g} min: {_percent(found.total.share)} (tickets as kept: "
        f"{_percent(found.total.share_with_tickets)})",
        *_summary(found),
        "",
        *_tables(found),
    ]
    if found.left_after:
        most = max(one.count for one in found.left_after)
        lines.append("Left in minute")
        lines += [
            f"  {one.minute + 1:>4}  {one.count:>5}  {'#' * max(1, round(_LEFT_BAR * one.count / most))}"
            for one in found.left_after
        ]
    return "\n".join(lines) + "\n"


def _summary(found: Figures) -> Iterator[str]:
    total, told, tickets = found.total, found.forecasts, found.tickets
    yield (
        f"{total.asked} asked, {total.answered} answered, {total.left} left, {total.waiting} still wait; "
        f"{len(found.breaches)} promises broken"
    )
    yield (
        f"Waits: half up to {_clock(total.middle)}, 95 % up to {_clock(total.most)}, longest {_clock(total.longest)}"
    )
    bias = "–" if told.bias is None else f"{told.bias.total_seconds():+.0f} s"
    yield f"Forecasts: {_percent(told.coverage)} of {told.told} held what was told; actual less predicted {bias}"
    yield f"Tickets: {tickets.offered} offered, {tickets.taken} taken, {tickets.needless} offered needlessly"


def _tables(found: Figures) -> Iterator[str]:
    titles = {
        "Plan": found.by_plan,
        "Severity": found.by_severity,
        "Language": found.by_language,
        "Hour": found.by_hour,
    }
    for title, groups in titles.items():
        yield f"{title:<12}{'asked':>7}{'in time':>9}{'tickets':>9}{'left':>6}{'p50':>9}{'p95':>9}{'longest':>9}"
        for one in groups:
            times = "".join(f"{_clock(value):>9}" for value in (one.middle, one.most, one.longest))
            name = _plain(one.key)[:11] or "–"
            yield f"{name:<12}{one.asked:>7}{_percent(one.share):>9}{one.tickets:>9}{one.left:>6}{times}"
        yield ""


def _group_values(one: Group) -> list[Value]:
    counts = [one.asked, one.answered, one.kept, one.broken, one.tickets, one.left, one.waiting]
    return [*counts, one.share, one.share_with_tickets, one.middle, one.most, one.longest]


def _breach_values(one: Judged) -> list[Value]:
    wait = one.wait
    about: list[Value] = [wait.chat_id, wait.joined_at, wait.lang, wait.plan, wait.severity, one.outcome.value]
    return [*about, one.waited, wait.offered_at, wait.accepted_at, wait.ticket_offered_at, wait.answered_at]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """RFC 4180; short rows are filled up."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row] + [""] * (len(columns) - len(row)))
    return text.getvalue()


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case timedelta():
            return f"{value.total_seconds():.1f}"
        case float():
            return f"{value:.4f}"
        case str():
            line = _plain(value)
            return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line
        case _:
            return str(value)


def _plain(text: str) -> str:
    """Without line breaks and control signs: it goes to a terminal, too."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def _clock(duration: timedelta | None) -> str:
    if duration is None:
        return "–"
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes}:{seconds:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
