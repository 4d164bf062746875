import pytest

from chatserver.core.triage.features import Analyser, analyser, grams_of_word


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("en", "cancelling", "cancelled"),
        ("de", "rechnungen", "rechnung"),
        ("es", "facturas", "factura"),
        ("pt-BR", "senhas", "senha"),
        ("ru", "посылку", "посылка"),
    ],
)
def test_inflected_words_have_one_stem(tag, one, other):
    assert analyser(tag).stem(one) == analyser(tag).stem(other)


def test_a_language_that_is_not_known_keeps_its_words():
    finnish = Analyser("fi")
    assert finnish.stem("laskuja") == "laskuja"
    assert finnish.groups("lasku") == ()


def test_synonyms_share_a_sign_and_count_less_than_the_word():
    english = analyser("en")
    (group,) = set(english.groups(english.stem("parcel"))) & set(english.groups(english.stem("package")))
    assert group.startswith("#")
    assert english.share_of(group, 0.5, 0.6) == 0.6
    assert english.share_of("the", 0.5, 0.6) == 0.5
    assert english.share_of("parcel", 0.5, 0.6) == 1.0


def test_runs_of_letters_know_where_a_word_begins_and_ends():
    assert grams_of_word("abc") == (" ab", "abc", "bc ", " abc", "abc ", " abc ")
