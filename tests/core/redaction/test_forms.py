import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.forms import CLASSES, BadForm, example_of, parts_of, pattern_of, prefixes_of


@pytest.mark.parametrize("name", CLASSES)
@given(seed=st.integers(0, 99))
def test_an_example_is_of_its_form(name, seed):
    form = f"key_{{live|test}}_<{name}:8-20>.<{name}:4>"
    assert re.fullmatch(pattern_of(form), example_of(form, random.Random(seed)))


@pytest.mark.parametrize(
    ("form", "prefixes"),
    [
        ("ghp_<b62:36>", ["ghp_"]),
        ("gh{p|o}_<b62:36>", ["ghp_", "gho_"]),
        ("{a|b}{c|d}-<hex:4>", ["ac-", "ad-", "bc-", "bd-"]),
        ("<hex:32>-us", [""]),
    ],
)
def test_a_prefix_is_all_that_is_fixed_before_the_first_random_sign(form, prefixes):
    assert prefixes_of(form) == prefixes


def test_the_last_part_may_be_longer_than_today():
    assert re.match(pattern_of("ghp_<b62:36>"), "ghp_" + "a" * 50)
    assert not re.match(pattern_of("us<dig:1-2>"), "us123")


@pytest.mark.parametrize(
    ("form", "fault"), [("a<hex>", "neither text"), ("<nosuch:4>", "there is no class 'nosuch'"), ("{}", "neither")]
)
def test_a_form_that_cannot_be_read_is_refused_with_its_fault(form, fault):
    with pytest.raises(BadForm, match=fault):
        parts_of(form)
