from datetime import timedelta

from chatserver.core.chat import Status
from chatserver.core.events import BotStepped, ChatQueued, ClocksMoved, LanguageChanged, MessagePosted, TicketOffered
from chatserver.core.people import AuthorKind
from chatserver.core.sla.policies import ClockKind
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import handling


async def test_the_owner_changes_before_the_goodbye_is_said(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    kinds = [type(recorded.event) for recorded in await visitor.log()][2:]
    assert kinds == [BotStepped, ChatQueued, ClocksMoved, MessagePosted]


async def test_a_form_fills_the_details_and_the_packet(desk):
    visitor = await desk.visitor()
    for line in ("I want to report a problem", "Anna", "anna@example.com", "Premium", "It broke", "2", "skip", "today"):
        await visitor.says(line)
    assert (await desk.chat(visitor.chat_id)).status is Status.BOT
    await visitor.says("yes")
    chat = await desk.chat(visitor.chat_id)
    assert chat.status is Status.QUEUED
    assert chat.packet.details == {
        "name": "Anna",
        "account": "anna@example.com",
        "plan": "premium",
        "problem": "It broke",
        "impact": "some",
        "since": "today",
    }
    assert chat.packet.intent == "report_problem"
    assert chat.packet.title


async def test_an_agent_is_never_interrupted_by_the_bot(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    before = len(await visitor.log())
    await visitor.says("I want to talk to a human")
    after = [recorded.event for recorded in (await visitor.log())[before:]]
    assert [event.author.kind for event in after if isinstance(event, MessagePosted)] == [AuthorKind.VISITOR]


async def test_a_bot_that_fails_hands_off_and_loses_no_word(desk, monkeypatch, caplog):
    def broken(*_):
        raise KeyError("what the visitor said")

    visitor = await desk.visitor()
    monkeypatch.setattr("chatserver.services.bot.take_turn", broken)
    await visitor.says("hello there")
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED
    assert "hello there" in [getattr(recorded.event, "text", "") for recorded in await visitor.log()]
    assert "what the visitor said" not in caplog.text.replace('raise KeyError("what the visitor said")', "")


async def test_who_writes_another_language_is_asked_and_then_answered_in_it(desk):
    visitor = await desk.visitor("en")
    await visitor.says("ich habe eine frage zu den supportzeiten, wann sind sie da")
    assert (await desk.chat(visitor.chat_id)).lang == "en"
    await visitor.says("ja")
    chat = await desk.chat(visitor.chat_id)
    assert chat.lang == "de"
    assert any(isinstance(recorded.event, LanguageChanged) for recorded in await visitor.log())


async def test_who_waits_while_nobody_is_there_may_take_a_ticket(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await desk.beat()
    await desk.beat()
    kinds = [type(recorded.event) for recorded in await visitor.log()]
    assert kinds.count(TicketOffered) == 1
    await visitor.says("Answer me by e-mail")
    await visitor.says("anna@example.com")
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.ticket.address) == (Status.TICKET, "anna@example.com")
    assert chat.ticket.due_at - desk.clock.now() == timedelta(hours=48), "it is Saturday"
    assert chat.clocks[ClockKind.EMAIL].due_at == chat.ticket.due_at
    said = [recorded.event.text for recorded in await visitor.log() if isinstance(recorded.event, MessagePosted)]
    assert visitor.chat_id in said[-1]
    assert "anna@example.com" in said[-1]


async def test_no_ticket_is_offered_while_somebody_is_there(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await desk.beat()
    assert (await desk.chat(visitor.chat_id)).ticket_offered_at is None


async def test_a_known_problem_is_told_first(desk):
    desk.ctx.problems = (KnownProblem("p", "Logging in fails for some customers."),)
    visitor = await desk.visitor()
    await visitor.says("I want to report a problem")
    texts = [recorded.event.text for recorded in await visitor.log() if isinstance(recorded.event, MessagePosted)]
    assert "Logging in fails for some customers." in texts[-2]
