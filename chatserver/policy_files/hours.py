"""Opening hours as operators write them: `mon-fri: 08:00-12:00, 13:00-18:00`, `sat: 22:00-06:00`, `sun: closed`."""

import re
from datetime import date, time, timedelta
from itertools import pairwise

from chatserver.core.sla.calendars import Interval
from chatserver.yaml_places import suggestion

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = tuple(day[:3] for day in WEEKDAYS)
_HOURS = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_DATE = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_LEAP_YEAR = 2024
CLOSED = "closed"
# A longer night is a day with its ends the wrong way round.
LONGEST_NIGHT = timedelta(hours=16)


class BadHours(ValueError):
    """Hours, weekdays or a date that cannot be read. `str` is the fault as a sentence, `cure` what to do."""

    def __init__(self, fault: str, cure: str) -> None:
        super().__init__(fault)
        self.cure = cure


def read_hours(text: str) -> tuple[Interval, ...]:
    """Returns the hours of a day, in order; none for `closed`. Raises BadHours."""
    if text.strip().casefold() == CLOSED:
        return ()
    found = sorted(_interval(part.strip()) for part in text.split(","))
    for earlier, later in pairwise(found):
        if earlier.closes <= earlier.opens or later.opens < earlier.closes:
            raise BadHours(f"The hours '{text}' overlap.", "Let each begin when the one before has ended.")
    return tuple(found)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Returns the days that `mon`, `mon-fri`, `fri-mon`, `sat, sun` or `daily` name; 0 is Monday. Raises BadHours."""
    if text.strip().casefold() == "daily":
        return tuple(range(7))
    found: list[int] = []
    for part in text.split(","):
        first, *rest = (_weekday(name.strip()) for name in re.split(r"[-–]", part, maxsplit=1))
        last = rest[0] if rest else first
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return tuple(found)


def read_dates(text: str, years: range) -> tuple[date, ...]:
    """Returns the day that `2026-12-24` names, or those of all `years` that `12-24` names. Raises BadHours."""
    named = _DATE.fullmatch(text.strip())
    if named is None:
        raise BadHours(f"'{text}' is no date.", "Write `2026-12-24`, or `12-24` for every year.")
    year, month, day = named[1], int(named[2]), int(named[3])
    if _day(_LEAP_YEAR if year is None else int(year), month, day) is None:
        raise BadHours(f"There is no day '{text}'.", "Write year, month and day, or month and day.")
    wanted = years if year is None else (int(year),)
    return tuple(found for one in wanted if (found := _day(one, month, day)) is not None)


def _day(year: int, month: int, day: int) -> date | None:
    """Returns the day; None when there is none, such as the 29th of February of most years."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str) -> int:
    lower = name.casefold()
    for names in (_SHORT, WEEKDAYS):
        if lower in names:
            return names.index(lower)
    raise BadHours(f"'{name}' is no day of the week.", suggestion(lower, (*_SHORT, *WEEKDAYS, "daily")))


def _interval(text: str) -> Interval:
    hours = _HOURS.fullmatch(text)
    if hours is None:
        raise BadHours(f"'{text}' are no hours.", "Write `08:00-12:00, 13:00-18:00`, or `closed`.")
    opens, closes = _time(hours[1]), time(0) if hours[2] == "24:00" else _time(hours[2])
    if opens == closes and hours[2] != "24:00":
        raise BadHours(f"'{text}' has no length.", "Write `00:00-24:00` for the whole day, or `closed`.")
    if closes != time(0) and closes < opens and _length(opens, closes) > LONGEST_NIGHT:
        raise BadHours(
            f"'{text}' would be open until the next day, for more than {LONGEST_NIGHT // timedelta(hours=1)} hours.",
            f"Did you mean '{hours[2]}-{hours[1]}'?",
        )
    return Interval(opens, closes)


def _length(opens: time, closes: time) -> timedelta:
    """Returns how long it is from one time of day to the next `closes`."""
    return timedelta(minutes=(closes.hour * 60 + closes.minute - opens.hour * 60 - opens.minute) % 1440)


def _time(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    if hour > 23 or minute > 59:
        raise BadHours(f"There is no time '{text}'.", "Write 00:00 to 23:59, and 24:00 for the end of a day.")
    return time(hour, minute)
