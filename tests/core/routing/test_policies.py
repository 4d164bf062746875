from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.policies import (
    DUE,
    FIFO,
    POLICIES,
    STRICT_PRIORITY,
    Place,
    Urgency,
    alarming,
    in_order,
    places,
)
from tests.core.routing.lines import chat, chats
from tests.doubles import NOON

FIVE_MINUTES = timedelta(minutes=5)


def names(waiting, *args) -> str:
    return "".join(one.id for one in in_order(waiting, *args))


@pytest.mark.parametrize(
    ("plan", "severity", "seconds"),
    [
        ("premium", 3, 90),
        ("Premium", 3, 90),
        ("regular", 3, 30),
        ("basic", 3, 0),
        ("", 3, 0),
        ("gold", 9, 0),
        ("basic", 1, 120),
        ("basic", 2, 30),
        ("premium", 1, 210),
        ("regular", 2, 60),
    ],
)
def test_a_plan_and_a_severity_are_worth_so_many_seconds(plan, severity, seconds):
    one = chat(plan=plan, severity=severity)
    assert Urgency().head_start(one) == timedelta(seconds=seconds)
    assert Urgency().due_at(one) == NOON + FIVE_MINUTES - timedelta(seconds=seconds)


def test_a_head_start_is_never_more_than_its_bound_nor_less_than_nothing():
    generous = Urgency(by_plan={"premium": timedelta(hours=1)}, bound=timedelta(minutes=2))
    assert generous.head_start(chat(plan="premium")) == timedelta(minutes=2)
    assert Urgency(by_plan={"basic": timedelta(minutes=-9)}).head_start(chat(plan="basic")) == timedelta(0)


def test_due_is_the_default_and_weighs_waiting_against_the_plan():
    waiting = [chat("B", 100, plan="basic"), chat("P", 20, plan="premium"), chat("Q", 5, plan="premium")]
    assert names(waiting) == "PBQ"
    assert names(waiting, FIFO) == "BPQ"
    assert names(waiting, STRICT_PRIORITY) == "PQB"
    assert POLICIES == {"due": DUE, "fifo": FIFO, "strict_priority": STRICT_PRIORITY}


def test_among_equals_the_longest_wait_is_next_and_a_tie_is_settled_by_the_id():
    waiting = [chat("C", 1), chat("B", 5), chat("A", 1)]
    assert names(waiting) == "BAC"
    assert places(waiting) == [Place("B", 1), Place("A", 2), Place("C", 3)]


def test_of_two_that_are_due_together_the_longer_wait_is_next():
    assert names([chat("A", 10, plan="premium"), chat("B", 100, plan="basic")]) == "BA"


@given(chats(), st.sampled_from(sorted(POLICIES)))
def test_the_order_depends_on_no_order(waiting, name):
    assert in_order(reversed(waiting), POLICIES[name]) == in_order(waiting, POLICIES[name])


@given(chats())
def test_nobody_is_overtaken_by_whoever_came_later_than_the_bound(waiting):
    line = in_order(waiting)
    for place, one in enumerate(line):
        for behind in line[place + 1 :]:
            assert one.waiting_since - behind.waiting_since <= Urgency().bound


def test_strict_priority_starves_which_is_why_it_is_not_the_default():
    waiting = [chat("B", 3_000, plan="basic"), chat("P", 1, plan="premium")]
    assert names(waiting, STRICT_PRIORITY) == "PB"
    assert names(waiting) == "BP"


def test_ten_minutes_are_an_alarm_whatever_the_plan():
    waiting = [chat("A", 600), chat("B", 599, plan="premium"), chat("C", 900)]
    assert [one.id for one in alarming(waiting, NOON)] == ["C", "A"]
