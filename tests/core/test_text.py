import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.text import MAX_MESSAGE_BYTES, is_language_tag, require_line, require_message, require_sane


def test_a_message_is_kept_letter_for_letter():
    text = "a < b && c\n\t<b>“quoted”</b> 😀 e\u0301"
    assert require_message(text) == text


def test_line_ends_are_made_one_kind_and_blank_ends_go():
    assert require_message("  one\r\ntwo\rthree \n") == "one\ntwo\nthree"


def test_colour_codes_of_a_pasted_terminal_go():
    assert require_message("\x1b[31merror\x07") == "[31merror"


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "\r\n", "\x07"])
def test_an_empty_message_is_refused(text):
    with pytest.raises(Refused) as refused:
        require_message(text)
    assert refused.value.code is Code.BAD_REQUEST


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "\udfff"])
def test_what_cannot_be_stored_is_refused_and_not_repeated(text):
    for check in (require_message, require_line, require_sane):
        with pytest.raises(Refused) as refused:
            check(text)
        assert refused.value.code is Code.BAD_REQUEST
        assert text not in refused.value.message


def test_the_limit_counts_bytes():
    assert require_message("é" * (MAX_MESSAGE_BYTES // 2))
    with pytest.raises(Refused) as refused:
        require_message("é" * (MAX_MESSAGE_BYTES // 2 + 1))
    assert refused.value.code is Code.TOO_LONG


def test_a_line_has_no_line_breaks_and_an_end():
    assert require_line(" Anna \n Schmidt ") == "Anna Schmidt"
    with pytest.raises(Refused):
        require_line("x" * 401)


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh_Hant_TW", "es-419", "ast", "de-1996"])
def test_a_language_has_a_tag(tag):
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", ["", "e", "German", "en-", "en\n", "en-4111-1111-1111", "en-41111111", "٣٣"])
def test_what_names_no_language_is_no_tag(tag):
    assert not is_language_tag(tag)
