import pytest

from chatserver.core.triage.intents import IntentSet, Language, fill, variables_in

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
    assert variables_in("{{ brand }} and {{support_email}}") == {"brand", "support_email"}
    assert fill("Write to {{ brand }}!", {"brand": "Acme"}) == "Write to Acme!"
