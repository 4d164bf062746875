from datetime import timedelta

from chatserver.core.search.query import Wanted, parse_query
from chatserver.core.search.showing import SNIPPET_CHARS, fits, said, snippet


def marked(text: str, typed: str) -> list[str]:
    found = snippet(said(text), parse_query(typed).words)
    return [found.text[start:end] for start, end in found.marks]


def test_the_beginning_of_a_word_is_found_whatever_its_case_and_accents():
    for typed in ("größe rück ёлка", "GROSSE ruck елка"):
        assert marked("Größe: RÜCKerstattung, Ёлка", typed) == ["Größe", "RÜCKerstattung", "Ёлка"]


def test_numbers_and_addresses_are_marked_whole():
    assert marked("Order A-1234 of anna@mail.example", "a-12 anna@mail") == ["A-1234", "anna@mail"]
    assert marked("E_CONN_RESET", "conn_res") == ["CONN_RESET"]


def test_exact_words_do_not_go_on():
    assert marked("refunds and a refund now", '"refund"') == ["refund"]
    assert marked("the lost order, order lost", '"lost order"') == ["lost order"]


def test_places_count_code_points():
    found = snippet(said("😀😀 refund"), parse_query("refund").words)
    assert found.marks == ((3, 9),)


def test_a_long_text_is_shown_around_what_was_found():
    found = snippet(said("word " * 400 + "needle " + "more " * 400), parse_query("needle").words)
    assert len(found.text) <= SNIPPET_CHARS + 2
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    ((start, end),) = found.marks
    assert found.text[start:end] == "needle"


def test_a_word_longer_than_the_piece_is_cut_with_its_mark():
    found = snippet(said("x" * 500), (Wanted("x"),))
    assert found.marks == ((0, SNIPPET_CHARS),)


def test_marks_do_not_lie_in_one_another():
    assert marked("refund", "re ref refund") == ["refund"]


def scores(*texts: str, typed: str = "refund order", days: tuple[int, ...] = ()) -> list[float]:
    ages = [timedelta(days=age) for age in days or (0,) * len(texts)]
    return fits([said(text) for text in texts], parse_query(typed).words, ages)


def test_the_rare_word_the_whole_word_and_the_short_text_count_more():
    both, one, none = scores("refund order", "order", "nothing")
    assert both > one > none == 0
    whole, begun = scores("refund", "refunding", typed="refund")
    assert whole > begun
    short, long = scores("refund", "refund " + "and so on " * 50, typed="refund")
    assert short > long


def test_what_is_new_comes_first_among_equals_and_not_before_what_is_much_better():
    new, old = scores("refund please", "refund please", typed="refund", days=(0, 90))
    assert new > old
    poor_and_new, good_and_old = scores("order " + "and so on " * 40, "refund order", days=(0, 60))
    assert good_and_old > poor_and_new


def test_a_message_from_the_future_is_no_better_than_one_of_now():
    ahead, now = scores("refund", "refund", typed="refund", days=(-5, 0))
    assert ahead == now
