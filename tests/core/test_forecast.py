from datetime import timedelta

from chatserver.core.forecast import TYPICAL_CHAT, TYPICAL_PICKUP, expected_wait


def test_nobody_there_is_said_as_such():
    assert expected_wait(1, agents=0, free_slots=0) is None


def test_with_a_free_agent_the_wait_is_the_time_to_pick_up():
    assert expected_wait(1, agents=1, free_slots=1) == TYPICAL_PICKUP


def test_the_wait_grows_with_those_in_front_and_shrinks_with_agents():
    assert expected_wait(2, agents=1, free_slots=1) == 2 * TYPICAL_PICKUP + TYPICAL_CHAT
    assert expected_wait(3, agents=4, free_slots=0) == TYPICAL_PICKUP + 3 * timedelta(minutes=2)


def test_an_agent_with_many_free_slots_still_picks_up_one_at_a_time():
    assert expected_wait(5, agents=1, free_slots=8) == 5 * TYPICAL_PICKUP
    assert expected_wait(5, agents=5, free_slots=8) == TYPICAL_PICKUP
