import pytest

from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, Page
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, views, visiting


def texts(log, kind=None):
    return [
        recorded.event.text
        for recorded in log
        if isinstance(recorded.event, MessagePosted) and (kind is None or recorded.event.author.kind is kind)
    ]


async def test_a_chat_begins_with_a_greeting_in_the_visitors_language(desk):
    visitor = await desk.visitor("de-AT")
    assert (await desk.chat(visitor.chat_id)).lang == "de"
    assert "Acme" in texts(await visitor.log(), AuthorKind.BOT)[0]


async def test_a_visitor_has_one_open_chat(desk):
    visitor = await desk.visitor()
    again = await desk.visitor(token=visitor.token)
    assert again.chat_id == visitor.chat_id
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    after = await desk.visitor(token=visitor.token)
    assert after.chat_id != visitor.chat_id
    assert after.id == visitor.id


async def test_the_same_client_id_of_two_strangers_starts_two_chats(desk):
    one, other = await desk.visitor(), await desk.visitor()
    assert (one.id, one.chat_id) != (other.id, other.chat_id)


async def test_the_bot_answers_in_the_same_transaction(desk):
    visitor = await desk.visitor()
    done = await visitor.says("are you open at night?")
    assert texts(done.news[0].log) == ["are you open at night?"]
    assert [news.chat.chat_id for news in done.news] == [visitor.chat_id] * len(done.news)
    assert texts(await visitor.log(), AuthorKind.BOT)[1:]


async def test_a_resend_gets_the_first_answer_and_stores_nothing(desk):
    visitor = await desk.visitor()
    first = await visitor.says("hello there", "c-1")
    log = await visitor.log()
    again = await visitor.says("hello there", "c-1")
    assert (again.value, again.news) == (first.value, ())
    assert await visitor.log() == log


async def test_the_same_id_with_other_words_is_a_conflict(desk):
    visitor = await desk.visitor()
    await visitor.says("hello there", "c-1")
    with pytest.raises(Refused) as refused:
        await visitor.says("something else", "c-1")
    assert refused.value.code is Code.CONFLICT


async def test_secrets_are_stored_nowhere(desk, tmp_path):
    visitor = await desk.visitor()
    await visitor.says("my password is hunter2secret and my card 4111 1111 1111 1111")
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "r", 1, RawText("password: hunter2secret"))
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hunter2secret" not in stored
    assert b"4111 1111" not in stored
    assert "•••• 1111".encode() in stored


async def test_page_and_details_go_through_redaction_too(desk):
    arrival = visiting.Arrival(
        "en",
        Page("https://shop.example/?password=hunter2secret", "Shop"),
        {"name": "Anna", "x": "password: hunter2secret"},
    )
    done = await visiting.start_chat(desk.ctx, arrival)
    assert "hunter2secret" not in repr(done.news)
    assert done.value[1].visitor_name == "Anna"


async def test_asking_for_an_agent_queues_once(desk):
    visitor = await desk.visitor()
    first = await visitor.wants_agent("ask")
    assert (await desk.chat(visitor.chat_id)).status is Status.QUEUED
    await visitor.says("hello?")
    again = await visitor.wants_agent("ask")
    assert (again.value, again.news) == (first.value, ())
    assert (await visitor.wants_agent("another")).news == ()
    with pytest.raises(Refused) as refused:
        await visitor.says("hello", "ask")
    assert refused.value.code is Code.CONFLICT
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    assert (await visitor.wants_agent("ask")).value == first.value


async def test_a_detail_is_redacted_as_what_its_name_says(desk):
    details = {"password": "Zx9hunter77", "hunter2 is my password": "x", "plan": "basic"}
    done = await visiting.start_chat(desk.ctx, visiting.Arrival(details=details))
    assert "hunter" not in repr(done.news)
    assert done.value[1].details["plan"] == "basic"


