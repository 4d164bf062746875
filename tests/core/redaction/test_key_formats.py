import random

import pytest

from chatserver.core.redaction.forms import example_of, prefixes_of
from chatserver.core.redaction.key_formats import FORMATS
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, redact

SEEDS = range(5)
AFTER = ["", ",", ".", ")", "]", "»", '"', "&", "**", "?"]


def test_there_are_many_rows_and_each_has_its_own_name_and_form():
    assert len(FORMATS) >= 120
    assert len({name for name, _ in FORMATS}) == len(FORMATS)
    assert len({form for _, form in FORMATS}) == len(FORMATS)


def shown_of_key(key: str, after: str) -> str:
    """What of the key is still there; everything around it must be."""
    text = redact(Context(), RawText(f"here it is: {key}{after} thanks")).text
    assert text.startswith("here it is: ")
    assert text.endswith(f"{after} thanks")
    return text.removeprefix("here it is: ").removesuffix(f"{after} thanks")


@pytest.mark.parametrize(("name", "form"), FORMATS, ids=[name for name, _ in FORMATS])
def test_every_row_finds_its_example_whatever_stands_after_it(name, form):
    for seed in SEEDS:
        # A stop at the end is the sentence's.
        key = example_of(form, random.Random(seed)).rstrip(".")
        prefix = max((prefix for prefix in prefixes_of(form) if key.startswith(prefix)), key=len)
        for after in AFTER:
            shown = shown_of_key(key, after)
            head, dots, tail = shown.partition("•" * 6)
            assert dots
            assert key.startswith(head)
            assert key.endswith(tail)
            random_signs_shown = max(0, len(head) - len(prefix)) + len(tail)
            assert random_signs_shown * 4 <= len(key) - len(prefix), shown


@pytest.mark.parametrize(("name", "form"), FORMATS, ids=[name for name, _ in FORMATS])
def test_a_masked_example_is_masked_no_further(name, form):
    once = redact(Context(), RawText(f"my key: {example_of(form, random.Random(1))}")).text
    assert redact(Context(), RawText(once)).text == once
