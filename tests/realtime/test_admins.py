"""The administration over real sockets: every door for every role, and what only a connection shows."""

import aiohttp
import pytest

from chatserver.answers import Mentioned
from chatserver.core.doors import DOORS, is_open_to, refusal_of
from chatserver.core.people import Role
from chatserver.protocol_admin import ALL_AGENT_COMMANDS
from chatserver.realtime.publisher import AGENT, SUPERVISORS, Notice
from chatserver.services import signing_in
from tests.clients import AgentClient, new_id, sign_in
from tests.conftest import PASSWORD

_CHAT = {"chat_id": "K7Q3-M9XD-5R", "client_id": "c"}
_OWN = {**_CHAT, "version": 1}
# What each command is asked with: well formed, so that nothing but the door can say that it is closed, and about
# things that are not there, so that nothing comes of it.
ASKED = {
    "set_presence": {"status": "away"},
    "list_chats": {"view": "mine"},
    "open_chat": {"chat_id": "K7Q3-M9XD-5R"},
    "claim_chat": _CHAT,
    "answer_offer": {**_CHAT, "offer_id": "o", "accept": True},
    "post_message": {**_OWN, "text": "Hello"},
    "add_note": {**_CHAT, "text": "Hello"},
    "redact_message": {**_CHAT, "seq": 1, "start": 0, "end": 1},
    "transfer_chat": {**_OWN, "to": "Ben"},
    "release_chat": _OWN,
    "hand_back_chat": _OWN,
    "close_chat": _OWN,
    "block_visitor": _OWN,
    "requeue_chat": {**_OWN, "team": "billing"},
    "take_over": _CHAT,
    "correct_details": {**_OWN, "details": {"name": "Jo"}},
    "merge_chats": {**_OWN, "into": "K7Q3-M9XD-5R"},
    "list_visitor_chats": {"chat_id": "K7Q3-M9XD-5R"},
    "set_viewing": {"chat_id": None},
    "search_chats": {},
    "set_urgency": {**_CHAT, "severity": 2},
    "open_complaint": {**_CHAT},
    "set_typing": {"chat_id": "K7Q3-M9XD-5R", "typing": True},
    "mark_read": {"chat_id": "K7Q3-M9XD-5R", "seq": 1},
    "set_password": {"password": "short"},
    "set_tags": {**_CHAT, "tags": ["late"]},
    "list_tags": {},
    "list_replies": {},
    "list_mentions": {},
    "read_mentions": {"chat_id": "K7Q3-M9XD-5R"},
    "suggest_answers": {"chat_id": "K7Q3-M9XD-5R"},
    "open_ticket": _OWN,
    "save_reply": {"reply_id": "nothing", "shortcut": "/a", "title": "A", "texts": {"en": "x"}},
    "remove_reply": {"reply_id": "nothing"},
    "save_tag": {"name": "late"},
    "remove_tag": {"name": "late"},
    "get_board": {},
    "get_report": {"since": "2026-11-01T00:00:00Z", "until": "2026-11-02T00:00:00Z"},
    "list_problems": {},
    "announce_problem": {"text": "It is slow."},
    "end_problem": {"problem_id": "nothing"},
    "declare_volume": {"volume": "normal"},
    "list_blocked": {},
    "unblock_visitor": {"visitor_id": "nobody", "reason": "An error."},
    "get_policies": {},
    "get_intents": {},
    "get_gaps": {},
    "list_agents": {},
    "add_agent": {"name": "Eve"},
    "save_agent": {"agent_id": "nobody"},
    "sign_out_agent": {"agent_id": "nobody"},
    "reset_sign_in": {"agent_id": "nobody"},
    "deactivate_agent": {"agent_id": "nobody"},
    "activate_agent": {"agent_id": "nobody"},
    "get_site": {},
    "get_redaction": {},
    "list_audit": {},
}


