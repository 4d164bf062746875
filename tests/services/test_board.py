"""The board over a real store."""

from datetime import UTC, datetime, timedelta

import pytest

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.sla.clocks import Clock, RunState, StepKind, TimedStep
from chatserver.core.sla.policies import ClockKind, Facts, Within
from chatserver.services import board, handling, signing_in
from chatserver.services.ports import Presence
from chatserver.services.queueing import waiting_places

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def sue(desk) -> AgentRef:
    made = await desk.agent("Sue", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Sue", role=Role.SUPERVISOR)
    return made


async def accepted(desk, agent: AgentRef, visitor, says: str = "Hello") -> None:
    version = (await handling.claim_chat(desk.ctx, agent, visitor.chat_id, "c")).value[1]
    if says:
        await handling.post_agent_message(desk.ctx, agent, visitor.chat_id, "m", version, RawText(says))


async def asks(desk, lang: str = "en"):
    visitor = await desk.visitor(lang)
    await visitor.wants_agent()
    return visitor


async def test_an_empty_desk_says_nothing_and_fails_at_nothing(desk, sue):
    desk.connected.ids.clear()
    found = await board.board(desk.ctx, sue)
    assert (found.waiting, found.longest_wait, found.today.share, found.lately.most) == (0, None, None, None)
    assert (found.languages, found.weakest, found.half_hours, found.agents) == ((), None, (), ())
    assert (found.staffing.needed, found.clocks_due, found.offers_lapsed) == (0, (), 0)


async def test_a_desk_at_work_is_told_as_it_is(desk, sue):
    ada = await desk.agent("Ada", Presence.AWAY)
    await accepted(desk, ada, await asks(desk, "de"))
    desk.clock.advance(minutes=40)
    first = await asks(desk, "de")
    desk.clock.advance(minutes=6)
    second = await asks(desk, "en")
    found = await board.board(desk.ctx, sue)
    assert (found.waiting, found.longest_wait) == (2, 6 * MINUTE)
    assert (found.today.asked, found.today.share) == (3, 0.5)
    assert (found.lately.asked, found.lately.share) == (2, 0.0)
    assert [(one.key, one.asked) for one in found.half_hours] == [("12:00", 1), ("12:30", 2)]
    assert [(one.lang, one.today.asked, one.waiting) for one in found.languages] == [("de", 2, 1), ("en", 1, 1)]
    # The first is overdue already; the second is due in five minutes.
    assert [(one.chat_id, one.kind) for one in found.clocks_due] == [(second.chat_id, ClockKind.PICKUP)]
    assert first.chat_id != second.chat_id
    assert (found.staffing.per_hour, found.staffing.there) == (3, 0)
    assert found.staffing.short_by == found.staffing.needed > 0


async def test_the_next_to_join_is_told_here_what_they_would_hear(desk, sue):
    await desk.agent("Ada")
    for _ in range(4):
        await asks(desk)
    told = (await board.board(desk.ctx, sue)).languages[0].next
    joined = await asks(desk)
    places = await desk.ctx.store.read(lambda tx: waiting_places(desk.ctx, tx))
    real = next(place for place in places if place.chat_id == joined.chat_id)
    assert (told.position, told.wait, told.low, told.high) == (real.position, real.wait, real.low, real.high)
    assert told.wait > timedelta(0)


async def test_a_language_that_nobody_speaks_is_the_weakest(desk, sue):
    await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", languages=("en",))
    await asks(desk, "en")
    assert (await board.board(desk.ctx, sue)).weakest is None
    await asks(desk, "de")
    found = await board.board(desk.ctx, sue)
    assert found.weakest == "de"
    german = next(one for one in found.languages if one.lang == "de")
    assert (german.agents, german.next.wait) == (0, None)
    assert next(one.short_by for one in found.staffing.languages if one.lang == "de") == 1


async def test_offers_that_lapsed_today_are_counted(desk, sue):
    await desk.agent("Ada")
    await asks(desk)
    desk.clock.advance(seconds=31)
    await desk.beat()
    assert (await board.board(desk.ctx, sue)).offers_lapsed == 1
    desk.clock.advance(hours=24)
    assert (await board.board(desk.ctx, sue)).offers_lapsed == 0


async def test_agents_are_told_with_their_load_the_fullest_first(desk, sue):
    ada, ben = await desk.agent("Ada", Presence.AWAY), await desk.agent("Ben")
    cleo = await desk.agent("Cleo")
    await signing_in.set_profile(desk.ctx, "Cleo", cap=3, languages=("de",))
    await accepted(desk, cleo, await asks(desk))
    desk.connected.ids -= {ada.id}
    found = await board.board(desk.ctx, sue)
    assert [(one.name, one.load, one.cap) for one in found.agents] == [("Cleo", 1, 3), ("Ben", 0, 2), ("Sue", 0, 2)]
    assert found.agents[0].languages == ("de",)
    # Gone, and their chats are still theirs.
    desk.connected.ids -= {cleo.id, ben.id}
    found = await board.board(desk.ctx, sue)
    assert [(one.name, one.is_connected) for one in found.agents] == [("Cleo", False), ("Sue", True)]


async def test_today_begins_at_midnight_of_the_zone(desk, sue):
    # 22:30 in UTC is 23:30 in Berlin.
    night = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    desk.clock.advance(seconds=(night - desk.clock.now()).total_seconds())
    await asks(desk)
    desk.clock.advance(hours=1)
    assert (await board.board(desk.ctx, sue, "UTC")).today.asked == 1
    assert (await board.board(desk.ctx, sue, "Europe/Berlin")).today.asked == 0


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUTHOR])
async def test_nobody_else_sees_it(desk, role):
    eve = await desk.agent("Eve")
    await signing_in.set_profile(desk.ctx, "Eve", role=role)
    for who in (eve, AgentRef("nobody", "Eve")):
        with pytest.raises(Refused) as refused:
            await board.board(desk.ctx, who)
        assert refused.value.code is Code.FORBIDDEN


async def test_a_zone_that_is_not_known_is_refused(desk, sue):
    with pytest.raises(Refused) as refused:
        await board.board(desk.ctx, sue, "Nowhere")
    assert refused.value.code is Code.BAD_REQUEST


def test_a_chat_that_was_answered_has_no_pickup_clock_left():
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    chat = Chat("c", "v", "en", now, waiting_since=now, first_response_due_at=now + 5 * MINUTE, first_answered_at=now)
    assert board._clocks_of(chat) == []


def clock(kind: ClockKind, due_at: datetime, outcome: RunState | None = None) -> Clock:
    step = TimedStep("end", StepKind.BREACH, due_at)
    return Clock(kind, Facts(), Within(5 * MINUTE), due_at - 5 * MINUTE, (step,), "v1", outcome=outcome)


def test_clocks_that_a_chat_carries_are_due_too_while_they_run():
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    kept = (
        clock(ClockKind.FIRST_RESPONSE, now),
        clock(ClockKind.RESOLUTION, now, RunState.MET),
        clock(ClockKind.AUTO_CLOSE, now),
        clock(ClockKind.PICKUP, now + MINUTE),
    )
    chat = Chat("c", "v", "en", now, waiting_since=now, clocks={one.kind: one for one in kept})
    found = [(one.kind, one.due_at) for one in board._clocks_of(chat)]
    assert found == [(ClockKind.FIRST_RESPONSE, now), (ClockKind.PICKUP, now + MINUTE)]
