"""Finding: filters, pages, and a bound on the time."""

from datetime import timedelta

import pytest

from chatserver.core import commands as cmd
from chatserver.core.events import CloseReason
from chatserver.core.people import AgentRef, visitor_author
from chatserver.core.search.query import Filters, parse_query
from chatserver.core.sla.policies import DEFAULT_POLICIES
from chatserver.services.execute import Unit
from chatserver.storage import open_store, search_reads
from tests.doubles import NOON, CountingIds

ANNA, BEN = AgentRef("agent-anna", "Anna Keller"), AgentRef("agent-ben", "Ben")


class Past:
    """Chats of several days."""

    def __init__(self, store):
        self.store = store
        self.ids = CountingIds()
        self.day = 0

    async def chat(self, *texts, lang="en", agent=None, rating=None, **details) -> str:
        chat_id = self.ids.chat_id()
        self.day += 1
        at = NOON + timedelta(days=self.day)

        def work(tx):
            tx.visitors.add(chat_id, chat_id.encode(), at)
            unit = Unit(tx, at, DEFAULT_POLICIES)
            chat = unit.start(cmd.StartChat(chat_id, chat_id, lang, details=details))
            for text in texts:
                chat = unit.execute(chat, cmd.PostMessage(visitor_author(chat_id), text))
            if agent is not None:
                chat = unit.execute(chat, cmd.ClaimChat(agent))
                chat = unit.execute(chat, cmd.PostMessage(agent.as_author(), "Let me see.", version=chat.version))
            if rating is not None:
                chat = unit.execute(chat, cmd.CloseChat(visitor_author(chat_id), CloseReason.VISITOR_LEFT))
                unit.execute(chat, cmd.RateChat(rating))

        await self.store.run(work)
        while await self.store.run(lambda tx: tx.search.index_some(100)):
            pass
        return chat_id

    async def scan(self, typed, before=None, limit=100, filters=None):
        query = parse_query(typed, filters or Filters())
        return await self.store.read(lambda tx: tx.search.find(query, before, limit))

    async def found(self, typed, **more) -> list[str]:
        return [chat.chat_id for chat in (await self.scan(typed, **more)).chats]


@pytest.fixture
async def past(tmp_path):
    store = open_store(tmp_path, lambda: "epoch", as_server=True)
    for agent in (ANNA, BEN):
        await store.run(lambda tx, agent=agent: tx.agents.add(agent.id, agent.name, "hash", NOON))
    yield Past(store)
    store.close()


async def test_each_filter_lets_through_what_it_says(past):
    german = await past.chat("refund", lang="de-AT", plan="Premium", agent=ANNA)
    rated = await past.chat("refund", lang="en", rating=1)
    other = await past.chat("refund", lang="den", plan="basic", agent=BEN)
    assert await past.found("refund") == [other, rated, german]
    assert await past.found("refund lang:de") == [german]
    assert await past.found("refund plan:premium") == [german]
    assert await past.found("refund rating:<3") == [rated]
    assert await past.found("refund status:closed") == [rated]
    assert await past.found("refund agent:anna") == [german]
    assert await past.found("refund agent:keller") == [german]
    assert await past.found("refund before:2026-11-23") == [german]
    assert await past.found("refund after:2026-11-24") == [other]
    assert await past.found("refund tag:vip") == []
    assert await past.found("status:closed") == [rated]


async def test_filters_may_be_given_beside_the_text(past):
    german = await past.chat("refund", lang="de")
    await past.chat("refund", lang="en")
    assert await past.found("refund", filters=Filters(lang="de")) == [german]
    assert await past.found("", filters=Filters(lang="de")) == [german]


async def test_who_said_it(past):
    chat = await past.chat("let him in", agent=ANNA, name="Otto")
    assert await past.found("let from:agent") == [chat]
    assert [one.seqs for one in (await past.scan("let from:visitor")).chats] == [(2,)]
    assert await past.found("from:anna") == [chat]
    assert await past.found("from:anna him") == []
    assert await past.found("from:otto him") == [chat]
    assert await past.found("from:otto") == [chat]
    assert await past.found("from:nobody") == []


