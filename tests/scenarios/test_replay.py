"""The server's scenarios, replayed by the browser's reducer: after every event both know the same."""

import json
import shutil
import subprocess
from datetime import timedelta

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from chatserver.core.attachments import Attachment
from chatserver.core.chat import Chat
from chatserver.core.commands import CollectDetails
from chatserver.core.events import Audience, MessagePosted, NoteAdded, Recorded
from chatserver.core.evolve import begin, evolve
from chatserver.core.identity import Identity, sign_identity
from chatserver.core.people import Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import filing, handling, identifying, tagging, teamwork, urgency, visiting
from chatserver.services.access import chat_of_visitor
from chatserver.services.execute import Unit
from chatserver.services.ports import Presence, Tx
from chatserver.wire import event_to_wire
from tests.conftest import ROOT
from tests.doubles import NOON
from tests.services.conftest import Desk

NODE = shutil.which("node", path=f"{ROOT}/.venv/bin") or shutil.which("node")


async def closed_with_a_rating(desk: Desk) -> str:
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    visitor = await desk.visitor("de")
    for line in ("Ich möchte ein Problem melden", "Anna", "anna@example.com", "4111 1111 1111 1111", "Premium", "x y"):
        await visitor.says(line)
    await visitor.wants_agent()
    picture = Attachment("", "a.png", "image/png", 9, 3, 4)
    file = await filing.keep_file(desk.ctx, filing.VisitorToken(visitor.token), visitor.chat_id, picture, "random")
    sent = (desk.ctx, visitor.id, visitor.chat_id, "with a file", RawText(""), [file.file_id])
    await visiting.post_visitor_message(*sent)
    offer = (await desk.chat(visitor.chat_id)).offer
    await handling.decline_offer(desk.ctx, offer.agent, visitor.chat_id, "d", offer.offer_id)
    offer = (await desk.chat(visitor.chat_id)).offer
    taken = await handling.accept_offer(desk.ctx, offer.agent, visitor.chat_id, "a", offer.offer_id)
    owner, other = (ada, ben) if offer.agent == ada else (ben, ada)
    await handling.post_agent_message(desk.ctx, owner, visitor.chat_id, "m", taken.value[1], RawText("Hello"))
    await handling.add_note(desk.ctx, other, visitor.chat_id, "n", RawText("knows him"))
    await tagging.set_tags(desk.ctx, other, visitor.chat_id, "g", ["Refund", "late"])
    await handling.transfer_chat(desk.ctx, owner, visitor.chat_id, "t", taken.value[1], other.name)
    version = (await desk.chat(visitor.chat_id)).version
    await handling.close_chat(desk.ctx, other, visitor.chat_id, "x", version, RawText("Done."), "resolved")
    await visiting.rate_chat(desk.ctx, visitor.id, visitor.chat_id, "r", 4, RawText("ok"))
    return visitor.chat_id


async def released_and_handed_back(desk: Desk) -> str:
    ada = await desk.agent("Ada", Presence.AWAY)
    visitor = await desk.visitor()
    await visitor.wants_agent()
    taken = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u", "Premium", None)
    await urgency.set_urgency(desk.ctx, ada, visitor.chat_id, "u2", None, 1)
    await urgency.open_complaint(desk.ctx, ada, visitor.chat_id, "o")
    await handling.release_chat(desk.ctx, ada, visitor.chat_id, "r", taken.value[1])
    again = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c2")
    await handling.hand_back_chat(desk.ctx, ada, visitor.chat_id, "h", again.value[1])
    await visitor.says("are you open at night?")
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    return visitor.chat_id


async def signed_in_between(desk: Desk) -> str:
    desk.ctx.policy = replace(desk.ctx.policy, identity_secret="s" * 32)
    visitor = await desk.visitor()
    signed = sign_identity(Identity("u-1", NOON + timedelta(hours=1), "Anna", "anna@example.com"), "s" * 32)
    await identifying.identify_visitor(desk.ctx, visitor.chat_id, visitor.token, signed)

    def claim(tx: Tx) -> None:
        claimed = CollectDetails({"name": "Mallory", "severity": "1"})
        Unit(tx, desk.clock.now(), desk.ctx.policies).execute(chat_of_visitor(tx, visitor.id, visitor.chat_id), claimed)

    await desk.ctx.store.run(claim)
    assert (await desk.chat(visitor.chat_id)).visitor_name == "Anna"
    await visiting.close_chat(desk.ctx, visitor.id, visitor.chat_id, "bye")
    return visitor.chat_id


