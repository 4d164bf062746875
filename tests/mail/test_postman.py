"""The postman over a real store and a real mail server, with a stopped clock."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.mail import MailServer, Security, Sender
from chatserver.mail import postman as postmen
from chatserver.mail.postman import Postman, carriers
from chatserver.mail.smtp import SmtpMailer
from chatserver.services import outbox
from chatserver.services.outgoing import Alarm, Kind, Order, Outcome, Post, Undelivered
from tests.mail.server import mail_box
from tests.services.conftest import Desk, desk

__all__ = ["desk"]
SENDER = Sender("Acme", "chat@acme.example")
SETTLED = dict.fromkeys(Kind, 0)


class Hook:
    """Hears alarms; fails as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.troubles: list[Exception] = []

    async def tell(self, order_id: str, alarm: Alarm) -> None:
        if self.troubles:
            raise self.troubles.pop()
        self.heard.append(alarm.chat_id)


@pytest.fixture
async def box():
    async with mail_box() as opened:
        yield opened


@pytest.fixture
async def post(desk: Desk, box):
    """A postman with his hook and what he has counted."""
    desk.ctx.policy = replace(desk.ctx.policy, post=Post("Acme", can_mail=True, console="https://chat.example/console"))
    mailer = SmtpMailer(MailServer("127.0.0.1", box.port, Security.PLAIN), SENDER, desk.clock.now)
    hook, counted = Hook(), Counter()
    man = Postman(desk.ctx, carriers(desk.ctx, mailer, hook), lambda *came: counted.update([came]))
    return man, hook, counted


async def round_of(man: Postman) -> None:
    """One look, and everything that it took up to its end."""
    async with asyncio.TaskGroup() as hands:
        await man.look(hands)


async def ordered(desk: Desk, address: str = "anna@example.com", client_id: str = "c"):
    visitor = await desk.visitor()
    await visitor.says("is anybody there?")
    await outbox.send_transcript(desk.ctx, visitor.id, visitor.chat_id, client_id, address)
    return visitor


async def alarmed(desk: Desk, kind: Kind = Kind.ALARM_HOOK, count: int = 1):
    visitor = await desk.visitor()
    now = desk.clock.now()
    alarm = Alarm(visitor.chat_id, now - timedelta(minutes=10), now, "en")
    for number in range(count):
        order = Order(kind, visitor.chat_id, f"{kind}-{number}", "ada@acme.example", alarm)
        await desk.ctx.store.run(lambda tx, order=order: tx.outbox.put(desk.ctx.ids.short(), order, now))
    return visitor


async def test_a_copy_that_is_ordered_arrives_once(desk, box, post):
    man, _, counted = post
    visitor = await ordered(desk)
    for _ in range(3):
        await round_of(man)
        desk.clock.advance(hours=1)
    (message,) = box.messages
    assert (message["To"], message["Subject"]) == ("anna@example.com", f"Your chat with Acme: {visitor.chat_id}")
    assert "is anybody there?" in message.get_body(("plain",)).get_content()
    assert "is anybody there?" in message.get_body(("html",)).get_content()
    assert counted == {(Kind.TRANSCRIPT, Outcome.SENT): 1}


async def test_it_is_tried_again_after_a_minute_then_two_with_the_same_message_id(desk, box, post):
    man, _, counted = post
    await ordered(desk)
    ids = []
    box.answers = ["451 later", "451 later"]
    original = box.handle_DATA

    async def noting(server, session, envelope):
        ids.extend(line for line in envelope.content.split(b"\r\n") if line.startswith(b"Message-ID:"))
        return await original(server, session, envelope)

    box.handle_DATA = noting
    for pause, sent in ((0, 0), (59, 0), (1, 0), (119, 0), (1, 1), (3600, 1)):
        desk.clock.advance(seconds=pause)
        await round_of(man)
        assert len(box.taken) == sent, pause
    assert len(ids) == 3
    assert len(set(ids)) == 1
    assert counted == {(Kind.TRANSCRIPT, Outcome.RETRIED): 2, (Kind.TRANSCRIPT, Outcome.SENT): 1}


async def test_what_was_written_and_redacted_after_the_order_counts(desk, box, post):
    man, _, _ = post
    visitor = await ordered(desk)
    await visitor.says("one more thing")
    await round_of(man)
    assert "one more thing" in box.messages[0].get_body(("plain",)).get_content()


async def test_a_refused_recipient_is_given_up_and_the_log_has_neither_address_nor_words(desk, box, post, caplog):
    man, _, counted = post
    caplog.set_level(logging.DEBUG)
    visitor = await ordered(desk)
    box.to_recipients = ["550 anna@example.com is unknown"]
    await round_of(man)
    desk.clock.advance(days=2)
    await round_of(man)
    assert (counted, box.taken) == ({(Kind.TRANSCRIPT, Outcome.FAILED): 1}, [])
    told = [record.getMessage() for record in caplog.records if record.name.startswith("chatserver")]
    assert any(visitor.chat_id in line and "smtp 550" in line for line in told)
    assert not any(word in line for line in told for word in ("anna", "anybody"))


async def test_several_are_carried_at_a_time_and_no_more_than_there_are_hands(desk, box, post):
    man, _, _ = post
    await alarmed(desk, Kind.ALARM_MAIL, 20)
    box.gate = asyncio.Event()
    async with asyncio.TaskGroup() as hands:
        await man.look(hands)
        while box.at_once < postmen.AT_ONCE:
            await asyncio.sleep(0.005)
        await man.look(hands)
        box.gate.set()
    assert box.most_at_once == postmen.AT_ONCE
    while len(box.taken) < 20:
        await round_of(man)
    await round_of(man)
    assert len(box.taken) == 20


