"""The composer's commands over a real connection: what they do, whom they tell, whom they refuse."""

from contextlib import AsyncExitStack

import pytest
from msgspec.structs import replace

from chatserver.core.people import Role
from chatserver.settings import Settings
from tests.clients import AgentClient, VisitorClient, new_id, sign_in
from tests.conftest import PASSWORD, serving
from tests.realtime.test_agents import taken


async def promote(server, name, role):
    await server.ctx.store.run(lambda tx: tx.agents.set_profile(replace(tx.agents.by_name(name), role=role)))


async def test_a_saved_reply_is_told_to_every_console_and_listed(server, agents):
    await promote(server, "Ada", Role.AUTHOR)
    ada, ben = await agents("Ada"), await agents("Ben")
    saved = await ada.ask("save_reply", shortcut="Refund", title="Refund", texts={"en": "password: hunter2secret"})
    assert saved["reply"]["shortcut"] == "/refund"
    await ben.hears("replies_changed")
    (listed,) = (await ben.ask("list_replies"))["replies"]
    assert listed == saved["reply"]
    assert "hunter2secret" not in repr(listed)
    assert (await ben.ask("list_replies", search="zzzzzz"))["replies"] == []
    assert len((await ben.ask("list_replies", search="refnud", lang="de"))["replies"]) == 1
    await ada.ask("remove_reply", reply_id=listed["reply_id"])
    assert (await ben.ask("list_replies"))["replies"] == []


async def test_an_agent_without_the_role_may_write_neither_replies_nor_the_list_of_tags(agents):
    ben = await agents("Ben")
    for command, fields in (
        ("save_reply", {"shortcut": "/a", "title": "A", "texts": {"en": "x"}}),
        ("remove_reply", {"reply_id": "any"}),
        ("save_tag", {"name": "a"}),
        ("remove_tag", {"name": "a"}),
    ):
        assert (await ben.refused(command, **fields))["code"] == "forbidden", command
    assert (await ben.ask("list_replies"))["replies"] == []
    assert (await ben.ask("list_tags"))["tags"] == []


async def test_what_is_wrong_with_a_reply_is_told_without_repeating_it(server, agents):
    await promote(server, "Ada", Role.ADMIN)
    ada = await agents("Ada")
    good = {"shortcut": "/a", "title": "A", "texts": {"en": "x"}}
    for wrong, code in (
        ({"shortcut": "canary 7f3a"}, "bad_request"),
        ({"texts": {}}, "bad_request"),
        ({"texts": {"en": "x" * 5000}}, "too_long"),
        ({"title": " "}, "bad_request"),
        ({"reply_id": "gone"}, "bad_request"),
        ({"more": 1}, "bad_request"),
    ):
        error = await ada.refused("save_reply", **{**good, **wrong})
        assert error["code"] == code, wrong
        assert "canary" not in error["message"]
    await ada.ask("save_reply", **good)
    assert (await ada.refused("save_reply", **good))["code"] == "conflict"


