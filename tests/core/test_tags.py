import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.tags import MAX_TAG_CHARS, MAX_TAGS, tag_of, tags_of


@pytest.mark.parametrize("typed", ["Refund", " refund ", "#refund", "# Refund", "REFUND\n"])
def test_one_tag_has_one_spelling(typed):
    assert tag_of(typed) == "refund"


def test_words_of_a_tag_stand_with_one_space_in_any_script():
    assert tag_of("  Late\tDelivery ") == "late delivery"
    assert tag_of("Возврат") == "возврат"
    # The same letter, composed or not, is the same tag.
    assert tag_of("cafe\u0301") == tag_of("caf\u00e9")


def test_each_tag_stands_once_in_the_order_given():
    assert tags_of(["b", "A", "#b", "", "  ", "a"]) == ("b", "a")


def test_too_long_and_too_many_are_refused():
    assert tag_of("x" * MAX_TAG_CHARS)
    with pytest.raises(Refused) as long:
        tag_of("x" * (MAX_TAG_CHARS + 1))
    assert long.value.code is Code.TOO_LONG
    assert len(tags_of(str(number) for number in range(MAX_TAGS))) == MAX_TAGS
    with pytest.raises(Refused) as many:
        tags_of(str(number) for number in range(MAX_TAGS + 1))
    assert many.value.code is Code.BAD_REQUEST


def test_what_no_store_can_keep_is_refused():
    with pytest.raises(Refused):
        tag_of("a\x00b")
