import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.replies import (
    MAX_REPLY_CHARS,
    Reply,
    find_replies,
    shortcut_of,
    texts_of,
    title_of,
)

REFUND = Reply(
    "1", "/refund", "Refund is on its way", {"en": "We have sent {visitor} the money.", "de": "Das Geld ist unterwegs."}
)
RESET = Reply("2", "/reset", "Reset the password", {"en": "Use the link on the sign-in page."})
THANKS = Reply("3", "/thanks", "Say thank you", {"pt-BR": "Muito obrigado!"})
ALL = [REFUND, RESET, THANKS]


def test_the_chats_language_comes_first_then_english_then_whatever_there_is():
    assert REFUND.text_for("de-AT") == "Das Geld ist unterwegs."
    assert REFUND.text_for("ru") == "We have sent {visitor} the money."
    assert THANKS.text_for("de") == "Muito obrigado!"
    assert THANKS.text_for("pt") == "Muito obrigado!"
    assert Reply("4", "/empty", "Empty").text_for("en") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("/Refund", "/refund"), ("refund", "/refund"), (" /late_2 ", "/late_2"), ("/возврат", "/возврат")],
)
def test_a_shortcut_is_one_word_after_a_slash(typed, kept):
    assert shortcut_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "/", "two words", "//x", "/a/b", "/" + "x" * 31, "/a.b"])
def test_what_is_no_shortcut_is_refused(typed):
    with pytest.raises(Refused) as refused:
        shortcut_of(typed)
    assert refused.value.code is Code.BAD_REQUEST


def test_empty_texts_are_left_out_and_one_must_stay():
    assert texts_of({"en": " Hello ", "de": "  "}) == {"en": "Hello"}
    for wrong in ({}, {"en": " "}, {"English": "Hello"}, {"en_US": "Hello"}):
        with pytest.raises(Refused):
            texts_of(wrong)
    with pytest.raises(Refused) as long:
        texts_of({"en": "x" * (MAX_REPLY_CHARS + 1)})
    assert long.value.code is Code.TOO_LONG


def test_a_reply_has_a_title_of_one_line():
    assert title_of(" Refund \n later ") == "Refund later"
    with pytest.raises(Refused):
        title_of("  ")


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("/ref", "/refund"),
        ("re", "/reset"),
        ("refnud", "/refund"),
        ("password", "/reset"),
        ("pasword", "/reset"),
        ("sent", "/refund"),
    ],
)
def test_a_search_finds_by_shortcut_title_and_text_and_forgives_slips(typed, best):
    assert find_replies(ALL, typed, "en")[0].shortcut == best


def test_nothing_typed_gives_all_and_nonsense_gives_none():
    assert find_replies(ALL, " / ", "en") == ALL
    assert find_replies(ALL, "qqqqqqq", "en") == []