async def test_tags_reach_agents_and_lists_and_never_the_visitor(server, visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    done = await ben.ask("set_tags", chat_id=visitor.chat_id, client_id=new_id(), tags=["#VIP", "late"])
    assert done["tags"] == ["vip", "late"]
    heard = await ada.hears("tags_changed")
    assert (heard["tags"], heard["by"]["name"]) == (["vip", "late"], "Ben")
    opened = await ben.ask("open_chat", chat_id=visitor.chat_id)
    assert opened["chat"]["tags"] == ["vip", "late"]
    assert {tag["name"] for tag in (await ada.ask("list_tags"))["tags"]} == {"vip", "late"}
    await visitor.hears("event_hidden", seq=done["seq"])
    assert "vip" not in repr(visitor.heard)
    too_many = await ada.refused(
        "set_tags", chat_id=visitor.chat_id, client_id=new_id(), tags=[str(n) for n in range(21)]
    )
    assert too_many["code"] == "bad_request"
    too_long = await ada.refused("set_tags", chat_id=visitor.chat_id, client_id=new_id(), tags=["x" * 41])
    assert too_long["code"] == "too_long"


async def test_only_who_is_named_is_told_of_a_mention(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    note = await ada.do("add_note", text="@ben please look")
    told = await ben.hears("mentioned")
    assert (told["chat_id"], told["seq"], told["by"]) == (visitor.chat_id, note["seq"], "Ada")
    (mention,) = (await ben.ask("list_mentions"))["mentions"]
    assert (mention["seq"], mention["by"], mention["text"]) == (note["seq"], "Ada", "@ben please look")
    await ben.ask("read_mentions", chat_id=visitor.chat_id)
    assert (await ben.ask("list_mentions"))["mentions"] == []
    assert (await ada.ask("list_mentions"))["mentions"] == []
    assert "mentioned" not in {event["event"] for event in ada.heard}
    assert "please look" not in repr(visitor.heard)


async def test_answers_are_suggested_until_one_is_given(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    await visitor.say("how can i reset my password")
    answers = (await ada.ask("suggest_answers", chat_id=visitor.chat_id))["answers"]
    assert 1 <= len(answers) <= 3
    assert answers[0]["text"]
    await ada.do("post_message", text=answers[0]["text"])
    assert (await ada.ask("suggest_answers", chat_id=visitor.chat_id))["answers"] == []
    assert (await ada.refused("suggest_answers", chat_id="0000-0000-00"))["code"] == "forbidden"


async def test_a_chat_goes_on_by_e_mail_when_its_agent_says_so(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    ticket = {"chat_id": visitor.chat_id, "client_id": new_id(), "version": ada.version}
    assert (await ada.refused("open_ticket", **ticket))["code"] == "bad_request"
    stranger = await ben.refused("open_ticket", **ticket, address="anna@example.com")
    assert (stranger["code"], stranger["by"]) == ("taken", "Ada")
    await ada.ask("open_ticket", **ticket, address="anna@example.com")
    assert (await visitor.hears("ticket_opened"))["address"] == "anna@example.com"
    opened = await ada.ask("open_chat", chat_id=visitor.chat_id)
    assert opened["chat"]["status"] == "ticket"


async def test_a_draft_is_dropped_where_drafts_are_not_shown(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    await ada.ask("open_chat", chat_id=visitor.chat_id)
    await visitor.ask("set_typing", chat_id=visitor.chat_id, typing=True, draft="canary-7f3a")
    await ada.hears("typing_changed", typing=True)
    assert "canary" not in repr(ada.heard)


@pytest.fixture
async def showing(tmp_path):
    """A server that shows drafts, with Ada, Ben and a visitor whose chat Ada has taken and opened."""
    settings = Settings(port=0, data=str(tmp_path / "data"), draft_preview=True)
    async with serving(settings) as server, AsyncExitStack() as stack:
        ada, ben = [
            await stack.enter_async_context(AgentClient(server.url, await sign_in(server.url, name, PASSWORD)))
            for name in ("Ada", "Ben")
        ]

        async def visitor():
            return await stack.enter_async_context(VisitorClient(server.url))

        anna = await taken(visitor, ada)
        await ada.ask("open_chat", chat_id=anna.chat_id)
        yield server, ada, ben, anna


async def test_a_draft_is_shown_redacted_to_who_has_the_chat_open_and_to_nobody_else(showing, caplog):
    _, ada, ben, anna = showing
    caplog.set_level("DEBUG")
    draft = "my canary sings, and password: hunter2secret"
    await anna.ask("set_typing", chat_id=anna.chat_id, typing=True, draft=draft)
    shown = await ada.hears("draft_shown")
    assert shown["text"].startswith("my canary sings")
    assert "hunter2secret" not in repr(ada.heard)
    await anna.ask("set_typing", chat_id=anna.chat_id, typing=False, draft="")
    assert (await ada.hears("draft_shown", text=""))["chat_id"] == anna.chat_id
    await anna.say("the end")
    await ben.hears("chats_changed")
    assert "draft_shown" not in {event["event"] for event in ben.heard}
    assert "canary" not in repr(await ada.ask("open_chat", chat_id=anna.chat_id))
    assert "canary" not in caplog.text


async def test_drafts_that_come_faster_than_anybody_reads_are_refused(showing):
    _, _, _, anna = showing
    answers = [
        await anna.call("set_typing", chat_id=anna.chat_id, typing=True, draft=f"draft {number}") for number in range(9)
    ]
    errors = [answer["error"] for answer in answers if not answer["ok"]]
    assert errors
    assert {error["code"] for error in errors} == {"rate_limited"}
    # The sign that somebody is typing goes on without.
    await anna.ask("set_typing", chat_id=anna.chat_id, typing=True)


async def test_nobody_shows_a_draft_in_a_strangers_chat(showing):
    server, ada, _, anna = showing
    async with VisitorClient(server.url) as eve:
        await eve.start()
        error = await eve.refused("set_typing", chat_id=anna.chat_id, typing=True, draft="hello")
    assert error["code"] == "forbidden"
    assert "draft_shown" not in {event["event"] for event in ada.heard}
