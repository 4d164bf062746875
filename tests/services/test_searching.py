"""Searching as an agent does it."""

import logging

import pytest
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.search.query import Filters
from chatserver.services import handling, redacting, searching
from chatserver.services.searching import PAGE_LENGTH, RANKED, Kind, search_chats
from tests.storage.test_search_match import HOSTILE


async def indexed(desk) -> None:
    while await searching.index_some(desk.ctx):
        pass


async def search(desk, text, after=None, **filters):
    return await search_chats(desk.ctx, text, Filters(**filters), after)


async def kinds(desk, text):
    return [(result.kind, result.chat.chat_id) for result in (await search(desk, text)).results]


def marked(result) -> list[str]:
    return [result.snippet.text[start:end] for start, end in result.snippet.marks]


async def test_a_result_says_where_it_was_said_and_by_whom(desk):
    visitor = await desk.visitor()
    said = (await visitor.says("My parcel A-1234 is lost")).value
    await indexed(desk)
    (result,) = (await search(desk, "parc a-12")).results
    assert (result.kind, result.chat.chat_id, result.count) == (Kind.MESSAGE, visitor.chat_id, 1)
    assert result.recorded.seq == said.seq
    assert result.author.kind is AuthorKind.VISITOR
    assert marked(result) == ["parcel", "A-1234"]


async def test_a_chat_id_whole_in_part_or_with_a_slip_comes_first(desk):
    visitor, other = await desk.visitor(), await desk.visitor()
    await other.says(f"I was told to mention {visitor.chat_id}")
    await indexed(desk)
    typed = visitor.chat_id.lower().replace("-", " ")
    assert (await kinds(desk, typed))[0] == (Kind.CHAT_ID, visitor.chat_id)
    assert (await kinds(desk, visitor.chat_id))[0] == (Kind.CHAT_ID, visitor.chat_id)
    assert (Kind.CHAT_ID, visitor.chat_id) in await kinds(desk, visitor.chat_id[:11])
    assert (Kind.CHAT_ID, visitor.chat_id) in await kinds(desk, visitor.chat_id[-7:])
    slip = visitor.chat_id[:-1] + ("Z" if visitor.chat_id[-1] != "Z" else "Y")
    assert (Kind.NEAR_ID, visitor.chat_id) in await kinds(desk, slip)
    assert (Kind.NEAR_ID, visitor.chat_id) in await kinds(desk, "Z" + visitor.chat_id)
    assert await kinds(desk, f"-{visitor.chat_id}") == []


async def test_a_new_chat_is_found_by_its_id_before_it_is_indexed(desk):
    visitor = await desk.visitor()
    assert await kinds(desk, visitor.chat_id) == [(Kind.CHAT_ID, visitor.chat_id)]


