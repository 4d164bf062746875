import pytest
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.people import Role
from chatserver.services import replies


async def author(desk, name="Ada", role=Role.AUTHOR):
    agent = await desk.agent(name)
    await desk.ctx.store.run(lambda tx: tx.agents.set_profile(replace(tx.agents.get(agent.id), role=role)))
    return agent


async def saved(desk, who, shortcut="/refund", reply_id=None, **texts):
    return await replies.save_reply(desk.ctx, who, reply_id, shortcut, "Refund", texts or {"en": "Sent."})


async def test_a_reply_is_kept_with_who_saved_it_and_when(desk):
    ada = await author(desk)
    reply = await saved(desk, ada, "Refund")
    assert (reply.shortcut, reply.by, reply.updated_at) == ("/refund", "Ada", desk.clock.now())
    assert await replies.list_replies(desk.ctx) == [reply]
    assert await replies.list_replies(desk.ctx, "refnud") == [reply]


@pytest.mark.parametrize("role", list(Role))
async def test_only_some_roles_may_write_and_everybody_may_read(desk, role):
    who = await author(desk, role=role)
    if role is Role.AGENT:
        for attempt in (saved(desk, who), replies.remove_reply(desk.ctx, who, "any")):
            with pytest.raises(Refused) as refused:
                await attempt
            assert refused.value.code is Code.FORBIDDEN
        assert await replies.list_replies(desk.ctx) == []
    else:
        reply = await saved(desk, who)
        assert await replies.list_replies(desk.ctx) == [reply]
        await replies.remove_reply(desk.ctx, who, reply.id)
        await replies.remove_reply(desk.ctx, who, reply.id)
        assert await replies.list_replies(desk.ctx) == []


async def test_a_secret_in_a_reply_is_never_kept(desk):
    ada = await author(desk)
    reply = await replies.save_reply(
        desk.ctx,
        ada,
        None,
        "/card",
        "card 4111 1111 1111 1111",
        {"en": "password: hunter2secret", "de": "Hallo {visitor}"},
    )
    kept = repr(await desk.ctx.store.read(lambda tx: tx.replies.all()))
    assert "4111 1111" not in kept
    assert "hunter2secret" not in kept
    assert reply.texts["de"] == "Hallo {visitor}"
    with pytest.raises(Refused):
        await replies.save_reply(desk.ctx, ada, None, "/4111111111111111", "T", {"en": "x"})


async def test_a_shortcut_belongs_to_one_reply(desk):
    ada = await author(desk)
    first = await saved(desk, ada)
    with pytest.raises(Refused) as refused:
        await saved(desk, ada, "/REFUND")
    assert refused.value.code is Code.CONFLICT
    changed = await saved(desk, ada, "/refund", first.id, en="On its way.")
    assert (changed.id, changed.texts) == (first.id, {"en": "On its way."})
    assert len(await replies.list_replies(desk.ctx)) == 1


async def test_a_reply_that_is_gone_is_not_made_anew_by_its_id(desk):
    ada = await author(desk)
    with pytest.raises(Refused) as refused:
        await saved(desk, ada, "/late", "gone")
    assert refused.value.code is Code.BAD_REQUEST


async def test_there_is_a_last_reply(desk, monkeypatch):
    monkeypatch.setattr(replies, "MAX_REPLIES", 1)
    ada = await author(desk)
    first = await saved(desk, ada)
    with pytest.raises(Refused) as refused:
        await saved(desk, ada, "/more")
    assert refused.value.code is Code.BAD_REQUEST
    await saved(desk, ada, "/changed", first.id)


async def test_a_site_that_has_replies_is_given_none(desk):
    stock = {("/hello", "Greet"): {"en": "Hello {visitor}"}}
    assert await replies.stock_replies(desk.ctx, stock, "Demo Agent") == 1
    assert await replies.stock_replies(desk.ctx, stock, "Demo Agent") == 0
    (reply,) = await replies.list_replies(desk.ctx)
    assert (reply.shortcut, reply.by) == ("/hello", "Demo Agent")


@pytest.mark.parametrize("shortcut", ["AKIAQYLPMN5HFIQR7XYA", "/AKIAQYLPMN5HFIQR7XYA", "/4111111111111111"])
async def test_a_shortcut_that_is_a_secret_is_refused_and_not_repeated(desk, shortcut):
    ada = await author(desk)
    with pytest.raises(Refused) as refused:
        await saved(desk, ada, shortcut)
    assert refused.value.code is Code.BAD_REQUEST
    assert shortcut not in refused.value.message
    assert await replies.list_replies(desk.ctx) == []
