from datetime import timedelta

import msgspec
import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.events import ChatStarted, CloseReason, DetailsCollected
from chatserver.core.identity import Identity, sign_identity
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, identifying, visiting, watching
from chatserver.services.ports import Presence
from tests.doubles import NOON

SECRET = "a secret of at least thirty-two characters"
ANNA = Identity("u-42", NOON + timedelta(hours=1), "Anna", "anna@example.com", "Premium")
BEN = Identity("u-43", NOON + timedelta(hours=1), "Ben")


@pytest.fixture(autouse=True)
def _with_secret(desk):
    desk.ctx.policy = msgspec.structs.replace(desk.ctx.policy, identity_secret=SECRET)


async def start(desk, identity=None, token=None, details=None):
    """Returns the token and the chat that a browser gets."""
    said = sign_identity(identity, SECRET) if identity else None
    return (
        await visiting.start_chat(desk.ctx, visiting.Arrival("en", details=details, token=token, identity=said))
    ).value


async def code_of(asked) -> Code:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.code


async def test_a_verified_visitor_has_the_same_chat_on_every_device(desk):
    _, chat = await start(desk, ANNA)
    token, same = await start(desk, ANNA)
    assert same.chat_id == chat.chat_id
    assert (await visiting.resume_chat(desk.ctx, chat.chat_id, token, 0, None)).chat.chat_id == chat.chat_id
    # The connection is the chat's own visitor, or the one of this device; both may write.
    other_id = await desk.ctx.store.read(lambda tx: tx.visitors.same_person(chat.visitor_id)[0])
    for number, visitor_id in enumerate((chat.visitor_id, other_id)):
        await visiting.post_visitor_message(
            desk.ctx, visitor_id, chat.chat_id, f"m-{number}", RawText(f"hello {number}")
        )
    log = await desk.ctx.store.read(lambda tx: tx.chats.events_after(chat.chat_id, 0, 100))
    authors = {r.event.author.id for r in log if getattr(r.event, "author", None) and r.event.author.kind == "visitor"}
    assert authors == {chat.visitor_id}


async def test_what_is_signed_is_verified_and_what_is_claimed_is_not(desk):
    _, chat = await start(desk, ANNA, details={"name": "Mallory", "order": "7"})
    assert chat.details == {"name": "Anna", "email": "anna@example.com", "plan": "Premium", "order": "7"}
    assert set(chat.verified) == {"name", "email", "plan"}
    _, claimed = await start(desk, details={"name": "Anna", "email": "anna@example.com", "id": "u-42"})
    assert claimed.verified == ()
    assert claimed.chat_id != chat.chat_id


async def test_nobody_else_gets_into_the_chats_of_a_verified_visitor(desk):
    _, chat = await start(desk, ANNA)
    for token, _ in (await start(desk), await start(desk, BEN), await start(desk, details={"id": "u-42"})):
        assert await code_of(visiting.resume_chat(desk.ctx, chat.chat_id, token, 0, None)) is Code.FORBIDDEN


async def test_who_signs_in_during_a_chat_goes_on_with_it_and_agents_are_told_once(desk):
    visitor = await desk.visitor()
    signed = sign_identity(ANNA, SECRET)
    first = await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, signed)
    again = await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, signed)
    assert [type(r.event) for news in first.news for r in news.log] == [DetailsCollected]
    assert again.news == ()
    assert (await desk.chat(visitor.chat_id)).visitor_name == "Anna"
    _, elsewhere = await start(desk, ANNA)
    assert elsewhere.chat_id == visitor.chat_id


async def test_with_two_open_chats_this_browsers_own_goes_on(desk):
    _, first = await start(desk, ANNA)
    visitor = await desk.visitor()
    await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, sign_identity(ANNA, SECRET))
    assert (await start(desk, ANNA, visitor.token))[1].chat_id == visitor.chat_id
    desk.clock.advance(seconds=5)
    await visitor.says("hello")
    assert (await start(desk, ANNA))[1].chat_id == visitor.chat_id, "the newest, on a third device"
    assert (await desk.chat(first.chat_id)).is_open


async def test_another_persons_identity_is_refused_and_changes_nothing(desk):
    token, chat = await start(desk, ANNA)
    assert await code_of(start(desk, BEN, token)) is Code.FORBIDDEN
    refused = identifying.identify_visitor(desk.ctx, chat.chat_id, token, sign_identity(BEN, SECRET))
    assert await code_of(refused) is Code.FORBIDDEN
    assert (await desk.chat(chat.chat_id)).details["name"] == "Anna"