async def test_notes_and_details_are_found_and_say_what_they_are(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    await handling.add_note(desk.ctx, ada, visitor.chat_id, "n-1", RawText("Called the carrier"))
    await indexed(desk)
    (result,) = (await search(desk, "carrier")).results
    assert (result.kind, result.author.name) == (Kind.NOTE, "Ada")


async def test_what_only_the_bot_has_said_is_found_when_nobody_else_has(desk):
    visitor = await desk.visitor()
    await indexed(desk)
    (result,) = (await search(desk, "automatic assistant")).results
    assert result.author.kind is AuthorKind.BOT
    await visitor.says("Are you an automatic assistant?")
    await indexed(desk)
    (result,) = (await search(desk, "automatic assistant")).results
    assert result.author.kind is AuthorKind.VISITOR


async def test_the_better_answer_comes_first_and_the_newer_of_two_that_are_as_good(desk):
    old, new, best = [await desk.visitor() for _ in range(3)]
    await old.says("about the invoice")
    await best.says("the invoice of the refund")
    desk.clock.advance(days=3)
    await new.says("about the invoice")
    await indexed(desk)
    found = [result.chat.chat_id for result in (await search(desk, "about invoice")).results]
    assert found == [new.chat_id, old.chat_id]
    found = [result.chat.chat_id for result in (await search(desk, "invoice refund")).results]
    assert found == [best.chat_id]


async def test_the_dates_are_those_of_the_message(desk):
    visitor = await desk.visitor()
    await visitor.says("first parcel")
    desk.clock.advance(days=2)
    await visitor.says("second parcel")
    await indexed(desk)
    (result,) = (await search(desk, "parcel after:2026-11-22")).results
    assert result.snippet.text == "second parcel"
    (result,) = (await search(desk, "parcel before:2026-11-22")).results
    assert result.snippet.text == "first parcel"
    assert (await search(desk, "parcel after:2026-11-25")).results == []


async def test_pages_hold_every_chat_once(desk):
    visitors = [await desk.visitor() for _ in range(PAGE_LENGTH + 5)]
    for visitor in visitors:
        await visitor.says("lost parcel")
    await indexed(desk)
    first = await search(desk, "parcel")
    second = await search(desk, "parcel", first.next)
    assert (len(first.results), len(second.results), second.next) == (PAGE_LENGTH, 5, None)
    seen = {result.chat.chat_id for page in (first, second) for result in page.results}
    assert seen == {visitor.chat_id for visitor in visitors}


async def test_pages_go_on_below_what_is_ranked_together(desk, monkeypatch):
    monkeypatch.setattr(searching, "RANKED", 4)
    monkeypatch.setattr(searching, "PAGE_LENGTH", 3)
    assert RANKED > PAGE_LENGTH
    visitors = [await desk.visitor() for _ in range(10)]
    for visitor in visitors:
        await visitor.says("lost parcel")
    await indexed(desk)
    seen, after = [], None
    while True:
        page = await search(desk, "parcel", after)
        seen += [result.chat.chat_id for result in page.results]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(visitor.chat_id for visitor in visitors)


@pytest.mark.parametrize("after", ["", "x", "p-.0", "p1", f"p{10**30}.0", f"p{2**63}.0", "p1.-1", "p٣.1"])
async def test_a_page_that_nobody_gave_is_refused(desk, after):
    with pytest.raises(Refused) as refused:
        await search(desk, "parcel", after)
    assert refused.value.code is Code.BAD_REQUEST


@pytest.mark.parametrize("typed", HOSTILE)
async def test_nothing_that_is_typed_is_an_error_or_stands_in_a_log(desk, typed, caplog):
    caplog.set_level(logging.DEBUG)
    visitor = await desk.visitor()
    await visitor.says("a b c")
    await indexed(desk)
    caplog.clear()
    await search(desk, typed)
    await search(desk, f"{typed} lang:en from:{typed}", lang=typed, plan=typed, tag=typed, agent=typed)
    assert caplog.text == ""


async def test_a_secret_that_is_taken_out_later_is_found_by_no_search(desk):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    said = (await visitor.says("the word is xylophonist, remember")).value
    noted = (await handling.add_note(desk.ctx, ada, visitor.chat_id, "n-1", RawText("xylophonist it is"))).value
    await indexed(desk)
    assert len((await search(desk, "xylophonist")).results) == 1
    for seq, text in ((said.seq, said.text), (noted.seq, noted.text)):
        start = text.index("xylophonist")
        await redacting.redact_marked(
            desk.ctx, ada, visitor.chat_id, f"r-{seq}", seq, start, start + len("xylophonist")
        )
        if seq == said.seq:
            (left,) = (await search(desk, "xylophonist")).results
            assert left.kind is Kind.NOTE
    for typed in (
        "xylophonist", "xylo", "xy", '"the word is xylophonist"', "from:visitor xylophonist", "from:note xylo",
        "from:bot xylo", "from:xylo", "lang:en xylo", "status:queued xylo", "xylophonist -remember",
    ):  # fmt: skip
        assert (await search(desk, typed)).results == []
    await indexed(desk)
    found = (await search(desk, "remember")).results + (await search(desk, "lang:en")).results
    assert found
    assert all("xylo" not in result.snippet.text for result in found)


async def test_a_snippet_shows_what_the_log_has_now(desk):
    visitor = await desk.visitor()
    said = (await visitor.says("one two three")).value
    await indexed(desk)
    # As if the index were late.
    event = (await visitor.log())[said.seq - 1]
    await desk.ctx.store.run(
        lambda tx: tx.chats.rewrite(replace(event, event=replace(event.event, text="one ••• three")))
    )
    (result,) = (await search(desk, "three")).results
    assert result.snippet.text == "one ••• three"


async def test_the_index_is_behind_only_while_there_is_something_to_do(desk):
    assert not await searching.is_index_behind(desk.ctx)
    await desk.visitor()
    assert await searching.is_index_behind(desk.ctx)
    await indexed(desk)
    assert not await searching.is_index_behind(desk.ctx)
    assert not await searching.purge_some(desk.ctx)
