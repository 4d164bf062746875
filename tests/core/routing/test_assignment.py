import time
from datetime import timedelta

from hypothesis import given

from chatserver.core.routing.assignment import ASK_AGAIN_AFTER, choose, match_waiting, may_be_asked
from chatserver.core.routing.lines import may_serve, needs_of
from chatserver.core.routing.policies import in_order
from tests.core.routing.lines import agent, agents, chat, chats
from tests.doubles import NOON


def chosen(*candidates, **about) -> str | None:
    return choose(chat(**about), candidates, NOON)


def matched(waiting, candidates) -> dict[str, str]:
    return {match.chat_id: match.agent_id for match in match_waiting(waiting, candidates, NOON)}


def test_the_lowest_load_is_asked_and_the_longest_idle_for_a_tie():
    assert chosen(agent("ada", 2), agent("ben", 1)) == "ben"
    assert chosen(agent("ada", 1, idle=5), agent("ben", 1, idle=50)) == "ben"
    assert chosen(agent("ada", 1, idle=5), agent("new", 1)) == "new"
    assert chosen(agent("ben"), agent("ada")) == "ada"


def test_nobody_is_asked_beyond_the_cap_or_twice_at_once():
    assert chosen(agent("ada", 3, cap=3)) is None
    assert chosen(agent("ada", 9, cap=3)) is None
    assert chosen(agent("ada", cap=0)) is None
    assert chosen(agent("ada", has_offer=True)) is None
    assert chosen() is None


def test_parked_chats_do_not_count():
    assert chosen(agent("ada", 5, cap=3, parked=3)) == "ada"
    assert chosen(agent("ada", 4, parked=3), agent("ben", 2)) == "ada"


def test_only_who_speaks_the_language_and_has_the_team_and_the_skill_is_asked():
    assert chosen(agent("ada", speaks="en"), agent("ben", 2, speaks="en de"), lang="de-AT") == "ben"
    assert chosen(agent("ada", speaks="en"), lang="de") is None
    assert chosen(agent("ada"), agent("ben", 2, teams=frozenset({"tax"})), team="tax") == "ben"
    assert chosen(agent("ada"), agent("ben", 2, skills=frozenset({"tax"})), skill="tax") == "ben"


def test_who_is_needed_for_a_scarce_language_counts_as_half_a_chat_busier():
    crew = [agent(f"en-{number}", 1, speaks="en", idle=1) for number in range(3)]
    bilingual = agent("de", 1, speaks="en de", idle=60)
    assert chosen(bilingual, *crew, lang="en") == "en-0"
    assert chosen(bilingual, *crew, lang="de") == "de"
    assert chosen(agent("de", 0, speaks="en de"), *crew, lang="en") == "de"


def test_a_language_that_many_speak_is_not_scarce():
    crew = [agent(f"both-{number}", 1, speaks="en de", idle=60) for number in range(3)]
    assert chosen(*crew, agent("en", 1, speaks="en", idle=1), lang="en") == "both-0"


def test_two_scarce_languages_weigh_a_whole_chat():
    crew = [agent(f"en-{number}", 2, speaks="en") for number in range(6)]
    assert chosen(agent("x", 1, speaks="en de es", idle=1), *crew, lang="en") == "en-0"
    assert chosen(agent("x", 1, speaks="en de", idle=1), *crew, lang="en") == "x"


def test_the_agent_who_had_the_chat_is_asked_first():
    assert chosen(agent("ada"), agent("ben", 2), preferred_agent="ben") == "ben"
    assert chosen(agent("ada"), agent("ben", 3), preferred_agent="ben") == "ada"
    assert chosen(agent("ada"), preferred_agent="gone") == "ada"
    assert chosen(agent("ada"), agent("ben", speaks="es"), preferred_agent="ben", lang="de") == "ada"


def test_who_let_an_offer_lapse_is_asked_again_only_later():
    assert chosen(agent("ada"), agent("ben", 2), passed_over={"ada": NOON}) == "ben"
    assert chosen(agent("ada"), passed_over={"ada": NOON}) is None
    assert chosen(agent("ada"), passed_over={"ada": NOON - ASK_AGAIN_AFTER}) == "ada"
    assert chosen(agent("ada"), agent("ben"), passed_over={"ada": NOON}, preferred_agent="ada") == "ben"


def test_chats_are_offered_in_the_queues_order_one_for_each_agent():
    assert matched([chat("late", 1), chat("early", 9)], [agent("ada")]) == {"early": "ada"}
    both = [agent("ada", 1), agent("ben")]
    assert matched([chat("late", 1), chat("early", 9)], both) == {"early": "ben", "late": "ada"}


def test_a_chat_that_was_passed_on_keeps_its_place():
    waiting = [chat("A", 9, passed_over={"ada": NOON}), chat("B", 5)]
    assert matched(waiting, [agent("ada")]) == {"B": "ada"}
    assert matched(waiting, [agent("ada"), agent("ben", 2)]) == {"A": "ben", "B": "ada"}


def test_a_chat_on_offer_is_left_alone():
    assert matched([chat("A", offered_to="ada")], [agent("ben")]) == {}


def test_a_chat_that_nobody_can_take_holds_up_no_other():
    waiting = [chat("A", 900, lang="fi"), chat("B", 5, lang="en")]
    assert matched(waiting, [agent("ada", speaks="en")]) == {"B": "ada"}


@given(chats(), agents())
def test_no_offer_breaks_a_rule(waiting, candidates):
    known = {one.id: one for one in waiting}
    crew = {one.id: one for one in candidates}
    matches = match_waiting(waiting, candidates, NOON)
    assert len({match.chat_id for match in matches}) == len({match.agent_id for match in matches}) == len(matches)
    for match in matches:
        one, asked = known[match.chat_id], crew[match.agent_id]
        assert asked.load - asked.parked < asked.cap
        assert not asked.has_offer
        assert may_serve(asked, needs_of(one))
        assert may_be_asked(one, asked.id, NOON)


@given(chats(), agents())
def test_nobody_who_could_be_served_is_left_while_somebody_could_serve(waiting, candidates):
    matches = match_waiting(waiting, candidates, NOON)
    left = {one.id for one in waiting} - {match.chat_id for match in matches}
    idle = [one for one in candidates if one.id not in {match.agent_id for match in matches}]
    for one in waiting:
        if one.id in left:
            assert choose(one, idle, NOON) is None


@given(chats(), agents())
def test_the_offers_depend_on_no_order(waiting, candidates):
    assert match_waiting(waiting[::-1], candidates[::-1], NOON) == match_waiting(waiting, candidates, NOON)


@given(chats(), agents())
def test_the_offers_are_made_in_the_queues_order(waiting, candidates):
    line = [one.id for one in in_order(waiting)]
    made = [line.index(match.chat_id) for match in match_waiting(waiting, candidates, NOON)]
    assert made == sorted(made)


def test_a_crowd_takes_milliseconds():
    langs = ("en", "de", "es", "pt", "fi")
    crowd = [chat(f"{number:03}", number, lang=langs[number % 5]) for number in range(500)]
    crew = [agent(f"{number:02}", speaks=f"{langs[number % 5]} en") for number in range(50)]
    began = time.process_time()
    assert len(match_waiting(crowd, crew, NOON + timedelta(seconds=1))) == 50
    # Some 5 ms; ten times that is allowed for a busy machine.
    assert time.process_time() - began < 0.05