async def test_an_id_that_looks_like_a_secret_works_but_is_not_kept(desk):
    visitor = await desk.visitor()
    first = await visitor.says("hello", "4111111111111111")
    assert (await visitor.says("hello", "4111111111111111")).value == first.value
    assert not any("4111" in str(recorded) for recorded in await visitor.log())


async def test_pages_of_long_messages_are_short(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    for number in range(12):
        await visitor.says(f"{number} " + '"\\' * 16_000)
    page = await visiting.resume_chat(desk.ctx, visitor.chat_id, visitor.token, 0, None)
    assert page.has_more
    assert sum(len(getattr(recorded.event, "text", "")) for recorded in page.log) <= views.PAGE_BYTES


async def test_a_foreign_chat_and_an_unknown_one_get_the_same_answer(desk):
    mine, foreign = await desk.visitor(), await desk.visitor()
    messages = set()
    for chat_id in (foreign.chat_id, "0000-0000-00"):
        with pytest.raises(Refused) as refused:
            await visiting.post_visitor_message(desk.ctx, mine.id, chat_id, "x", RawText("hello"))
        messages.add(str(refused.value))
    assert messages == {"forbidden: This is not your chat."}


async def test_resuming_tells_what_was_missed_and_needs_the_token(desk):
    visitor = await desk.visitor()
    before = (await visitor.log())[-1].seq
    await visitor.says("hello there")
    opened = await visiting.resume_chat(desk.ctx, visitor.chat_id, visitor.token, before, "epoch-1")
    assert opened.log[0].seq == before + 1
    for after, epoch in ((before, "another epoch"), (999, "epoch-1")):
        everything = await visiting.resume_chat(desk.ctx, visitor.chat_id, visitor.token, after, epoch)
        assert everything.log[0].seq == 1
    with pytest.raises(Refused):
        await visiting.resume_chat(desk.ctx, visitor.chat_id, "x" * 43, 0, None)


async def test_a_long_log_comes_in_pages(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    for _ in range(views.PAGE_LENGTH):
        await visitor.says("and another thing")
    page = await visiting.resume_chat(desk.ctx, visitor.chat_id, visitor.token, 0, None)
    assert page.has_more
    rest = await visiting.resume_chat(desk.ctx, visitor.chat_id, visitor.token, page.log[-1].seq, None)
    assert not rest.has_more
    assert rest.log[0].seq == page.log[-1].seq + 1


async def test_closing_and_rating(desk):
    visitor = await desk.visitor()
    with pytest.raises(Refused) as early:
        await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "r-0", 5, RawText(""))
    assert early.value.code is Code.CONFLICT
    first = await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    assert (await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")).value == first.value
    await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "r-1", 5, RawText("great"))
    assert (await desk.chat(visitor.chat_id)).rating == 5
    with pytest.raises(Refused) as late:
        await visitor.says("one more thing")
    assert late.value.code is Code.CLOSED
    with pytest.raises(Refused) as asking:
        await visitor.wants_agent()
    assert asking.value.code is Code.CLOSED


async def test_read_marks_only_go_forward(desk):
    visitor = await desk.visitor()
    assert (await visiting.mark_read(desk.ctx, visitor.id, visitor.chat_id, 999)).seq == 2
    await visiting.mark_read(desk.ctx, visitor.id, visitor.chat_id, 1)
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await handling.mark_read(desk.ctx, ada, visitor.chat_id, 1)
    assert await handling.mark_read(desk.ctx, ben, visitor.chat_id, 2) is None
    marks = await desk.ctx.store.read(lambda tx: tx.chats.read_marks(visitor.chat_id))
    assert (marks.visitor, marks.agent) == (2, 1)


async def test_too_many_details_are_refused(desk):
    with pytest.raises(Refused) as refused:
        await visiting.start_chat(desk.ctx, visiting.Arrival(details={str(n): "x" for n in range(99)}))
    assert refused.value.code is Code.TOO_LONG
