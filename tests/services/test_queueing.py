from datetime import UTC, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Status
from chatserver.core.errors import Refused
from chatserver.core.routing.rates import TYPICAL_PICKUP
from chatserver.core.sla.calendars import Calendar, Interval
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind
from chatserver.core.working_hours import read_hours
from chatserver.services import handling, queueing, signing_in, visiting
from chatserver.services.execute import Unit
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


OFFICE = Calendar("1", "Europe/Berlin", (*(((Interval(time(8), time(18)),),) * 5), (), ()))


async def test_after_hours_the_visitor_is_told_when_somebody_is_there_again(desk):
    desk.ctx.policies = replace(
        DEFAULT_POLICIES,
        calendars={**DEFAULT_POLICIES.calendars, "office": OFFICE},
        table={
            **DEFAULT_POLICIES.table,
            ClockKind.PICKUP: replace(DEFAULT_POLICIES.table[ClockKind.PICKUP], calendar="office"),
        },
    )
    visitor = await desk.visitor()
    await visitor.wants_agent()
    [place] = (await desk.beat()).value.places
    # Saturday noon; the desk opens on Monday at eight in Berlin.
    assert place.opens_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


async def test_the_last_agent_leaves_while_three_wait(desk):
    ada = await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", cap=1)
    taken = await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, taken.chat_id, "c")
    waiting = [await desk.visitor() for _ in range(3)]
    for visitor in waiting:
        await visitor.wants_agent()
    assert all(place.wait is not None for place in (await desk.beat()).value.places)
    await handling.set_presence(desk.ctx, ada, Presence.AWAY, "lunch")
    done = await desk.beat()
    assert [place.wait for place in done.value.places] == [None] * 3
    for visitor in waiting:
        assert (await desk.chat(visitor.chat_id)).ticket_offered_at is not None


async def test_a_cap_below_the_load_takes_nothing_away_and_gives_nothing(desk):
    ada = await desk.agent("Ada")
    chats = []
    for number in range(2):
        visitor = await desk.visitor()
        await handling.claim_chat(desk.ctx, ada, visitor.chat_id, f"c{number}")
        chats.append(visitor.chat_id)
    await signing_in.set_profile(desk.ctx, "Ada", cap=1)
    late = await desk.visitor()
    await late.wants_agent()
    assert await offered_to(desk, late) is None
    assert [(await desk.chat(chat_id)).agent for chat_id in chats] == [ada, ada]


async def test_a_visitor_who_leaves_while_offered_frees_the_agent_for_the_next(desk):
    await desk.agent("Ada")
    first, second = await desk.visitor(), await desk.visitor()
    await first.wants_agent()
    await second.wants_agent()
    assert (await offered_to(desk, first), await offered_to(desk, second)) == ("Ada", None)
    await visiting.close_chat(desk.ctx, first.id, first.chat_id, "x")
    assert await offered_to(desk, second) == "Ada"


async def test_severity_goes_ahead_by_a_bounded_start(desk):
    calm, urgent = await desk.visitor(), await desk.visitor()
    await calm.wants_agent()
    desk.clock.advance(seconds=60)
    await urgent.wants_agent()
    await collect(desk, urgent, severity="1")
    places = {place.chat_id: place.position for place in (await desk.beat()).value.places}
    assert (places[urgent.chat_id], places[calm.chat_id]) == (1, 2)
    late = await desk.visitor()
    desk.clock.advance(seconds=121)
    await late.wants_agent()
    await collect(desk, late, severity="1", plan="basic")
    places = {place.chat_id: place.position for place in (await desk.beat()).value.places}
    assert places[late.chat_id] == 3


async def test_asking_twice_for_a_person_is_one_place_in_the_queue(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent("first")
    before = await desk.chat(visitor.chat_id)
    desk.clock.advance(minutes=1)
    await visitor.wants_agent("second")
    await visitor.says("I want to talk to a human")
    after = await desk.chat(visitor.chat_id)
    assert (after.waiting_since, after.version) == (before.waiting_since, before.version)


async def test_a_visitor_who_opens_the_chat_again_keeps_the_place(desk):
    first, second = await desk.visitor(), await desk.visitor()
    await first.wants_agent()
    await second.wants_agent()
    again = await desk.visitor(token=first.token)
    opened = await visiting.resume_chat(desk.ctx, again.chat_id, again.token, 0, None)
    assert (again.chat_id, opened.place.position) == (first.chat_id, 1)


async def test_a_ticket_taken_in_the_moment_of_acceptance_is_one_or_the_other(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    offer = (await desk.chat(visitor.chat_id)).offer
    await visitor.says("Answer me by e-mail")
    await visitor.says("anna@example.com")
    with pytest.raises(Refused):
        await handling.accept_offer(desk.ctx, ada, visitor.chat_id, "a", offer.offer_id)
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.offer, chat.agent) == (Status.TICKET, None, None)


async def test_a_hundred_chats_in_a_second_give_each_agent_one_offer(desk):
    for name in ("Ada", "Ben", "Cem"):
        await desk.agent(name)
    visitors = [await desk.visitor() for _ in range(100)]
    for visitor in visitors:
        await visitor.wants_agent()
    offers = [(await desk.chat(visitor.chat_id)).offer for visitor in visitors]
    assert sorted(offer.agent.name for offer in offers if offer) == ["Ada", "Ben", "Cem"]
    assert len((await desk.beat()).value.places) == 100


async def collect(desk, visitor, **details):
    def work(tx):
        unit = Unit(tx, desk.clock.now(), desk.ctx.policies)
        unit.execute(tx.chats.get(visitor.chat_id), cmd.CollectDetails(details))

    await desk.ctx.store.run(work)


async def test_without_a_calendar_the_first_agent_to_begin_is_told(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    hours = read_hours("Europe/Berlin", [[("09:00", "17:00")]] * 5 + [[], []])

    def says_hours(tx) -> None:
        tx.agents.set_profile(replace(tx.agents.get(ada.id), hours=hours))

    visitor = await desk.visitor()
    await visitor.wants_agent()
    [place] = (await desk.beat()).value.places
    assert place.opens_at is None
    await desk.ctx.store.run(says_hours)
    [place] = (await desk.beat()).value.places
    assert place.opens_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
