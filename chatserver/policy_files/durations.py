"""Times as operators write them: `30 min`, `1 h 30 min`, `3 working days`, `80 %`."""

import re
from datetime import timedelta

from chatserver.core.sla.policies import Target, Within, WithinDays

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "seconds": 1,
    "m": 60,
    "min": 60,
    "mins": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3600,
    "hour": 3600,
    "hours": 3600,
}
_PART = re.compile(r"(\d{1,6})\s*([a-z]+)")
_WORKING_DAYS = re.compile(r"(\d{1,6})\s*working\s*days?")
_PERCENT = re.compile(r"(\d{1,6})\s*%")
# Longer is a slip of the pen; it also bounds every search through a calendar.
LONGEST = timedelta(days=90)
MOST_WORKING_DAYS = 90
MOST_PERCENT = 1000
HOW_TO_WRITE = "Write it like `30 min`, `4 h` or `1 h 30 min`."
HOW_TO_WRITE_TARGETS = "Write it like `30 min`, `4 h`, `1 h 30 min` or `3 working days`."
HOW_TO_WRITE_STEPS = "Write a share of the target like `80 %`, or a time since the start like `10 min`."


class BadTime(ValueError):
    """The text says no time that can be used; `str` is the fault as a sentence."""


def read_duration(text: str) -> timedelta:
    """Returns what `text` says, at least a second and at most `LONGEST`. Raises BadTime."""
    words = text.strip().casefold()
    if re.fullmatch(r"\d+", words):
        raise BadTime(f"'{text}' has no unit.")
    if re.search(r"\d\s*(d|days?|w|weeks?)\b", words):
        raise BadTime(f"'{text}' may mean days of 24 hours or working days.")
    parts = _PART.findall(words)
    if not parts or _PART.sub("", words).strip() or any(unit not in _UNITS for _, unit in parts):
        raise BadTime(f"'{text}' is no time.")
    duration = timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))
    if not duration:
        raise BadTime(f"'{text}' is no time at all.")
    if duration > LONGEST:
        raise BadTime(f"'{text}' is longer than {LONGEST.days} days.")
    return duration


def read_target(text: str) -> Target:
    """Returns the target that `text` says. Raises BadTime."""
    working_days = _WORKING_DAYS.fullmatch(text.strip().casefold())
    if working_days is None:
        return Within(read_duration(text))
    days = int(working_days[1])
    if not 1 <= days <= MOST_WORKING_DAYS:
        raise BadTime(f"'{text}' is not between 1 and {MOST_WORKING_DAYS} working days.")
    return WithinDays(days)


def read_share_or_duration(text: str) -> int | timedelta:
    """Returns when a step is due: a share in percent, or a time on the clock. Raises BadTime."""
    share = _PERCENT.fullmatch(text.strip())
    if share is None:
        return read_duration(text)
    percent = int(share[1])
    if not 1 <= percent <= MOST_PERCENT:
        raise BadTime(f"'{text}' is not between 1 and {MOST_PERCENT} %.")
    return percent
