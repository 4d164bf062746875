import pytest

from chatserver.core.errors import Refused
from chatserver.services import handling, views
from chatserver.services.ports import Presence, View


async def test_each_view_has_its_chats_and_order(desk):
    ada = await desk.agent("Ada", Presence.AWAY)
    with_bot, first, second, mine = [await desk.visitor() for _ in range(4)]
    for visitor in (first, second):
        desk.clock.advance(seconds=1)
        await visitor.wants_agent()
    desk.clock.advance(seconds=1)
    await handling.claim_chat(desk.ctx, ada, mine.chat_id, "c")

    async def view(name: View):
        return [chat.chat_id for chat in await views.list_chats(desk.ctx, ada.id, name, None)]

    assert await view(View.MINE) == [mine.chat_id]
    assert await view(View.QUEUE) == [first.chat_id, second.chat_id]
    assert await view(View.BOT) == [with_bot.chat_id]
    assert set(await view(View.ALL)) == {visitor.chat_id for visitor in (with_bot, first, second, mine)}
    assert await view(View.CLOSED) == []


async def test_an_agent_opens_any_chat_however_its_id_is_typed(desk):
    visitor = await desk.visitor()
    opened = await views.open_chat(desk.ctx, visitor.chat_id.lower().replace("-", ""), 0)
    assert opened.chat.chat_id == visitor.chat_id
    assert (await views.chat_for_agents(desk.ctx, visitor.chat_id.lower())).chat_id == visitor.chat_id
    with pytest.raises(Refused):
        await views.open_chat(desk.ctx, "0000-0000-00", 0)


async def test_colleagues_show_who_is_there(desk):
    await desk.agent("Zoe")
    away = await desk.agent("Ada", Presence.AWAY)
    desk.connected.ids.discard(away.id)
    shown = [(who.name, who.presence, who.is_connected) for who in await views.colleagues(desk.ctx)]
    assert shown == [("Zoe", Presence.AVAILABLE, True), ("Ada", Presence.AWAY, False)]


async def test_redaction_is_given_what_was_said_last(desk):
    visitor = await desk.visitor()
    await visitor.wants_agent()
    await visitor.says("one")
    await visitor.says("two")
    chat = await desk.chat(visitor.chat_id)
    recent = await desk.ctx.store.read(lambda tx: views.recent_context(tx, chat))
    assert [said.text for said in recent.context.recent][-2:] == ["one", "two"]
    assert recent.seqs[-1] == chat.seq
