"""What a visitor's client can rely on, over a real connection."""

import asyncio
from datetime import timedelta

from chatserver.core.identity import Identity, sign_identity
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.settings import Settings
from tests.clients import VisitorClient, new_id
from tests.conftest import serving
from tests.mail.server import mail_box


async def test_a_chat_starts_with_all_that_the_contract_names(visitors):
    visitor = await visitors()
    ack = await visitor.start(
        lang="de", page={"url": "https://shop.example/x", "title": "Shop"}, details={"name": "Anna"}
    )
    assert ack.keys() >= {"chat_id", "token", "epoch", "seq", "events"}
    assert len(ack["token"]) == 43
    assert [event["seq"] for event in ack["events"]] == list(range(1, ack["seq"] + 1))
    assert ack["events"][1]["author"]["kind"] == "bot"


async def test_a_message_is_acked_then_heard_with_its_client_id(visitors):
    visitor = await visitors()
    await visitor.start()
    ack = await visitor.ask("post_message", chat_id=visitor.chat_id, client_id="m-1", text="Are you open at night?")
    assert ack.keys() >= {"seq", "at", "text", "redactions"}
    own = await visitor.hears("message_posted", client_id="m-1")
    assert (own["seq"], own["at"], own["text"]) == (ack["seq"], ack["at"], ack["text"])
    await visitor.hears("message_posted", seq=ack["seq"] + 2)


async def test_a_secret_comes_back_masked_with_its_place(visitors):
    visitor = await visitors()
    await visitor.start()
    ack = await visitor.say("my card is 4111 1111 1111 1111 😀")
    (mask,) = ack["redactions"]
    assert mask["kind"] == "card"
    assert ack["text"][mask["start"] : mask["end"]] == "•••• 1111"


async def test_a_second_tab_sees_the_same_chat_live(visitors):
    one, other = await visitors(), await visitors()
    await one.start()
    page = await other.ask("resume_chat", chat_id=one.chat_id.lower(), token=one.token, after_seq=0)
    assert page["chat_id"] == one.chat_id
    await one.say("hello from the first tab")
    heard = await other.hears("message_posted", text="hello from the first tab")
    assert heard["author"] == {"kind": "visitor", "name": ""}


async def test_the_same_token_leads_to_the_same_open_chat(visitors):
    one, other = await visitors(), await visitors()
    first = await one.start(token="A" * 43)
    again = await other.start(token="A" * 43)
    assert again["chat_id"] == first["chat_id"]
    assert [event["seq"] for event in again["events"]] == [1, 2]


async def test_strangers_with_equal_client_ids_stay_strangers(visitors):
    one, other = await visitors(), await visitors()
    await one.start(client_id="start")
    await other.start(client_id="start")
    assert one.chat_id != other.chat_id
    assert one.token != other.token


async def test_a_resend_is_answered_as_before_and_heard_once(visitors):
    visitor = await visitors()
    await visitor.start()
    fields = {"chat_id": visitor.chat_id, "client_id": "m-1", "text": "hello there"}
    first = await visitor.ask("post_message", **fields)
    assert await visitor.ask("post_message", **fields) == first
    conflict = await visitor.refused("post_message", **{**fields, "text": "other words"})
    assert conflict["code"] == "conflict"
    log = await visitor.log()
    assert [event["text"] for event in log if event.get("client_id") == "m-1"] == ["hello there"]


async def test_what_only_agents_see_is_a_bare_place_in_the_visitors_log(visitors, agents):
    visitor, ada = await visitors(), await agents("Ada")
    await visitor.start()
    await ada.ask("add_note", chat_id=visitor.chat_id, client_id=new_id(), text="difficult customer", version=1)
    hidden = await visitor.hears("event_hidden")
    assert hidden.keys() == {"event", "type", "chat_id", "seq", "at"}
    log = await visitor.log()
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    assert "difficult" not in repr((log, visitor.heard))


