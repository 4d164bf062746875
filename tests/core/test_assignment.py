from datetime import timedelta

from msgspec.structs import replace

from chatserver.core.assignment import ASK_AGAIN_AFTER, Candidate, choose, match_waiting
from chatserver.core.evolve import fold
from chatserver.core.people import AgentRef
from tests.doubles import NOON
from tests.story import log_of, offered, queued, started


def agent(name: str, load: int = 0, *, idle: int | None = None, cap: int = 3, has_offer: bool = False) -> Candidate:
    last = NOON - timedelta(minutes=idle) if idle is not None else None
    return Candidate(AgentRef(name, name), load, cap, has_offer, last)


def waiting(chat_id: str, seconds: int = 0, *more):
    chat = fold(log_of(started(), queued(since=NOON + timedelta(seconds=seconds)), *more))
    return replace(chat, chat_id=chat_id)


def chosen(*candidates: Candidate, passed_over=None) -> str | None:
    found = choose(candidates, passed_over or {}, NOON)
    return found.agent.id if found else None


def test_the_lowest_load_is_asked_and_the_longest_idle_for_a_tie():
    assert chosen(agent("ada", 2), agent("ben", 1)) == "ben"
    assert chosen(agent("ada", 1, idle=5), agent("ben", 1, idle=50)) == "ben"
    assert chosen(agent("ada", 1, idle=5), agent("new", 1)) == "new"


def test_nobody_is_asked_beyond_the_cap_or_twice_at_once():
    assert chosen(agent("ada", 3, cap=3)) is None
    assert chosen(agent("ada", has_offer=True)) is None
    assert chosen() is None


def test_who_let_an_offer_lapse_is_asked_again_only_later():
    assert chosen(agent("ada"), agent("ben", 2), passed_over={"ada": NOON}) == "ben"
    assert chosen(agent("ada"), passed_over={"ada": NOON}) is None
    assert chosen(agent("ada"), passed_over={"ada": NOON - ASK_AGAIN_AFTER}) == "ada"


def test_chats_are_offered_in_the_queues_order_one_for_each_agent():
    matches = match_waiting([waiting("late", 9), waiting("early", 1)], [agent("ada")], NOON)
    assert [(match.chat.chat_id, match.agent.id) for match in matches] == [("early", "ada")]
    matches = match_waiting([waiting("late", 9), waiting("early", 1)], [agent("ada", 1), agent("ben")], NOON)
    assert [(match.chat.chat_id, match.agent.id) for match in matches] == [("early", "ben"), ("late", "ada")]


def test_a_chat_on_offer_is_left_alone():
    assert match_waiting([waiting("A", 0, offered())], [agent("ben")], NOON) == []
