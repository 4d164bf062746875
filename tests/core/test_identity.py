import base64
import json
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.errors import Code, Refused
from chatserver.core.identity import (
    CLOCK_SKEW,
    MAX_ID_CHARS,
    MAX_LIFETIME,
    MAX_TOKEN_CHARS,
    Identity,
    sign_identity,
    verify_identity,
)
from tests.conftest import ROOT
from tests.doubles import NOON

SECRET = "a secret of at least thirty-two characters"
HOUR = timedelta(hours=1)
ANNA = Identity("u-42", NOON + HOUR, "Anna Ø", "anna@example.com", "Premium")


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(claims: object, secret: str = SECRET) -> str:
    """A token over any JSON, made without the code under test."""
    import hmac

    payload = text(claims if isinstance(claims, bytes) else json.dumps(claims).encode())
    return f"{payload}.{text(hmac.digest(secret.encode(), payload.encode(), 'sha256'))}"


def exp(delta: timedelta) -> float:
    return (NOON + delta).timestamp()


def refusal(token: str, secret: str = SECRET, now=NOON) -> str:
    with pytest.raises(Refused) as refused:
        verify_identity(token, secret, now)
    assert refused.value.code is Code.BAD_IDENTITY
    return refused.value.message


def test_what_was_signed_is_read_back():
    assert verify_identity(sign_identity(ANNA, SECRET), SECRET, NOON) == ANNA
    assert ANNA.details == {"name": "Anna Ø", "email": "anna@example.com", "plan": "Premium"}


def test_numbers_as_ids_fractions_and_nothing_known_are_taken_as_hosts_send_them():
    identity = verify_identity(
        signed({"id": 42, "exp": exp(HOUR) + 0.5, "name": None, "iat": 1, "role": "admin"}), SECRET, NOON
    )
    assert (identity.id, identity.details) == ("42", {})


def test_the_same_id_gives_the_same_key_and_the_key_does_not_show_it():
    assert ANNA.key == Identity("u-42", NOON).key != Identity("u-43", NOON).key
    assert "u-42" not in ANNA.key


@given(st.data())
def test_no_token_with_one_other_character_passes(data):
    token = sign_identity(ANNA, SECRET)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABab01-_.=+/é\n").filter(lambda sign: sign != token[place]))
    refusal(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("", "not base64url"),
        ("x", "not base64url"),
        (sign_identity(ANNA, SECRET) + "=", "not base64url"),
        (sign_identity(ANNA, SECRET) + "\n", "not base64url"),
        (sign_identity(ANNA, SECRET).split(".")[0] + ".", "not base64url"),
        ("eyJhbGciOiJub25lIn0.eyJpZCI6IjEifQ.", "not base64url"),
        (sign_identity(ANNA, SECRET + "!"), "signature is wrong"),
        ("a" * MAX_TOKEN_CHARS + "." + "b" * 43, "longer than"),
        (signed(b"\xff\xfe"), "JSON needs"),
        (signed(b"null"), "JSON needs"),
        (signed(b'{"id":"1","exp":NaN}'), "JSON needs"),
        (signed(b'{"id":"1","exp":1e999}'), "JSON needs"),
        (signed({"exp": exp(HOUR)}), "JSON needs"),
        (signed({"id": "1"}), "JSON needs"),
        (signed({"id": True, "exp": exp(HOUR)}), "JSON needs"),
        (signed({"id": "1", "exp": str(exp(HOUR))}), "JSON needs"),
        (signed({"id": "1", "exp": exp(HOUR), "name": ["Anna"]}), "JSON needs"),
        (signed({"id": "  ", "exp": exp(HOUR)}), "`id`"),
        (signed({"id": "1" * (MAX_ID_CHARS + 1), "exp": exp(HOUR)}), "`id`"),
        (signed({"id": "1", "exp": exp(HOUR), "plan": "p" * 61}), "`plan`"),
        (signed({"id": "1", "exp": exp(HOUR) * 1000}), "not milliseconds"),
        (signed({"id": "1", "exp": 10**30}), "not milliseconds"),
        (signed({"id": "1", "exp": -(10**30)}), "expired"),
        (signed({"id": "1", "exp": exp(MAX_LIFETIME) + 1}), "not milliseconds"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_of_it_repeated(token, told):
    assert told in refusal(token)


def test_a_minute_between_two_clocks_is_forgiven_and_no_more():
    token = sign_identity(ANNA, SECRET)
    assert verify_identity(token, SECRET, ANNA.expires_at + CLOCK_SKEW) == ANNA
    assert "expired" in refusal(token, now=ANNA.expires_at + CLOCK_SKEW + timedelta(seconds=1))


def test_without_a_secret_nobody_is_verified_not_even_by_the_empty_one():
    assert "identity_secret" in refusal(signed({"id": "1", "exp": exp(HOUR)}, ""), "")


def snippets() -> dict[str, str]:
    """The snippets of the documentation, by language."""
    blocks = (ROOT / "docs/identity.md").read_text().split("```")[1::2]
    return {lang: code for lang, _, code in (block.partition("\n") for block in blocks)}


USER = {"id": "u-42", "name": 'Anna "Ø" </script>', "email": "anna@example.com", "plan": "Premium"}
# How each language is started, and what it needs around the snippet.
RUNS = {
    "python": (
        [sys.executable, "-c"],
        "{code}\nimport sys\nprint(chat_identity(sys.argv[1], json.loads(sys.argv[2])))",
    ),
    "js": (["node", "-e"], "{code}\nconsole.log(chatIdentity(process.argv[1], JSON.parse(process.argv[2])));"),
    "php": (["php", "-r"], "{code}\necho chat_identity($argv[1], json_decode($argv[2], true));"),
    "ruby": (["ruby", "-e"], "{code}\nputs chat_identity(ARGV[0], JSON.parse(ARGV[1]))"),
}


@pytest.mark.parametrize("lang", RUNS)
def test_the_documented_snippet_makes_what_the_server_takes(lang):
    import time
    from datetime import UTC, datetime

    command, around = RUNS[lang]
    program = shutil.which(command[0], path=f"{ROOT}/.venv/bin") or shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    code = around.replace("{code}", snippets()[lang])
    run = subprocess.run(
        [program, *command[1:], code, SECRET, json.dumps(USER)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    now = datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251 - the snippet asks the real clock
    identity = verify_identity(run.stdout.strip(), SECRET, now)
    assert {"id": identity.id, **identity.details} == USER
    assert timedelta(minutes=59) < identity.expires_at - now <= HOUR
