import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.events import UrgencyChanged
from chatserver.core.sla.policies import ClockKind
from chatserver.services import urgency
from chatserver.services.ports import Presence


async def test_a_worse_matter_goes_ahead_and_the_log_says_who_said_so(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    first, second = await desk.visitor(), await desk.visitor()
    for visitor in (first, second):
        await visitor.wants_agent()
        desk.clock.advance(seconds=20)
    await urgency.set_urgency(desk.ctx, ada, second.chat_id, "u", "Premium", 1)
    places = (await desk.beat()).value.places
    assert [place.chat_id for place in places] == [second.chat_id, first.chat_id]
    said = [recorded.event for recorded in await second.log() if isinstance(recorded.event, UrgencyChanged)]
    assert said == [UrgencyChanged(ada, "Premium", 1)]


async def test_the_same_command_again_says_the_same_and_another_is_refused(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    first = await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u", None, 2)
    again = await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u", None, 2)
    assert (again.value, again.news) == (first.value, ())
    with pytest.raises(Refused) as refused:
        await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u", None, 3)
    assert refused.value.code is Code.CONFLICT


async def test_a_plan_is_a_line_without_secrets(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u", "4111 1111 1111 1111", None)
    assert "4111 1111" not in (await desk.chat(visitor.chat_id)).details["plan"]
    with pytest.raises(Refused):
        await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "v", "x" * 41, None)


async def test_a_complaint_has_its_clocks(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await urgency.open_complaint(desk.ctx, ada, visitor.chat_id, "o")
    chat = await desk.chat(visitor.chat_id)
    assert {kind for kind in chat.clocks if kind.startswith("complaint")} == {
        ClockKind.COMPLAINT_ACKNOWLEDGEMENT,
        ClockKind.COMPLAINT_UPDATE,
        ClockKind.COMPLAINT_ANSWER,
    }
