import pytest

from chatserver.simulation.desk import Agent


def ada(**about) -> Agent:
    return Agent("ada", frozenset({"en"}), cap=3, pace=1.0, slowing=0.5, **about)


def test_a_chat_alone_takes_its_work():
    agent = ada()
    agent.take("A", 100.0, at=10.0)
    assert agent.next_end() == (110.0, "A")


def test_a_second_chat_slows_both_from_then_on():
    agent = ada()
    agent.take("A", 100.0, at=0.0)
    agent.take("B", 300.0, at=40.0)
    end, first = agent.next_end()
    assert (end, first) == (pytest.approx(40 + 60 * 1.5), "A")
    agent.end("A", end)
    # B had 60 s of its work done beside A, and goes on alone.
    assert agent.next_end() == (pytest.approx(end + 240), "B")


def test_a_change_of_pace_makes_earlier_plans_void():
    agent = ada()
    agent.take("A", 100.0, at=0.0)
    turn = agent.turn
    agent.take("B", 100.0, at=1.0)
    assert agent.turn != turn


def test_an_agent_without_chats_ends_none():
    assert ada().next_end() is None


def test_routing_sees_the_chats_and_the_offer():
    agent = ada(offered="B")
    agent.take("A", 100.0, at=0.0)
    seen = agent.as_candidate()
    assert (seen.load, seen.cap, seen.has_offer, seen.languages) == (2, 3, True, {"en"})
