import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.keys import FormatTable, find_keys, mask_of, may_have_keys
from tests.core.redaction.masked import made, masked, rules

VENDORS = {
    "key.aws.access_key": "AKIA<b32:16>",
    "key.anthropic.key": "sk-ant-api03-<url:80>",
    "key.openrouter.key": "sk-or-v1-<hex:64>",
    "key.openai.key": "sk-proj-<url:48>",
    "key.stripe.secret": "sk_live_<b62:24>",
    "key.github.token": "ghp_<b62:36>",
    "key.gitlab.token": "glpat-<b62:20>",
    "key.google.api_key": "AIza<b62:35>",
    "key.slack.token": "xoxb-<dig:12>-<b62:24>",
    "key.sendgrid.key": "SG.<b62:22>.<b62:43>",
    "key.telegram.bot": "<dig:9>:AA<b62:33>",
    "key.jwt": "eyJ<url:20>.eyJ<url:40>.<url:43>",
}


@pytest.mark.parametrize("rule", VENDORS)
def test_a_key_is_found_under_its_vendors_name(rule):
    assert rules(find_keys, f"here: {made(VENDORS[rule])}, thanks") == [rule]


def test_two_keys_side_by_side_are_two():
    one, other = made("ghp_<b62:36>", 1), made("ghp_<b62:36>", 2)
    assert rules(find_keys, f"{one},{other}") == ["key.github.token"] * 2


@pytest.mark.parametrize("before", ["(", '"', "=", ":", "/", "«", "**", "\n", "key_is_:"])
def test_a_key_is_found_whatever_stands_before_it(before):
    key = made("ghp_<b62:36>")
    assert masked(find_keys, f"{before}{key}") == f"{before}ghp_{key[4:8]}••••••{key[-4:]}"


@pytest.mark.parametrize(
    "text",
    [
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "sk-learn is a library",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk_live_••••1234",
        "sk_live_****************",
        "AKIA................",
        "a-very-long-word-with-dashes-and-nothing-else",
    ],
)
def test_what_merely_looks_similar_stays(text):
    assert masked(find_keys, text) == text


def test_of_rows_with_the_same_beginning_the_one_that_reads_furthest_wins():
    table = FormatTable([("short", "key_<b62:12>"), ("long", "key_<url:24>")])
    (span,) = table.find("key_abcdefghijk1-bcdefghijkl")
    assert (span.rule, span.end) == ("key.long", 28)


def test_of_rows_that_read_as_far_the_longest_prefix_wins():
    table = FormatTable([("any", "key-<url:16-30>"), ("ours", "key-our-<b62:12>")])
    (span,) = table.find("key-our-abcdefghij12")
    assert (span.rule, span.mask) == ("key.ours", "key-our-a••••••2")


def test_a_row_without_a_prefix_is_found_by_what_is_fixed_inside():
    table = FormatTable([("ours", "<b62:8>.ours.<b62:8>")])
    assert [span.rule for span in table.find("it is abcdefg1.ours.abcdefg2!")] == ["key.ours"]


@given(st.text("abcXYZ019_-", max_size=80))
def test_a_mask_shows_at_most_a_quarter(secret):
    head, _, tail = mask_of(secret).partition("•" * 6)
    assert secret.startswith(head)
    assert secret.endswith(tail)
    assert (len(head) + len(tail)) * 4 <= len(secret)


def test_the_quick_look_misses_no_key():
    for form in VENDORS.values():
        assert may_have_keys(made(form))
    assert not may_have_keys("how do I change my address?")
