import pytest
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted
from chatserver.core.ids import chat_id_from
from chatserver.core.people import AgentRef
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.transcript import as_html, as_text
from chatserver.services import handling, redacting, transcripts
from chatserver.services.filing import VisitorToken
from chatserver.services.outgoing import Post

ADA = AgentRef("agent-Ada", "Ada")


@pytest.fixture
async def visitor(desk):
    desk.ctx.policy = replace(desk.ctx.policy, post=Post(brand="Acme"))
    return await desk.visitor()


async def copy_for(desk, holder, chat_id) -> str:
    made = await transcripts.transcript_for(desk.ctx, holder, chat_id)
    assert as_html(made)
    return as_text(made)


async def test_a_visitor_an_agent_and_the_mail_get_the_same(desk, visitor):
    await visitor.says("are you there?")
    told = await copy_for(desk, VisitorToken(visitor.token), visitor.chat_id)
    assert "Your chat with Acme" in told
    assert "    are you there?\n" in told
    assert await copy_for(desk, ADA, visitor.chat_id) == told
    assert as_text(await transcripts.transcript_by_id(desk.ctx, visitor.chat_id)) == told


@pytest.mark.parametrize("who", ["nobody", "a stranger", "another visitor"])
async def test_nobody_else_gets_it(desk, visitor, who):
    other = await desk.visitor()
    holder = {"nobody": None, "a stranger": VisitorToken("x" * 43), "another visitor": VisitorToken(other.token)}[who]
    with pytest.raises(Refused) as refused:
        await transcripts.transcript_for(desk.ctx, holder, visitor.chat_id)
    assert refused.value.code is Code.FORBIDDEN
    # The same setup is no refusal for who may.
    await transcripts.transcript_for(desk.ctx, VisitorToken(visitor.token), visitor.chat_id)


async def test_an_unknown_chat_and_no_chat_are_refused(desk, visitor):
    for holder in (VisitorToken(visitor.token), ADA):
        for chat_id, code in ((chat_id_from(9999), Code.FORBIDDEN), ("../x", Code.BAD_REQUEST)):
            with pytest.raises(Refused) as refused:
                await transcripts.transcript_for(desk.ctx, holder, chat_id)
            assert refused.value.code is code


async def test_what_agents_write_among_themselves_and_what_was_redacted_is_not_in_it(desk, visitor):
    ada = await desk.agent("Ada")
    await visitor.wants_agent()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await handling.add_note(desk.ctx, ada, visitor.chat_id, "n", RawText("looks like fraud"))
    await visitor.says("my dog is called Bello and lives at 12 Elm Road")
    (said,) = [item for item in await visitor.log() if "Bello" in getattr(item.event, "text", "")]
    assert isinstance(said.event, MessagePosted)
    start = said.event.text.index("12 Elm Road")
    assert "12 Elm Road" in await copy_for(desk, ada, visitor.chat_id)
    await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "r", said.seq, start, start + len("12 Elm Road"))
    for text in (
        await copy_for(desk, ada, visitor.chat_id),
        await copy_for(desk, VisitorToken(visitor.token), visitor.chat_id),
    ):
        assert "Bello" in text
        assert "Ada has joined the chat." in text
        assert "Elm Road" not in text
        assert "fraud" not in text


async def test_a_chat_of_many_pages_is_whole(desk, visitor):
    for number in range(450):
        await visitor.says(f"line {number}!")
    text = await copy_for(desk, VisitorToken(visitor.token), visitor.chat_id)
    assert [f"    line {number}!\n" in text for number in range(450)] == [True] * 450
