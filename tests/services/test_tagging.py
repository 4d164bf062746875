import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.events import Audience, TagsChanged
from chatserver.services import handling, tagging, visiting
from chatserver.wire import event_to_wire
from tests.services.test_replies import author


async def test_tags_are_kept_in_the_chat_and_suggested_from_then_on(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    done = await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["#Refund", "late", "refund"])
    assert done.value.tags == ("refund", "late")
    assert (await desk.chat(anna.chat_id)).tags == ("refund", "late")
    assert [tag.name for tag in await tagging.list_tags(desk.ctx)] == ["late", "refund"]
    last = (await anna.log())[-1]
    assert last.event == TagsChanged(ada.as_author(), ("refund", "late"))
    assert last.seq == done.value.seq


async def test_a_visitor_is_told_nothing_of_tags(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["difficult person"])
    shown = [event_to_wire(recorded, Audience.EVERYONE) for recorded in await anna.log()]
    assert shown[-1]["type"] == "event_hidden"
    assert "difficult" not in repr(shown)


async def test_asked_twice_it_happens_once_and_the_same_tags_are_no_event(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    first = await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["a"])
    again = await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["a"])
    assert again.value.seq == first.value.seq
    assert again.news == ()
    unchanged = await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-2", ["A"])
    assert unchanged.news == ()
    with pytest.raises(Refused) as refused:
        await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["b"])
    assert refused.value.code is Code.CONFLICT
    await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-3", [])
    assert (await desk.chat(anna.chat_id)).tags == ()


async def test_a_closed_chat_can_still_be_filed(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    await visiting.close_chat(desk.ctx, anna.id, anna.chat_id, "bye")
    await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["late"])
    assert (await desk.chat(anna.chat_id)).tags == ("late",)


async def test_a_secret_in_a_tag_is_never_kept(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    boss = await author(desk, "Boss")
    secrets = ["4111 1111 1111 1111", "#AKIAQYLPMN5HFIQR7XYA"]
    await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", secrets)
    for secret in secrets:
        await tagging.save_tag(desk.ctx, boss, secret, {})
    kept = repr([await desk.chat(anna.chat_id), await tagging.list_tags(desk.ctx), await anna.log()])
    assert "4111 1111" not in kept
    assert "lpmn5hfiqr" not in kept.lower()


async def test_authors_keep_the_list_and_others_are_refused(desk):
    boss, ben = await author(desk), await desk.agent("Ben")
    tag = await tagging.save_tag(
        desk.ctx, boss, "#Refund", {"en": "We sent {x} back, password: hunter2secret", "de": " "}
    )
    assert tag.name == "refund"
    assert "hunter2secret" not in repr(await tagging.list_tags(desk.ctx))
    for attempt in (tagging.save_tag(desk.ctx, ben, "mine", {}), tagging.remove_tag(desk.ctx, ben, "refund")):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.code is Code.FORBIDDEN
    with pytest.raises(Refused):
        await tagging.save_tag(desk.ctx, boss, " # ", {})
    await tagging.remove_tag(desk.ctx, boss, "Refund")
    assert await tagging.list_tags(desk.ctx) == []


async def test_a_tag_outlives_a_note_and_a_claim(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    await tagging.set_tags(desk.ctx, ada, anna.chat_id, "t-1", ["vip"])
    await handling.claim_chat(desk.ctx, ada, anna.chat_id, "c")
    assert (await desk.chat(anna.chat_id)).tags == ("vip",)
