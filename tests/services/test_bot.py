from chatserver.core.chat import Status
from chatserver.core.events import BotStepped, ChatQueued, MessagePosted
from chatserver.core.people import AuthorKind
from chatserver.services import handling


async def test_the_owner_changes_before_the_goodbye_is_said(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    kinds = [type(recorded.event) for recorded in await visitor.log()][2:]
    assert kinds == [BotStepped, ChatQueued, MessagePosted]


async def test_a_form_fills_the_details_and_the_packet(desk):
    visitor = await desk.visitor()
    for line in ("I want to report a problem", "Anna", "anna@example.com", "Premium", "It broke", "2", "today"):
        await visitor.says(line)
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
    assert [event.author.kind for event in after] == [AuthorKind.VISITOR]


async def test_a_bot_that_fails_hands_off_and_loses_no_word(desk, monkeypatch, caplog):
    def broken(*_):
        raise KeyError("what the visitor said")

    visitor = await desk.visitor()
    monkeypatch.setattr("chatserver.services.bot.take_turn", broken)
    await visitor.says("hello there")
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED
    assert "hello there" in [getattr(recorded.event, "text", "") for recorded in await visitor.log()]
    assert "what the visitor said" not in caplog.text.replace('raise KeyError("what the visitor said")', "")
