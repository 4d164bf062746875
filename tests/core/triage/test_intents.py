import pytest

from chatserver.core.triage.intents import IntentSet, Language, SlotWords, Variable, fill, fill_all, variables_in

NO_WORDS = Language("", {}, {}, {}, {})


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt", "pt-BR"),
        ("pt_PT", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("fr", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_is_used(asked, used):
    intents = IntentSet("en", dict.fromkeys(("en", "de", "pt-BR"), NO_WORDS), {})
    assert intents.resolve(asked) == used


def test_variables_are_found_and_filled():
    assert variables_in("{{ brand }} and {{name|you}}") == {Variable("brand", None), Variable("name", "you")}
    assert fill("Write to {{ brand }}!", {"brand": "Acme"}) == "Write to Acme!"


def test_what_only_a_chat_knows_stays_until_it_is_said():
    half = fill("Hello {{ name | there }}, this is {{ brand }}.", {"brand": "Acme"})
    assert half == "Hello {{ name | there }}, this is Acme."
    assert fill_all(half, {"name": "Anna"}) == "Hello Anna, this is Acme."
    assert fill_all(half, {"name": ""}) == "Hello there, this is Acme."
    assert fill_all("{{ email }}!", {}) == "!"


def test_a_choice_is_shown_by_its_label():
    words = SlotWords("Plan", "", "", {"basic": "Basic plan"})
    assert (words.shown("basic"), words.shown("other")) == ("Basic plan", "other")
