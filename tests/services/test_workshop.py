from msgspec.structs import replace

from chatserver.services.workshop import Workshop, build_workshop, own_words
from tests.services.conftest import WORKSHOP


def test_a_workshop_has_a_matcher_for_each_language():
    assert WORKSHOP.matchers.keys() == WORKSHOP.intents.languages.keys()


def test_thresholds_of_an_earlier_build_are_used_again():
    known = {}
    first = build_workshop(WORKSHOP.intents, known)
    assert len(known) == len(first.matchers)
    assert build_workshop(WORKSHOP.intents, dict(known)).matchers["en"].thresholds == first.matchers["en"].thresholds


def test_a_workshop_remembers_the_sets_before_it_but_not_all_of_them():
    workshop = Workshop(replace(WORKSHOP.intents, version="v0"), {})
    for number in range(1, 12):
        workshop = Workshop(replace(WORKSHOP.intents, version=f"v{number}"), {}).after(workshop)
    assert list(workshop.past) == [f"v{number}" for number in range(3, 11)]


def test_an_author_adds_synonyms_and_small_talk():
    language = replace(WORKSHOP.intents.languages["en"], synonyms=("gizmo widget",), small_talk=("tell me a riddle",))
    assert own_words(language).synonyms == ("gizmo widget",)
