import pytest

from chatserver.core.attachments import MAX_TEXT_BYTES
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.rules import SHIPPED, OwnRule, Rules
from chatserver.files.texts import BLOCK_CHARS, blocks_of, write_redacted
from chatserver.files.verdicts import Fault, NotTaken
from tests.samples import CARD, KEY

PEM = (
    "-----BEGIN RSA PRIVATE "
    + "KEY-----\n"
    + "\n".join("MIIEpAIBAAKCAQEA7bq3X" + "aZ9+/kQ" * 6 for _ in range(50))
    + "\n-----END RSA PRIVATE "
    + "KEY-----\n"
)


@pytest.mark.parametrize("before", [0, BLOCK_CHARS - 300, BLOCK_CHARS - 1, BLOCK_CHARS, 3 * BLOCK_CHARS - 2000])
def test_a_secret_is_found_wherever_it_stands(before):
    filler = "12:00 all is well here\n" * (before // 23)
    text = f"{filler}card {CARD}\npassword: hunter2secret\ntoken {KEY}\n{PEM}the end\n"
    kept, verdict = write_redacted(text.encode(), SHIPPED)
    for secret in (CARD, "hunter2secret", KEY, "MIIEpAIB"):
        assert secret.encode() not in kept
    assert kept.startswith(filler.encode())
    assert kept.endswith(b"the end\n")
    assert (verdict.redactions, verdict.size_bytes) == (4, len(kept))


def test_a_text_without_secrets_is_kept_to_the_byte():
    for text in (b"\xef\xbb\xbfhello\r\nworld\r\n", b"a" * 30_000, ("ж" * 20_000).encode(), b"\n" * 20_000, b" "):
        assert write_redacted(text, SHIPPED)[0] == text


def test_the_site_s_own_rules_hold_for_files_too():
    rules = Rules((OwnRule("ours", SecretKind.KEY, "acme_<b62:20>"),))
    said = b"the key acme_" + b"a1b2c3d4e5" * 2
    assert write_redacted(said, rules)[1].redactions == 1


def test_the_blocks_are_the_text_and_a_key_stays_in_one():
    text = "x" * 100 + "\n" + "line\n" * 1500 + PEM + "tail " * 4000
    blocks = list(blocks_of(text))
    assert "".join(blocks) == text
    assert sum(PEM in block for block in blocks) == 1
    endless = "-----BEGIN x" + "y" * 50_000
    assert "".join(blocks_of(endless)) == endless


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"x" * (MAX_TEXT_BYTES + 1), Fault.TEXT_TOO_LONG),
        (b"x" * 5000 + b"\xff", Fault.KIND),
        (b"x" * 5000 + b"\0", Fault.KIND),
        (b"<html>", Fault.KIND),
        (b"", Fault.KIND),
    ],
)
def test_what_is_no_text_is_not_taken(raw, fault):
    with pytest.raises(NotTaken) as refused:
        write_redacted(raw, SHIPPED)
    assert refused.value.fault is fault
