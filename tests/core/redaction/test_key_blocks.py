import pytest

from chatserver.core.redaction.key_blocks import private_keys
from tests.core.redaction.masked import made, masked

DASHES = "-" * 5
BODY = "\n".join(made("<b64:64>", seed) for seed in range(4))


def block(kind: str = "RSA ", body: str = BODY) -> str:
    return f"{DASHES}BEGIN {kind}PRIVATE KEY{DASHES}\n{body}\n{DASHES}END {kind}PRIVATE KEY{DASHES}"


def shown(text: str) -> str:
    return masked(lambda folded: private_keys(folded.text), text)


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_whole_block_goes_and_its_kind_stays(kind):
    assert shown(f"look: {block(kind)} ok?") == f"look: {DASHES}BEGIN {kind}PRIVATE KEY{DASHES} •••••••• ok?"


def test_a_block_on_one_line_with_escaped_line_ends_goes():
    assert BODY[:20] not in shown(block().replace("\n", "\\n"))


def test_a_block_that_is_cut_off_goes_as_far_as_its_lines_look_like_it():
    text = f"{block().rpartition(chr(10))[0]}\n\nwhat is wrong with it?"
    assert shown(text).endswith("what is wrong with it?")
    assert not any(line in shown(text) for line in BODY.splitlines())


def test_the_end_of_a_block_is_enough():
    text = block().partition("\n")[2]
    assert not any(line in shown(text) for line in BODY.splitlines())


def test_two_blocks_are_two():
    assert shown(f"{block()}\n{block('EC ')}").count("••••••••") == 2


def test_a_masked_block_is_masked_no_further_but_what_comes_after_it_is():
    once = shown(block())
    assert shown(once) == once
    line = made("<b64:64>")
    assert shown(f"{once}\n{line}") == f"{once}\n••••••••"


def test_a_public_key_stays():
    text = block().replace("PRIVATE", "PUBLIC")
    assert shown(text) == text
