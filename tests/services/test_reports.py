"""Reports over a real store: who may see them, and what the desk's own doings come to."""

from datetime import timedelta

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.reporting import Outcome
from chatserver.services import handling, reports, signing_in, visiting
from chatserver.services.ports import Presence
from chatserver.services.reports import Span

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def today(desk) -> Span:
    return Span(desk.clock.now() - DAY, desk.clock.now() + MINUTE)


async def supervisor(desk) -> AgentRef:
    sue = await desk.agent("Sue", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Sue", role=Role.SUPERVISOR)
    return sue


async def served(desk, ada: AgentRef, after: timedelta, lang: str = "en"):
    visitor = await desk.visitor(lang)
    await visitor.wants_agent()
    desk.clock.advance(seconds=after.total_seconds())
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", version, RawText("Hello"))
    return visitor, version


async def test_what_happened_is_what_is_told(desk):
    sue, ada = await supervisor(desk), await desk.agent("Ada", Presence.AWAY)
    await served(desk, ada, 2 * MINUTE, "de")
    visitor = await desk.visitor("en")
    await visitor.wants_agent()
    desk.clock.advance(minutes=6)
    await desk.beat()
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "x")
    found = (await reports.report(desk.ctx, sue, today(desk))).figures
    assert (found.total.kept, found.total.broken, found.total.left, found.total.share) == (1, 1, 1, 0.5)
    assert [(one.key, one.share) for one in found.by_language] == [("de", 1.0), ("en", 0.0)]
    assert [one.wait.chat_id for one in found.breaches] == [visitor.chat_id]
    assert found.tickets.offered == 1


async def test_a_chat_that_went_back_to_the_bot_waits_no_more(desk):
    sue, ada = await supervisor(desk), await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    assert (await reports.report(desk.ctx, sue, today(desk))).figures.total.waiting == 1
    await handling.hand_back_chat(desk.ctx, ada, visitor.chat_id, "h", version)
    desk.clock.advance(minutes=30)
    found = (await reports.report(desk.ctx, sue, today(desk))).figures
    assert (found.total.asked, found.total.waiting, found.total.broken, found.breaches) == (1, 0, 0, ())


async def test_a_chat_that_is_accepted_and_not_answered_still_waits(desk):
    sue, ada = await supervisor(desk), await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    desk.clock.advance(minutes=7)
    [breach] = (await reports.report(desk.ctx, sue, today(desk))).figures.breaches
    assert (breach.outcome, breach.waited) == (Outcome.WAITING, 7 * MINUTE)


async def test_only_the_waits_of_the_span_are_counted(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    await served(desk, ada, MINUTE)
    now = desk.clock.now()
    joined = now - MINUTE
    for since, until, count in ((joined, now, 1), (joined - DAY, joined, 0), (joined + MINUTE / 2, now, 0)):
        found = await reports.report_for_operator(desk.ctx, Span(since, until))
        assert found.figures.total.asked == count


@pytest.mark.parametrize("role", Role)
async def test_supervisors_and_admins_may_and_nobody_else(desk, role):
    eve = await desk.agent("Eve")
    await signing_in.set_profile(desk.ctx, "Eve", role=role)
    if role in {Role.SUPERVISOR, Role.ADMIN}:
        assert (await reports.report(desk.ctx, eve, today(desk))).figures.total.share is None
        return
    with pytest.raises(Refused) as refused:
        await reports.report(desk.ctx, eve, today(desk))
    assert refused.value.code is Code.FORBIDDEN


async def test_who_is_not_known_may_not(desk):
    with pytest.raises(Refused) as refused:
        await reports.report(desk.ctx, AgentRef("nobody", "Sue"), today(desk))
    assert refused.value.code is Code.FORBIDDEN


async def test_a_role_that_was_taken_away_counts_at_once(desk):
    sue = await supervisor(desk)
    await signing_in.set_profile(desk.ctx, "Sue", role=Role.AGENT)
    with pytest.raises(Refused):
        await reports.report(desk.ctx, sue, today(desk))


@pytest.mark.parametrize(
    ("days", "zone"), [(0, "UTC"), (-1, "UTC"), (31.1, "UTC"), (1, "Nowhere/Land"), (1, "../etc/passwd"), (1, "")]
)
async def test_a_span_or_a_zone_that_makes_no_sense_is_refused(desk, days, zone):
    sue = await supervisor(desk)
    now = desk.clock.now()
    with pytest.raises(Refused) as refused:
        await reports.report(desk.ctx, sue, Span(now - days * DAY, now, zone))
    assert refused.value.code is Code.BAD_REQUEST


async def test_machines_are_told_of_the_last_half_hour(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    await served(desk, ada, MINUTE)
    desk.clock.advance(minutes=40)
    waiting = await desk.visitor()
    await waiting.wants_agent()
    desk.clock.advance(minutes=6)
    found = await reports.lately(desk.ctx)
    assert (found.group.asked, found.group.share, found.waiting, found.longest_wait) == (1, 0.0, 1, 6 * MINUTE)
