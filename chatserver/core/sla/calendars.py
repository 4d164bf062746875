"""Working time: when somebody is there, and when a stretch of working time has passed.

Hours are what a clock on the wall shows in the calendar's zone; durations are time that really passes. So a night shift
from 22:00 to 06:00 has seven hours in the night of the spring change and nine in that of autumn. An opening belongs to
the day on which it begins: a holiday closes what begins on it, not the end of the shift of the evening before.

A time of day that comes twice means the first; one that is skipped means the moment of the jump. Every function takes
aware moments and returns them in UTC. A calendar of None is the wall clock: always open.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, takewhile
from operator import itemgetter
from zoneinfo import ZoneInfo

from msgspec import Struct

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# What is not reached by then is a fault in a policy; a search of so many days takes a fraction of a second.
FARTHEST = timedelta(days=50 * 366)


class NeverOpens(Exception):
    """The calendar has too few hours, within `FARTHEST`, for what was asked."""


class Interval(Struct, frozen=True, order=True):
    """Opening hours within a day; a closing time at or before the opening time is one of the next day."""

    opens: time
    closes: time


class Calendar(Struct, frozen=True):
    """When somebody is there.

    `weekly` has seven rows, Monday first. On a holiday nothing opens; a day in `own_days` has these hours, whatever
    else it is, and none when they are empty. Overlapping hours count once. One `version`, one content.
    """

    version: str
    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()
    own_days: dict[date, tuple[Interval, ...]] = {}

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError("A week has seven days.")
        zone_of(self.zone)

    def hours_on(self, day: date) -> tuple[Interval, ...]:
        """Returns the hours that begin on `day`, the earliest first."""
        hours = self.own_days.get(day)
        if hours is None:
            hours = () if day in self.holidays else self.weekly[day.weekday()]
        return tuple(sorted(hours))


def zone_of(name: str) -> ZoneInfo:
    """Returns the zone of an IANA name such as `Europe/Berlin`. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        # What it raises depends on the name: "Europe" is a folder.
        raise ValueError(f"There is no time zone {name!r}.") from error


def is_open(calendar: Calendar | None, at: datetime) -> bool:
    """True when somebody is there at `at`; at the very moment of closing nobody is."""
    at = _in_utc(at)
    return next_opening(calendar, at) == at


def next_opening(calendar: Calendar | None, at: datetime) -> datetime | None:
    """Returns the first open moment at or after `at`: `at` itself while it is open, None when there is none."""
    at = _in_utc(at)
    if calendar is None:
        return at
    for _, opens, closes in _openings(calendar, at):
        if closes > at:
            return max(opens, at)
    return None


def add_working(calendar: Calendar | None, start: datetime, duration: timedelta) -> datetime:
    """Returns the first moment at which `duration` of working time has passed since `start`.

    So it may be a moment of closing, and it is `start` itself for no duration. Raises NeverOpens when the calendar has
    too few hours, ValueError for a negative duration.
    """
    start = _in_utc(start)
    if duration < timedelta(0):
        raise ValueError("Working time is added forwards only.")
    if not duration:
        return start
    try:
        if calendar is None:
            return start + duration
        left = duration
        for _, opens, closes in _openings(calendar, start):
            begin = max(opens, start)
            if begin - start > FARTHEST:
                break
            if begin + left <= closes:
                return begin + left
            left -= max(closes - begin, timedelta(0))
    except OverflowError:
        pass
    raise NeverOpens(_told(calendar))


def working_between(calendar: Calendar | None, start: datetime, end: datetime) -> timedelta:
    """Returns the working time from `start` to `end`; negative when `end` is before `start`."""
    start, end = _in_utc(start), _in_utc(end)
    if end < start:
        return -working_between(calendar, end, start)
    if calendar is None:
        return end - start
    total = timedelta(0)
    for _, opens, closes in _openings(calendar, start):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta(0))
    return total


def is_working_day(calendar: Calendar | None, at: datetime) -> bool:
    """True when the day of `at`, in the calendar's zone, has hours. The end of a night shift belongs to its evening."""
    if calendar is None:
        return True
    at = _in_utc(at)
    day = _working_day_of(calendar, at)
    return any(found == day for found, _, _ in takewhile(lambda one: one[0] <= day, _openings(calendar, at)))


