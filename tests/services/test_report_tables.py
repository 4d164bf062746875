import csv
import io

import pytest

from chatserver.core.reporting import figures
from chatserver.services.report_tables import breaches_csv, figures_csv, report_text
from chatserver.services.reports import Report, Span
from tests.core.test_reporting import DAY, NINE, TARGET, minutes, scope, wait


def made(waits, **options) -> Report:
    at = scope(**options)
    return Report(Span(NINE, NINE + minutes(60)), at.now, TARGET, figures(waits, at))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_group_is_a_line_and_the_total_has_all_of_it():
    told = rows(figures_csv(made(DAY, going_on=[DAY[8]])))
    total = told[0]
    assert (total["table"], total["asked"], total["share"], total["share_with_tickets"]) == (
        "total",
        "9",
        "0.3750",
        "0.5000",
    )
    assert (total["p50_s"], total["forecast_bias_s"], total["tickets_needless"]) == ("180.0", "120.0", "1")
    by = {(row["table"], row["key"]): row for row in told}
    assert by["language", "de"]["share"] == "0.6667"
    assert by["weekday", "Sat 09"]["asked"] == "9"
    assert by["weekday", "Sat 09"]["share"] == "0.3750"
    assert (by["left", "2"]["left"], by["left", "7"]["left"]) == ("1", "1")


def test_breaches_come_with_what_happened_on_the_way():
    told = rows(breaches_csv(made(DAY, going_on=[DAY[8]])))
    assert [row["chat_id"] for row in told] == ["chat-9", "chat-8", "chat-6", "chat-4"]
    assert told[3]["answered_at"] == "2026-11-21T09:08:00Z"
    assert (told[3]["waited_s"], told[3]["outcome"], told[0]["answered_at"]) == ("480.0", "answered", "")


@pytest.mark.parametrize("plan", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_what_a_visitor_typed_is_no_formula(plan):
    report = made([wait(1, plan=plan, answered=9)])
    for row in (*rows(figures_csv(report))[1:2], *rows(breaches_csv(report))):
        assert row.get("plan", row.get("key")).casefold() == f"'{plan}".casefold()


def test_nor_does_it_break_a_line_or_steer_a_terminal():
    report = made([wait(1, plan="a\r\nb\x1b[31m", answered=9)])
    assert len(rows(breaches_csv(report))) == 1
    assert "\x1b" not in report_text(report) + breaches_csv(report) + figures_csv(report)


def test_people_read_a_table():
    text = report_text(made(DAY, going_on=[DAY[8]]))
    for part in (
        "Answered within 5 min: 37.5 % (tickets as kept: 50.0 %)",
        "9 asked, 4 answered, 2 left, 1 still wait; 4 promises broken",
        "half up to 3:00, 95 % up to 8:00, longest 20:00",
        "66.7 % of 3 held what was told; actual less predicted +120 s",
        "5 offered, 2 taken, 1 offered needlessly",
    ):
        assert part in text
    assert "–" not in text.split("Language")[1].split("Hour")[0]


def test_of_nothing_is_said_that_nobody_asked():
    assert "Nobody asked for a human in this time." in report_text(made([]))
    assert rows(figures_csv(made([])))[0]["share"] == ""
