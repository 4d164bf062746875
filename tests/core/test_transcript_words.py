import string
from datetime import date

import pytest
from msgspec.structs import asdict

from chatserver.core.transcript_words import LANGUAGES, date_in, size_in_words, words_of
from tests.conftest import ROOT

DAY = date(2026, 3, 1)


def test_every_language_that_is_shipped_has_its_words():
    shipped = {path.name for path in (ROOT / "intents").iterdir() if path.is_dir() and path.name != "tests"}
    assert len(shipped) == 5
    for lang in shipped - {"en"}:
        assert words_of(lang) is not words_of("en"), lang


def test_a_tag_of_a_region_gets_its_language_and_an_unknown_one_gets_english():
    assert words_of("de-AT") is words_of("de") is words_of("DE")
    assert words_of("pt-BR") is words_of("pt")
    assert words_of("ja") is words_of("") is words_of("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_text_has_the_same_places_as_in_english(lang):
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, other = asdict(words_of("en")), asdict(words_of(lang))
    assert len(other["months"]) == len(set(other["months"])) == 12
    for name in english.keys() - {"months"}:
        assert places(other[name]) == places(english[name]), name
        assert other[name].strip() == other[name] != "", name


def test_a_date_is_written_as_the_language_writes_it():
    assert [date_in(words_of(lang), DAY) for lang in ("en", "de", "es", "pt-BR", "ru")] == [
        "1 March 2026",
        "1. März 2026",
        "1 de marzo de 2026",
        "1 de março de 2026",
        "1 марта 2026 г.",
    ]


def test_a_size_has_one_place():
    sizes = [size_in_words(size) for size in (0, 1, 12_345, 999_499, 1_400_000)]
    assert sizes == ["1 KB", "1 KB", "12 KB", "999 KB", "1.4 MB"]
