"""The figures against tables that were counted by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chatserver.core.reporting import (
    Cell,
    LeftAfter,
    Outcome,
    Scope,
    by_half_hour,
    figures,
    group,
    judge,
    judge_all,
    quantile,
)
from chatserver.services.wait import Wait

# A Saturday.
NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
TARGET = timedelta(minutes=5)
BERLIN = ZoneInfo("Europe/Berlin")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def wait(number: int, joined: datetime = NINE, lang: str = "en", plan: str = "", severity: int = 3, **moments) -> Wait:
    """A wait; `answered=3` is three minutes after joining."""
    at = {
        f"{name}_at" if name != "handled" else "handled_until": joined + minutes(value)
        for name, value in moments.items()
        if name not in {"predicted", "low", "high"}
    }
    told = {name: minutes(moments[name]) for name in ("predicted", "low", "high") if name in moments}
    return Wait(f"chat-{number}", joined, lang, plan, severity, **told, **at)


def scope(now: datetime = TEN, zone=UTC, going_on=()) -> Scope:
    return Scope(now, TARGET, zone, frozenset((one.chat_id, one.joined_at) for one in going_on))


# kept 3, broken 4 (one of them a late ticket), tickets in time 1, left early 1.
DAY = [
    wait(1, lang="de", plan="Premium", severity=1, answered=1, predicted=2, low=0, high=3),
    wait(2, lang="de-AT", plan="premium", answered=5, predicted=4, low=1, high=4),
    wait(3, lang="en", answered=2, ticket_offered=1, predicted=1, low=1, high=2),
    wait(4, lang="en", answered=8, ticket_offered=2, breached=5, predicted=1),
    wait(5, lang="en", left=2.5),
    wait(6, lang="en", left=7, ticket_offered=4, breached=5),
    wait(7, lang="pt-BR", ticket_offered=2, ticket_taken=3),
    wait(8, lang="pt-BR", ticket_offered=2, breached=5, ticket_taken=6),
    wait(9, lang="de", joined=NINE + minutes(40), accepted=1, breached=5),
]


def test_a_day_counted_by_hand():
    found = figures(DAY, scope(going_on=[DAY[8]]))
    total = found.total
    assert (total.asked, total.answered, total.left, total.waiting) == (9, 4, 2, 1)
    assert (total.kept, total.broken, total.tickets) == (3, 4, 1)
    assert total.share == 3 / 8
    assert total.share_with_tickets == 4 / 8
    # Over: 1, 2, 2.5, 3, 5, 6, 7, 8; the one who still waits has waited for 20.
    assert (total.middle, total.most, total.longest) == (minutes(3), minutes(8), minutes(20))
    assert found.left_after == (LeftAfter(2, 1), LeftAfter(7, 1))
    assert (found.tickets.offered, found.tickets.taken, found.tickets.needless) == (5, 2, 1)
    assert [one.wait.chat_id for one in found.breaches] == ["chat-9", "chat-8", "chat-6", "chat-4"]


def test_forecasts_are_judged_by_answered_waits_alone():
    found = figures(DAY, scope(going_on=[DAY[8]])).forecasts
    # Inside: 1 in 0 to 3, 2 in 1 to 2; outside: 5 in 1 to 4. Errors: -1, +1, +1, +7.
    assert (found.told, found.inside, found.coverage) == (3, 2, 2 / 3)
    assert found.bias == minutes(2)


def test_groups_by_plan_severity_language_and_hour():
    found = figures(DAY, scope(going_on=[DAY[8]]))
    assert [(one.key, one.asked, one.share) for one in found.by_plan] == [("", 7, 1 / 6), ("premium", 2, 1.0)]
    assert [(one.key, one.asked, one.share) for one in found.by_severity] == [("1", 1, 1.0), ("3", 8, 2 / 7)]
    assert [(one.key, one.share, one.share_with_tickets) for one in found.by_language] == [
        ("de", 2 / 3, 2 / 3),
        ("en", 1 / 3, 1 / 3),
        ("pt", 0.0, 0.5),
    ]
    assert [(one.key, one.asked) for one in found.by_hour] == [("09", 9)]


def test_hours_and_weekdays_are_those_of_the_zone():
    late = wait(1, joined=datetime(2026, 11, 22, 23, 30, tzinfo=UTC), answered=1)
    assert figures([late], scope(zone=UTC)).by_weekday == (Cell(6, 23, 1, 1.0),)
    found = figures([late], scope(zone=BERLIN))
    assert found.by_weekday == (Cell(0, 0, 1, 1.0),)
    assert [one.key for one in found.by_hour] == ["00"]


def test_the_hour_that_comes_twice_is_one_row():
    first, second = (datetime(2026, 10, 25, hour, 15, tzinfo=UTC) for hour in (0, 1))
    found = figures([wait(1, first, answered=1), wait(2, second, answered=9)], scope(zone=BERLIN))
    assert [(one.key, one.asked, one.share) for one in found.by_hour] == [("02", 2, 0.5)]


def test_half_hours_are_those_in_which_somebody_joined():
    judged = judge_all([wait(1, answered=1), wait(2, NINE + minutes(29.9)), wait(3, NINE + minutes(30))], scope())
    assert [(one.key, one.asked) for one in by_half_hour(judged, BERLIN)] == [("10:00", 2), ("10:30", 1)]


def test_of_nothing_nothing_is_said_and_nothing_is_divided():
    found = figures([], scope())
    assert (found.total.share, found.total.share_with_tickets) == (None, None)
    assert (found.total.middle, found.total.most, found.total.longest) == (None, None, None)
    assert (found.forecasts.coverage, found.forecasts.bias) == (None, None)
    assert (found.by_plan, found.by_hour, found.by_weekday, found.left_after, found.breaches) == ((), (), (), (), ())


@pytest.mark.parametrize(
    ("moments", "outcome", "waited", "is_kept"),
    [
        ({"answered": 5}, Outcome.ANSWERED, 5, True),
        ({"answered": 5.001}, Outcome.ANSWERED, 5.001, False),
        # An answer of the same moment goes before the ticket; a ticket answered later is a ticket.
        ({"answered": 3, "ticket_taken": 3}, Outcome.ANSWERED, 3, True),
        ({"answered": 90, "ticket_taken": 3}, Outcome.TICKET, 3, None),
        # Whoever was answered and leaves later has not left the queue; nor is a later ticket one of the queue.
        ({"answered": 3, "left": 9}, Outcome.ANSWERED, 3, True),
        ({"answered": 3, "ticket_taken": 20}, Outcome.ANSWERED, 3, True),
        ({"left": 5}, Outcome.LEFT, 5, None),
        ({"left": 6}, Outcome.LEFT, 6, False),
        ({"ticket_taken": 6}, Outcome.TICKET, 6, False),
        # Handed back to the bot without a word; and one of which nothing more is known.
        ({"accepted": 1, "handled": 2}, Outcome.RETURNED, 2, None),
        ({"accepted": 1, "handled": 8}, Outcome.RETURNED, 8, False),
        ({}, Outcome.RETURNED, 0, None),
        # A clock that was set back makes no wait shorter than none.
        ({"answered": -1}, Outcome.ANSWERED, 0, True),
    ],
)
def test_how_a_wait_ended(moments, outcome, waited, is_kept):
    found = judge(wait(1, **moments), scope())
    assert (found.outcome, found.waited, found.is_kept) == (outcome, minutes(waited), is_kept)


@pytest.mark.parametrize(("waited", "is_kept"), [(4, None), (5, None), (5.1, False)])
def test_a_wait_that_goes_on_is_broken_only_when_the_target_has_passed(waited, is_kept):
    one = wait(1)
    found = judge(one, scope(NINE + minutes(waited), going_on=[one]))
    assert (found.outcome, found.is_kept) == (Outcome.WAITING, is_kept)


def test_an_earlier_wait_of_a_chat_that_waits_again_does_not_go_on():
    earlier, later = wait(1, handled=2), wait(1, NINE + minutes(50))
    found = group("", judge_all([earlier, later], scope(going_on=[later])))
    assert (found.waiting, found.longest) == (1, minutes(10))


@pytest.mark.parametrize(
    ("count", "share", "rank"), [(1, 0.5, 1), (2, 0.5, 1), (3, 0.5, 2), (20, 0.95, 19), (60, 0.95, 57), (7, 0.95, 7)]
)
def test_quantiles_are_values_that_occurred(count, share, rank):
    assert quantile([minutes(number) for number in range(1, count + 1)], share) == minutes(rank)
