from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.routing.estimate import Estimate, NoEstimate, estimate_all, estimate_one
from chatserver.core.routing.policies import STRICT_PRIORITY, in_order
from chatserver.core.routing.rates import Rates
from tests.core.routing.lines import agent, agents, chat, chats
from tests.doubles import NOON

# A slot is released every ten minutes, nobody leaves in a lifetime, and an offer is taken in ten seconds.
RATES = Rates(timedelta(minutes=10), timedelta(seconds=10), timedelta(days=1_000))


def estimates(waiting, candidates, rates=RATES) -> dict[str, Estimate]:
    return {one.chat_id: one for one in estimate_all(waiting, candidates, rates, NOON)}


def seconds(waiting, candidates, rates=RATES) -> dict[str, int]:
    return {name: round(one.mean.total_seconds()) for name, one in estimates(waiting, candidates, rates).items()}


def line(length: int, **about):
    return [chat(chr(ord("A") + number), 100 - number, **about) for number in range(length)]


def test_with_a_free_agent_the_wait_is_the_time_to_pick_up():
    assert seconds(line(1), [agent()]) == {"A": 10}


def test_an_agent_with_many_free_slots_picks_up_one_at_a_time():
    assert seconds(line(3), [agent(cap=8)]) == {"A": 10, "B": 20, "C": 30}
    assert seconds(line(3), [agent("ada", cap=8), agent("ben", cap=8)]) == {"A": 10, "B": 10, "C": 20}
    assert seconds(line(1), [agent(cap=8, load=1, has_offer=True)]) == {"A": 20}


def test_without_a_free_slot_everyone_waits_for_one_more_release():
    crew = [agent("ada", 3), agent("ben", 2, cap=2)]
    assert seconds(line(3), crew) == {"A": 130, "B": 250, "C": 370}


def test_free_slots_go_to_those_ahead():
    assert seconds(line(3), [agent("ada", 1, cap=2)]) == {"A": 10, "B": 310, "C": 610}


def test_chats_above_the_cap_must_end_first():
    assert seconds(line(1), [agent("ada", 4, cap=2)]) == {"A": 910}


def test_parked_chats_take_no_slot():
    assert seconds(line(1), [agent("ada", 3, parked=1)]) == {"A": 10}


def test_those_ahead_who_leave_shorten_the_wait():
    leaving = Rates(timedelta(minutes=10), timedelta(seconds=10), timedelta(minutes=10))
    assert seconds(line(3), [agent("ada", 2, cap=2)], leaving) == {"A": 310, "B": 510, "C": 660}


def test_people_ahead_count_by_the_agents_shared_with_them():
    crew = [agent("de", 1, cap=1, speaks="en de"), *(agent(f"en-{n}", 1, cap=1, speaks="en") for n in range(3))]
    waiting = [chat("E", 50, lang="en"), chat("D", 10, lang="de")]
    found = estimates(waiting, crew)
    # One of the four agents who may serve the English chat is the only one for the German.
    assert found["D"].ahead == pytest.approx(0.25)
    assert seconds(waiting, crew)["D"] == 10 + 1.25 * 600
    assert seconds(waiting, crew)["E"] == 10 + 150


def test_nobody_counts_who_waits_for_other_agents():
    crew = [agent("de", 1, cap=1, speaks="de"), agent("en", 1, cap=1, speaks="en")]
    assert estimates([chat("E", 50, lang="en"), chat("D", 10, lang="de")], crew)["D"].ahead == 0


def test_a_free_slot_that_those_ahead_cannot_take_is_for_the_next():
    crew = [agent("de", 3, speaks="en de"), agent("en", 2, speaks="en")]
    waiting = [chat("D", 50, lang="de"), chat("E", 10, lang="en"), chat("F", 5, lang="en")]
    # Three slots are released every ten minutes for the German chat, which all come from agents whom F waits for, too.
    assert seconds(waiting, crew) == {"D": 210, "E": 10, "F": 210}


def test_a_chat_on_offer_waits_for_the_answer_and_holds_up_nobody():
    crew = [agent("ada", 3, has_offer=True)]
    waiting = [chat("A", 50, offered_to="ada"), chat("B", 10)]
    assert seconds(waiting, crew) == {"A": 10, "B": 210}


def test_who_passed_on_a_chat_is_no_free_slot_for_it():
    crew = [agent("ada", 0, cap=1), agent("ben", 1, cap=1)]
    assert seconds([chat("A", passed_over={"ada": NOON})], crew) == {"A": 310}
    assert seconds([chat("A", passed_over={"ada": NOON - timedelta(minutes=2)})], crew) == {"A": 10}


