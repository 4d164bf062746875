"""What agents can rely on among themselves, over real connections."""

from msgspec.structs import replace

from chatserver.core.people import Role
from tests.clients import VisitorClient, new_id


async def taken(visitors, agent, **start):
    """A chat that the agent has accepted."""
    await agent.be_available()
    visitor = await visitors()
    await visitor.start(**start)
    await visitor.want_agent()
    await agent.accept()
    return visitor


async def profile(server, name, **changes):
    def write(tx):
        tx.agents.set_profile(replace(tx.agents.by_name(name), **changes))

    await server.ctx.store.run(write)


def asked(chat_id, **fields):
    return {"chat_id": chat_id, "client_id": new_id(), **fields}


async def test_a_visitor_hears_that_the_chat_is_back_in_the_queue_and_never_of_which_team(server, visitors, agents):
    ada = await agents("Ada")
    await profile(server, "Ben", teams=("billing",))
    visitor = await taken(visitors, ada)
    await ada.do("requeue_chat", team="billing", lang="es", note="careful, angry")
    released = await ada.hears("chat_released")
    assert released["team"] == "billing"
    assert "team" not in await visitor.hears("chat_released")
    assert (await visitor.hears("language_changed"))["lang"] == "es"
    heard = repr(visitor.heard)
    assert "billing" not in heard
    assert "angry" not in heard


async def test_whoever_does_not_have_the_chat_is_refused(server, visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    chat_id = visitor.chat_id
    for command, fields in (
        ("requeue_chat", {"lang": "de"}),
        ("correct_details", {"details": {"name": "Eve"}}),
        ("transfer_chat", {"to": "Ben", "note": "mine now"}),
    ):
        error = await ben.refused(command, **asked(chat_id, version=ada.version, **fields))
        assert (error["code"], error["by"]) == ("taken", "Ada"), command
    assert (await ben.refused("take_over", **asked(chat_id)))["code"] == "forbidden"
    assert (await ben.refused("merge_chats", **asked(chat_id, version=ada.version, into=chat_id)))["code"] == (
        "bad_request"
    )
    for command, fields in (
        ("list_visitor_chats", {"chat_id": "ZZZZ-ZZZZ-ZZ"}),
        ("set_viewing", {"chat_id": "ZZZZ-ZZZZ-ZZ"}),
    ):
        assert (await ben.refused(command, **fields))["code"] in {"forbidden", "bad_request"}, command
    bad = [{"": "x"}, {"a b": "x"}, {}, {f"d{n}": "x" for n in range(30)}]
    for details in bad:
        error = await ada.refused("correct_details", **asked(chat_id, version=ada.version, details=details))
        assert error["code"] == "bad_request", details
    assert "Eve" not in repr(visitor.heard)


async def test_visitors_have_none_of_these_commands(visitors):
    visitor = await visitors()
    await visitor.start()
    for command in ("requeue_chat", "take_over", "correct_details", "merge_chats", "list_visitor_chats", "set_viewing"):
        assert (await visitor.refused(command, chat_id=visitor.chat_id))["code"] == "bad_request"


async def test_a_supervisor_takes_over_and_the_other_is_told(server, visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    await profile(server, "Ben", role=Role.SUPERVISOR)
    visitor = await taken(visitors, ada)
    ack = await ben.ask("take_over", **asked(visitor.chat_id))
    assert (await ada.hears("chat_transferred"))["taken_over"] is True
    told = await visitor.hears("chat_transferred")
    assert (told["to_agent"], "taken_over" in told) == ({"name": "Ben"}, False)
    await ben.ask("post_message", **asked(visitor.chat_id, text="Ben here", version=ack["version"]))
    late = await ada.refused("post_message", **asked(visitor.chat_id, text="too late", version=ada.version))
    assert late["code"] == "taken"


async def test_details_put_right_stay_among_agents(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    await ada.do("correct_details", details={"name": "Anna", "card": "4111 1111 1111 1111"})
    told = await ada.hears("details_corrected")
    assert told["details"]["name"] == "Anna"
    assert "4111" not in repr(ada.heard)
    await visitor.hears("event_hidden", seq=told["seq"])
    assert "details_corrected" not in repr(visitor.heard)


async def test_who_looks_at_a_chat_is_told_and_taken_back_when_they_go(visitors, agents):
    ada, ben = await agents("Ada"), await agents("Ben")
    visitor = await taken(visitors, ada)
    chat_id = visitor.chat_id
    for agent in (ada, ben):
        await agent.ask("open_chat", chat_id=chat_id)
    assert (await ada.ask("set_viewing", chat_id=chat_id))["viewers"] == []
    assert [one["name"] for one in (await ben.ask("set_viewing", chat_id=chat_id))["viewers"]] == ["Ada"]
    both = [{"id": "agent-Ada", "name": "Ada"}, {"id": "agent-Ben", "name": "Ben"}]
    await ada.hears("viewers_changed", chat_id=chat_id, viewers=both)
    await ben.ask("set_viewing", chat_id=None)
    await ada.hears("viewers_changed", viewers=both[:1])
    ada.heard.clear()
    await ben.ask("set_viewing", chat_id=chat_id)
    await ada.hears("viewers_changed", viewers=both)
    ada.heard.clear()
    await ben.sio.disconnect()
    await ada.hears("viewers_changed", viewers=both[:1])
    assert "viewers_changed" not in repr(visitor.heard)


async def test_a_row_says_of_each_clock_when_it_began_and_who_was_told(visitors, agents):
    ada = await agents("Ada")
    visitor = await taken(visitors, ada)
    (row,) = (await ada.ask("list_chats", view="mine"))["chats"]
    assert row["chat_id"] == visitor.chat_id
    assert row["team"] == ""
    for clock in row["clocks"]:
        assert clock["started_at"] < clock["due_at"]
        assert (clock["is_at_risk"], clock["told"]) == (False, [])


async def test_agents_are_told_of_the_visitors_browser_in_a_few_words(server, agents):
    ada = await agents("Ada")
    header = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    async with VisitorClient(server.url, **{"User-Agent": header}) as visitor:
        await visitor.start()
        opened = await ada.ask("open_chat", chat_id=visitor.chat_id)
    assert opened["events"][0]["page"]["browser"] == "Firefox 128, Windows"
