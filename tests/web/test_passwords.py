import asyncio

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.web.passwords import ArgonPasswords


@pytest.fixture
def passwords():
    hasher = ArgonPasswords()
    yield hasher
    hasher.close()


async def test_passwords_are_hashed_with_argon2id_and_salt(passwords):
    one, other = await passwords.hash("correct horse"), await passwords.hash("correct horse")
    assert one.startswith("$argon2id$")
    assert one != other
    assert await passwords.verify(one, "correct horse")
    assert not await passwords.verify(one, "wrong")
    assert not await passwords.verify(None, "correct horse")
    assert not await passwords.verify("no hash", "correct horse")


async def test_a_flood_of_sign_ins_is_told_to_come_back(passwords, monkeypatch):
    monkeypatch.setattr("chatserver.web.passwords._MAX_WAITING", 2)
    outcomes = await asyncio.gather(*(passwords.hash("x" * 8) for _ in range(5)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert {outcome.code for outcome in refused} == {Code.BUSY}
    assert len(refused) == 3
