"""Dates and times as people write them in the languages of the bot, from "yesterday at 3 pm" to 2026-05-12 14:30.

dateparser reads the day; the time of day is read here, since it overlooks some of them ("tomorrow at 9"). What could
mean two days (5/6/2026 in English) is not guessed.
"""

import re
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateparser.date import DateDataParser

from chatserver.core.triage.words import normalise

# Said before a day or a time, and no part of it.
_LEAD = re.compile(
    r"^(?:(?:since|from|at|on|around|about|it started|started|ca\.?|circa|seit|ab|am|um|gegen|etwa|desde|a partir de|"
    r"el|la|las|los|a|em|no|na|as|по|с|со|в|во|около|примерно|где-то)\s+)+"
)
_TIME = re.compile(
    r"(?:\b(?:at|um|gegen|a las?|as|в|с|from|desde las?)\s+)?"
    r"\b(?P<hour>2[0-4]|[01]?\d)(?:[:.h](?P<minute>[0-5]\d))?\s*"
    r"(?P<mark>[ap]\.?m\.?|uhr|o'?clock|h\b|hs\b|hrs?\b|(?:часов|часа|час|ч)(?: (?:утра|дня|вечера|ночи))?\b|"
    r"de la manana|de la tarde|de la noche|"
    r"da manha|da tarde|da noite|утра|дня|вечера|ночи|morgens|nachmittags|abends|horas?)?"
)
_AFTERNOON = re.compile(r"p\.?m|tarde|noche|noite|дня|вечера|nachmittags|abends")
_MORNING = re.compile(r"a\.?m|manana|manha|утра|morgens|ночи")
_NOW = re.compile(
    r"\b(?:just now|right now|now|gerade eben|gerade|eben|jetzt|ahora(?: mismo)?|agora(?: mesmo)?|сейчас|только что)\b"
)
_AMBIGUOUS = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/\d{2,4})?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2})(?::\d{2})?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{2}|\d{4})?)?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.")
_RELATIVE = re.compile(r"\bago\b|\bvor\b|\bhace\b|\bha\b|\batras\b|назад|\bearlier\b")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_MONTHS_IN_A_YEAR = 12
_SHORT_YEAR = 2
_MOST_YEARS = 10
_NOON = 12


def read_date(text: str, tag: str, now: datetime, zone: str) -> str | None:
    """Returns the day as YYYY-MM-DD in the visitor's zone, or None when the text does not name one clearly."""
    here = now.astimezone(_zone(zone))
    found = _moment(text, tag, here)
    return found[0].date().isoformat() if found is not None and _is_near(found[0], here) else None


def read_time(text: str, tag: str, now: datetime, zone: str) -> str | None:
    """Returns the moment as "YYYY-MM-DD HH:MM Zone/Name", or None when day and time are not both clear.

    A time without a day is today's, or yesterday's when today's is still to come by hours.
    """
    here = now.astimezone(_zone(zone))
    found = _moment(text, tag, here)
    if found is None or not found[1] or not _is_near(found[0], here):
        return None
    return f"{found[0]:%Y-%m-%d %H:%M} {here.tzinfo}"


def _is_near(moment: datetime, here: datetime) -> bool:
    """Nobody reports what began in another age."""
    return abs(moment.year - here.year) <= _MOST_YEARS


