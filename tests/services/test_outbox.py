from datetime import timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.mail import ALARM_PACE, LETTER_PACE
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.sla.policies import Audience, ClockKind, Step, Within
from chatserver.services import handling, outbox
from chatserver.services.outgoing import Alarm, Kind, Order, Outcome, Post, Undelivered
from chatserver.services.ports import Presence

ALL_WAYS = Post(
    brand="Acme",
    can_mail=True,
    on_call_mail=("ada@acme.example", "ben@acme.example"),
    has_hook=True,
    console="/console",
)
NOTHING = dict.fromkeys(Kind, 0)


@pytest.fixture
async def visitor(desk):
    desk.ctx.policy = replace(desk.ctx.policy, post=ALL_WAYS)
    return await desk.visitor()


async def send(desk, visitor, client_id="c-1", address="anna@example.com"):
    await outbox.send_transcript(desk.ctx, visitor.id, visitor.chat_id, client_id, address)


async def refused(desk, visitor, **fields) -> Refused:
    with pytest.raises(Refused) as caught:
        await send(desk, visitor, **fields)
    return caught.value


async def test_an_order_is_there_once_and_is_taken_once(desk, visitor):
    await send(desk, visitor)
    await send(desk, visitor)
    assert await outbox.waiting(desk.ctx) == {**NOTHING, Kind.TRANSCRIPT: 1}
    assert await outbox.kinds_due(desk.ctx) == [Kind.TRANSCRIPT]
    (claimed,) = await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 10)
    assert (claimed.order.chat_id, claimed.order.address, claimed.tries) == (visitor.chat_id, "anna@example.com", 1)
    assert await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 10) == []
    assert await outbox.kinds_due(desk.ctx) == []
    assert await outbox.settle(desk.ctx, claimed, None) is Outcome.SENT
    assert await outbox.waiting(desk.ctx) == NOTHING
    desk.clock.advance(days=1)
    assert await outbox.kinds_due(desk.ctx) == []
    # A repeat, however late, is still the same command.
    await send(desk, visitor)
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_the_same_client_id_for_another_address_is_a_conflict(desk, visitor):
    await send(desk, visitor)
    assert (await refused(desk, visitor, address="ben@example.com")).code is Code.CONFLICT
    assert (await outbox.waiting(desk.ctx))[Kind.TRANSCRIPT] == 1


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@example.com\r\nBcc: eve@example.com", "a@x.example,b@x.example", "4111111111111111@x.example"],
)
async def test_what_is_no_plain_address_is_refused_and_not_repeated(desk, visitor, address):
    refusal = await refused(desk, visitor, address=address)
    assert refusal.code is Code.BAD_REQUEST
    assert not address or address not in refusal.message
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_without_a_mail_server_it_is_refused(desk, visitor):
    desk.ctx.policy = replace(desk.ctx.policy, post=Post())
    assert (await refused(desk, visitor)).code is Code.BAD_REQUEST


async def test_a_foreign_chat_and_a_blocked_visitor_are_refused(desk, visitor):
    other = await desk.visitor()
    with pytest.raises(Refused) as foreign:
        await outbox.send_transcript(desk.ctx, other.id, visitor.chat_id, "c", "eve@example.com")
    assert foreign.value.code is Code.FORBIDDEN
    ada = await desk.agent("Ada")
    await visitor.wants_agent()
    taken = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await handling.block_visitor(desk.ctx, ada, visitor.chat_id, "b", taken.value[1])
    assert (await refused(desk, visitor)).code is Code.BLOCKED
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_three_an_hour_are_sent_and_the_fourth_is_told_when_to_come_back(desk, visitor):
    for number in range(3):
        await send(desk, visitor, f"c-{number}", f"a{number}@example.com")
        desk.clock.advance(minutes=10)
    refusal = await refused(desk, visitor, client_id="c-4")
    assert (refusal.code, refusal.retry_after) == (Code.RATE_LIMITED, timedelta(minutes=30))
    # A repeat of one that was taken is no fourth.
    await send(desk, visitor, "c-0", "a0@example.com")
    desk.clock.advance(minutes=29, seconds=59)
    await refused(desk, visitor, client_id="c-4")
    desk.clock.advance(seconds=1)
    await send(desk, visitor, "c-4")
    assert (await refused(desk, visitor, client_id="c-5")).code is Code.RATE_LIMITED


async def test_one_address_is_not_flooded_from_many_chats(desk, visitor):
    for number in range(outbox.MOST_FOR_ADDRESS):
        # The same person, in other letters.
        await send(desk, await desk.visitor(), address="anna@example.com" if number % 2 else "Anna@Example.com")
    assert (await refused(desk, visitor)).code is Code.RATE_LIMITED
    await send(desk, visitor, address="ben@example.com")


async def test_all_together_have_a_limit(desk, visitor, monkeypatch):
    monkeypatch.setattr(outbox, "MOST_OF_ALL", 2)
    for number in range(2):
        await send(desk, await desk.visitor(), address=f"a{number}@example.com")
    assert (await refused(desk, visitor)).code is Code.RATE_LIMITED