def test_every_command_has_a_row_and_is_tried():
    assert ALL_AGENT_COMMANDS.keys() == DOORS.keys() == ASKED.keys()


@pytest.mark.parametrize("role", Role)
async def test_each_door_is_open_to_its_roles_and_closed_to_all_others(server, agents, role):
    await signing_in.set_profile(server.ctx, "Ada", role=role)
    ada = await agents("Ada")
    for command, fields in ASKED.items():
        ack = await ada.call(command, **fields)
        is_closed = not ack["ok"] and ack["error"]["message"] == refusal_of(command)
        assert is_closed is not is_open_to(command, role), (command, ack)
        assert ack["ok"] or ack["error"]["code"] != "internal", (command, ack)
        if is_closed:
            assert ack["error"]["code"] == "forbidden"


async def test_a_role_that_was_taken_away_counts_at_once(server, agents):
    await signing_in.set_profile(server.ctx, "Ada", role=Role.ADMIN)
    ada = await agents("Ada")
    await ada.ask("list_audit")
    await signing_in.set_profile(server.ctx, "Ada", role=Role.SUPERVISOR)
    assert (await ada.refused("list_audit"))["code"] == "forbidden"


@pytest.fixture
async def ruth(server, agents) -> AgentClient:
    await signing_in.set_profile(server.ctx, "Ada", role=Role.ADMIN)
    return await agents("Ada")


async def link_cookie(server, path: str) -> str:
    token = path.split("sign-in=")[1]
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{server.url}/api/sign-in-link", json={"token": token}) as answer,
    ):
        assert answer.status == 200
        return answer.cookies["chatserver_session"].value


async def test_a_new_agent_comes_by_the_link_and_sets_a_password(server, ruth):
    hours = {"zone": "Europe/Berlin", "weekly": [[{"opens": "09:00", "closes": "17:30"}], *([[]] * 6)]}
    welcome = await ruth.ask("add_agent", name="Eve", role="author", languages=["de"], cap=2, hours=hours)
    assert welcome["agent"]["hours"] == hours
    assert (welcome["agent"]["cap"], welcome["agent"]["has_password"]) == (2, False)
    async with AgentClient(server.url, await link_cookie(server, welcome["path"])) as eve:
        await eve.ask("set_password", password="a long password")
        assert (await eve.refused("set_password", password="another long one"))["field"] == "current"
        assert (await eve.refused("list_agents"))["code"] == "forbidden"
    await sign_in(server.url, "Eve", "a long password")
    cards = {card["name"]: card for card in (await ruth.ask("list_agents"))["agents"]}
    assert cards["Eve"]["has_password"]
    assert "sign-in" not in repr(cards)


async def test_a_change_leaves_what_is_not_named(ruth):
    ben = next(card for card in (await ruth.ask("list_agents"))["agents"] if card["name"] == "Ben")
    changed = (await ruth.ask("save_agent", agent_id=ben["id"], cap=5, teams=["billing"]))["agent"]
    assert (changed["cap"], changed["teams"], changed["name"]) == (5, ["billing"], "Ben")
    again = (await ruth.ask("save_agent", agent_id=ben["id"], cap=0))["agent"]
    assert (again["cap"], again["teams"]) == (None, ["billing"])
    week = {"zone": "UTC", "weekly": [[]] * 7}
    assert (await ruth.ask("save_agent", agent_id=ben["id"], hours=week))["agent"]["hours"] is None
    week["weekly"] = [[{"opens": "9", "closes": "17"}], *([[]] * 6)]
    assert (await ruth.refused("save_agent", agent_id=ben["id"], hours=week))["field"] == "hours"
    assert (await ruth.refused("save_agent", agent_id=ben["id"], name="ada"))["field"] == "name"


