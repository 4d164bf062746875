import pytest

from chatserver.core.triage.abuse import without_insults


@pytest.mark.parametrize(
    ("text", "tag", "left"),
    [
        ("you are an idiot", "en", ""),
        ("You IDIOTS charged me twice!", "en", "charged me twice"),
        ("Ihr Idioten, wo ist mein Geld", "de", "wo ist mein geld"),
        ("vete a la mierda", "es", ""),
        ("vai se foder", "pt-BR", ""),
        ("вы идиоты", "ru", ""),
        ("this damn printer is shit", "en", None),
        ("the idiot light is on", "en", None),
        ("", "en", None),
    ],
)
def test_insults_are_taken_out_and_swearing_at_things_is_none(text, tag, left):
    assert without_insults(text, tag) == left


def test_an_author_adds_insults():
    assert without_insults("you clown", "en", ("you clown",)) == ""
    assert without_insults("you clown", "en") is None
