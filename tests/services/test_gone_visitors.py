"""Visitors who close the page while they wait: nobody is called to an empty chair, and nobody loses a place for it."""

from chatserver.core.chat import Status
from chatserver.core.events import CloseReason, EscalationReached, OfferMade
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling
from chatserver.services.ports import Presence


async def kinds_of(visitor, kind):
    return [recorded.event for recorded in await visitor.log() if isinstance(recorded.event, kind)]


async def leave(desk, *visitors):
    """They close the page, and their grace goes by."""
    desk.connected.gone |= {visitor.chat_id for visitor in visitors}
    await desk.beat()
    desk.clock.advance(minutes=2)
    await desk.beat()


async def test_who_has_left_is_offered_to_nobody_and_steps_aside_for_the_others(desk):
    gone, here = await desk.visitor(), await desk.visitor()
    await gone.wants_agent()
    desk.clock.advance(seconds=5)
    await here.wants_agent()
    await leave(desk, gone)
    assert [place.chat_id for place in (await desk.beat()).value.places] == [here.chat_id]
    await desk.agent("Ada")
    assert (await desk.chat(here.chat_id)).offer is not None
    assert await kinds_of(gone, OfferMade) == []


async def test_who_comes_back_is_where_they_were(desk):
    gone, here = await desk.visitor(), await desk.visitor()
    await gone.wants_agent()
    joined = (await desk.chat(gone.chat_id)).waiting_since
    desk.clock.advance(seconds=5)
    await here.wants_agent()
    await leave(desk, gone)
    desk.connected.gone.clear()
    places = (await desk.beat()).value.places
    assert [place.chat_id for place in places] == [gone.chat_id, here.chat_id]
    await desk.agent("Ada")
    back = await desk.chat(gone.chat_id)
    assert (back.offer is not None, back.waiting_since) == (True, joined)


async def test_a_reload_is_no_leaving(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.connected.gone.add(visitor.chat_id)
    await desk.beat()
    desk.clock.advance(seconds=119)
    await desk.beat()
    desk.connected.gone.clear()
    await desk.beat()
    desk.connected.gone.add(visitor.chat_id)
    desk.clock.advance(seconds=119)
    assert len((await desk.beat()).value.places) == 1


async def test_nobody_is_called_to_an_empty_chair(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await leave(desk, visitor)
    desk.clock.advance(minutes=15)
    assert (await desk.beat()).value.alarms == []
    before = len(await kinds_of(visitor, EscalationReached))
    desk.connected.gone.clear()
    assert [chat.chat_id for chat in (await desk.beat()).value.alarms] == [visitor.chat_id]
    assert len(await kinds_of(visitor, EscalationReached)) > before


async def test_a_wait_whose_visitor_stays_away_ends_and_a_word_goes_on_with_it(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await leave(desk, visitor)
    desk.clock.advance(minutes=27)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED
    desk.clock.advance(minutes=1)
    await desk.beat()
    closed = await desk.chat(visitor.chat_id)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.NO_REPLY)
    desk.connected.gone.clear()
    await visitor.says("I am back")
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED


async def test_an_agent_may_still_take_the_chat_of_somebody_who_has_left(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await leave(desk, visitor)
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    assert (await desk.chat(visitor.chat_id)).agent == ada


async def test_a_chat_whose_visitor_is_silent_takes_no_slot_after_a_while(desk):
    ada = await desk.agent("Ada")
    for number in range(2):
        silent = await desk.visitor()
        version = (await handling.claim_chat(desk.ctx, ada, silent.chat_id, f"c{number}")).value[1]
        await handling.post_agent_message(desk.ctx, ada, silent.chat_id, f"m{number}", version, RawText("And the log?"))
    waiting = await desk.visitor()
    await waiting.wants_agent()
    desk.clock.advance(minutes=9)
    await desk.beat()
    assert (await desk.chat(waiting.chat_id)).offer is None
    desk.clock.advance(minutes=1)
    await desk.beat()
    assert (await desk.chat(waiting.chat_id)).offer is not None
    await silent.says("Here it is")
    other = await desk.visitor()
    await other.wants_agent()
    assert (await desk.chat(other.chat_id)).offer is None
