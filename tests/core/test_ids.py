import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.ids import (
    ALPHABET,
    RANDOM_BITS,
    BadChatId,
    chat_id_from,
    chat_id_symbols,
    dashed_start,
    near_chat_ids,
    parse_chat_id,
)

random_bits = st.integers(0, 2**RANDOM_BITS - 1)


@given(random_bits)
def test_a_chat_id_is_read_back_however_it_is_typed(bits):
    chat_id = chat_id_from(bits)
    symbols = chat_id.replace("-", "")
    for typed in (chat_id, chat_id.lower(), symbols, f"  {symbols[:3]} {symbols[3:]} ", "–".join(chat_id.split("-"))):
        assert parse_chat_id(typed) == chat_id


def test_it_looks_as_documented():
    assert chat_id_from(0) == "0000-0000-00"
    assert len(chat_id_from(2**RANDOM_BITS - 1)) == len("K7Q3-M9XD-5R")


def test_mistyped_letters_that_look_or_sound_alike_are_forgiven():
    chat_id = next(chat_id_from(bits) for bits in range(9999) if {"1", "0", "V"} <= set(chat_id_from(bits)))
    assert parse_chat_id(chat_id.replace("1", "I").replace("0", "O").replace("V", "U")) == chat_id
    assert parse_chat_id(chat_id.replace("1", "l").replace("0", "o").replace("V", "u")) == chat_id


@given(random_bits, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_told(bits, place, symbol):
    right = chat_id_from(bits).replace("-", "")
    wrong = right[:place] + symbol + right[place + 1 :]
    if wrong != right:
        with pytest.raises(BadChatId, match="typing mistake"):
            parse_chat_id(wrong)


@given(random_bits, st.integers(0, 9), st.integers(0, 9))
def test_every_swap_of_two_symbols_is_told(bits, one, other):
    right = chat_id_from(bits).replace("-", "")
    swapped = list(right)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if "".join(swapped) != right:
        with pytest.raises(BadChatId):
            parse_chat_id("".join(swapped))


@pytest.mark.parametrize("text", ["", "K7Q3", "K7Q3-M9XD-5R7", "K7Q3-M9XD-5!", "пароль1234"])
def test_what_is_no_chat_id_is_told_so(text):
    with pytest.raises(BadChatId):
        parse_chat_id(text)


@pytest.mark.parametrize("bits", [-1, 2**RANDOM_BITS])
def test_more_bits_than_fit_are_a_mistake_of_the_caller(bits):
    with pytest.raises(ValueError):
        chat_id_from(bits)


@given(random_bits, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_slip_leads_back_to_the_chat_id(bits, place, symbol):
    chat_id = chat_id_from(bits)
    symbols = chat_id.replace("-", "")
    wrong = symbols[:place] + symbol + symbols[place + 1 :]
    left_out, too_many = symbols[:place] + symbols[place + 1 :], symbols[:place] + symbol + symbols[place:]
    swapped = symbols[:place] + symbols[place + 1 : place + 2] + symbols[place] + symbols[place + 2 :]
    for typed in (wrong, left_out, too_many, swapped, too_many.lower()):
        assert chat_id in near_chat_ids(typed)


def test_few_chat_ids_are_near_and_none_to_other_text():
    assert len(near_chat_ids("K7Q3-M9XD-5R")) <= 12
    for text in ("", "K7Q3", "refund my money please", "*" * 10, "K7Q3-M9XD-5R-22"):
        assert near_chat_ids(text) == ()


def test_a_partial_chat_id_is_written_as_the_whole_one_is():
    assert chat_id_symbols(" k7q3-m9 ") == "K7Q3M9"
    assert dashed_start("K7Q3M9") == "K7Q3-M9"
    assert dashed_start("K7Q3") == "K7Q3"
    assert chat_id_symbols("order 12?") is None
    assert chat_id_symbols("K7Q3-M9XD-5R-222") is None
