import pytest

from chatserver.simulation.records import Ending, Forecast, Visit, figures


def visit(waited: float, ending: Ending = Ending.ANSWERED, plan: str = "basic", **about) -> Visit:
    return Visit("A", 100.0, "en", plan, 3, 480.0, 1200.0, ended=100.0 + waited, ending=ending, **about)


def forecast(raw: float, slots_short: float = 1.0) -> Forecast:
    return Forecast(raw, raw - 50, raw + 50, raw + 10, raw - 20, raw + 20, {"slots short": slots_short, "average": 0.0})


def test_the_share_is_of_those_who_were_answered_or_waited_too_long():
    day = figures([visit(10), visit(300), visit(301), visit(20, Ending.LEFT), visit(400, Ending.LEFT)])
    assert day.share == pytest.approx(2 / 4)
    assert day.share_of_all == pytest.approx(2 / 5)
    assert day.left == pytest.approx(2 / 5)


def test_long_waits_are_counted_however_they_ended():
    day = figures([visit(601, Ending.LEFT), visit(600), visit(700, Ending.TICKET)])
    assert day.over_ten_minutes == pytest.approx(2 / 3)
    assert day.longest == 700


def test_plans_are_told_apart():
    day = figures([visit(10, plan="premium"), visit(400), visit(10)])
    assert (day.premium, day.basic) == (1.0, 0.5)


def test_a_warning_counts_before_the_breach_only():
    late = [visit(400, ticket_offered=150.0), visit(400, ticket_offered=401.0), visit(400)]
    assert figures(late).breaches_unwarned == pytest.approx(2 / 3)


def test_an_offered_ticket_is_needless_when_an_answer_came_in_time():
    day = figures([visit(200, ticket_offered=150.0), visit(400, ticket_offered=150.0), visit(10)])
    assert day.needless == 0.5
    assert day.tickets_offered == pytest.approx(2 / 3)


def test_errors_and_coverage_are_of_those_who_waited_for_a_slot():
    day = figures(
        [visit(100, forecast=forecast(130)), visit(100, forecast=forecast(90)), visit(5, forecast=forecast(500, 0.0))]
    )
    assert day.waited_for_a_slot == 2
    assert day.errors == {"raw": 20.0, "calibrated": 20.0, "average": 100.0}
    assert (day.coverage, day.raw_coverage) == (0.5, 1.0)
    assert day.coverage_of_all == pytest.approx(1 / 3)


def test_a_day_without_visitors_has_no_figures():
    with pytest.raises(ValueError, match="nobody asked"):
        figures([])
