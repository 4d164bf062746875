from datetime import timedelta

from chatserver.core.routing.rates import TYPICAL_PICKUP
from chatserver.services import handling, queueing
from chatserver.services.ports import Presence


async def offered_to(desk, visitor):
    offer = (await desk.chat(visitor.chat_id)).offer
    return offer.agent.name if offer else None


async def test_a_handoff_is_offered_at_once_to_the_agent_with_the_lowest_load(desk):
    ada, _ = await desk.agent("Ada"), await desk.agent("Ben")
    busy = await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, busy.chat_id, "c")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert await offered_to(desk, visitor) == "Ben"
    expires = (await desk.chat(visitor.chat_id)).offer.expires_at
    assert expires - desk.clock.now() == timedelta(seconds=30)


async def test_away_or_unconnected_agents_are_offered_nothing(desk):
    await desk.agent("Away", Presence.AWAY)
    gone = await desk.agent("Gone")
    desk.connected.ids.discard(gone.id)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert await offered_to(desk, visitor) is None


async def test_becoming_available_brings_the_offer(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    done = await handling.set_presence(desk.ctx, ada, Presence.AVAILABLE, "")
    assert [news.chat.chat_id for news in done.news] == [visitor.chat_id]
    assert await offered_to(desk, visitor) == "Ada"


async def test_nobody_is_offered_more_than_their_cap(desk):
    ada = await desk.agent("Ada")
    for number in range(2):
        taken = await desk.visitor()
        await handling.claim_chat(desk.ctx, ada, taken.chat_id, f"c-{number}")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert await offered_to(desk, visitor) is None


async def test_a_declined_offer_goes_to_the_next(desk):
    ada, _ = await desk.agent("Ada"), await desk.agent("Ben")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    offer = (await desk.chat(visitor.chat_id)).offer
    assert offer.agent == ada
    await handling.decline_offer(desk.ctx, ada, visitor.chat_id, "d", offer.offer_id)
    assert await offered_to(desk, visitor) == "Ben"


async def test_places_and_waits_are_told_in_order(desk):
    visitors = [await desk.visitor() for _ in range(3)]
    for visitor in visitors:
        await visitor.wants_agent()
        desk.clock.advance(seconds=1)
    nobody = await desk.ctx.store.read(lambda tx: queueing.waiting_places(desk.ctx, tx))
    assert [(place.chat_id, place.position, place.wait) for place in nobody] == [
        (visitor.chat_id, position, None) for position, visitor in enumerate(visitors, start=1)
    ]
    await desk.agent("Ada")
    someone = await desk.ctx.store.read(lambda tx: queueing.waiting_places(desk.ctx, tx))
    assert someone[0].raw == TYPICAL_PICKUP
    assert someone[2].wait > someone[1].wait
