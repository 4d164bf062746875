import pytest

from chatserver.core.triage.language_guess import guess_language

TAGS = ("en", "de", "es", "pt-BR", "ru")


@pytest.mark.parametrize(
    ("text", "current", "guessed"),
    [
        ("ich kann mich nicht mehr anmelden", "en", "de"),
        ("how can I reset my password please", "de", "en"),
        ("no puedo entrar en mi cuenta", "en", "es"),
        ("não consigo entrar na minha conta", "en", "pt-BR"),
        ("не могу войти в аккаунт", "en", "ru"),
        ("how can I reset my password please", "en", None),
        ("Wie sind die Öffnungszeiten", "de", None),
        ("ok", "en", None),
        ("login error 403", "de", None),
        ("Anna Schmidt", "en", None),
        ("no", "en", None),
    ],
)
def test_another_language_is_guessed_only_when_it_is_clear(text, current, guessed):
    assert guess_language(text, current, TAGS) == guessed


def test_a_language_that_the_site_does_not_have_is_not_guessed():
    assert guess_language("ich kann mich nicht mehr anmelden", "en", ("en", "es")) is None
