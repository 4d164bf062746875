"""What an agent's client can rely on, over a real connection."""

import asyncio
from datetime import timedelta

import pytest
import socketio

from chatserver.app import SystemClock
from chatserver.core.people import Role
from chatserver.services import signing_in
from tests.clients import AgentClient, new_id, sign_in
from tests.conftest import PASSWORD


async def taken(visitors, agent):
    """A chat that the agent has accepted."""
    await agent.be_available()
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    await agent.accept()
    return visitor


async def test_nobody_gets_in_without_a_session(server):
    for cookie in ("", "made-up"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            async with AgentClient(server.url, cookie):
                pass


async def test_a_value_that_is_not_known_is_refused_and_not_repeated(agents):
    ada = await agents("Ada")
    for command, fields in (("set_presence", {"status": "canary-7f3a"}), ("list_chats", {"view": "canary-7f3a"})):
        error = await ada.refused(command, **fields)
        assert error["code"] == "bad_request"
        assert "canary" not in error["message"]


async def test_an_offer_is_made_accepted_and_told_to_the_visitor(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    told = await visitor.hears("agent_assigned")
    assert told["agent"] == {"name": "Ada"}
    assert (await ada.hears("agent_assigned"))["version"] == ada.version


async def test_visitor_and_agent_talk_both_ways_letter_for_letter(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    for text in ("<b>bold?</b>", "a < b && c", "línea\nнова 😀"):
        await visitor.say(text)
        await ada.hears("message_posted", text=text)
        await ada.do("post_message", text=text)
        heard = await visitor.hears("message_posted", text=text)
        assert heard["author"] == {"kind": "agent", "name": "Ada"}


async def test_of_two_who_claim_one_wins_and_the_other_is_told_who(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await visitors()
    await visitor.start()
    claim = {"chat_id": visitor.chat_id, "client_id": "claim"}
    answers = await asyncio.gather(ada.call("claim_chat", **claim), ben.call("claim_chat", **claim))
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    winner = "Ada" if answers[0]["ok"] else "Ben"
    (error,) = [answer["error"] for answer in answers if not answer["ok"]]
    assert (error["code"], error["by"]) == ("taken", winner)


async def test_transfer_moves_the_chat_and_fences_the_old_owner(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    await ada.do("transfer_chat", to="Ben")
    moved = await ben.hears("chat_transferred")
    late = await ada.call("post_message", chat_id=ada.chat_id, client_id=new_id(), text="one more", version=ada.version)
    assert (late["error"]["code"], late["error"]["by"]) == ("taken", "Ben")
    ben.chat_id, ben.version = moved["chat_id"], moved["version"]
    await ben.do("post_message", text="Ben here")
    await visitor.hears("message_posted", text="Ben here")


async def test_release_hand_back_and_close_are_told_to_the_visitor(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    await ada.do("release_chat")
    await visitor.hears("chat_released")
    taken_again = await ada.ask("claim_chat", chat_id=visitor.chat_id, client_id=new_id())
    ada.version = taken_again["version"]
    await ada.do("hand_back_chat")
    await visitor.hears("chat_handed_back")
    again = await ada.ask("claim_chat", chat_id=visitor.chat_id, client_id=new_id())
    ada.version = again["version"]
    await ada.do("close_chat", summary="All fixed.", reason="resolved")
    closed = await visitor.hears("chat_closed")
    assert (closed["summary"], closed["reason"]) == ("All fixed.", "resolved")
    await visitor.ask("rate_chat", chat_id=visitor.chat_id, client_id=new_id(), score=4, comment="fine")
    assert (await ada.hears("chat_rated"))["score"] == 4


async def test_the_packet_reaches_agents_and_never_the_visitor(visitors, agents):
    ada = await agents("Ada")
    await ada.be_available()
    visitor = await visitors()
    await visitor.start()
    for line in ("I want to report a problem", "Anna", "anna@example.com"):
        await visitor.say(line)
    await visitor.want_agent()
    await ada.accept()
    opened = await ada.ask("open_chat", chat_id=visitor.chat_id)
    (queued,) = [event for event in opened["events"] if event["type"] == "chat_queued"]
    assert queued["packet"]["details"] == {"name": "Anna", "account": "anna@example.com"}
    assert queued["waiting_since"] < queued["first_response_due_at"]
    assert "packet" not in (await visitor.hears("chat_queued"))


async def test_lists_show_each_chat_where_it_belongs_and_follow_it(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)

    async def rows(agent, view):
        return [row["chat_id"] for row in (await agent.ask("list_chats", view=view))["chats"]]

    assert await rows(ada, "mine") == [visitor.chat_id]
    assert await rows(ben, "mine") == []
    assert await rows(ben, "all") == [visitor.chat_id]
    changed = await ben.hears("chats_changed")
    assert changed["chats"][-1]["chat_id"] == visitor.chat_id


async def test_typing_and_reading_are_told_to_the_other_side(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    await ada.ask("open_chat", chat_id=visitor.chat_id)
    await visitor.ask("set_typing", chat_id=visitor.chat_id, typing=True)
    assert (await ada.hears("typing_changed"))["kind"] == "visitor"
    await ada.ask("set_typing", chat_id=visitor.chat_id, typing=True)
    assert (await visitor.hears("typing_changed"))["name"] == "Ada"
    await visitor.ask("mark_read", chat_id=visitor.chat_id, seq=3)
    assert (await ada.hears("chat_read"))["seq"] == 3
    await ada.ask("mark_read", chat_id=visitor.chat_id, seq=2)
    assert (await visitor.hears("chat_read"))["kind"] == "agent"


async def test_a_foreign_website_cannot_act_for_an_agent(server):
    cookie = await sign_in(server.url, "Ada", PASSWORD)
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with AgentClient(server.url, cookie, Origin="https://evil.example"):
            pass


async def test_a_declined_offer_goes_on_and_a_late_accept_is_told(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    await ada.be_available()
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    offer = await ada.hears("offer_made")
    await ben.be_available()
    answer = {"chat_id": offer["chat_id"], "offer_id": offer["offer_id"]}
    await ada.ask("answer_offer", client_id=new_id(), accept=False, **answer)
    await ben.accept()
    late = await ada.refused("answer_offer", client_id=new_id(), accept=True, **answer)
    assert (late["code"], late["by"]) == ("taken", "Ben")


async def test_the_board_and_the_report_are_for_supervisors_and_admins(server, visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    await signing_in.set_profile(server.ctx, "Ben", role=Role.SUPERVISOR)
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    asked = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z", "zone": "Europe/Berlin"}
    assert (await ada.refused("get_board"))["code"] == "forbidden"
    assert (await ada.refused("get_report", **asked))["code"] == "forbidden"
    assert "waiting" not in repr(await ada.refused("get_board"))
    told = await ben.ask("get_board", zone="Europe/Berlin")
    assert (told["waiting"], told["zone"], told["today"]["share"]) == (1, "Europe/Berlin", None)
    assert (await ben.ask("get_report", **asked))["total"]["asked"] == 0
    assert (await ben.ask("get_report", since=visitor_day()))["total"]["asked"] == 1
    for wrong in ({"since": "yesterday"}, {"since": "2026-01-01T00:00:00"}, {**asked, "zone": "Nowhere"}):
        assert (await ben.refused("get_report", **wrong))["code"] == "bad_request"


def visitor_day() -> str:
    return (SystemClock().now() - timedelta(days=1)).isoformat()


async def test_a_visitor_has_no_such_command(visitors):
    visitor = await visitors()
    assert (await visitor.refused("get_board"))["code"] == "bad_request"


async def finds(agent, **asked):
    """Searches until something is found: the index is a moment late."""
    for _ in range(200):
        ack = await agent.ask("search_chats", **asked)
        if ack["results"]:
            return ack
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was found")


async def test_an_agent_finds_what_was_said_a_moment_ago(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    said = await visitor.say("My order A-1234 has not come 😀 yet")
    await ada.do("add_note", text="A-1234 was sent on Monday")
    ack = await finds(ada, text="1234 come")
    (found,) = ack["results"]
    assert (found["kind"], found["seq"], found["chat"]["chat_id"]) == ("message", said["seq"], visitor.chat_id)
    assert [found["snippet"][start:end] for start, end in found["marks"]] == ["1234", "come"]
    assert (ack["next"], ack["partial"]) == (None, False)
    (found,) = (await finds(ada, text="monday from:ada", status="assigned", lang="en"))["results"]
    assert (found["kind"], found["author"]["name"]) == ("note", "Ada")
    assert (await ada.ask("search_chats", text="monday", status="closed"))["results"] == []
    (found,) = (await finds(ada, text=visitor.chat_id.lower()))["results"]
    assert (found["kind"], found["seq"]) == ("chat_id", None)


async def test_hostile_searches_are_answered_and_wrong_fields_refused(agents):
    ada = await agents("Ada")
    for text in ('"', "a" * 10_240, "AND (", "*", "NEAR(", '-"'):
        assert (await ada.ask("search_chats", text=text))["results"] == []
    for wrong in (
        {"text": "x" * 30_000}, {"text": 1}, {"rating": [1]}, {"rating": [0, 9]}, {"status": "canary-7f3a"},
        {"after": "canary"}, {"since": "yesterday"}, {"agent_id": "x"},
    ):  # fmt: skip
        error = await ada.refused("search_chats", **wrong)
        assert error["code"] == "bad_request"
        assert "canary" not in error["message"]


async def test_a_visitor_cannot_search(visitors):
    visitor = await visitors()
    await visitor.start()
    assert (await visitor.refused("search_chats", text="a"))["code"] == "bad_request"


async def test_what_is_redacted_is_found_no_more_by_anybody(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    said = await visitor.say("the word is xylophonist")
    await finds(ada, text="xylophonist")
    start = said["text"].index("xylophonist")
    await ada.ask(
        "redact_message", chat_id=visitor.chat_id, client_id=new_id(), seq=said["seq"], start=start, end=start + 11
    )
    for text in ("xylophonist", "xylo", '"is xylophonist"', "from:bot xylo"):
        assert (await ada.ask("search_chats", text=text))["results"] == []