async def test_the_place_in_the_queue_is_told_and_updated(visitors):
    first, second = await visitors(), await visitors()
    for visitor in (first, second):
        await visitor.start()
        await visitor.want_agent()
    await first.hears("place_changed", position=1)
    await second.hears("place_changed", position=2)
    await first.ask("close_chat", chat_id=first.chat_id, client_id=new_id())
    page = await second.ask("resume_chat", chat_id=second.chat_id, token=second.token, after_seq=0)
    nothing = {"wait_s": None, "low_min": None, "high_min": None, "opens_at": None}
    # While nobody is there, a better place is no news worth a message.
    assert page["place"] == {"position": 1, "kind": "nobody", **nothing}


async def test_earlier_chats_are_listed_and_read_without_joining_them(visitors):
    visitor, stranger = await visitors(), await visitors()
    first = (await visitor.start())["chat_id"]
    await visitor.say("my card is 4111 1111 1111 1111")
    await visitor.ask("close_chat", chat_id=first, client_id=new_id())
    second = (await visitor.start(token=visitor.token))["chat_id"]
    own = await visitor.ask("list_own_chats")
    assert [(row["chat_id"], row["status"], row["first_words"]) for row in own["chats"]] == [
        (second, "bot", ""),
        (first, "closed", "my card is •••• 1111"),
    ]
    assert (own["more"], own["chats"][0].keys()) == (
        False,
        {"chat_id", "status", "started_at", "last_at", "first_words"},
    )
    read = await visitor.ask("read_own_chat", chat_id=first.lower())
    assert (read["chat_id"], read["status"], read["more"], read["can_go_on"]) == (first, "closed", False, False)
    assert [event["seq"] for event in read["events"]] == list(range(1, read["seq"] + 1))
    assert "4111" not in repr(read)
    await stranger.start()
    assert (await stranger.refused("read_own_chat", chat_id=first))["code"] == "forbidden"
    assert (await stranger.refused("list_own_chats", after=first))["code"] == "forbidden"
    assert first not in repr(await stranger.ask("list_own_chats"))


async def test_what_only_agents_see_is_hidden_in_an_earlier_chat_too(visitors, agents):
    visitor, ada = await visitors(), await agents("Ada")
    await visitor.start()
    await ada.ask("add_note", chat_id=visitor.chat_id, client_id=new_id(), text="difficult customer", version=1)
    await ada.ask("claim_chat", chat_id=visitor.chat_id, client_id="c")
    await ada.ask("block_visitor", chat_id=visitor.chat_id, client_id=new_id(), version=2)
    read = await visitor.ask("read_own_chat", chat_id=visitor.chat_id)
    assert [event["reason"] for event in read["events"] if event["type"] == "chat_closed"] == ["other"]
    assert "difficult" not in repr(read)
    assert "conduct" not in repr(read)


async def test_known_problems_are_told_at_the_start_and_when_they_change(server, visitors):
    early, late = await visitors(), await visitors()
    assert (await early.start())["problems"] == []
    problem = KnownProblem("p-1", "Invoices are late.", {"de": "Rechnungen sind verspätet."})
    server.ctx.problems = (problem,)
    server.realtime.publisher.tell_problems(server.ctx.problems)
    told = {"id": "p-1", "text": "Invoices are late.", "translations": {"de": "Rechnungen sind verspätet."}}
    assert (await early.hears("problems_changed"))["problems"] == [told]
    assert (await late.start())["problems"] == [told]
    page = await early.ask("resume_chat", chat_id=early.chat_id, token=early.token, after_seq=0)
    assert page["problems"] == [told]


async def test_without_start_or_resume_a_connection_may_do_nothing(visitors):
    one, stranger = await visitors(), await visitors()
    await one.start()
    for command, fields in (
        ("post_message", {"client_id": "x", "text": "hi"}),
        ("request_agent", {"client_id": "x"}),
        ("close_chat", {"client_id": "x"}),
        ("set_typing", {"typing": True}),
        ("mark_read", {"seq": 1}),
        ("read_own_chat", {}),
        ("resume_chat", {"token": "B" * 43, "after_seq": 0}),
    ):
        assert (await stranger.refused(command, chat_id=one.chat_id, **fields))["code"] == "forbidden", command
    assert (await stranger.refused("list_own_chats"))["code"] == "forbidden"
    await stranger.start()
    refused = await stranger.refused("post_message", chat_id=one.chat_id, client_id="x", text="hi")
    assert refused["code"] == "forbidden"
    assert len(await one.log()) == 2