async def test_a_false_or_old_identity_is_refused_before_anything_is_stored(desk):
    token = "t" * 43
    for identity, secret in ((ANNA, "x" * 40), (Identity("u-42", NOON - timedelta(hours=1)), SECRET)):
        arrival = visiting.Arrival("en", token=token, identity=sign_identity(identity, secret))
        assert await code_of(visiting.start_chat(desk.ctx, arrival)) is Code.BAD_IDENTITY
    assert await code_of(visiting.resume_chat(desk.ctx, "K7Q3-M9XD-5R", token, 0, None)) is Code.FORBIDDEN


async def test_who_is_blocked_is_so_on_every_device(desk):
    ada = await desk.agent("Ada")
    _, chat = await start(desk, ANNA)
    taken = await handling.claim_chat(desk.ctx, ada, chat.chat_id, "c")
    await handling.block_visitor(desk.ctx, ada, chat.chat_id, "b", taken.value[1])
    assert await code_of(start(desk, ANNA)) is Code.BLOCKED
    assert (await start(desk, BEN))[1].is_open


async def test_who_is_blocked_cannot_go_on_in_a_chat_that_is_open_elsewhere(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    laptop, phone, later = await desk.visitor(), await desk.visitor(), await desk.visitor()
    for one in (laptop, phone):
        await identifying.identify_visitor(desk.ctx, one.chat_id, one.token, sign_identity(ANNA, SECRET))
    await handling.claim_chat(desk.ctx, ben, phone.chat_id, "c")
    taken = await handling.claim_chat(desk.ctx, ada, laptop.chat_id, "c")
    done = await handling.block_visitor(desk.ctx, ada, laptop.chat_id, "b", taken.value[1])
    for one in (laptop, phone):
        chat = await desk.chat(one.chat_id)
        assert (chat.is_open, chat.close_reason) == (False, CloseReason.CONDUCT)
    assert {news.chat.chat_id for news in done.news} == {laptop.chat_id, phone.chat_id}
    # Nor in one that was begun by nobody known, and is theirs as it turns out.
    told = identifying.identify_visitor(desk.ctx, later.chat_id, later.token, sign_identity(ANNA, SECRET))
    assert await code_of(told) is Code.BLOCKED
    assert (await desk.chat(later.chat_id)).details == {}


async def test_a_closed_chat_is_read_and_not_written_by_an_identity(desk):
    visitor = await desk.visitor()
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    done = await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, sign_identity(ANNA, SECRET))
    assert done.news == ()
    token, _ = await start(desk, ANNA)
    assert (await visiting.resume_chat(desk.ctx, visitor.chat_id, token, 0, None)).chat.chat_id == visitor.chat_id


async def test_a_secret_in_a_signed_detail_is_masked(desk):
    _, chat = await start(desk, Identity("u-1", NOON + timedelta(hours=1), "Anna 4111 1111 1111 1111"))
    assert "4111 1111" not in chat.details["name"]
    log = await desk.ctx.store.read(lambda tx: tx.chats.events_after(chat.chat_id, 0, 1))
    assert isinstance(log[0].event, ChatStarted)
    assert log[0].event.verified == ("name",)


async def test_a_reply_reopens_no_second_chat_of_a_person_who_has_begun_one_elsewhere(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    _, chat = await start(desk, ANNA)
    version = (await handling.claim_chat(desk.ctx, ada, chat.chat_id, "c")).value[1]
    await handling.post_agent_message(desk.ctx, ada, chat.chat_id, "m", version, RawText("Which one?"))
    for _ in range(2):
        desk.clock.advance(hours=30)
        await watching.keep_promises(desk.ctx, desk.watch)
    assert not (await desk.chat(chat.chat_id)).is_open
    later = msgspec.structs.replace(ANNA, expires_at=desk.clock.now() + timedelta(hours=1))
    _, other = await start(desk, later)
    assert other.chat_id != chat.chat_id
    with pytest.raises(Refused, match="closed"):
        await visiting.post_visitor_message(desk.ctx, chat.visitor_id, chat.chat_id, "late", RawText("The blue one"))
