import pytest
from msgspec.structs import replace

from chatserver.core.errors import Refused
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import drafting, visiting


def shown(desk):
    desk.ctx.policy = replace(desk.ctx.policy, shows_drafts=True)


async def draft(desk, visitor, text):
    return await drafting.redacted_draft(desk.ctx, visitor.id, visitor.chat_id, RawText(text))


async def test_off_unless_it_is_switched_on(desk):
    anna = await desk.visitor()
    assert await draft(desk, anna, "hello") is None
    shown(desk)
    assert (await draft(desk, anna, "hello")).text == "hello"


@pytest.mark.parametrize(
    "text", ["password: hunter2secret", "my card is 4111 1111 1111 11", "password: hunt", "sk_live_51Habc"]
)
async def test_what_is_or_may_become_a_secret_is_never_shown(desk, text):
    shown(desk)
    anna = await desk.visitor()
    told = (await draft(desk, anna, text)).text
    assert text.split()[-1] not in told


async def test_nothing_of_a_draft_is_kept(desk):
    shown(desk)
    anna = await desk.visitor()
    before = await anna.log()
    await draft(desk, anna, "canary-7f3a")
    assert await anna.log() == before
    assert "canary" not in repr(await desk.chat(anna.chat_id))


async def test_a_long_draft_is_shown_by_its_beginning_and_a_closed_chat_has_none(desk):
    shown(desk)
    anna = await desk.visitor()
    assert len((await draft(desk, anna, "word " * 2000)).text) <= drafting.MAX_DRAFT_CHARS
    await visiting.close_chat(desk.ctx, anna.id, anna.chat_id, "bye")
    assert await draft(desk, anna, "hello") is None


async def test_nobody_drafts_into_a_strangers_chat(desk):
    shown(desk)
    anna, eve = await desk.visitor(), await desk.visitor()
    with pytest.raises(Refused):
        await drafting.redacted_draft(desk.ctx, eve.id, anna.chat_id, RawText("hello"))