async def test_an_identity_is_taken_at_the_start_and_on_the_way_and_a_false_one_told(tmp_path):
    secret = "a secret of at least thirty-two characters"
    async with serving(Settings(port=0, data=str(tmp_path), identity_secret=secret)) as server:
        soon = server.ctx.clock.now() + timedelta(hours=1)
        signed = sign_identity(Identity("u-42", soon, "Anna"), secret)
        async with VisitorClient(server.url) as phone, VisitorClient(server.url) as desktop:
            await phone.start()
            known = {"chat_id": phone.chat_id, "token": phone.token, "after_seq": 0}
            error = await phone.refused("resume_chat", **known, identity=signed[:-2] + "xx")
            assert error["code"] == "bad_identity"
            await phone.ask("resume_chat", **known, identity=signed)
            assert (await desktop.start(identity=signed))["chat_id"] == phone.chat_id
            await desktop.say("hello from the desktop")
            await phone.hears("message_posted", text="hello from the desktop")
            other = sign_identity(Identity("u-43", soon), secret)
            assert (await phone.refused("resume_chat", **known, identity=other))["code"] == "forbidden"


async def test_a_copy_is_sent_to_the_address_that_the_visitor_gives(tmp_path):
    async with mail_box() as box:
        settings = Settings(
            port=0,
            data=str(tmp_path),
            brand="Acme",
            mail_server=f"smtp://127.0.0.1:{box.port}",
            mail_from="Acme <chat@acme.example>",
        )
        async with serving(settings) as server, VisitorClient(server.url) as visitor:
            assert (await visitor.start())["mail"] is True
            resumed = await visitor.ask("resume_chat", chat_id=visitor.chat_id, token=visitor.token, after_seq=0)
            assert resumed["mail"] is True
            await visitor.say("where is my parcel?")
            asked = {"chat_id": visitor.chat_id, "client_id": "t-1", "address": " anna@example.com "}
            assert await visitor.ask("send_transcript", **asked) == {"ok": True}
            assert await visitor.ask("send_transcript", **asked) == {"ok": True}
            while not box.taken:
                await asyncio.sleep(0.01)
            (message,) = box.messages
            assert message["To"] == "anna@example.com"
            assert "where is my parcel?" in message.get_body(("plain",)).get_content()
            # Nobody else learns the address: it is in no event.
            assert "anna@example.com" not in str(await visitor.log())

            async def refused(**fields: str) -> str:
                given = {"chat_id": visitor.chat_id, "client_id": new_id(), "address": "anna@example.com", **fields}
                return str((await visitor.refused("send_transcript", **given))["code"])

            assert await refused(address="anna@example.com\r\nBcc: eve@example.com") == "bad_request"
            assert await refused(address="a" * 401) == "bad_request"
            assert await refused(client_id="t-1", address="eve@example.com") == "conflict"
            assert await refused(chat_id="0000-0000-00") in {"bad_request", "forbidden"}
            async with VisitorClient(server.url) as eve:
                assert (await eve.refused("send_transcript", **asked))["code"] == "forbidden"
                await eve.start()
                assert (await eve.refused("send_transcript", **asked))["code"] == "forbidden"
            for _ in range(2):
                await visitor.ask("send_transcript", **{**asked, "client_id": new_id()})
            error = await visitor.refused("send_transcript", **{**asked, "client_id": new_id()})
            assert (error["code"], 3500 < error["retry_after"] <= 3600) == ("rate_limited", True)


async def test_without_a_mail_server_the_start_says_so_and_nothing_is_sent(visitors):
    visitor = await visitors()
    assert (await visitor.start())["mail"] is False
    error = await visitor.refused(
        "send_transcript", chat_id=visitor.chat_id, client_id=new_id(), address="anna@example.com"
    )
    assert error["code"] == "bad_request"