def add_working_days(calendar: Calendar | None, start: datetime, days: int) -> datetime:
    """Returns the moment at which `days` whole working days have passed since `start`.

    The day of the start does not count: from a working day it is the same time of day, `days` working days later,
    moved into the hours of that day; from a day off it is the close of the last of the days. So it is never later than
    the end of the last day, as a person would count. Without a calendar, a day is 24 hours. Raises as `add_working`.
    """
    start = _in_utc(start)
    if days < 0:
        raise ValueError("Working days are added forwards only.")
    if days == 0 or calendar is None:
        return add_working(None, start, days * _DAY)
    zone = zone_of(calendar.zone)
    first = _working_day_of(calendar, start)
    is_on_working_day, openings = _nth_working_day_after(calendar, start, first, days)
    if is_on_working_day:
        local = start.astimezone(zone)
        wanted = _moment(zone, openings[0][0] + (local.date() - first), local.time())
        for _, opens, closes in openings:
            if wanted < closes:
                return max(opens, wanted)
    return openings[-1][2]


_Opening = tuple[date, datetime, datetime]


def _nth_working_day_after(
    calendar: Calendar, start: datetime, first: date, number: int
) -> tuple[bool, list[_Opening]]:
    """Returns whether `first` is a working day, and the openings of the one `number` working days after it."""
    is_on_working_day = False
    for day, openings in groupby(_openings(calendar, start), key=itemgetter(0)):
        if day - first > FARTHEST:
            break
        is_on_working_day |= day == first
        number -= day > first
        if number == 0:
            return is_on_working_day, list(openings)
    raise NeverOpens(_told(calendar))


def _working_day_of(calendar: Calendar, at: datetime) -> date:
    for day, opens, closes in _openings(calendar, at):
        if opens > at:
            break
        if at < closes:
            return day
    return at.astimezone(zone_of(calendar.zone)).date()


def _openings(calendar: Calendar, since: datetime) -> Iterator[_Opening]:
    """Gives the day, opening and closing of what is open from `since` on, in order, and some of the day before.

    What overlaps is given once. Ends when the calendar opens no more.
    """
    today = since.astimezone(zone_of(calendar.zone)).date()
    done: datetime | None = None
    for day in _days(calendar, today - _DAY):
        for _, opens, closes in _openings_of(calendar, day):
            if done is None or closes > done:
                yield day, opens if done is None else max(opens, done), closes
                done = closes


def _openings_of(calendar: Calendar, day: date) -> list[_Opening]:
    zone = zone_of(calendar.zone)
    found: list[_Opening] = []
    for hours in calendar.hours_on(day):
        opens = _moment(zone, day, hours.opens)
        closes = _moment(zone, day if hours.closes > hours.opens else day + _DAY, hours.closes)
        # Hours that fall into the gap of a spring change have no length.
        if opens < closes:
            found.append((day, opens, closes))
    return found


def _days(calendar: Calendar, first: date) -> Iterator[date]:
    """Gives the days that may have hours. Without weekly hours those are the own days only, so that a search ends."""
    if not any(calendar.weekly):
        yield from sorted(day for day, hours in calendar.own_days.items() if hours and day >= first)
        return
    day = first
    # The last day that can be named is left out: its night would have no morning.
    while day < date.max:
        yield day
        day += _DAY


def _moment(zone: ZoneInfo, day: date, at: time) -> datetime:
    """Returns when a clock on the wall of `zone` first shows this, or the moment at which it is jumped over."""
    wall = datetime.combine(day, at, tzinfo=zone)
    first = wall.replace(fold=0).astimezone(UTC)
    second = wall.replace(fold=1).astimezone(UTC)
    if first <= second:
        return first
    # In a gap `fold` picks the offset of before or of after, so the jump, at a full second, lies between the two.
    before, after = second.replace(microsecond=0), first.replace(microsecond=0) + _SECOND
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) // 2 // _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(UTC)


def _told(calendar: Calendar | None) -> str:
    return "The time is out of reach." if calendar is None else f"Calendar {calendar.version} has too few hours."
