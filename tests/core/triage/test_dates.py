from datetime import UTC, datetime

import pytest

from chatserver.core.triage.dates import is_zone, read_date, read_time, warm_up

# A Sunday, 11:00 in Berlin.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "tag", "kept"),
    [
        ("tomorrow at 9", "en", "2026-11-23 09:00"),
        ("yesterday at 3 pm", "en", "2026-11-21 15:00"),
        ("Since Monday 8am", "en", "2026-11-16 08:00"),
        ("2 hours ago", "en", "2026-11-22 09:00"),
        ("just now", "en", "2026-11-22 11:00"),
        ("9:30", "en", "2026-11-22 09:30"),
        ("23:30", "en", "2026-11-21 23:30"),
        ("2026-11-20T08:15", "en", "2026-11-20 08:15"),
        ("25/6/2026 10:00", "en", "2026-06-25 10:00"),
        ("12 am today", "en", "2026-11-22 00:00"),
        ("seit gestern 14 Uhr", "de", "2026-11-21 14:00"),
        ("am 12.05. um 8 Uhr", "de", "2026-05-12 08:00"),
        ("12.05.2026 14:30", "de", "2026-05-12 14:30"),
        ("vor 2 Stunden", "de", "2026-11-22 09:00"),
        ("ayer a las 15:00", "es", "2026-11-21 15:00"),
        ("hace 2 horas", "es", "2026-11-22 09:00"),
        ("ayer a las 3 de la tarde", "es", "2026-11-21 15:00"),
        ("hoje às 9h30", "pt-BR", "2026-11-22 09:30"),
        ("há 2 horas", "pt-BR", "2026-11-22 09:00"),
        ("вчера в 15:00", "ru", "2026-11-21 15:00"),
        ("сегодня с 9 утра", "ru", "2026-11-22 09:00"),
        ("2 часа назад", "ru", "2026-11-22 09:00"),
    ],
)
def test_a_moment_is_read_in_the_visitors_language_and_zone(text, tag, kept):
    assert read_time(text, tag, NOW, BERLIN) == f"{kept} {BERLIN}"


@pytest.mark.parametrize(
    ("text", "tag", "kept"),
    [
        ("12.05.", "de", "2026-05-12"),
        ("31.12.", "de", "2025-12-31"),
        ("6. Mai", "de", "2026-05-06"),
        ("12/05/2026", "es", "2026-05-12"),
        ("anteayer", "es", "2026-11-20"),
        ("on Monday", "en", "2026-11-16"),
        ("6 мая", "ru", "2026-05-06"),
    ],
)
def test_a_day_without_a_time_is_a_day_and_no_moment(text, tag, kept):
    assert (read_date(text, tag, NOW, BERLIN), read_time(text, tag, NOW, BERLIN)) == (kept, None)


@pytest.mark.parametrize("text", ["5/6/2026", "3", "2026-02-30", "31.02.2026", "the printer is broken", "", "?!"])
def test_what_is_no_day_or_could_be_two_is_not_guessed(text):
    assert read_date(text, "en", NOW, BERLIN) is None


def test_the_zone_decides_what_today_is():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert read_date("today", "en", late, "Asia/Tokyo") == "2026-11-23"
    assert read_date("today", "en", late, "no/such zone") == "2026-11-22"


def test_a_language_that_is_not_known_still_reads_figures():
    warm_up("xx", NOW)
    assert read_time("2026-05-12 14:30", "xx", NOW, "UTC") == "2026-05-12 14:30 UTC"
    assert read_date("morgen", "xx", NOW, "UTC") is None


def test_a_zone_is_known_by_its_name():
    assert [is_zone(name) for name in ("Europe/Berlin", "UTC", "", "Mars/Base", "../etc/passwd")] == [
        True,
        True,
        False,
        False,
        False,
    ]
