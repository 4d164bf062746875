from datetime import timedelta

from chatserver.core.people import Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, signing_in, visiting
from chatserver.services.ports import Presence


async def waits(desk):
    return await desk.ctx.store.read(lambda tx: tx.waits.since(desk.clock.now() - timedelta(days=1)))


async def test_a_wait_is_written_from_joining_to_the_end(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor("de")
    await visitor.wants_agent()
    joined = desk.clock.now()
    desk.clock.advance(seconds=10)
    offer = (await desk.chat(visitor.chat_id)).offer
    version = (await handling.accept_offer(desk.ctx, ada, visitor.chat_id, "a", offer.offer_id)).value[1]
    accepted = desk.clock.now()
    desk.clock.advance(seconds=20)
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", version, RawText("Hello"))
    answered = desk.clock.now()
    desk.clock.advance(minutes=8)
    await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText(""), "resolved")
    [wait] = await waits(desk)
    assert (wait.chat_id, wait.lang, wait.joined_at, wait.offered_at) == (visitor.chat_id, "de", joined, joined)
    assert (wait.accepted_at, wait.answered_at, wait.agent_id) == (accepted, answered, ada.id)
    assert (wait.handled_until, wait.left_at) == (desk.clock.now(), None)
    assert wait.predicted == timedelta(seconds=20)


async def test_who_leaves_before_an_answer_has_left(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(minutes=2)
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "x")
    [wait] = await waits(desk)
    assert (wait.left_at, wait.answered_at, wait.predicted) == (desk.clock.now(), None, None)


async def test_a_transfer_does_not_begin_another_wait_and_a_release_before_the_answer_does_not(desk):
    ada, ben = await desk.agent("Ada", Presence.AWAY), await desk.agent("Ben", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.transfer_chat(desk.ctx, ada, visitor.chat_id, "t", version, "Ben")
    await handling.release_chat(desk.ctx, ben, visitor.chat_id, "r", version + 1)
    assert len(await waits(desk)) == 1


async def test_a_ticket_taken_and_a_breach_are_moments_of_the_wait(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(minutes=6)
    await desk.beat()
    await visitor.says("Answer me by e-mail")
    await visitor.says("anna@example.com")
    [wait] = await waits(desk)
    assert wait.breached_at == wait.ticket_offered_at == wait.ticket_taken_at == desk.clock.now()


async def test_languages_decide_who_is_asked(desk):
    await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", languages=("de",), role=Role.AGENT)
    english, german = await desk.visitor("en"), await desk.visitor("de")
    await english.wants_agent()
    await german.wants_agent()
    assert (await desk.chat(english.chat_id)).offer is None
    assert (await desk.chat(german.chat_id)).offer is not None
    place = next(place for place in (await desk.beat()).value.places if place.chat_id == english.chat_id)
    assert place.wait is None


async def test_severity_is_three_when_nobody_has_said(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert [wait.severity for wait in await waits(desk)] == [3]
