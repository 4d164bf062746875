"""The `calendars` of `sla.yml`: zone, weekly hours, holidays and own days, checked and made into calendars."""

import hashlib
from datetime import date
from zoneinfo import available_timezones

import msgspec
from ruamel.yaml.comments import CommentedSeq

from chatserver.core.sla.calendars import Calendar, Interval, zone_of
from chatserver.policy_files.hours import WEEKDAYS, BadHours, read_dates, read_hours, read_weekdays
from chatserver.policy_files.regions import YEARS, BadRegion, public_holidays
from chatserver.yaml_places import Node, Problems, suggestion

# The word for no calendar at all.
WALL_CLOCK = "wall_clock"
_EXAMPLE = "Write `mon-fri: 08:00-12:00, 13:00-18:00` lines below it."

Hours = tuple[Interval, ...]


def read_calendars(file: Node, problems: Problems) -> dict[str, Calendar | None]:
    """Returns the calendars of the file by their names; one with faults, which are reported, is None."""
    if "calendars" not in file or not file["calendars"].as_map(problems, None, "calendars"):
        return {}
    found: dict[str, Calendar | None] = {}
    for name, node in file["calendars"].items():
        if name == WALL_CLOCK:
            problems.add(node, f"'{WALL_CLOCK}' is the word for no calendar.", "Give the calendar another name.")
        else:
            found[name] = _calendar(name, node, problems)
    return found


def version_of(content: object) -> str:
    """Returns a name for content without sets, the same at every start."""
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:12]


def scalar(node: Node) -> str | None:
    """Returns what stands there as text, a number as it was written; None for lists, mappings and nothing."""
    if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
        return None
    return str(node.value).strip()


def _calendar(name: str, node: Node, problems: Problems) -> Calendar | None:
    if not node.as_map(problems, ("zone", "hours", "holidays", "days"), f"calendar '{name}'"):
        return None
    zone = _zone(name, node, problems)
    weekly = _weekly(name, node, problems)
    days = _days(node, problems)
    holidays = _holidays(node, problems)
    if zone is None or weekly is None:
        return None
    version = version_of((zone, weekly, sorted(holidays), sorted(days.items())))
    return Calendar(f"{name}-{version}", zone, weekly, holidays, days)


def _zone(name: str, node: Node, problems: Problems) -> str | None:
    if "zone" not in node:
        problems.add(node, f"Calendar '{name}' has no 'zone'.", "Add a line such as `zone: Europe/Berlin`.")
        return None
    zone = scalar(node["zone"]) or ""
    try:
        zone_of(zone)
    except ValueError:
        problems.add(node["zone"], f"There is no time zone '{zone}'.", _nearest_zone(zone))
        return None
    return zone


def _nearest_zone(zone: str) -> str:
    known = sorted(available_timezones())
    for name in known:
        if zone and zone.casefold().replace(" ", "_") in (name.casefold(), name.rpartition("/")[2].casefold()):
            return f"Did you mean '{name}'?"
    cure = suggestion(zone, known)
    return cure if cure.startswith("Did") else "Write a name such as `Europe/Berlin` or `America/New_York`."


def _weekly(name: str, node: Node, problems: Problems) -> tuple[Hours, ...] | None:
    if "hours" not in node:
        problems.add(node, f"Calendar '{name}' has no 'hours'.", _EXAMPLE.replace("Write", "Add `hours:` and"))
        return None
    if not node["hours"].as_map(problems, None, f"the hours of '{name}'"):
        return None
    before = len(problems.found)
    week: dict[int, Hours] = {}
    for days, value in node["hours"].items():
        hours = _hours_at(node["hours"], days, value, problems)
        try:
            named = read_weekdays(days)
        except BadHours as error:
            _add_at_key(node["hours"], days, value, error, problems)
            continue
        for day in named:
            if day in week:
                fault = f"{WEEKDAYS[day].capitalize()} has hours twice."
                problems.add(value, fault, "Put them into one line, with a comma.")
            week[day] = hours
    if not any(week.values()) and len(problems.found) == before:
        problems.add(node["hours"], f"Calendar '{name}' never opens.", "Give at least one day hours.")
    return tuple(week.get(day, ()) for day in range(7))


def _add_at_key(mapping: Node, key: str, value: Node, error: BadHours, problems: Problems) -> None:
    """Reports what is wrong with a key, where it stands; one that YAML took for a number is known by its value."""
    if key in mapping:
        problems.add(mapping, str(error), error.cure, key=key)
    else:
        problems.add(value, str(error), error.cure)


def _hours_at(mapping: Node, key: str, node: Node, problems: Problems) -> Hours:
    try:
        text = scalar(node)
        if text is None:
            raise BadHours("Hours are missing here.", "Write `08:00-12:00, 13:00-18:00`, or `closed`.")
        return read_hours(text)
    except BadHours as error:
        # Nothing has no place of its own.
        if node.value is None:
            _add_at_key(mapping, key, node, error, problems)
        else:
            problems.add(node, str(error), error.cure)
        return ()


def _days(node: Node, problems: Problems) -> dict[date, Hours]:
    """Returns the own days; one that is named with its year beats one of every year."""
    if "days" not in node or not node["days"].as_map(problems, None, "days"):
        return {}
    every_year: dict[date, Hours] = {}
    once: dict[date, Hours] = {}
    for text, value in node["days"].items():
        hours = _hours_at(node["days"], text, value, problems)
        try:
            dates = read_dates(text, YEARS)
        except BadHours as error:
            _add_at_key(node["days"], text, value, error, problems)
            continue
        (once if len(dates) == 1 else every_year).update(dict.fromkeys(dates, hours))
    return {**every_year, **once}


def _holidays(node: Node, problems: Problems) -> frozenset[date]:
    if "holidays" not in node:
        return frozenset()
    listing = node["holidays"]
    regions = list(listing.elements()) if isinstance(listing.value, CommentedSeq) else [listing]
    found: set[date] = set()
    for region in regions:
        name = scalar(region)
        if not name:
            problems.add(region, "A country or region is missing here.", "Write `holidays: [DE-BY]`.")
            continue
        try:
            found |= public_holidays(name)
        except BadRegion as error:
            problems.add(region, str(error), error.cure)
    return frozenset(found)