async def test_whoever_has_a_new_name_speaks_by_it(agents, ruth, visitors):
    ben = await agents("Ben")
    await ben.be_available()
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    await ben.accept()
    await ruth.ask("save_agent", agent_id="agent-Ben", name="Benno")
    await ben.do("post_message", text="Hello, Benno here.")
    assert (await visitor.hears("message_posted", text="Hello, Benno here."))["author"]["name"] == "Benno"
    # The chat is still theirs, and the visitor sees them type.
    await ben.ask("set_typing", chat_id=visitor.chat_id, typing=True)
    await visitor.hears("typing_changed", name="Benno")


async def test_a_new_role_hears_at_once_what_supervisors_are_told_and_an_old_one_no_longer(server, agents, ruth):
    ben = await agents("Ben")

    async def heard(number: int) -> bool:
        told = Mentioned("", number, "")
        server.realtime.publisher.tell([Notice("mentioned", told, SUPERVISORS, AGENT)])
        await ruth.hears("mentioned", seq=number)
        # Told to each console in this order, so an answer that comes now comes after it.
        await ben.ask("list_tags")
        return any(event["event"] == "mentioned" and event["seq"] == number for event in ben.heard)

    assert not await heard(1)
    await ruth.ask("save_agent", agent_id="agent-Ben", role="supervisor")
    assert await heard(2)
    await ruth.ask("save_agent", agent_id="agent-Ben", role="agent")
    assert not await heard(3)


async def test_whoever_is_shown_out_is_disconnected_and_their_chats_are_told(server, agents, ruth, visitors):
    ben = await agents("Ben")
    await ben.be_available()
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    await ben.accept()
    await ruth.ask("deactivate_agent", agent_id="agent-Ben")
    await visitor.hears("chat_released")
    await ruth.hears("presence_changed", status="away")
    await ben.sio.wait()
    assert not ben.sio.connected
    async with aiohttp.ClientSession() as http:
        body = {"name": "Ben", "password": PASSWORD}
        async with http.post(f"{server.url}/api/sign-in", json=body) as answer:
            assert answer.status == 403
    await ruth.ask("activate_agent", agent_id="agent-Ben")
    await sign_in(server.url, "Ben", PASSWORD)


async def test_signing_out_and_resetting_disconnect(agents, ruth):
    for command in ("sign_out_agent", "reset_sign_in"):
        ben = await agents("Ben") if command == "sign_out_agent" else None
        await ruth.ask(command, agent_id="agent-Ben")
        if ben is not None:
            await ben.sio.wait()
            assert not ben.sio.connected


async def test_a_problem_is_announced_told_and_ended(server, ruth):
    words = {"de": "Es ist langsam."}
    told = (await ruth.ask("announce_problem", text="It is slow.", translations=words))["problem"]
    assert (await ruth.refused("announce_problem", text="It is slow."))["code"] == "conflict"
    listed = await ruth.ask("list_problems")
    assert [(one["text"], one["translations"], one["is_of_page"]) for one in listed["problems"]] == [
        ("It is slow.", words, False)
    ]
    assert listed["languages"] == list(server.ctx.workshop.intents.languages)
    await ruth.ask("end_problem", problem_id=told["problem_id"])
    assert (await ruth.refused("end_problem", problem_id=told["problem_id"]))["code"] == "conflict"


async def test_the_volume_is_declared_and_told_with_who_did(server, ruth):
    assert (await ruth.ask("list_problems"))["volume"] == {"volume": "normal", "since": None, "by": None}
    told = (await ruth.ask("declare_volume", volume="high"))["volume"]
    assert (told["volume"], told["by"]["name"]) == ("high", "Ada")
    assert (await ruth.ask("get_policies"))["volume"] == "high"