@pytest.mark.parametrize("kind", [Kind.TRANSCRIPT, Kind.ALARM_HOOK])
async def test_what_fails_is_tried_again_with_growing_pauses_and_given_up(desk, visitor, kind):
    begun = desk.clock.now()
    alarm = Alarm(visitor.chat_id, begun, begun, "en") if kind is Kind.ALARM_HOOK else None
    order = Order(kind, visitor.chat_id, "once", alarm=alarm)
    await desk.ctx.store.run(lambda tx: tx.outbox.put("o-1", order, begun))
    pace = LETTER_PACE if kind is Kind.TRANSCRIPT else ALARM_PACE
    tried = []
    for _ in range(200_000):
        found = await outbox.claim(desk.ctx, kind, 10)
        if found:
            tried.append(desk.clock.now() - begun)
            assert found[0].order == order
            if await outbox.settle(desk.ctx, found[0], Undelivered("smtp 451")) is Outcome.FAILED:
                break
        desk.clock.advance(seconds=pace.first.total_seconds())
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert tried[0] == timedelta()
    assert pauses[0] == pace.first
    assert pauses == sorted(pauses)
    assert pauses[-1] <= pace.most + pace.first
    assert pace.lasts - 2 * pace.most < tried[-1] <= pace.lasts
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_what_cannot_be_helped_is_given_up_at_once(desk, visitor):
    await send(desk, visitor)
    (claimed,) = await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 1)
    assert await outbox.settle(desk.ctx, claimed, Undelivered("smtp 550", is_final=True)) is Outcome.FAILED
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_a_claim_that_has_lapsed_is_taken_by_another_and_its_first_holder_changes_nothing(desk, visitor):
    await send(desk, visitor)
    (lost,) = await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 1)
    desk.clock.advance(seconds=outbox.CLAIM_LASTS.total_seconds() - 1)
    assert await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 1) == []
    desk.clock.advance(seconds=1)
    (found,) = await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 1)
    assert (found.order, found.tries) == (lost.order, 2)
    await outbox.settle(desk.ctx, lost, Undelivered("late", is_final=True))
    assert (await outbox.waiting(desk.ctx))[Kind.TRANSCRIPT] == 1
    await outbox.settle(desk.ctx, found, None)
    assert await outbox.waiting(desk.ctx) == NOTHING


async def test_ten_minutes_call_everybody_once_in_the_same_transaction(desk, visitor):
    await visitor.wants_agent()
    begun = desk.clock.now()
    alarms = 0
    for _ in range(90):
        alarms += len((await desk.beat()).value.alarms)
        orders = sum((await outbox.waiting(desk.ctx)).values())
        assert (alarms, orders) in {(0, 0), (1, 3)}
        desk.clock.advance(seconds=10)
    assert await outbox.waiting(desk.ctx) == {**NOTHING, Kind.ALARM_HOOK: 1, Kind.ALARM_MAIL: 2}
    mails = await outbox.claim(desk.ctx, Kind.ALARM_MAIL, 10)
    assert {mail.order.address for mail in mails} == {"ada@acme.example", "ben@acme.example"}
    (hook,) = await outbox.claim(desk.ctx, Kind.ALARM_HOOK, 10)
    alarm = hook.order.alarm
    assert (alarm.chat_id, alarm.waiting_since, alarm.lang) == (visitor.chat_id, begun, "en")
    assert alarm.raised_at - begun == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("post", "kinds"),
    [
        (Post(), set()),
        (Post(has_hook=True), {Kind.ALARM_HOOK}),
        (Post(can_mail=True, on_call_mail=("a@x.example",)), {Kind.ALARM_MAIL}),
        # The addresses alone send nothing.
        (Post(on_call_mail=("a@x.example",)), set()),
    ],
)
async def test_only_what_is_set_up_is_ordered(desk, visitor, post, kinds):
    desk.ctx.policy = replace(desk.ctx.policy, post=post)
    await visitor.wants_agent()
    for _ in range(65):
        await desk.beat()
        desk.clock.advance(seconds=10)
    assert {kind for kind, count in (await outbox.waiting(desk.ctx)).items() if count} == kinds


async def test_what_is_over_is_forgotten_after_two_days_and_what_is_not_stays(desk, visitor):
    await send(desk, visitor)
    await send(desk, visitor, "c-2")
    (claimed,) = await outbox.claim(desk.ctx, Kind.TRANSCRIPT, 1)
    await outbox.settle(desk.ctx, claimed, None)

    long_ago = desk.clock.now() - timedelta(days=9)

    async def known() -> int:
        return len(await desk.ctx.store.read(lambda tx: tx.outbox.ordered_since(Kind.TRANSCRIPT, long_ago)))

    desk.clock.advance(hours=47)
    await outbox.sweep(desk.ctx)
    assert await known() == 2
    desk.clock.advance(hours=2)
    await outbox.sweep(desk.ctx)
    assert await known() == 1
    assert (await outbox.waiting(desk.ctx))[Kind.TRANSCRIPT] == 1


async def test_any_clock_may_call_the_people_on_call_once(desk, visitor):
    kind = ClockKind.RESOLUTION
    steps = (Step(100, (Audience.LEAD, Audience.ON_CALL)),)
    policies = desk.ctx.policies
    called = replace(policies.table[kind], target=Within(timedelta(hours=2)), steps=steps)
    desk.ctx.policies = replace(policies, table={**policies.table, kind: called})
    ada = await desk.agent("Ada", Presence.AWAY)
    await visitor.wants_agent()
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await handling.post_agent_message(desk.ctx, ada, visitor.chat_id, "m", version, RawText("One moment"))
    await visitor.says("thank you")
    desk.clock.advance(minutes=121)
    await desk.beat()
    await desk.beat()
    assert await outbox.waiting(desk.ctx) == {**NOTHING, Kind.ALARM_HOOK: 1, Kind.ALARM_MAIL: 2}
