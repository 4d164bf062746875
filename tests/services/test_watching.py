from chatserver.core.events import OfferEnded, OfferOutcome
from chatserver.services import watching


async def test_an_offer_lapses_after_its_time_and_goes_to_the_next_agent(desk):
    await desk.agent("Ada")
    await desk.agent("Ben")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(seconds=29)
    assert (await watching.keep_promises(desk.ctx)).news == ()
    desk.clock.advance(seconds=1)
    done = await watching.keep_promises(desk.ctx)
    ended = [record.event for news in done.news for record in news.log if isinstance(record.event, OfferEnded)]
    assert [(event.agent.name, event.outcome) for event in ended] == [("Ada", OfferOutcome.LAPSED)]
    assert (await desk.chat(visitor.chat_id)).offer.agent.name == "Ben"


async def test_the_only_agent_is_asked_again_after_a_while(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(seconds=30)
    await watching.keep_promises(desk.ctx)
    assert (await desk.chat(visitor.chat_id)).offer is None
    desk.clock.advance(minutes=2)
    await watching.keep_promises(desk.ctx)
    assert (await desk.chat(visitor.chat_id)).offer.agent.name == "Ada"


async def test_places_are_told_even_when_nothing_else_happens(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert [place.chat_id for place in (await watching.keep_promises(desk.ctx)).value] == [visitor.chat_id]
