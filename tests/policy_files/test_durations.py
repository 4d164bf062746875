from datetime import timedelta

import pytest

from chatserver.core.sla.policies import Within, WithinDays
from chatserver.policy_files.durations import BadTime, read_duration, read_share_or_duration, read_target


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30 min", 1800),
        ("30min", 1800),
        ("90 s", 90),
        ("4 h", 14_400),
        ("1 h 30 min", 5400),
        ("24 Hours", 86_400),
        ("1 hour 1 minute 1 second", 3661),
        ("2160 h", 90 * 86_400),
    ],
)
def test_times_are_read_as_people_write_them(text, seconds):
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no time"),
        ("30", "no unit"),
        ("soon", "no time"),
        ("4 hrs", "no time"),
        ("-4 h", "no time"),
        ("1.5 h", "no time"),
        ("4 h or so", "no time"),
        ("0 min", "no time at all"),
        ("2161 h", "longer than 90 days"),
        ("2 days", "days of 24 hours or working days"),
        ("1 week", "days of 24 hours or working days"),
        ("99999999999999999999 h", "no time"),
    ],
)
def test_what_is_no_time_is_refused(text, fault):
    with pytest.raises(BadTime, match=fault):
        read_duration(text)


def test_a_target_may_be_working_days():
    assert read_target("3 working days") == WithinDays(3)
    assert read_target("1 Working Day") == WithinDays(1)
    assert read_target("4 h") == Within(timedelta(hours=4))
    for text in ("0 working days", "91 working days"):
        with pytest.raises(BadTime, match="between 1 and 90"):
            read_target(text)


def test_a_step_is_a_share_or_a_time():
    assert read_share_or_duration("80 %") == 80
    assert read_share_or_duration("125%") == 125
    assert read_share_or_duration("10 min") == timedelta(minutes=10)
    for text in ("0 %", "1001 %"):
        with pytest.raises(BadTime, match="between 1 and 1000"):
            read_share_or_duration(text)
