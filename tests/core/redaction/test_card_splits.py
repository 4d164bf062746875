import pytest

from chatserver.core.redaction.card_splits import find_split_card
from chatserver.core.redaction.folding import fold


def split(*texts: str) -> list[tuple[int, str]]:
    *earlier, last = map(fold, texts)
    return [(index, span.mask) for index, span in find_split_card(earlier, last)]


def test_a_number_in_several_messages_is_put_together():
    assert split("4111 1111", "1111 1111") == [(0, "••••"), (-1, "•••• 1111")]
    assert split("4111", "1111", "1111 1111") == [(0, "••••"), (1, "••••"), (-1, "•••• 1111")]


@pytest.mark.parametrize("texts", [("4111 1111", "1111 1112"), ("order 4111 1111", "1111 1111"), ("4111 1111", "hi")])
def test_numbers_that_make_no_card_together_stay(texts):
    assert split(*texts) == []
