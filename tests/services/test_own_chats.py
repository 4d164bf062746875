from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core.attachments import Attachment
from chatserver.core.chat import Status
from chatserver.core.commands import CloseChat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import CloseReason, MessagePosted
from chatserver.core.identity import Identity, sign_identity
from chatserver.core.people import bot_author
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import filing, identifying, own_chats, visiting
from chatserver.services.execute import Unit
from chatserver.services.own_chats import LIST_LENGTH, list_own_chats, read_own_chat
from tests.doubles import NOON

SECRET = "s" * 32


async def ended(desk, visitor) -> None:
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    desk.clock.advance(minutes=1)


async def identified(desk, visitor, user_id: str = "u-1") -> None:
    desk.ctx.policy = replace(desk.ctx.policy, identity_secret=SECRET)
    signed = sign_identity(Identity(user_id, NOON + timedelta(days=1), "Anna"), SECRET)
    await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, signed)


def ids(own) -> list[str]:
    return [row.chat.chat_id for row in own.chats]


async def test_the_newest_comes_first_with_the_first_words_and_the_state(desk):
    first = await desk.visitor()
    await first.says("my   invoice is\n```json\nwrong\n```")
    await first.says("and late")
    await ended(desk, first)
    second = await desk.visitor(token=first.token)
    own = await list_own_chats(desk.ctx, first.id)
    assert [(row.chat.chat_id, row.chat.status, row.first_words) for row in own.chats] == [
        (second.chat_id, Status.BOT, ""),
        (first.chat_id, Status.CLOSED, "my invoice is wrong"),
    ]
    assert own.has_more is False


async def test_a_secret_is_as_absent_from_the_list_and_the_transcript_as_from_the_chat(desk):
    visitor = await desk.visitor()
    await visitor.says("my card is 4111 1111 1111 1111")
    own = await list_own_chats(desk.ctx, visitor.id)
    page = (await read_own_chat(desk.ctx, visitor.id, visitor.chat_id, 0)).page
    assert own.chats[0].first_words == "my card is •••• 1111"
    assert "4111" not in repr((own, page.log))


async def test_long_words_are_cut_and_files_alone_are_named(desk):
    visitor = await desk.visitor()
    await visitor.says("a" * 500)
    assert len((await list_own_chats(desk.ctx, visitor.id)).chats[0].first_words) == 120
    await ended(desk, visitor)
    other = await desk.visitor(token=visitor.token)
    picture = Attachment("", "screen.png", "image/png", 9, 3, 4)
    file = await filing.keep_file(desk.ctx, filing.VisitorToken(other.token), other.chat_id, picture, "random")
    await visiting.post_visitor_message(desk.ctx, other.id, other.chat_id, "f", RawText(""), [file.file_id])
    assert (await list_own_chats(desk.ctx, other.id)).chats[0].first_words == "screen.png"


async def test_pages_follow_one_another_without_a_gap(desk):
    visitor = await desk.visitor()
    made = [visitor.chat_id]
    for _ in range(LIST_LENGTH + 2):
        await ended(desk, visitor)
        visitor = await desk.visitor(token=visitor.token)
        made.append(visitor.chat_id)
    first = await list_own_chats(desk.ctx, visitor.id)
    rest = await list_own_chats(desk.ctx, visitor.id, ids(first)[-1])
    assert (len(first.chats), first.has_more, rest.has_more) == (LIST_LENGTH, True, False)
    assert [*ids(first), *ids(rest)] == made[::-1]


async def test_a_verified_person_has_the_chats_of_all_their_browsers(desk):
    phone, desktop, stranger = await desk.visitor(), await desk.visitor(), await desk.visitor()
    await phone.says("from the phone")
    await identified(desk, phone)
    assert phone.chat_id not in ids(await list_own_chats(desk.ctx, desktop.id))
    await identified(desk, desktop)
    assert set(ids(await list_own_chats(desk.ctx, desktop.id))) == {phone.chat_id, desktop.chat_id}
    page = (await read_own_chat(desk.ctx, desktop.id, phone.chat_id, 0)).page
    said = [recorded.event.text for recorded in page.log if isinstance(recorded.event, MessagePosted)]
    assert "from the phone" in said
    await identified(desk, stranger, "u-2")
    assert ids(await list_own_chats(desk.ctx, stranger.id)) == [stranger.chat_id]


async def test_nobody_reads_or_pages_through_a_strangers_chats(desk):
    anna, stranger = await desk.visitor(), await desk.visitor()
    own = own_chats.read_own_chat(desk.ctx, anna.id, anna.chat_id, 0)
    assert (await own).chat.chat_id == anna.chat_id
    for ask in (
        lambda: own_chats.read_own_chat(desk.ctx, stranger.id, anna.chat_id, 0),
        lambda: own_chats.list_own_chats(desk.ctx, stranger.id, anna.chat_id),
    ):
        with pytest.raises(Refused) as refused:
            await ask()
        assert refused.value.code is Code.FORBIDDEN


async def test_who_knows_more_than_there_is_reads_all_of_it(desk):
    visitor = await desk.visitor()
    after_one = await read_own_chat(desk.ctx, visitor.id, visitor.chat_id, 1)
    assert [recorded.seq for recorded in after_one.page.log] == [2]
    after_too_many = await read_own_chat(desk.ctx, visitor.id, visitor.chat_id, 99)
    assert [recorded.seq for recorded in after_too_many.page.log] == [1, 2]


async def test_it_is_told_whether_a_reply_would_be_taken(desk):
    async def can_go_on(of) -> bool:
        return (await read_own_chat(desk.ctx, of.id, of.chat_id, 0)).can_go_on

    def close_for_want_of_a_reply(tx):
        unit = Unit(tx, desk.clock.now(), desk.ctx.policies)
        unit.execute(tx.chats.get(visitor.chat_id), CloseChat(bot_author("Bot"), CloseReason.NO_REPLY))

    visitor = await desk.visitor()
    assert await can_go_on(visitor)
    await desk.ctx.store.run(close_for_want_of_a_reply)
    assert await can_go_on(visitor)
    other = await desk.visitor(token=visitor.token)
    assert not await can_go_on(visitor)
    await ended(desk, other)
    assert not await can_go_on(other)
    assert await can_go_on(visitor)
    desk.clock.advance(days=30)
    assert not await can_go_on(visitor)
