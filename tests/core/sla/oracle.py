"""A dumb second way to find due times: it steps through UTC minute by minute and knows zones from the tables below.

It shares nothing with the product: no time zone database, no arithmetic of openings. The offsets and the moments at
which they change are the published ones, written down by hand.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    """Reads `2026-03-29 01:00`, which is UTC, here always without saying so."""
    return datetime.fromisoformat(text + "+00:00")


# Minutes east of Greenwich, from a moment in UTC on.
OFFSETS = {
    "Europe/Berlin": [
        ("2023-10-29 01:00", 60),
        ("2024-03-31 01:00", 120),
        ("2024-10-27 01:00", 60),
        ("2025-03-30 01:00", 120),
        ("2025-10-26 01:00", 60),
        ("2026-03-29 01:00", 120),
        ("2026-10-25 01:00", 60),
        ("2027-03-28 01:00", 120),
    ],
    "Europe/London": [("2025-10-26 01:00", 0), ("2026-03-29 01:00", 60), ("2026-10-25 01:00", 0)],
    "America/New_York": [
        ("2023-11-05 06:00", -300),
        ("2024-03-10 07:00", -240),
        ("2025-11-02 06:00", -300),
        ("2026-03-08 07:00", -240),
        ("2026-11-01 06:00", -300),
    ],
    "America/St_Johns": [("2025-11-02 04:30", -210), ("2026-03-08 05:30", -150), ("2026-11-01 04:30", -210)],
    "Australia/Adelaide": [("2025-10-04 16:30", 630), ("2026-04-04 16:30", 570), ("2026-10-03 16:30", 630)],
    "Australia/Lord_Howe": [("2025-10-04 15:30", 660), ("2026-04-04 15:00", 630), ("2026-10-03 15:30", 660)],
    "Pacific/Chatham": [("2025-09-27 14:00", 825), ("2026-04-04 14:00", 765), ("2026-09-26 14:00", 825)],
    "Africa/Cairo": [("2025-10-30 21:00", 120), ("2026-04-23 22:00", 180), ("2026-10-29 21:00", 120)],
    "Asia/Kolkata": [("2000-01-01 00:00", 330)],
    "Asia/Kathmandu": [("2000-01-01 00:00", 345)],
    "Asia/Riyadh": [("2000-01-01 00:00", 180)],
    "UTC": [("2000-01-01 00:00", 0)],
}


class Plan:
    """What a calendar says, as text: `hours` by weekday (0 is Monday), `days` with hours of their own or none."""

    def __init__(
        self, zone: str, hours: dict[int, str], closed: Iterable[str] = (), days: dict[str, str] | None = None
    ):
        self.zone = zone
        self.hours = hours
        self.closed = frozenset(closed)
        self.days = days or {}
        self._offsets = [(utc(at), timedelta(minutes=minutes)) for at, minutes in OFFSETS[zone]]

    def on(self, day: date) -> list[tuple[int, int]]:
        """The hours that begin on `day`, in minutes since its midnight, beyond 1440 for the next morning."""
        if str(day) in self.days:
            return minutes_of(self.days[str(day)])
        if str(day) in self.closed:
            return []
        return minutes_of(self.hours.get(day.weekday(), ""))

    def is_open(self, at: datetime) -> bool:
        offset = [minutes for since, minutes in self._offsets if since <= at][-1]
        wall = at + offset
        minute = wall.hour * 60 + wall.minute
        today, evening_before = self.on(wall.date()), self.on(wall.date() - timedelta(days=1))
        return any(opens <= minute < closes for opens, closes in today) or any(
            opens <= minute + 1440 < closes for opens, closes in evening_before
        )


def minutes_of(hours: str) -> list[tuple[int, int]]:
    found = []
    for part in hours.split():
        opens, closes = (int(end[:2]) * 60 + int(end[3:]) for end in part.split("-"))
        found.append((opens, closes if closes > opens else closes + 1440))
    return found


def due(plan: Plan | None, start: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """Returns the end of the minute with which `minutes` minutes have been open and not paused."""
    at = start
    while minutes:
        is_paused = any(since <= at < until for since, until in pauses)
        if not is_paused and (plan is None or plan.is_open(at)):
            minutes -= 1
        at += MINUTE
    return at
