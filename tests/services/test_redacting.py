import sqlite3

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, MessageRedacted, NoteRedacted, RedactionDisputed
from chatserver.core.evolve import fold
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, redacting

HALF = "4111 1111"


async def texts(visitor):
    return [item.event.text for item in await visitor.log() if isinstance(item.event, MessagePosted)]


async def own_message(visitor, text):
    done = await visitor.says(text)
    return done.value.seq


async def test_a_card_in_two_messages_is_taken_out_of_both(desk, tmp_path):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    first = await own_message(visitor, f"my card is {HALF}")
    done = await visitor.says("1111 1111")
    assert done.value.text == "•••• 1111"
    said = await texts(visitor)
    assert "my card is ••••" in said
    assert not any(HALF in text for text in said)
    told = [item.event for news in done.news for item in news.log]
    (redacted,) = [event for event in told if isinstance(event, MessageRedacted)]
    assert (redacted.message_seq, redacted.revision) == (first, 1)
    chat = await desk.chat(visitor.chat_id)
    assert HALF not in chat.last_text
    assert fold(await visitor.log()) == chat


async def test_nothing_of_it_stays_in_the_file(desk, tmp_path):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await visitor.says("here is my half 4012 8888")
    await visitor.says("8888 1881")
    desk.ctx.store.close()
    with sqlite3.connect(tmp_path / "chatserver.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"4012 8888" not in raw


async def test_the_repeat_of_a_message_that_was_redacted_later_is_still_its_repeat(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    first = await visitor.says(f"my card is {HALF}", client_id="one")
    await visitor.says("1111 1111")
    again = await visitor.says(f"my card is {HALF}", client_id="one")
    assert (again.value.seq, again.value.text) == (first.value.seq, "my card is ••••")


async def test_an_agent_marks_what_the_rules_have_missed(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    seq = await own_message(visitor, "😀 the word is swordfish, ok")
    done = await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "mark-1", seq, 14, 23)
    assert "😀 the word is ••••••••, ok" in await texts(visitor)
    again = await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "mark-1", seq, 14, 23)
    assert again.value == done.value
    assert again.news == ()


async def test_a_note_is_redacted_among_agents_only(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    done = await handling.add_note(desk.ctx, ada, visitor.chat_id, "n-1", RawText("he said swordfish"))
    await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "mark-1", done.value.seq, 8, 17)
    (event,) = [item.event for item in await visitor.log() if isinstance(item.event, NoteRedacted)]
    assert event.by.name == "Ada"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (0, 999), (3, 4)])
async def test_a_mark_outside_the_text_or_on_nothing_is_refused(desk, start, end):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    seq = await own_message(visitor, "one two")
    with pytest.raises(Refused) as refused:
        await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "mark-1", seq, start, end)
    assert refused.value.code == Code.BAD_REQUEST


async def test_a_visitor_says_that_it_was_no_secret(desk):
    visitor = await desk.visitor()
    seq = await own_message(visitor, "the password is hunter2")
    await redacting.dispute_redaction(desk.ctx, visitor.id, visitor.chat_id, "d-1", seq)
    await redacting.dispute_redaction(desk.ctx, visitor.id, visitor.chat_id, "d-1", seq)
    (event,) = [item.event for item in await visitor.log() if isinstance(item.event, RedactionDisputed)]
    assert (event.message_seq, event.rules) == (seq, ("password.is",))


async def test_only_masks_in_ones_own_messages_can_be_disputed(desk):
    visitor = await desk.visitor()
    seq = await own_message(visitor, "no secret here")
    for wrong in (seq, 1, 999):
        with pytest.raises(Refused) as refused:
            await redacting.dispute_redaction(desk.ctx, visitor.id, visitor.chat_id, f"d-{wrong}", wrong)
        assert refused.value.code == Code.BAD_REQUEST
