from datetime import UTC, date, datetime, time

import pytest

from chatserver.core.sla.calendars import Interval, is_open, next_opening
from chatserver.policy_files.calendars import read_calendars
from chatserver.yaml_places import Problems, read_yaml

OFFICE = """\
calendars:
  office:
    zone: Europe/Berlin
    hours:
      mon-fri: 08:00-12:00, 13:00-18:00
      sat: 22:00-06:00
    holidays: [DE-BY]
    days:
      12-24: 08:00-12:00
      2026-12-24: closed
      2026-12-25: 10:00-11:00
"""


def read(tmp_path, text):
    file = tmp_path / "sla.yml"
    file.write_text(text)
    problems = Problems()
    return read_calendars(read_yaml(file, file.name, problems), problems), "\n".join(map(str, problems.found))


def test_a_calendar_is_what_the_file_says(tmp_path):
    found, told = read(tmp_path, OFFICE)
    office = found["office"]
    assert told == ""
    day = (Interval(time(8), time(12)), Interval(time(13), time(18)))
    assert office.weekly == ((day,) * 5 + ((Interval(time(22), time(6)),), ()))
    assert date(2026, 1, 6) in office.holidays
    assert office.hours_on(date(2027, 12, 24)) == (Interval(time(8), time(12)),)
    assert office.hours_on(date(2026, 12, 24)) == ()
    assert next_opening(office, datetime(2026, 12, 23, 18, tzinfo=UTC)) == datetime(2026, 12, 25, 9, tzinfo=UTC)
    assert is_open(office, datetime(2026, 6, 7, 3, tzinfo=UTC))


def test_one_holiday_region_needs_no_list(tmp_path):
    found, told = read(tmp_path, OFFICE.replace("[DE-BY]", "NO"))
    assert told == ""
    assert date(2026, 5, 17) in found["office"].holidays


def test_the_version_changes_with_the_content_and_only_with_it(tmp_path):
    version = read(tmp_path, OFFICE)[0]["office"].version
    assert read(tmp_path, OFFICE + "# a remark\n")[0]["office"].version == version
    for edited in (
        OFFICE.replace("18:00", "17:00"),
        OFFICE.replace("DE-BY", "DE"),
        OFFICE.replace("closed", "08:00-09:00"),
    ):
        assert read(tmp_path, edited)[0]["office"].version != version


@pytest.mark.parametrize(
    ("old", "new", "place", "fault", "cure"),
    [
        ("zone:", "zoen:", ":3:5:", "Unknown key 'zoen'", "Did you mean 'zone'?"),
        ("    zone: Europe/Berlin\n", "", ":3:5:", "has no 'zone'", "zone: Europe/Berlin"),
        ("Europe/Berlin", "Europe/Berln", ":3:11:", "no time zone 'Europe/Berln'", "Did you mean 'Europe/Berlin'?"),
        ("Europe/Berlin", "berlin", ":3:11:", "no time zone 'berlin'", "Did you mean 'Europe/Berlin'?"),
        ("Europe/Berlin", "new york", ":3:11:", "no time zone", "Did you mean 'America/New_York'?"),
        ("Europe/Berlin", "Europe", ":3:11:", "no time zone 'Europe'", "Did you mean"),
        ("Europe/Berlin", "[1]", ":3:11:", "no time zone", "such as"),
        ("mon-fri", "mon-fry", ":5:7:", "'fry' is no day of the week", "Did you mean 'fri"),
        ("mon-fri", "12", ":5:11:", "'12' is no day of the week", "Known here"),
        ("sat:", "fri:", ":6:12:", "Friday has hours twice", "one line"),
        ("13:00-18:00", "1300-1800", ":5:16:", "'1300-1800' are no hours", "Write"),
        ("13:00-18:00", "11:00-18:00", ":5:16:", "overlap", "begin when"),
        ("08:00-12:00, 13:00-18:00", "", ":5:7:", "Hours are missing", "closed"),
        ("[DE-BY]", "[DE-BY, DE-BZ]", ":7:23:", "'DE' has no region 'BZ'", "DE-B"),
        ("[DE-BY]", "Germany", ":7:15:", "no holidays of 'Germany'", "Did you mean 'DE'?"),
        ("[DE-BY]", "[]", "", "", ""),
        ("[DE-BY]", "[{}]", ":7:16:", "country or region is missing", "[DE-BY]"),
        ("2026-12-24", "2026-12-42", ":10:7:", "no day '2026-12-42'", "year, month and day"),
        ("12-24: 08", "24.12.: 08", ":9:7:", "'24.12.' is no date", "12-24"),
        ("12-24: 08:00-12:00", "12: 08:00-12:00", ":9:11:", "'12' is no date", "12-24"),
        ("closed", "shut", ":10:19:", "'shut' are no hours", "closed"),
        ("  office:", "  wall_clock:", ":3:5:", "word for no calendar", "another name"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_cure(tmp_path, old, new, place, fault, cure):
    assert old in OFFICE
    told = read(tmp_path, OFFICE.replace(old, new, 1))[1]
    if not place:
        assert told == ""
        return
    assert f"sla.yml{place}" in told, told
    assert fault in told
    assert cure in told


def test_a_calendar_without_hours_or_that_never_opens_is_refused(tmp_path):
    assert "has no 'hours'" in read(tmp_path, "calendars:\n  x:\n    zone: UTC\n")[1]
    assert "never opens" in read(tmp_path, "calendars:\n  x:\n    zone: UTC\n    hours:\n      daily: closed\n")[1]
    assert "must be a mapping" in read(tmp_path, "calendars:\n  x:\n    zone: UTC\n    hours: 08:00-12:00\n")[1]
    assert "must be a mapping" in read(tmp_path, "calendars: [x]\n")[1]