async def test_without(past):
    one = await past.chat("refund please")
    await past.chat("refund now")
    assert await past.found("refund -now") == [one]
    assert await past.found('refund -"refund now"') == [one]


async def test_pages_go_down_without_gap_or_repetition(past):
    chats = [await past.chat("refund", "and another refund") for _ in range(7)]
    seen, before = [], None
    while True:
        scan = await past.scan("refund", before, 3)
        seen += [chat.chat_id for chat in scan.chats]
        assert len(scan.chats) <= 3
        if scan.next is None:
            break
        before = scan.next
    assert seen == chats[::-1]


async def test_two_ways_to_be_meant_are_one_result(past):
    chats = [await past.chat("hello", agent=ANNA, name="Anna Berg") for _ in range(5)]
    assert await past.found("from:anna") == chats[::-1]
    seen, before = [], None
    while True:
        scan = await past.scan("from:anna", before, 2)
        seen += [chat.chat_id for chat in scan.chats]
        if scan.next is None:
            break
        before = scan.next
    assert seen == chats[::-1]


async def test_when_the_time_is_up_the_next_page_goes_on_there(past, monkeypatch):
    monkeypatch.setattr(search_reads, "BUDGET_SECONDS", -1.0)
    chats = [await past.chat(*(f"refund {number}" for number in range(40))) for _ in range(6)]
    seen, before, pages = set(), None, 0
    while True:
        scan = await past.scan("refund", before)
        seen |= {chat.chat_id for chat in scan.chats}
        pages += 1
        if scan.next is None:
            break
        assert scan.is_cut_short
        assert before is None or scan.next < before
        before = scan.next
    assert pages > 2
    assert seen == set(chats)


async def test_a_rare_filter_on_a_common_word_ends_in_time(past, monkeypatch):
    for _ in range(3):
        await past.chat(*("refund" for _ in range(60)))
    monkeypatch.setattr(search_reads, "BUDGET_SECONDS", -1.0)
    scan = await past.scan("refund rating:1")
    assert (scan.chats, scan.is_cut_short) == ([], True)
    assert scan.next is not None


async def test_many_places_in_one_chat_are_counted_and_the_newest_told(past):
    await past.chat(*("refund" for _ in range(9)))
    ((chat,), following) = ((scan := await past.scan("refund")).chats, scan.next)
    assert (chat.count, chat.seqs, following) == (9, (10, 9, 8, 7, 6), None)


async def test_chat_ids_by_their_beginning_and_by_a_part(past):
    chats = [await past.chat("x") for _ in range(3)]
    assert await past.store.read(lambda tx: tx.search.chat_ids(chats[1][:12], 5)) == [chats[1]]
    assert await past.store.read(lambda tx: tx.search.chat_ids("0000", 2)) == sorted(chats)[:2]
    end = chats[2].replace("-", "")[-4:]
    assert chats[2] in await past.store.read(lambda tx: tx.search.chat_ids_with(end, 5))
    assert await past.store.read(lambda tx: tx.search.chat_ids("ZZZZ", 5)) == []


async def test_days_are_gone_to_at_once(past, monkeypatch):
    first, second, third = [await past.chat(*("refund" for _ in range(70))) for _ in range(3)]
    # Not one look at the clock is allowed before the days that were asked for.
    monkeypatch.setattr(search_reads, "BUDGET_SECONDS", -1.0)
    assert await past.found("refund before:2026-11-23") == [first]
    assert await past.found("refund after:2026-11-24") == [third]
    assert await past.found("refund on:2026-11-23") == [second]
    assert (await past.scan("refund after:2026-12-01")).next is None
    assert (await past.scan("refund before:2026-11-01")).next is None
