import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.folding import fold


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Contraseña", "contrasena"),
        ("Й Ё", "и е"),
        ("ｐａｓｓ １２", "pass 12"),
        ("٤١", "41"),
        ("4\u200b1\u00ad1", "411"),
        ("„Zitat“ – l’été", '"zitat" - l\'ete'),
        ("a\u00a0b", "a b"),
        ("é", "\u2261"),
        ("İ", "i"),
        ("4\ufe0f\u20e3", "4"),
    ],
)
def test_what_looks_alike_is_spelled_alike(text, low):
    assert fold(text).low == low


@pytest.mark.parametrize("text", ["пароль: й ё Ё", "contraseña", "não", "Schlüssel"])
def test_composed_and_decomposed_letters_fold_to_the_same(text):
    assert fold(unicodedata.normalize("NFC", text)).low == fold(unicodedata.normalize("NFD", text)).low


def test_a_latin_letter_in_a_russian_word_is_read_as_russian():
    assert fold("пaрoль").low == "пароль"


def test_plain_text_needs_no_places():
    assert fold("plain").places is None
    assert fold("plain").original(1, 3) == (1, 3)


@given(st.text())
def test_every_place_leads_back_to_its_own_sign(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.low)
    starts = [folded.original(place, place + 1) for place in range(len(folded.text))]
    assert all(start < end for start, end in starts)
    assert all(one[1] <= other[0] for one, other in pairwise(starts))
    if "é" not in text and "É" not in text:
        assert all(fold(text[start:end]).text == sign for (start, end), sign in zip(starts, folded.text, strict=True))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_word_is_found_where_it_stands(before, after):
    text = f"{before} hunter2 {after}"
    place = fold(text).text.index(" hunter2 ")
    start, end = fold(text).original(place + 1, place + 8)
    assert fold(text[start:end]).text == "hunter2"
