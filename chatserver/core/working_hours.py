"""When an agent works: weekly hours in a zone. They tell visitors when somebody will be there, and decide nothing.

Who is given chats is decided by presence alone: an agent who stays longer helps, and one who is ill does not.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from msgspec import Struct

from chatserver.core.sla.calendars import Calendar, Interval, next_opening, zone_of

MAX_INTERVALS = 4
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


class BadHours(ValueError):
    """These are no working hours; the message says why."""


class WorkingHours(Struct, frozen=True):
    """`weekly` has seven rows, Monday first; an end at or before its beginning is one of the next day."""

    zone: str
    weekly: tuple[tuple[Interval, ...], ...]

    @property
    def calendar(self) -> Calendar:
        return Calendar("", self.zone, self.weekly)


def read_hours(zone: str, weekly: Sequence[Sequence[tuple[str, str]]]) -> WorkingHours:
    """Returns hours from pairs of texts such as `("09:00", "17:30")`, one list a day. Raises `BadHours`."""
    try:
        zone_of(zone)
    except ValueError:
        raise BadHours("This time zone is not known. Write one as in Europe/Berlin.") from None
    if len(weekly) != 7:
        raise BadHours("A week has seven days.")
    if any(len(day) > MAX_INTERVALS for day in weekly):
        raise BadHours(f"A day has at most {MAX_INTERVALS} stretches of work.")
    return WorkingHours(zone, tuple(tuple(sorted(_interval(*pair) for pair in day)) for day in weekly))


def written(hours: WorkingHours) -> list[list[tuple[str, str]]]:
    """Returns the pairs that `read_hours` takes."""
    return [[(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in day] for day in hours.weekly]


def first_opening(all_hours: Iterable[WorkingHours], now: datetime) -> datetime | None:
    """Returns when the first of them begins to work; None when nobody says, or one should be there already."""
    openings = [next_opening(hours.calendar, now) for hours in all_hours]
    known = [opens for opens in openings if opens is not None]
    first = min(known, default=None)
    return None if first is None or first <= now else first


def _interval(opens: str, closes: str) -> Interval:
    if not _TIME.fullmatch(opens) or not _TIME.fullmatch(closes):
        raise BadHours("Write times as in 09:00 and 17:30.")
    return Interval(_time_of(opens), _time_of(closes))


def _time_of(text: str) -> time:
    # Midnight at the end of a day is the beginning of the next.
    return time(0) if text == "24:00" else time.fromisoformat(text)