async def test_a_mail_server_that_does_not_answer_keeps_no_alarm_from_the_hook(desk, box, post):
    man, hook, _ = post
    await alarmed(desk, Kind.ALARM_MAIL, 30)
    box.gate = asyncio.Event()
    async with asyncio.TaskGroup() as hands:
        await man.look(hands)
        visitor = await alarmed(desk)
        await man.look(hands)
        while not hook.heard:
            await asyncio.sleep(0.005)
        assert (hook.heard, box.taken) == ([visitor.chat_id], [])
        box.gate.set()


async def test_a_hook_that_is_down_is_told_later_and_once(desk, post):
    man, hook, counted = post
    visitor = await alarmed(desk)
    hook.troubles = [Undelivered("http 503"), Undelivered("http 503")]
    for pause, heard in ((0, 0), (14, 0), (1, 0), (29, 0), (1, 1), (3600, 1)):
        desk.clock.advance(seconds=pause)
        await round_of(man)
        assert len(hook.heard) == heard, pause
    assert hook.heard == [visitor.chat_id]
    assert counted == {(Kind.ALARM_HOOK, Outcome.RETRIED): 2, (Kind.ALARM_HOOK, Outcome.SENT): 1}


async def test_a_defect_with_one_order_is_no_trouble_for_the_others(desk, post, caplog):
    man, hook, counted = post
    await alarmed(desk, count=3)
    hook.troubles = [KeyError("secret words")]
    await round_of(man)
    assert (len(hook.heard), counted[(Kind.ALARM_HOOK, Outcome.RETRIED)]) == (2, 1)
    assert "secret words" not in caplog.text
    desk.clock.advance(minutes=1)
    await round_of(man)
    assert len(hook.heard) == 3


async def test_what_nobody_carries_any_more_is_given_up(desk):
    await alarmed(desk)
    await alarmed(desk, Kind.ALARM_MAIL)
    counted = Counter()
    await round_of(Postman(desk.ctx, carriers(desk.ctx, None, None), lambda *came: counted.update([came])))
    assert counted == {(Kind.ALARM_HOOK, Outcome.FAILED): 1, (Kind.ALARM_MAIL, Outcome.FAILED): 1}
    assert await outbox.waiting(desk.ctx) == SETTLED


async def test_a_store_that_is_busy_after_the_sending_is_asked_again(desk, box, post, monkeypatch):
    man, _, counted = post
    monkeypatch.setattr(postmen, "LOOK_SECONDS", 0.0)
    await ordered(desk)
    settle, busy = outbox.settle, [True, True]

    async def sometimes(*given):
        if busy:
            busy.pop()
            raise Refused(Code.BUSY, "busy")
        return await settle(*given)

    monkeypatch.setattr(outbox, "settle", sometimes)
    await round_of(man)
    desk.clock.advance(hours=1)
    await round_of(man)
    assert (len(box.taken), counted) == (1, {(Kind.TRANSCRIPT, Outcome.SENT): 1})


async def test_a_stop_lets_what_is_under_way_come_to_its_end(desk, box, post):
    man, _, _ = post
    await ordered(desk)
    box.gate = asyncio.Event()
    working = asyncio.get_running_loop().create_task(man.work())
    while not box.at_once:
        await asyncio.sleep(0.005)
    working.cancel()
    await asyncio.sleep(0)
    box.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(working, 5)
    assert len(box.taken) == 1
    assert await outbox.waiting(desk.ctx) == SETTLED


async def test_a_stop_does_not_wait_for_ever_and_the_letter_is_there_at_the_next_start(desk, box, post, monkeypatch):
    man, _, _ = post
    monkeypatch.setattr(postmen, "GRACE_SECONDS", 0.02)
    await ordered(desk)
    box.gate = asyncio.Event()
    working = asyncio.get_running_loop().create_task(man.work())
    while not box.at_once:
        await asyncio.sleep(0.005)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(working, 5)
    assert (await outbox.waiting(desk.ctx))[Kind.TRANSCRIPT] == 1
    assert box.taken == []
    # The next one begins while the claim of the first still stands, and sends it when that has lapsed.
    await round_of(man)
    assert box.taken == []
    box.gate.set()
    desk.clock.advance(seconds=outbox.CLAIM_LASTS.total_seconds())
    await round_of(man)
    assert box.recipients[-1] == "anna@example.com"
    assert await outbox.waiting(desk.ctx) == SETTLED


async def test_a_store_that_does_not_answer_does_not_end_the_work(desk, box, post, monkeypatch, caplog):
    man, _, _ = post
    monkeypatch.setattr(postmen, "LOOK_SECONDS", 0.0)
    kinds_due, faults = outbox.kinds_due, [Refused(Code.BUSY, "busy"), ValueError("secret words")]

    async def sometimes(ctx):
        if faults:
            raise faults.pop()
        return await kinds_due(ctx)

    monkeypatch.setattr(outbox, "kinds_due", sometimes)
    await ordered(desk)
    working = asyncio.get_running_loop().create_task(man.work())
    while not box.taken:
        await asyncio.sleep(0.005)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert caplog.text.count("the outbox was not looked after") == 2
    assert "secret words" not in caplog.text
