import msgspec

from chatserver.core.reporting import Scope, figures
from chatserver.report_answers import MOST_BREACHES, MOST_GROUPS, report_ack
from chatserver.services.reports import Report, Span
from tests.core.test_reporting import DAY, NINE, TARGET, minutes, scope, wait


def told(waits, at: Scope) -> dict:
    report = Report(Span(NINE, NINE + minutes(60)), at.now, TARGET, figures(waits, at))
    return msgspec.to_builtins(report_ack(report))


def test_times_are_seconds_and_shares_numbers():
    found = told(DAY, scope(going_on=[DAY[8]]))
    assert (found["target_s"], found["total"]["p50_s"], found["total"]["longest_s"]) == (300.0, 180.0, 1200.0)
    assert (found["total"]["share"], found["total"]["share_with_tickets"]) == (0.375, 0.5)
    assert found["forecasts"] == {"told": 3, "inside": 2, "coverage": 2 / 3, "bias_s": 120.0}
    assert found["tickets"] == {"offered": 5, "taken": 2, "needless": 1}
    assert [(one["chat_id"], one["outcome"]) for one in found["breaches"]][:2] == [
        ("chat-9", "waiting"),
        ("chat-8", "ticket"),
    ]


def test_where_nothing_was_nothing_is_told():
    found = told([], scope())
    assert (found["total"]["share"], found["total"]["p50_s"], found["forecasts"]["bias_s"]) == (None, None, None)


def test_made_up_plans_do_not_fill_the_answer():
    waits = [wait(number, plan=f"{number:03}" + "x" * 4000, answered=9) for number in range(200)]
    found = told([*waits, wait(200, plan="zz"), wait(201, plan="zz")], scope())
    assert len(found["by_plan"]) == MOST_GROUPS
    assert ("zz", 2) in [(one["key"], one["asked"]) for one in found["by_plan"]]
    assert len(msgspec.json.encode(found)) < 200_000


def test_a_bad_day_still_fits_into_an_answer():
    found = told([wait(number, answered=9) for number in range(MOST_BREACHES + 5)], scope())
    assert (found["breach_count"], len(found["breaches"])) == (MOST_BREACHES + 5, MOST_BREACHES)
    assert len(msgspec.json.encode(found)) < 100_000
