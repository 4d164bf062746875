import asyncio

import pytest

from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import CloseReason
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling
from chatserver.services.ports import Presence


async def owned(desk, agent):
    """A chat that the agent has claimed; returns the visitor and the version."""
    visitor = await desk.visitor()
    await visitor.wants_agent()
    done = await handling.claim_chat(desk.ctx, agent, visitor.chat_id, "claim")
    return visitor, done.value[1]


async def test_of_many_who_claim_at_once_one_wins_and_the_others_are_told_who(desk):
    agents = [await desk.agent(f"Agent {n}", Presence.AWAY) for n in range(10)]
    visitor = await desk.visitor()
    await visitor.wants_agent()
    claims = [handling.claim_chat(desk.ctx, agent, visitor.chat_id, f"c-{agent.id}") for agent in agents]
    outcomes = await asyncio.gather(*claims, return_exceptions=True)
    winners = [agent for agent, outcome in zip(agents, outcomes, strict=True) if not isinstance(outcome, Refused)]
    assert len(winners) == 1
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert {(refused.code, refused.taken_by) for refused in refusals} == {(Code.TAKEN, winners[0].name)}


async def test_a_repeated_claim_says_the_same_again(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", version, RawText("Hi"))
    again = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "claim")
    assert again.value[1] == version
    assert again.news == ()


async def test_an_agents_own_secrets_are_masked_too(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    done = await handling.post_agent_message(
        desk.ctx, ada, visitor.chat_id, "m", version, RawText("the password is hunter2secret")
    )
    assert "hunter2secret" not in done.value.text
    note = await handling.add_note(desk.ctx, ada, visitor.chat_id, "n", RawText("pin: 48213"))
    assert "48213" not in note.value.text


async def test_transfer_goes_to_someone_who_is_there(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    gone = await desk.agent("Gone")
    desk.connected.ids.discard(gone.id)
    visitor, version = await owned(desk, ada)
    for nobody in ("Nobody", "Gone"):
        with pytest.raises(Refused) as refused:
            await handling.transfer_chat(desk.ctx, ada, visitor.chat_id, f"t-{nobody}", version, nobody)
        assert refused.value.code is Code.BAD_REQUEST
    await handling.transfer_chat(desk.ctx, ada, visitor.chat_id, "t", version, "ben")
    assert (await desk.chat(visitor.chat_id)).agent == ben
    desk.connected.ids.discard(ben.id)
    again = await handling.transfer_chat(desk.ctx, ada, visitor.chat_id, "t", version, "ben")
    assert again.news == ()
    with pytest.raises(Refused) as lost:
        await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "late", version, RawText("Hi"))
    assert (lost.value.code, lost.value.taken_by) == (Code.TAKEN, "Ben")


async def test_release_offers_the_chat_to_somebody_else(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    ben = await desk.agent("Ben")
    await handling.release_chat(desk.ctx, ada, visitor.chat_id, "r", version)
    chat = await desk.chat(visitor.chat_id)
    assert chat.status is Status.QUEUED
    assert chat.offer.agent == ben


async def test_after_hand_back_the_bot_speaks_again(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    silent = await visitor.says("are you open at night?")
    assert len(silent.news) == 1
    await handling.hand_back_chat(desk.ctx, ada, visitor.chat_id, "h", version)
    talking = await visitor.says("are you open at night?")
    assert len(talking.news) > 1


async def test_closing_keeps_summary_and_reason(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText("All fixed."), "resolved")
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.summary, chat.close_reason) == (Status.CLOSED, "All fixed.", CloseReason.RESOLVED)


async def test_an_unlisted_reason_counts_as_other_and_a_long_summary_is_refused(desk):
    ada = await desk.agent("Ada")
    visitor, version = await owned(desk, ada)
    with pytest.raises(Refused) as refused:
        await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText("y" * 5000), "resolved")
    assert refused.value.code is Code.TOO_LONG
    await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText(""), "solved it")
    assert (await desk.chat(visitor.chat_id)).close_reason is CloseReason.OTHER


async def test_an_unknown_chat_is_refused(desk):
    ada = await desk.agent("Ada")
    for chat_id, code in (("0000-0000-00", Code.FORBIDDEN), ("0000-0000-01", Code.BAD_REQUEST)):
        with pytest.raises(Refused) as refused:
            await handling.claim_chat(desk.ctx, ada, chat_id, "c")
        assert refused.value.code is code


async def test_a_blocked_visitor_is_refused_politely_and_keeps_what_was_said(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.block_visitor(desk.ctx, ada, visitor.chat_id, "b", version)
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.close_reason) == (Status.CLOSED, CloseReason.CONDUCT)
    with pytest.raises(Refused) as refused:
        await desk.visitor(token=visitor.token)
    assert refused.value.code is Code.BLOCKED
    assert await visitor.log()


async def test_only_the_agent_who_has_the_chat_blocks(desk):
    await desk.agent("Ada")
    ben = await desk.agent("Ben")
    visitor = await desk.visitor()
    with pytest.raises(Refused):
        await handling.block_visitor(desk.ctx, ben, visitor.chat_id, "b", 1)
    await desk.visitor(token=visitor.token)


async def test_of_many_races_for_a_chat_each_has_one_winner_and_nobody_goes_over_the_cap(desk):
    """Threads of callers against one store; the same holds for any other store."""
    agents = [await desk.agent(f"Agent {number}", Presence.AWAY) for number in range(5)]
    visitors = [await desk.visitor() for _ in range(40)]
    for visitor in visitors:
        await visitor.wants_agent()

    async def claim(number, agent, visitor):
        try:
            await handling.claim_chat(desk.ctx, agent, visitor.chat_id, f"c-{number}-{agent.id}")
        except Refused as refused:
            return refused.code
        return "won"

    races = [(number, agent, visitor) for number in range(5) for visitor in visitors for agent in agents]
    results = await asyncio.gather(*(claim(*race) for race in races))
    assert len(results) == 1000
    # The cap is two chats each: ten chats have an agent, thirty still wait.
    owners = [chat.agent.id for visitor in visitors if (chat := await desk.chat(visitor.chat_id)).agent]
    assert len(owners) == 10
    assert max(owners.count(agent.id) for agent in agents) == 2
    assert set(results) == {"won", Code.TAKEN, Code.FORBIDDEN}