def _moment(text: str, tag: str, here: datetime) -> tuple[datetime, bool] | None:
    """The moment, and whether it names a time of day."""
    said = _LEAD.sub("", normalise(text).strip(" !?,"))
    dotted = _DAY_AND_MONTH.fullmatch(said)
    if dotted is not None:
        day = _from_parts(here, int(dotted[1]), int(dotted[2]), None)
        return (day, False) if day is not None else None
    said = said.rstrip(".")
    iso = _ISO.search(said)
    if iso is not None:
        return _from_iso(iso)
    if _NOW.fullmatch(said):
        return here, True
    slashed = _AMBIGUOUS.search(said)
    if slashed is not None and tag.casefold().startswith("en"):
        first, second = int(slashed[1]), int(slashed[2])
        if first != second and max(first, second) <= _MONTHS_IN_A_YEAR:
            return None
    clock, rest = (None, said) if _RELATIVE.search(said) else _time_of_day(said)
    rest = _LEAD.sub("", rest.strip(" ,.-") + " ").strip(" ,.-")
    if not rest:
        return _on_day(here, here, clock, is_named=False) if clock is not None else None
    day = _day(rest if clock is not None else said, tag, here)
    if day is None:
        return None
    if clock is None:
        # "Two hours ago" is a time, "yesterday" is a day.
        return day, day.time() != here.time() and day.time() != time(0)
    return _on_day(here, day, clock, is_named=True)


def _from_iso(found: re.Match[str]) -> tuple[datetime, bool] | None:
    year, month, day, hour, minute = (int(part) if part else 0 for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute), found[4] is not None  # noqa: DTZ001 - a wall time
    except ValueError:
        return None


def _time_of_day(said: str) -> tuple[time | None, str]:
    """The time of day in a line, and the line without it. A bare number is none: it may be a day."""
    for found in _TIME.finditer(said):
        has_sign = found["mark"] or found["minute"] or not found[0][0].isdigit()
        follows = said[found.end() :].lstrip()
        is_date = said[found.end("minute" if found["minute"] else "hour") :][:1] in {"/", "-"} or follows[:1] == "/"
        if not has_sign or is_date or _is_dotted_date(said, found):
            continue
        hour = int(found["hour"])
        mark = found["mark"] or ""
        if _AFTERNOON.match(mark.strip()) or _AFTERNOON.search(mark):
            hour = hour + _NOON if hour < _NOON else hour
        elif _MORNING.search(mark) and hour == _NOON:
            hour = 0
        return time(hour % 24, int(found["minute"] or 0)), said[: found.start()] + said[found.end() :]
    return None, said


def _is_dotted_date(said: str, found: re.Match[str]) -> bool:
    """12.05.2026, or 12.05. : a day and a month, not a time."""
    return bool(re.match(r"\d{1,2}\.\d{1,2}\.", said[found.start("hour") :])) or bool(
        re.search(r"\d\.$", said[: found.start("hour")])
    )


def _on_day(here: datetime, day: datetime, clock: time, *, is_named: bool) -> tuple[datetime, bool]:
    moment = day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    if not is_named and moment > here + timedelta(hours=1):
        moment -= timedelta(days=1)
    return moment, True


def _day(said: str, tag: str, here: datetime) -> datetime | None:
    dotted = _DOTTED.fullmatch(said)
    if dotted is not None:
        return _from_parts(here, int(dotted[1]), int(dotted[2]), dotted[3])
    if not _HAS_LETTER.search(said) and not re.search(r"[/-]", said):
        return None
    settings = {"RELATIVE_BASE": here.replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
    try:
        parser = DateDataParser(languages=[tag.casefold().split("-")[0]], settings=settings)
        found: datetime | None = parser.get_date_data(said).date_obj
    except ValueError:
        # A language that the library does not know.
        return None
    return found.replace(tzinfo=here.tzinfo) if found is not None else None


def _from_parts(here: datetime, day: int, month: int, year: str | None) -> datetime | None:
    """A day and a month without a year are the last such day."""
    try:
        if year is not None:
            return here.replace(year=int(year) + (2000 if len(year) == _SHORT_YEAR else 0), month=month, day=day)
        this_year = here.replace(month=month, day=day)
        return this_year if this_year <= here else this_year.replace(year=here.year - 1)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Returns whether a browser's name of a time zone is one."""
    return bool(name) and (name == "UTC" or str(_zone(name)) == name)


def warm_up(tag: str, now: datetime) -> None:
    """Loads what dateparser knows of a language, which takes a quarter of a second: before anybody waits for it."""
    read_time("1 h", tag, now, "UTC")
    read_date("x y", tag, now, "UTC")
