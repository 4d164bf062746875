import pytest

from chatserver.core.routing.lines import Needs, may_serve, needs_of, primary, speaks
from tests.core.routing.lines import agent, chat


@pytest.mark.parametrize("tag", ["de", "de-AT", "DE", "de_CH", " de-x-y"])
def test_a_language_is_what_stands_before_the_first_hyphen(tag):
    assert primary(tag) == "de"
    assert speaks(agent(speaks="de-DE"), tag)
    assert not speaks(agent(speaks="en es"), tag)


def test_no_languages_means_all_of_them_and_no_language_means_anyone():
    assert speaks(agent(), "fi")
    assert speaks(agent(speaks="de"), "")


def test_a_team_and_a_skill_are_asked_for_only_where_the_chat_names_them():
    anyone = agent()
    expert = agent(teams=frozenset({"billing"}), skills=frozenset({"tax"}))
    assert may_serve(anyone, Needs("", "", ""))
    assert may_serve(expert, Needs("", "billing", "tax"))
    assert not may_serve(anyone, Needs("", "billing", ""))
    assert not may_serve(anyone, Needs("", "", "tax"))
    assert not may_serve(expert, Needs("", "billing", "law"))


def test_chats_with_the_same_needs_wait_for_the_same_agents():
    assert needs_of(chat(lang="pt-BR", team="x")) == needs_of(chat("B", lang="pt-PT", team="x"))
    assert needs_of(chat(lang="pt")) != needs_of(chat(lang="es"))


def test_parked_chats_take_no_slot():
    assert agent(load=4, cap=3, parked=2).free_slots == 1
    assert agent(load=4, cap=3, parked=2).active == 2
    assert agent(load=5, cap=3).free_slots == 0
    assert agent(load=1, cap=3, parked=2).active == 0