async def test_who_is_blocked_is_listed_and_let_in_again(agents, ruth, visitors):
    ben = await agents("Ben")
    visitor = await visitors()
    await visitor.start(details={"name": "Mallory"})
    await visitor.want_agent()
    taken = await ben.ask("claim_chat", chat_id=visitor.chat_id, client_id=new_id())
    ben.chat_id, ben.version = visitor.chat_id, taken["version"]
    await ben.do("block_visitor")
    (row,) = (await ruth.ask("list_blocked"))["visitors"]
    assert (row["chat_id"], row["lang"]) == (visitor.chat_id, "en")
    assert (await visitor.refused("start_chat", client_id=new_id(), lang="en", token=visitor.token))[
        "code"
    ] == "blocked"
    assert (await ruth.refused("unblock_visitor", visitor_id=row["visitor_id"], reason=" "))["field"] == "reason"
    await ruth.ask("unblock_visitor", visitor_id=row["visitor_id"], reason="It was a mix-up.")
    await visitor.ask("start_chat", client_id=new_id(), lang="en", token=visitor.token)
    newest = (await ruth.ask("list_audit"))["entries"][:2]
    assert [(entry["act"], entry["agent"]["name"], entry["details"]) for entry in newest] == [
        ("visitor_unblocked", "Ada", "It was a mix-up."),
        ("visitor_blocked", "Ben", visitor.chat_id),
    ]


async def test_the_site_is_told_as_it_is(server, ruth, visitors):
    site = await ruth.ask("get_site")
    assert (site["brand"], site["origins"], site["public_url"]) == ("Acme", [], "")
    assert "en" in site["bot_languages"]
    policies = await ruth.ask("get_policies")
    assert (policies["file"], policies["is_current"], policies["complaints"]) == ("", True, [])
    by_kind = {one["kind"]: one for one in policies["policies"]}
    assert by_kind["pickup"]["targets"][-1]["seconds"] == 300
    assert by_kind["complaint_update"]["targets"][-1]["days"] == 3
    visitor = await visitors()
    await visitor.start()
    await visitor.say("my card is 4111 1111 1111 1111")
    redaction = await ruth.ask("get_redaction")
    families = {one["name"]: one for one in redaction["families"]}
    assert (families["card"]["is_on"], families["card"]["masked"]) == (True, 1)
    assert [one["name"] for one in redaction["rules"]] == ["card.visa"]
    intents = await ruth.ask("get_intents")
    assert intents["problems"] == []
    assert intents["version"] == server.ctx.workshop.intents.version
    assert all(one["intents"] and one["examples"] for one in intents["languages"])


async def test_what_the_bot_did_not_know_is_told(ruth, visitors):
    visitor = await visitors()
    await visitor.start()
    await visitor.say("do you sell purple flamingos on weekdays")
    found = await ruth.ask("get_gaps")
    assert found["chats"] == 1
    assert [(gap["text"], gap["count"]) for gap in found["gaps"]] == [("do you sell purple flamingos on weekdays", 1)]


async def test_five_wrong_passwords_are_in_the_audit_log_once(server, ruth):
    async with aiohttp.ClientSession() as http:
        for _ in range(6):
            body = {"name": "ben", "password": "wrong wrong"}
            async with http.post(f"{server.url}/api/sign-in", json=body) as answer:
                assert answer.status == 403
    entries = (await ruth.ask("list_audit", acts=["sign_in_failed"]))["entries"]
    assert [(entry["about"], entry["agent"]["name"]) for entry in entries] == [("Ben", "nobody")]
    assert "127.0.0.1" in entries[0]["details"]


async def test_a_report_that_is_taken_away_is_written_down(server, ruth):
    cookies = {"chatserver_session": await sign_in(server.url, "Ada", PASSWORD)}
    async with (
        aiohttp.ClientSession(cookies=cookies) as http,
        http.get(f"{server.url}/api/report.csv?since=2026-11-01&until=2026-11-02&table=breaches") as answer,
    ):
        assert answer.status == 200
    (entry,) = (await ruth.ask("list_audit", acts=["report_exported"]))["entries"]
    assert (entry["about"], entry["details"]) == ("breaches", "2026-11-01 – 2026-11-02")
