"""Announcements: what a waiting visitor is told about the wait, and when it is worth saying something again.

Nothing is said that is not known: a narrow range, else an upper end, else the place. No number ever counts down to
zero.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, floor

from msgspec import Struct

# A wider range helps nobody to decide.
_WIDEST_MIN = 3
# Beyond this, "usually less than N minutes" comforts no one: the place says more.
_LONGEST_MIN = 30
# From here on, minutes are rounded up to fives.
_EXACT_MIN = 10
# The least that is ever promised, however soon it may be: "a minute or two".
_LEAST = (1, 2)
_WORTH_SAYING = timedelta(minutes=1)


class Kind(StrEnum):
    """How to say it. An apology has the new numbers in it, in the same fields."""

    RANGE = "range"
    AT_MOST = "at_most"
    PLACE = "place"
    NOBODY = "nobody"
    APOLOGY = "apology"


class Announcement(Struct, frozen=True):
    """What to tell: minutes from now, whole ones; `low_min` only in a range, `high_min` only where something is
    promised.

    (1, 2) is the least and reads "a minute or two". `position` 1 is next.
    """

    kind: Kind
    position: int
    low_min: int | None = None
    high_min: int | None = None


class Told(Struct, frozen=True):
    """What a visitor was told last, and when; `high` is the 90 % end as it was then. Kept by the caller."""

    announcement: Announcement
    at: datetime
    high: timedelta | None

    @property
    def promised_by(self) -> datetime | None:
        """When a human should have come at the latest, by these words."""
        minutes = self.announcement.high_min
        return None if minutes is None else self.at + timedelta(minutes=minutes)


class Outlook(Struct, frozen=True):
    """What is known now: the place and four-in-five range of what is left, None where nothing is known.

    `is_served` is False when nobody there can serve the chat.
    """

    position: int
    low: timedelta | None = None
    high: timedelta | None = None
    is_served: bool = True


def announce(outlook: Outlook, now: datetime, last: Told | None = None) -> Told | None:
    """Returns what to tell now, or None when it is the same as before, give or take a minute.

    The first time there is always something to tell. Once a promise has passed, an apology with new numbers, and with
    the place alone when there are none.
    """
    fresh = _words(outlook)
    if last is None:
        return Told(fresh, now, outlook.high)
    if fresh.kind is Kind.NOBODY or last.announcement.kind is Kind.NOBODY:
        return None if fresh.kind is last.announcement.kind else Told(fresh, now, outlook.high)
    if last.promised_by is not None and now >= last.promised_by:
        sorry = Announcement(Kind.APOLOGY, fresh.position, fresh.low_min, fresh.high_min)
        return Told(sorry, now, outlook.high)
    return Told(fresh, now, outlook.high) if _has_changed(fresh, outlook, last) else None


def _words(outlook: Outlook) -> Announcement:
    if not outlook.is_served:
        return Announcement(Kind.NOBODY, outlook.position)
    if outlook.high is None:
        return Announcement(Kind.PLACE, outlook.position)
    low = max(_LEAST[0], floor((outlook.low or timedelta(0)) / timedelta(minutes=1)))
    high = max(_LEAST[1], ceil(outlook.high / timedelta(minutes=1)))
    if outlook.low is not None and high - low <= _WIDEST_MIN:
        return Announcement(Kind.RANGE, outlook.position, low, max(high, low + 1))
    if high > _EXACT_MIN:
        high = ceil(high / 5) * 5
    if high > _LONGEST_MIN:
        return Announcement(Kind.PLACE, outlook.position)
    return Announcement(Kind.AT_MOST, outlook.position, None, high)


def _has_changed(fresh: Announcement, outlook: Outlook, last: Told) -> bool:
    before = last.announcement
    if fresh.high_min is None and before.high_min is None:
        return fresh.position != before.position
    if (fresh.low_min, fresh.high_min) == (before.low_min, before.high_min):
        return False
    if outlook.high is None or last.high is None:
        return True
    return abs(outlook.high - last.high) >= _WORTH_SAYING
