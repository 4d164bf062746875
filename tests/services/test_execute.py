from random import Random
from uuid import UUID

import pytest

from chatserver.core import commands as cmd
from chatserver.core.errors import Refused
from chatserver.core.evolve import fold
from chatserver.core.people import visitor_author
from chatserver.services.execute import Unit, client_key, kept_id


async def test_the_stored_state_is_the_fold_of_the_stored_log(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor("ru")
    for line in ("Привет", "хочу поговорить с человеком", "ещё вопрос"):
        await visitor.says(line)
    assert fold(await visitor.log()) == await desk.chat(visitor.chat_id)


async def test_two_units_on_an_old_state_cannot_both_store(desk):
    visitor = await desk.visitor()
    old = await desk.chat(visitor.chat_id)
    message = cmd.PostMessage(visitor_author(visitor.id), "hi")
    await desk.ctx.store.run(lambda tx: Unit(tx, desk.clock.now(), desk.ctx.policies).execute(old, message).seq)
    with pytest.raises(Refused):
        await desk.ctx.store.run(lambda tx: Unit(tx, desk.clock.now(), desk.ctx.policies).execute(old, message).seq)


def test_a_key_depends_on_sender_and_content():
    author = visitor_author("v")
    assert client_key(author, "c", "a", "b") == client_key(author, "c", "a", "b")
    assert client_key(author, "c", "a", "b") != client_key(author, "c", "ab", "")


def test_a_random_id_is_kept_as_it_is_and_never_refused():
    random = Random(7)
    for _ in range(3000):
        assert kept_id(uuid := str(UUID(int=random.getrandbits(128)))) == uuid
        assert kept_id(short := f"m-{random.getrandbits(32)}") == short


@pytest.mark.parametrize("secret", ["4111111111111111", "msg 4111 1111 1111 1111", "ghp_" + "a1B2" * 9])
def test_an_id_that_is_a_secret_is_kept_as_its_hash(secret):
    kept = kept_id(secret)
    assert kept == kept_id(secret)
    assert "1111" not in kept
    assert "B2a1" not in kept
