import random
import string

import pytest

from chatserver.core.redaction.keys import find_keys

ALNUM = string.ascii_letters + string.digits


def made(alphabet: str, length: int, seed: int = 7) -> str:
    """A synthetic secret, made at test time so that nothing in the repository looks like a live key."""
    return "".join(random.Random(seed).choices(alphabet, k=length))


KEYS = {
    "key.aws": "AKIA" + made(string.ascii_uppercase + "234567", 16),
    "key.anthropic": "sk-ant-" + "api03-" + made(ALNUM, 80),
    "key.openai": "sk-" + "proj-" + made(ALNUM, 48),
    "key.stripe": "sk_" + "live_" + made(ALNUM, 24),
    "key.github": "ghp" + "_" + made(ALNUM, 36),
    "key.gitlab": "glpat" + "-" + made(ALNUM, 20),
    "key.google": "AI" + "za" + made(ALNUM, 35),
    "key.slack": "xox" + "b-" + made(string.digits, 12) + "-" + made(ALNUM, 24),
    "key.sendgrid": "SG." + made(ALNUM, 22) + "." + made(ALNUM, 43),
    "key.npm": "npm" + "_" + made(ALNUM, 36),
    "key.telegram": made(string.digits, 9) + ":AA" + made(ALNUM, 33),
    "key.jwt": "eyJ" + made(ALNUM, 20) + ".eyJ" + made(ALNUM, 40) + "." + made(ALNUM, 43),
}


@pytest.mark.parametrize("rule", KEYS)
@pytest.mark.parametrize("after", ["", ",", ".", ")", "»", '"', " ", "?"])
def test_a_key_with_a_known_prefix_is_found(rule, after):
    key = KEYS[rule]
    spans = list(find_keys(f"here: {key}{after}"))
    assert [span.rule for span in spans] == [rule]
    assert spans[0].end - spans[0].start == len(key)


@pytest.mark.parametrize("rule", KEYS)
def test_at_most_a_quarter_of_the_random_part_is_shown(rule):
    key = KEYS[rule]
    (span,) = find_keys(key)
    head, _, tail = span.mask.partition("•" * 6)
    assert key.startswith(head)
    assert key.endswith(tail)
    assert len(tail) <= 4
    assert key not in span.mask


@pytest.mark.parametrize("label", ["api key:", "API-Key =", "access token", "clave api:", "chave da api", "токен:"])
def test_a_random_value_after_a_label_is_found(label):
    value = made(ALNUM, 32) + "7a"
    (span,) = find_keys(f"{label} {value}")
    assert value not in span.mask


def test_a_private_key_is_found_even_when_it_is_cut_off():
    body = made(ALNUM, 200)
    text = "-----BEGIN RSA " + f"PRIVATE KEY-----\n{body}"
    (span,) = find_keys(text)
    assert (span.start, span.end) == (0, len(text))
    assert body not in span.mask


@pytest.mark.parametrize(
    "text",
    [
        "how do I get an api key?",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "sk-learn is a library",
        "Der API-Schlüssel funktioniert nicht",
        "the access token expired yesterday",
    ],
)
def test_what_merely_looks_similar_stays(text):
    assert list(find_keys(text)) == []