def test_a_slow_agent_counts_for_less():
    slow = Rates(timedelta(minutes=10), timedelta(seconds=10), timedelta(days=1_000), {"ada": timedelta(minutes=20)})
    assert seconds(line(1), [agent("ada", 1, cap=1)], slow) == {"A": 1210}
    assert seconds(line(1), [agent("ben", 1, cap=1)], slow) == {"A": 610}


def test_the_places_are_those_of_the_whole_queue_by_the_policy():
    waiting = [chat("B", 500, plan="basic"), chat("P", 1, plan="premium")]
    assert [(one.chat_id, one.position) for one in estimate_all(waiting, [], RATES, NOON)] == [("B", 1), ("P", 2)]
    strict = estimate_all(waiting, [agent("ada", 3)], RATES, NOON, STRICT_PRIORITY)
    assert [(one.chat_id, one.position) for one in strict] == [("P", 1), ("B", 2)]


def test_nobody_there_is_said_as_such_with_what_is_missing():
    def reason(one, *crew):
        return estimates([one], crew)["A"].reason

    assert reason(chat("A")) is NoEstimate.NOBODY_THERE
    assert reason(chat("A"), agent(cap=0)) is NoEstimate.NOBODY_THERE
    assert reason(chat("A", lang="fi"), agent(speaks="en")) is NoEstimate.NO_AGENT_FOR_LANGUAGE
    assert reason(chat("A", team="tax"), agent()) is NoEstimate.NO_AGENT_FOR_TEAM
    assert reason(chat("A", skill="tax", lang="en"), agent(speaks="en")) is NoEstimate.NO_AGENT_FOR_TEAM
    assert reason(chat("A"), agent(load=99)) is None
    nobody = estimates([chat("A", 30)], [])["A"]
    assert (nobody.mean, nobody.low, nobody.high, nobody.over_target, nobody.position) == (None, None, None, 1.0, 1)


def test_the_probability_of_missing_the_target_counts_what_has_gone_by():
    crew = [agent("ada", 3)]
    over = [estimates([chat("A", waited)], crew)["A"].over_target for waited in (0, 120, 240, 290, 301)]
    assert over == sorted(over)
    # Exponential with a mean of 200 s, and the pickup.
    assert over[0] == pytest.approx(0.24, abs=0.05)
    assert over[-1] == 1


def test_the_range_holds_the_median_and_the_mean_is_the_sum():
    one = estimates(line(4), [agent("ada", 3), agent("ben", 3)])["D"]
    assert timedelta(0) <= one.low < one.median < one.high
    assert one.low < one.mean < one.high
    assert one.left == timedelta(seconds=300 - 97)


def test_one_chat_can_be_asked_for():
    assert estimate_one("B", line(3), [agent()], RATES, NOON).position == 2
    with pytest.raises(KeyError):
        estimate_one("Z", line(3), [agent()], RATES, NOON)


@given(chats(), agents())
def test_no_estimate_is_negative_and_each_has_its_order(waiting, candidates):
    found = estimate_all(waiting, candidates, Rates(), NOON)
    assert [one.chat_id for one in found] == [one.id for one in in_order(waiting)]
    for one in found:
        assert one.ahead >= 0
        assert 0 <= one.over_target <= 1
        if one.mean is None:
            assert one.reason is not None
        else:
            assert timedelta(0) <= one.low <= one.median <= one.high
            assert one.mean > timedelta(0)


@given(st.integers(1, 40), agents(), st.sampled_from(["", "en", "pt"]))
def test_among_equals_a_later_place_never_waits_less(length, candidates, lang):
    waiting = [chat(f"{number:02}", 100 - number, lang=lang) for number in range(length)]
    found = estimate_all(waiting, candidates, Rates(), NOON)
    for field in ("mean", "high"):
        waits = [getattr(one, field) for one in found]
        assert None in waits or waits == sorted(waits)


@given(chats(), agents())
def test_the_estimates_depend_on_no_order(waiting, candidates):
    # Sums of the same numbers in another order differ in the last place.
    def rounded(found):
        return [(one.chat_id, one.mean and round(one.mean.total_seconds(), 3)) for one in found]

    turned = estimate_all(waiting[::-1], candidates[::-1], Rates(), NOON)
    assert rounded(turned) == rounded(estimate_all(waiting, candidates, Rates(), NOON))
