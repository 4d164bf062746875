import pytest

from chatserver.core.errors import Refused
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, mentioning, redacting


async def note(desk, who, chat, text, client_id="n-1"):
    return await handling.add_note(desk.ctx, who, chat.chat_id, client_id, RawText(text))


async def test_who_is_named_in_a_note_finds_it_until_they_have_looked(desk):
    ada, ben, anna = await desk.agent("Ada"), await desk.agent("Ben Bright"), await desk.visitor()
    done = await note(desk, ada, anna, "@ben bright please look")
    assert done.news[0].log[-1].event.mentions == (ben.id,)
    (found,) = await mentioning.list_mentions(desk.ctx, ben)
    assert (found.chat_id, found.seq, found.by.name, found.text) == (
        anna.chat_id,
        done.value.seq,
        "Ada",
        "@ben bright please look",
    )
    assert await mentioning.list_mentions(desk.ctx, ada) == []
    assert await mentioning.read_mentions(desk.ctx, ben, anna.chat_id) == 1
    assert await mentioning.list_mentions(desk.ctx, ben) == []


async def test_nobody_mentions_themselves_and_a_repeat_mentions_nobody_again(desk):
    ada, ben, anna = await desk.agent("Ada"), await desk.agent("Ben"), await desk.visitor()
    await note(desk, ada, anna, "@Ada and @Ben")
    again = await note(desk, ada, anna, "@Ada and @Ben")
    assert again.news == ()
    assert await mentioning.list_mentions(desk.ctx, ada) == []
    await mentioning.read_mentions(desk.ctx, ben, anna.chat_id)
    await note(desk, ada, anna, "@Ada and @Ben")
    assert await mentioning.list_mentions(desk.ctx, ben) == []


async def test_a_secret_is_not_in_the_list_also_when_it_is_marked_later(desk):
    ada, ben, anna = await desk.agent("Ada"), await desk.agent("Ben"), await desk.visitor()
    done = await note(desk, ada, anna, "@Ben password: hunter2secret, and the word swordfish")
    (found,) = await mentioning.list_mentions(desk.ctx, ben)
    assert "hunter2secret" not in found.text
    start = done.value.text.index("swordfish")
    await redacting.redact_marked(desk.ctx, ben, anna.chat_id, "r", done.value.seq, start, start + len("swordfish"))
    (found,) = await mentioning.list_mentions(desk.ctx, ben)
    assert "swordfish" not in found.text


async def test_an_unknown_chat_is_refused(desk):
    ada = await desk.agent("Ada")
    with pytest.raises(Refused):
        await mentioning.read_mentions(desk.ctx, ada, "0000-0000-00")
