import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.redaction.randomness import is_object, is_stand_in, is_uuid, looks_random
from tests.core.redaction.masked import made

STAND_INS = [
    "YOUR_API_KEY", "your-token-here", "<token>", "[key]", "${KEY}", "$(cat key)", "{{ key }}", "%KEY%", "$API_KEY",
    "sk_live_****", "sk_live_••••1234", "xxxxx", "ghp_xxxxxxxx", "sk-...", "********", "00000", "process.env.KEY",
    'os.environ["KEY"]', "null", "none", "insert-token-here", "example", "REDACTED",
]  # fmt: skip


@pytest.mark.parametrize("value", STAND_INS)
def test_a_stand_in_opens_nothing(value):
    assert is_stand_in(value)
    assert not looks_random(value, 1)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("form", ["<b62:32>", "<hex:40>", "<b64:44>", "<up:24>", "<low:24>", "<url:43>"])
def test_what_a_machine_has_made_looks_random(form, seed):
    value = made(form, seed)
    assert looks_random(value)
    assert not is_stand_in(value)


@pytest.mark.parametrize(
    "value",
    [
        "HelloDearOperator", "order_confirmation_mail", "1234567890123456", "aaaaaaaaaaaaaaaa", "getCustomerAddress2",
        "short1A", "my-very-long-file-name-2", "internationalisation",
    ],
)  # fmt: skip
def test_words_numbers_and_names_do_not(value):
    assert not looks_random(value)


@pytest.mark.parametrize(
    "value", ["pk_live_a1b2c3d4e5", "cus_a1B2c3D4e5", "main-3f2a9c1b.js", "2026-11-22T10:00:00", "sha256:3f2a9c1b"]
)
def test_an_id_a_public_key_or_a_file_is_no_secret(value):
    assert is_object(value)
    assert not looks_random(value, 8)


def test_a_uuid_is_known_in_either_case():
    assert is_uuid("123e4567-e89b-12d3-a456-426614174000")
    assert is_uuid("123E4567-E89B-12D3-A456-426614174000")
    assert not is_uuid("123e4567-e89b-12d3-a456-42661417400")


@given(st.text(max_size=60))
def test_nothing_shorter_than_asked_looks_random(value):
    assert not looks_random(value, len(value) + 1)
