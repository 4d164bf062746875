from datetime import timedelta
from random import Random
from statistics import fmean

import pytest

from chatserver.simulation.scenario import HandlingShape, Scenario, languages_of_agents, work_of_a_chat


@pytest.mark.parametrize("shape", list(HandlingShape))
def test_work_has_the_mean_that_is_asked_for_whatever_its_shape(shape):
    chance = Random(3)
    scenario = Scenario(work=timedelta(minutes=8), shape=shape)
    assert fmean(work_of_a_chat(scenario, chance) for _ in range(20_000)) == pytest.approx(480, rel=0.02)


def test_everybody_speaks_the_first_language_and_so_many_each_of_the_others():
    spoken = languages_of_agents(Scenario(agents=8, languages={"en": 6, "de": 3, "es": 1}, speakers={"de": 3, "es": 2}))
    assert all("en" in languages for languages in spoken)
    assert [sum(lang in languages for languages in spoken) for lang in ("de", "es")] == [3, 2]
    # In turn, so that nobody has to speak everything while others speak one.
    assert max(len(languages) for languages in spoken) == 2


def test_without_a_number_more_speak_what_more_chats_are_in():
    spoken = languages_of_agents(Scenario(agents=8, languages={"en": 60, "de": 36, "es": 4}, speakers={}))
    assert [sum(lang in languages for languages in spoken) for lang in ("de", "es")] == [5, 2]


def test_no_more_speak_a_language_than_there_are():
    assert languages_of_agents(Scenario(agents=1, languages={"en": 1, "de": 1}, speakers={"de": 5})) == [{"en", "de"}]


def test_the_capacity_is_that_of_agents_at_their_cap():
    assert Scenario(agents=2, cap=2, work=timedelta(minutes=10), slowing=0.5).capacity == pytest.approx(16)