async def merged_and_taken_over(desk: Desk) -> str:
    ada, eva = await desk.agent("Ada"), await desk.agent("Eva")
    await desk.ctx.store.run(lambda tx: tx.agents.set_profile(replace(tx.agents.get(eva.id), role=Role.SUPERVISOR)))
    (_, other), (_, chat) = [(await visiting.start_chat(desk.ctx, visiting.Arrival("en"))).value for _ in range(2)]
    first = await handling.claim_chat(desk.ctx, ada, other.chat_id, "c")
    account = {"account": "anna@example.com"}
    await teamwork.correct_details(desk.ctx, ada, other.chat_id, "d", first.value[1], account)
    taken = await handling.claim_chat(desk.ctx, ada, chat.chat_id, "c")
    wanted = {"name": "Anna", "order": "7", "account": "anna@example.com"}
    await teamwork.correct_details(desk.ctx, ada, chat.chat_id, "d", taken.value[1], wanted)
    await teamwork.correct_details(desk.ctx, ada, chat.chat_id, "e", taken.value[1], {"order": ""})
    moved = teamwork.Requeue("", "de", RawText("speaks German"))
    await teamwork.requeue_chat(desk.ctx, ada, chat.chat_id, "q", taken.value[1], moved)
    await handling.claim_chat(desk.ctx, ada, chat.chat_id, "c2")
    mine = await teamwork.take_over(desk.ctx, eva, chat.chat_id, "t")
    await teamwork.merge_chats(desk.ctx, eva, chat.chat_id, "m", mine.value[1], other.chat_id)
    return chat.chat_id


SCENARIOS = (closed_with_a_rating, released_and_handed_back, signed_in_between, merged_and_taken_over)


def browser_states(chat_id: str, log: list[Recorded], reader: Audience) -> list[dict]:
    events = [event_to_wire(recorded, reader) for recorded in log]
    assert NODE is not None
    run = subprocess.run(
        [NODE, str(ROOT / "tests/scenarios/replay.mjs")],
        input=json.dumps({"chat_id": chat_id, "events": events, "for": reader}),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def known_to_both(chat: Chat) -> dict:
    return {
        "seq": chat.seq,
        "status": chat.status.value,
        "version": chat.version,
        "agent": chat.agent.name if chat.agent else None,
        "details": dict(chat.details),
        "verified": list(chat.verified),
        "offer": chat.offer.offer_id if chat.offer else None,
        "isWaiting": chat.waiting_since is not None,
        "isAnswered": chat.first_answered_at is not None,
        "closeReason": chat.close_reason.value if chat.close_reason else None,
        "summary": chat.summary,
        "rating": chat.rating,
    }


def shown(state: dict) -> dict:
    named = {name: state[name] for name in ("seq", "status", "version", "details", "closeReason", "summary", "rating")}
    named["verified"] = state["verified"]
    return {
        **named,
        "agent": state["agent"]["name"] if state["agent"] else None,
        "offer": state["offer"]["offer_id"] if state["offer"] else None,
        "isWaiting": state["waitingSince"] is not None,
        "isAnswered": state["firstAnsweredAt"] is not None,
    }


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_the_console_knows_after_each_event_what_the_server_knows(desk, scenario):
    chat_id = await scenario(desk)
    log = await desk.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 1000))
    states = browser_states(chat_id, log, Audience.AGENTS)
    chat = begin(log[0])
    for recorded, state in zip(log, states, strict=True):
        chat = evolve(chat, recorded) if recorded.seq > 1 else chat
        assert shown(state) == known_to_both(chat), f"after {recorded.seq}: {recorded.event}"
    said = [recorded.event.text for recorded in log if isinstance(recorded.event, MessagePosted | NoteAdded)]
    assert [item["text"] for item in states[-1]["items"] if item["kind"] != "event"] == said
    assert [item["files"] for item in states[-1]["items"] if item["kind"] == "message"] == files_of(log)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_the_widget_knows_what_a_visitor_may_know(desk, scenario):
    chat_id = await scenario(desk)
    log = await desk.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 1000))
    states = browser_states(chat_id, log, Audience.EVERYONE)
    chat = begin(log[0])
    for recorded, state in zip(log, states, strict=True):
        chat = evolve(chat, recorded) if recorded.seq > 1 else chat
        assert (state["seq"], state["status"]) == (chat.seq, chat.status.value)
        assert (state["agent"] or {}).get("name") == (chat.agent.name if chat.agent else None)
    assert states[-1]["offer"] is None
    assert states[-1]["details"] == {}
    said = [recorded.event.text for recorded in log if isinstance(recorded.event, MessagePosted)]
    assert [item["text"] for item in states[-1]["items"] if item["kind"] != "event"] == said
    assert [item["files"] for item in states[-1]["items"] if item["kind"] == "message"] == files_of(log)


def files_of(log: list[Recorded]) -> list[list[dict]]:
    return [list(to_builtins(recorded.event.files)) for recorded in log if isinstance(recorded.event, MessagePosted)]
