from datetime import timedelta

import pytest

from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import AgentLost, EscalationReached, MessagePosted, OfferEnded, OfferOutcome
from chatserver.core.people import Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.routing.ladder import Step
from chatserver.services import bot, handling, signing_in
from chatserver.services.ports import Presence
from chatserver.services.watching import MISSED_OFFER


async def events_of(visitor, *kinds):
    return [recorded.event for recorded in await visitor.log() if isinstance(recorded.event, kinds)]


async def presence(desk, name):
    agent = await desk.ctx.store.read(lambda tx: tx.agents.by_name(name))
    return agent.presence, agent.away_reason


async def test_an_offer_lapses_after_its_time_and_goes_to_the_next_agent(desk):
    await desk.agent("Ada")
    await desk.agent("Ben")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(seconds=29)
    assert (await desk.beat()).news == ()
    desk.clock.advance(seconds=1)
    done = await desk.beat()
    ended = [record.event for news in done.news for record in news.log if isinstance(record.event, OfferEnded)]
    assert [(event.agent.name, event.outcome) for event in ended] == [("Ada", OfferOutcome.LAPSED)]
    assert (await desk.chat(visitor.chat_id)).offer.agent.name == "Ben"


async def test_who_lets_an_offer_lapse_is_set_away_and_told_why(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(seconds=30)
    done = await desk.beat()
    assert [agent.name for agent in done.value.away] == ["Ada"]
    assert await presence(desk, "Ada") == (Presence.AWAY, MISSED_OFFER)
    assert (await desk.chat(visitor.chat_id)).offer is None


async def test_who_comes_back_is_asked_again_after_a_while(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(seconds=30)
    await desk.beat()
    desk.clock.advance(minutes=2)
    await handling.set_presence(desk.ctx, ada, Presence.AVAILABLE, "")
    assert (await desk.chat(visitor.chat_id)).offer.agent.name == "Ada"


async def test_places_are_told_even_when_nothing_else_happens(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    assert [place.chat_id for place in (await desk.beat()).value.places] == [visitor.chat_id]


async def test_an_agent_who_is_gone_for_too_long_loses_the_chat_which_keeps_its_clock(desk):
    ada = await desk.agent("Ada")
    await desk.agent("Ben", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    joined = (await desk.chat(visitor.chat_id)).waiting_since
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    desk.connected.ids.discard(ada.id)
    await desk.beat()
    desk.clock.advance(seconds=44)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).agent == ada
    desk.clock.advance(seconds=1)
    await desk.beat()
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.waiting_since, chat.preferred_agent) == (Status.QUEUED, joined, ada)
    assert len(await events_of(visitor, AgentLost)) == 1
    assert chat.packet is not None


async def test_an_agent_who_comes_back_in_time_keeps_the_chat(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    for _ in range(3):
        desk.connected.ids.discard(ada.id)
        await desk.beat()
        desk.clock.advance(seconds=40)
        desk.connected.ids.add(ada.id)
        await desk.beat()
    assert (await desk.chat(visitor.chat_id)).agent == ada


async def test_the_agent_who_lost_a_chat_is_asked_first_for_it(desk):
    ada, _ = await desk.agent("Ada"), await desk.agent("Ben")
    visitor = await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    desk.connected.ids.clear()
    await desk.beat()
    desk.clock.advance(seconds=45)
    await desk.beat()
    desk.connected.ids.update(agent.id for agent in await desk.ctx.store.read(lambda tx: tx.agents.all()))
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).offer.agent == ada


async def test_the_ladder_is_climbed_once_a_step_with_nobody_there(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    alarms = []
    for _ in range(70):
        alarms += (await desk.beat()).value.alarms
        desk.clock.advance(seconds=10)
    steps = [event.step for event in await events_of(visitor, EscalationReached)]
    assert steps == list(Step)
    assert [chat.chat_id for chat in alarms] == [visitor.chat_id]


async def test_steps_that_were_due_while_the_server_was_down_come_at_once(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.clock.advance(minutes=30)
    await desk.beat()
    await desk.beat()
    steps = [event.step for event in await events_of(visitor, EscalationReached)]
    assert steps == [Step.TELL_AGENTS, Step.CALL_BACKUP, Step.BREACH, Step.OFFER_TICKET_AGAIN, Step.ON_CALL]


async def test_words_of_the_bot_do_not_stop_the_ladder_and_those_of_an_agent_do(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await desk.beat()
    assert await events_of(visitor, MessagePosted)
    done = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", done.value[1], RawText("Hello"))
    desk.clock.advance(minutes=20)
    await desk.beat()
    assert [event.step for event in await events_of(visitor, EscalationReached)] == [Step.OFFER_TICKET]


async def test_what_is_learned_comes_from_the_waits_that_ended(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    for number in range(12):
        visitor = await desk.visitor()
        await visitor.wants_agent()
        desk.clock.advance(minutes=1)
        version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, f"c{number}")).value[1]
        await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, f"m{number}", version, RawText("Hello"))
        desk.clock.advance(minutes=40)
        await handling.close_chat(desk.ctx, ada, visitor.chat_id, f"x{number}", version, RawText(""), "resolved")
    await desk.beat()
    assert desk.ctx.outlook.rates.handling > timedelta(minutes=20)


async def test_everybody_at_cap_then_a_volunteer_and_a_supervisor(desk):
    ada, sue = await desk.agent("Ada"), await desk.agent("Sue")
    await signing_in.set_profile(desk.ctx, "Sue", role=Role.SUPERVISOR)
    await signing_in.set_profile(desk.ctx, "Ada", cap=1)
    await signing_in.set_profile(desk.ctx, "Sue", cap=1)
    for number, agent in enumerate((ada, sue)):
        taken = await desk.visitor()
        await handling.claim_chat(desk.ctx, agent, taken.chat_id, f"c{number}")
    first, second = await desk.visitor(), await desk.visitor()
    for visitor in (first, second):
        await visitor.wants_agent()
    for agent in (ada, sue):
        with pytest.raises(Refused, match="as many as you may have"):
            await handling.claim_chat(desk.ctx, agent, first.chat_id, f"early-{agent.id}")
    desk.clock.advance(seconds=150)
    await desk.beat()
    await handling.claim_chat(desk.ctx, ada, first.chat_id, "late")
    desk.clock.advance(seconds=90)
    await desk.beat()
    await handling.claim_chat(desk.ctx, sue, second.chat_id, "backup")
    assert (await desk.chat(second.chat_id)).agent == sue


async def test_who_accepts_and_says_nothing_breaks_the_promise_and_somebody_is_called(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    offer = (await desk.chat(visitor.chat_id)).offer
    await handling.accept_offer(desk.ctx, ada, visitor.chat_id, "a", offer.offer_id)
    desk.clock.advance(minutes=5)
    await desk.beat()
    desk.clock.advance(minutes=5)
    assert [chat.chat_id for chat in (await desk.beat()).value.alarms] == [visitor.chat_id]
    steps = [event.step for event in await events_of(visitor, EscalationReached)]
    assert steps == [Step.BREACH, Step.ON_CALL]


async def test_a_restart_does_not_tell_everybody_that_nobody_is_there(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.connected.ids.clear()
    await desk.beat()
    desk.clock.advance(seconds=10)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).ticket_offered_at is None
    desk.connected.ids.add(ada.id)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).ticket_offered_at is None


async def test_an_offer_that_lapses_while_its_agent_is_cut_off_sets_nobody_away(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    desk.connected.ids.discard(ada.id)
    desk.clock.advance(seconds=40)
    assert (await desk.beat()).value.away == []
    assert (await presence(desk, "Ada"))[0] is Presence.AVAILABLE


async def test_who_goes_away_passes_the_offer_on(desk):
    ada, _ = await desk.agent("Ada"), await desk.agent("Ben")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await handling.set_presence(desk.ctx, ada, Presence.AWAY, "lunch")
    assert (await desk.chat(visitor.chat_id)).offer.agent.name == "Ben"
    assert await presence(desk, "Ada") == (Presence.AWAY, "lunch")


async def test_a_chat_that_waits_for_its_visitor_stays_with_an_agent_who_signs_off(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", version, RawText("Please send the log"))
    desk.connected.ids.clear()
    await desk.beat()
    desk.clock.advance(hours=2)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).agent == ada
    await visitor.says("here it is")
    await desk.beat()
    desk.clock.advance(minutes=1)
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED


async def test_an_address_in_a_later_message_is_no_ticket(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await visitor.says("Answer me by e-mail")
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.release_chat(desk.ctx, ada, visitor.chat_id, "r", version)
    await visitor.says("The wrong invoice went to bob@example.com")
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED


async def test_nobody_is_interrupted_while_they_tell_their_address(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await desk.beat()
    desk.clock.advance(seconds=290)
    await visitor.says("Answer me by e-mail")
    desk.clock.advance(seconds=20)
    await desk.beat()
    await visitor.says("anna@example.com")
    assert (await desk.chat(visitor.chat_id)).status is Status.TICKET


async def test_a_ticket_that_was_handed_back_is_no_ticket_at_the_next_wait(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await visitor.says("Answer me by e-mail")
    await visitor.says("anna@example.com")
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.hand_back_chat(desk.ctx, ada, visitor.chat_id, "h", version)
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c2")).value[1]
    await handling.release_chat(desk.ctx, ada, visitor.chat_id, "r", version)
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED


async def test_an_offer_keeps_its_slot_and_the_cap_holds(desk):
    ada = await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", cap=1)
    offered, other = await desk.visitor(), await desk.visitor()
    await offered.wants_agent()
    await other.wants_agent()
    with pytest.raises(Refused, match="as many as you may have"):
        await handling.claim_chat(desk.ctx, ada, other.chat_id, "c")
    offer = (await desk.chat(offered.chat_id)).offer
    await handling.accept_offer(desk.ctx, ada, offered.chat_id, "a", offer.offer_id)
    assert (await desk.chat(offered.chat_id)).agent == ada


@pytest.mark.parametrize("fault", [ZeroDivisionError(), Refused(Code.CLOSED, "This chat has ended.")])
async def test_a_chat_that_breaks_is_left_alone_and_all_others_are_served(desk, monkeypatch, caplog, fault):
    broken, sound = await desk.visitor(), await desk.visitor()
    for visitor in (broken, sound):
        await visitor.wants_agent()
    whole = bot.offer_ticket

    def failing(ctx, unit, chat, phrase):
        if chat.chat_id == broken.chat_id:
            raise fault
        return whole(ctx, unit, chat, phrase)

    monkeypatch.setattr(bot, "offer_ticket", failing)
    desk.clock.advance(minutes=6)
    await desk.beat()
    assert await events_of(broken, EscalationReached) == []
    assert Step.BREACH in {event.step for event in await events_of(sound, EscalationReached)}
    assert f"chat {broken.chat_id} is left alone for a while: {type(fault).__name__}" in caplog.text
    monkeypatch.setattr(bot, "offer_ticket", whole)
    desk.clock.advance(minutes=11)
    await desk.beat()
    assert Step.BREACH in {event.step for event in await events_of(broken, EscalationReached)}


async def test_a_full_disk_is_no_chats_fault(desk, monkeypatch):
    visitor = await desk.visitor()
    await visitor.wants_agent()

    def failing(ctx, unit, chat, phrase):
        raise Refused(Code.BUSY, "The server cannot store anything at the moment.")

    with monkeypatch.context() as patch:
        patch.setattr(bot, "offer_ticket", failing)
        desk.clock.advance(minutes=6)
        with pytest.raises(Refused):
            await desk.beat()
    await desk.beat()
    assert Step.BREACH in {event.step for event in await events_of(visitor, EscalationReached)}


async def test_who_has_agents_and_waits_too_long_hears_an_excuse_and_not_that_nobody_is_there(desk):
    ada = await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", cap=1)
    taken, visitor = await desk.visitor(), await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, taken.chat_id, "c")
    await visitor.wants_agent()
    for _ in range(11):
        desk.clock.advance(seconds=30)
        await desk.beat()
    said = [event.text for event in await events_of(visitor, MessagePosted) if event.buttons]
    assert [text[:10] for text in said[-2:]] == ["It may tak", "I am sorry"]


async def test_a_visitor_with_a_ticket_may_want_to_talk_after_all(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await visitor.says("Answer me by e-mail")
    await visitor.says("anna@example.com")
    assert (await desk.chat(visitor.chat_id)).status is Status.TICKET
    await visitor.wants_agent()
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.waiting_since) == (Status.QUEUED, desk.clock.now())
