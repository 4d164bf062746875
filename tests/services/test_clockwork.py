"""The clocks in the product: over a real database, with a clock that is moved by hand."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import ChatReopened, ClocksMoved, CloseReason, MessagePosted
from chatserver.core.evolve import fold
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.sla.clocks import EntryKind, RunState
from chatserver.core.sla.policies import ClockKind, Within
from chatserver.services import clockwork, handling, visiting
from chatserver.services.execute import Unit
from chatserver.services.ports import Presence, View
from chatserver.services.views import recent_context
from chatserver.storage import open_store

K = ClockKind


async def entries(visitor, kind):
    log = await visitor.log()
    moved = [recorded.event for recorded in log if isinstance(recorded.event, ClocksMoved)]
    return [
        entry for event in moved for change in event.changes if change.clock.kind is kind for entry in change.entries
    ]


async def history(visitor, kind):
    return [entry.what for entry in await entries(visitor, kind)]


async def beat(desk, **later):
    desk.clock.advance(**later)
    return await desk.beat()


async def answered(desk, agent="Ada", lang="en"):
    """An agent has asked the visitor something."""
    ada = await desk.agent(agent, Presence.AWAY)
    visitor = await desk.visitor(lang)
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "claim")).value[1]
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "asks", version, RawText("Which browser is it?"))
    return ada, visitor, version


async def bot_words(visitor):
    posted = [recorded.event for recorded in await visitor.log() if isinstance(recorded.event, MessagePosted)]
    return [event.text for event in posted if event.author.kind is AuthorKind.BOT]


def phrases(desk, lang="en"):
    return desk.ctx.workshop.intents.languages[lang].phrases


async def test_the_log_the_row_and_the_memory_have_the_same_clocks(desk):
    _, visitor, _ = await answered(desk)
    await visitor.says("Firefox")
    await beat(desk, hours=30)
    stored = await desk.chat(visitor.chat_id)
    remembered = await desk.ctx.store.run(lambda tx: tx.chats.get(visitor.chat_id))
    assert stored == remembered == fold(await visitor.log())
    assert stored.clocks[K.NEXT_RESPONSE].is_breached


async def test_each_step_of_a_wait_comes_once_however_often_it_is_looked_at(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    for _ in range(60):
        await beat(desk, seconds=15)
    steps = [(entry.what, entry.step) for entry in await entries(visitor, K.PICKUP)]
    assert steps == [
        (EntryKind.STARTED, ""),
        (EntryKind.WARNED, "50 %"),
        (EntryKind.WARNED, "80 %"),
        (EntryKind.BREACHED, "100 %"),
        (EntryKind.ESCALATED, "600 s"),
    ]


async def test_what_became_due_while_the_server_was_down_is_done_once_after_the_start(desk, tmp_path):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    started = desk.clock.now()
    desk.ctx.store.close()
    desk.clock.advance(hours=2)
    desk.ctx.store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    await beat(desk)
    due = [entry.step_at - started for entry in (await entries(visitor, K.PICKUP))[1:]]
    assert due == [timedelta(seconds=seconds) for seconds in (150, 240, 300, 600)]
    length = len(await visitor.log())
    await beat(desk)
    await beat(desk, minutes=1)
    assert len(await visitor.log()) == length


async def test_closing_time_with_people_waiting_breaks_no_promise_in_silence(desk):
    ada = await desk.agent("Ada")
    visitors = [await desk.visitor() for _ in range(3)]
    for visitor in visitors:
        await visitor.wants_agent()
    await handling.set_presence(desk.ctx, ada, Presence.AWAY, "")
    desk.connected.ids.clear()
    await beat(desk, minutes=31)
    for visitor in visitors:
        chat = await desk.chat(visitor.chat_id)
        assert (chat.status, chat.clocks[K.PICKUP].state) == (Status.QUEUED, RunState.BREACHED)
        assert chat.ticket_offered_at is not None


async def test_a_chat_that_gets_no_reply_is_announced_and_then_closed(desk):
    ada, visitor, _ = await answered(desk)
    told = phrases(desk)["closing_soon"].strip(), phrases(desk)["closed_no_reply"].strip()
    await beat(desk, hours=24)
    assert [words.strip() for words in await bot_words(visitor)][-1:] == [told[0]]
    assert (await desk.chat(visitor.chat_id)).agent == ada
    await beat(desk, hours=23, minutes=59)
    assert (await desk.chat(visitor.chat_id)).is_open
    await beat(desk, minutes=1)
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.close_reason) == (Status.CLOSED, CloseReason.NO_REPLY)
    assert [words.strip() for words in await bot_words(visitor)][-2:] == list(told)
    assert {chat.clocks[kind].state for kind in (K.RESOLUTION, K.AUTO_CLOSE)} == {RunState.MET}
    assert chat.clocks[K.RESOLUTION].is_breached is False, "the visitor was waited for"
    assert (await desk.ctx.store.read(lambda tx: tx.agents.get(ada.id))).load == 0


@pytest.mark.parametrize("lang", ["de", "es", "pt-BR", "ru"])
async def test_the_end_is_announced_in_the_visitors_language(desk, lang):
    _, visitor, _ = await answered(desk, lang=lang)
    await beat(desk, hours=24)
    assert (await bot_words(visitor))[-1].strip() == phrases(desk, lang)["closing_soon"].strip()


async def test_after_a_long_stop_nobody_is_told_soon_and_closed_in_one_breath(desk):
    _, visitor, _ = await answered(desk)
    await beat(desk, days=4)
    assert not (await desk.chat(visitor.chat_id)).is_open
    assert phrases(desk)["closing_soon"] not in await bot_words(visitor)
    steps = [EntryKind.STARTED, EntryKind.WARNED, EntryKind.BREACHED, EntryKind.MET]
    assert await history(visitor, K.AUTO_CLOSE) == steps


async def test_a_reply_before_the_end_keeps_the_chat_open(desk):
    _, visitor, _ = await answered(desk)
    await beat(desk, hours=47)
    await visitor.says("Firefox, sorry for the delay")
    await beat(desk, days=6)
    assert (await desk.chat(visitor.chat_id)).is_open


async def closed_without_reply(desk):
    ada, visitor, _ = await answered(desk)
    await beat(desk, hours=24)
    await beat(desk, hours=24)
    return ada, visitor


async def test_a_reply_within_a_week_reopens_the_chat_for_the_agent_who_had_it(desk):
    ada, visitor = await closed_without_reply(desk)
    await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "rate", 2, RawText(""))
    desk.clock.advance(days=7)
    await visitor.says("It is Firefox", "reply")
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.preferred_agent, chat.agent, chat.rating) == (Status.QUEUED, ada, None, 2)
    assert (chat.closed_at, chat.close_reason, chat.summary) == (None, None, "")
    live = {kind for kind, clock in chat.clocks.items() if clock.outcome is None}
    assert live == {K.PICKUP, K.NEXT_RESPONSE, K.RESOLUTION}
    assert chat.first_response_due_at == chat.clocks[K.PICKUP].due_at
    again = await visitor.says("It is Firefox", "reply")
    assert again.news == ()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "again")).value[1]
    await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText("Done."), "resolved")
    await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "rate again", 5, RawText(""))
    assert (await desk.chat(visitor.chat_id)).rating == 5


async def test_a_repeated_message_of_before_reopens_nothing(desk):
    ada, visitor, version = await answered(desk)
    await visitor.says("Firefox", "same")
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "then", version, RawText("And which version?"))
    await beat(desk, hours=48)
    assert (await visitor.says("Firefox", "same")).news == ()
    assert not (await desk.chat(visitor.chat_id)).is_open


async def test_a_reply_after_a_week_comes_too_late(desk):
    _, visitor = await closed_without_reply(desk)
    desk.clock.advance(days=7, microseconds=1)
    with pytest.raises(Refused) as refused:
        await visitor.says("hello?")
    assert refused.value.code is Code.CLOSED
    assert not any(isinstance(recorded.event, ChatReopened) for recorded in await visitor.log())


async def test_a_chat_that_was_closed_by_somebody_stays_closed(desk):
    ada, visitor, version = await answered(desk)
    await handling.close_chat(desk.ctx, ada, visitor.chat_id, "x", version, RawText(""), "resolved")
    with pytest.raises(Refused) as refused:
        await visitor.says("one more thing")
    assert refused.value.code is Code.CLOSED


async def test_whoever_has_begun_another_chat_goes_on_there(desk):
    _, visitor = await closed_without_reply(desk)
    other = await desk.visitor(token=visitor.token)
    assert other.chat_id != visitor.chat_id
    with pytest.raises(Refused) as refused:
        await visitor.says("here again")
    assert refused.value.code is Code.CLOSED


async def test_a_worse_severity_moves_the_due_time_of_a_chat_that_is_on_offer(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    before = await desk.chat(visitor.chat_id)
    assert before.offer is not None

    def raise_priority(tx):
        unit = Unit(tx, desk.clock.now(), desk.ctx.policies)
        unit.execute(tx.chats.get(visitor.chat_id), cmd.CollectDetails({"plan": "premium", "severity": "1"}))

    await desk.ctx.store.run(raise_priority)
    after = await desk.chat(visitor.chat_id)
    assert after.offer == before.offer
    assert before.clocks[K.FIRST_RESPONSE].due_at - after.clocks[K.FIRST_RESPONSE].due_at == timedelta(hours=23.5)
    assert await history(visitor, K.FIRST_RESPONSE) == [EntryKind.STARTED, EntryKind.RECOMPUTED]


async def test_a_policy_that_is_edited_holds_for_clocks_that_start_afterwards(desk):
    first = await desk.visitor()
    await first.wants_agent()
    pickup = desk.ctx.policies.table[K.PICKUP]
    edited = {**desk.ctx.policies.table, K.PICKUP: replace(pickup, target=Within(timedelta(minutes=3)))}
    desk.ctx.policies = replace(desk.ctx.policies, version="edited", table=edited)
    second = await desk.visitor()
    await second.wants_agent()
    due = [(await desk.chat(visitor.chat_id)).clocks[K.PICKUP].due_at - desk.clock.now() for visitor in (first, second)]
    assert due == [timedelta(minutes=5), timedelta(minutes=3)]


async def test_after_a_long_stop_the_work_is_done_in_portions_the_oldest_first(desk, monkeypatch):
    monkeypatch.setattr(clockwork, "AT_ONCE", 2)
    visitors = []
    for _ in range(3):
        visitors.append(await desk.visitor())
        await visitors[-1].wants_agent()
        desk.clock.advance(seconds=1)
    desk.clock.advance(days=30)
    lengths = []
    for _ in range(3):
        await beat(desk)
        lengths.append([len(await entries(visitor, K.PICKUP)) for visitor in visitors])
    assert lengths == [[5, 5, 1], [5, 5, 5], [5, 5, 5]]


async def test_news_of_clocks_makes_no_message_another_message(desk):
    """The ack names the message, not the line about the clocks after it."""
    ada, visitor, version = await answered(desk)
    said = await visitor.says("Firefox", "one")
    again = await visitor.says("Firefox", "one")
    assert said.value == again.value
    posted = await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "ok", version, RawText("Thank you"))
    assert (posted.value.text, posted.value.seq) == ("Thank you", said.value.seq + 2)


async def test_redaction_looks_back_as_far_as_without_lines_about_clocks(desk):
    ada, visitor, version = await answered(desk)
    for number in range(4):
        await visitor.says(f"visitor {number}")
        await handling.post_agent_message(
            desk.ctx, ada, visitor.chat_id, f"a-{number}", version, RawText(f"agent {number}")
        )
    expected = tuple(f"{who} {number}" for number in (1, 2, 3) for who in ("visitor", "agent"))
    for ask in (desk.ctx.store.read, desk.ctx.store.run):
        recent = await ask(lambda tx: recent_context(tx, tx.chats.get(visitor.chat_id)))
        assert tuple(said.text for said in recent.context.recent) == expected


async def test_lists_show_reopened_chats_in_the_queue(desk):
    _, visitor = await closed_without_reply(desk)
    await visitor.says("It is Firefox")
    listed = await desk.ctx.store.read(lambda tx: tx.chats.listed(View.QUEUE, "", None, 10))
    assert [chat.chat_id for chat in listed] == [visitor.chat_id]
