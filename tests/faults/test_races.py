"""Races: agents who claim the same chat, one visitor who opens many chats at once, tabs that share one storage."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest

from tests.clients import AgentClient, VisitorClient, new_id, sign_in
from tests.conftest import PASSWORD
from tests.faults.conftest import IS_FULL, UNLIMITED
from tests.faults.invariants import check, stored_chats
from tests.faults.processes import ServerProcess, add_agents

pytestmark = pytest.mark.faults

T = TypeVar("T")

RACES = 1000 if IS_FULL else 30
RACERS = ("Ada", "Ben", "Cem", "Dora")
OPENINGS = 20
JOININGS = 50 if IS_FULL else 8
NEVER = 3600
READ_SECONDS = 0.02
# Until four joiners have read all they read, two at a time.
LATEST_SECONDS = 4 * READ_SECONDS
TOKEN = "a-token-that-a-client-made-for-itself-0123456789"


@contextlib.asynccontextmanager
async def signed_in(server: ServerProcess, *names: str) -> AsyncIterator[dict[str, AgentClient]]:
    async with contextlib.AsyncExitStack() as stack:
        found = {}
        for name in names:
            cookie = await sign_in(server.url, name, PASSWORD)
            found[name] = await stack.enter_async_context(AgentClient(server.url, cookie))
        yield found


async def race(agents: dict[str, AgentClient], chat_id: str) -> tuple[str, int]:
    """Lets all claim at once, each asking twice as after a lost ack; returns the one winner and their version."""
    ids = {name: new_id() for name in agents}
    starters = [name for name in agents for _ in range(2)]
    acks = await asyncio.gather(
        *(agents[name].call("claim_chat", chat_id=chat_id, client_id=ids[name]) for name in starters)
    )
    winners = {name for name, ack in zip(starters, acks, strict=True) if ack["ok"]}
    assert len(winners) == 1, acks
    (winner,) = winners
    answers = {(ack["seq"], ack["version"]) for ack in acks if ack["ok"]}
    assert len(answers) == 1, acks
    refusals = [ack["error"] for ack in acks if not ack["ok"]]
    assert {(error["code"], error.get("by")) for error in refusals} == {("taken", winner)}, acks
    return winner, answers.pop()[1]


async def test_of_all_who_claim_a_chat_one_wins(calm_server, people, chance):
    server = calm_server
    won: list[str] = []
    async with signed_in(server, *RACERS) as agents, VisitorClient(server.url) as visitor:
        await visitor.start()
        await visitor.want_agent()
        for _ in range(RACES):
            shuffled = dict(chance.sample(list(agents.items()), len(agents)))
            winner, version = await race(shuffled, visitor.chat_id)
            won.append(winner)
            # Only the winner may write, and only with the winner's version.
            words = {"chat_id": visitor.chat_id, "version": version, "text": f"race {len(won)}"}
            for name, agent in agents.items():
                ack = await agent.call("post_message", client_id=new_id(), **words)
                assert ack["ok"] == (name == winner), ack
            released = {"chat_id": visitor.chat_id, "client_id": new_id(), "version": version}
            await agents[winner].ask("release_chat", **released)
    await check(server, people)
    chat = stored_chats(server.database)[visitor.chat_id]
    turns = [event for event in chat.events if event["type"] in {"agent_assigned", "chat_released"}]
    assert [event["type"] for event in turns] == ["agent_assigned", "chat_released"] * RACES
    assert [event["agent"]["name"] for event in turns[::2]] == won
    written = [event["author"]["name"] for event in chat.texts if event["text"].startswith("race")]
    assert written == won


async def test_a_visitor_who_opens_twenty_chats_at_once_has_one(calm_server, people):
    server = calm_server
    async with contextlib.AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(VisitorClient(server.url)) for _ in range(OPENINGS)]
        acks = await asyncio.gather(*(tab.start(token=TOKEN) for tab in tabs))
        assert len({ack["chat_id"] for ack in acks}) == 1
        await asyncio.gather(*(tab.say(f"from tab {number}") for number, tab in enumerate(tabs)))
        logs = await asyncio.gather(*(tab.log() for tab in tabs))
        # One who asks later may have more: the queue is looked after meanwhile.
        shortest = min(len(log) for log in logs)
        assert all(log[:shortest] == logs[0][:shortest] for log in logs)
    await check(server, people)
    said = [text for chat in stored_chats(server.database).values() for text in chat.texts]
    assert len([text for text in said if text["text"].startswith("from tab")]) == OPENINGS


async def test_whoever_joins_while_something_is_said_hears_it(new_server, people, chance):
    """Either the page that is read has it, or the room that was joined tells it. Nothing repeats it later."""
    server = new_server(**UNLIMITED)
    await add_agents(server.data, "Ada")
    await server.start(read_seconds=READ_SECONDS, heads_seconds=NEVER)
    cookie = await sign_in(server.url, "Ada", PASSWORD)
    async with contextlib.AsyncExitStack() as stack:
        speaker = await stack.enter_async_context(VisitorClient(server.url))
        await speaker.start()
        asked = {"chat_id": speaker.chat_id, "after_seq": 0}
        for number in range(JOININGS):
            tabs = [await stack.enter_async_context(VisitorClient(server.url)) for _ in range(2)]
            consoles = [await stack.enter_async_context(AgentClient(server.url, cookie)) for _ in range(2)]
            said, *pages = await asyncio.gather(
                later(chance.uniform(0, LATEST_SECONDS), speaker.say(f"is anybody there? {number}")),
                *(tab.ask("resume_chat", token=speaker.token, **asked) for tab in tabs),
                *(console.ask("open_chat", **asked) for console in consoles),
            )
            for joiner, page in zip([*tabs, *consoles], pages, strict=True):
                if page["seq"] < said["seq"]:
                    await joiner.hears("message_posted", seq=said["seq"])
    await check(server, people)


async def later(seconds: float, work: Awaitable[T]) -> T:
    await asyncio.sleep(seconds)
    return await work


async def test_five_tabs_of_one_browser_speak_with_one_voice(calm_server, people, chance):
    """They share a storage, outbox included; two of them are reloaded while they speak."""
    server = calm_server
    tabs = [await people.visitor(f"tab{number}", server.url, "one browser") for number in range(5)]
    for name in tabs:
        await people.do("talk", name=name, every_ms=15, count=12, seed=chance.getrandbits(32))
    for name in tabs[:2]:
        await people.sees(lambda seen, name=name: seen[name]["talking"] < 9, f"{name} speaking")
        await people.do("leave", name=name)
        await people.visitor(f"{name} again", server.url, "one browser")
    ledger = await check(server, people)
    chats = await people.have_chats([*tabs[2:], "tab0 again", "tab1 again"])
    assert len(set(chats.values())) == 1
    assert len(ledger.acked) >= len(ledger.said)


async def test_five_tabs_that_lose_the_server_with_full_outboxes(new_server, people, chance):
    """All they say while nobody is there waits in one storage, through a reload of every tab."""
    server = new_server()
    await server.start()
    tabs = [await people.visitor(f"lost{number}", server.url, "offline browser") for number in range(5)]
    await people.have_chats(tabs)
    server.kill()
    for name in tabs:
        await people.do("talk", name=name, every_ms=10, count=5, seed=chance.getrandbits(32), words="into the dark")
    await people.silent(tabs)
    for name in tabs:
        await people.do("leave", name=name)
    again = [await people.visitor(f"{name} again", server.url, "offline browser") for name in tabs]
    await server.start()
    ledger = await check(server, people)
    chats = await people.have_chats(again)
    assert len(set(chats.values())) == 1
    assert len(ledger.said) == 25
