import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.people import Role
from chatserver.services import blocking, signing_in
from chatserver.services.ports import Presence


@pytest.fixture
async def sue(desk):
    made = await desk.agent("Sue", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Sue", role=Role.SUPERVISOR)
    return made


async def block(desk, visitor_id: str) -> None:
    await desk.ctx.store.run(lambda tx: tx.visitors.block(visitor_id, desk.clock.now()))


async def is_blocked(desk, visitor_id: str) -> bool:
    return await desk.ctx.store.read(lambda tx: tx.visitors.is_blocked(visitor_id))


async def test_who_was_blocked_last_comes_first_with_their_last_chat(desk, sue):
    first, second = await desk.visitor("de"), await desk.visitor()
    await block(desk, first.id)
    desk.clock.advance(minutes=1)
    await block(desk, second.id)
    page = await blocking.list_blocked(desk.ctx, sue)
    assert [(one.visitor_id, one.chat.chat_id) for one in page.visitors] == [
        (second.id, second.chat_id),
        (first.id, first.chat_id),
    ]
    assert not page.has_more


async def test_it_comes_in_pages_without_gaps(desk, sue):
    ids = [f"v-{number:03d}" for number in range(blocking.PAGE_LENGTH + 5)]

    def work(tx):
        for visitor_id in ids:
            tx.visitors.add(visitor_id, visitor_id.encode(), desk.clock.now())
            tx.visitors.block(visitor_id, desk.clock.now())

    await desk.ctx.store.run(work)
    first = await blocking.list_blocked(desk.ctx, sue)
    second = await blocking.list_blocked(desk.ctx, sue, first.visitors[-1].visitor_id)
    assert first.has_more
    assert not second.has_more
    assert [one.visitor_id for one in (*first.visitors, *second.visitors)] == ids[::-1]
    assert {one.chat for one in first.visitors} == {None}


async def test_the_same_person_is_let_in_in_every_browser(desk, sue):
    phone, laptop = await desk.visitor(), await desk.visitor()

    def tie(tx):
        tx.visitors.set_external_id(phone.id, "person")
        tx.visitors.set_external_id(laptop.id, "person")

    await desk.ctx.store.run(tie)
    await block(desk, phone.id)
    await blocking.unblock_visitor(desk.ctx, sue, laptop.id, "Sorted out on the phone.")
    assert not await is_blocked(desk, phone.id)


async def test_nobody_is_let_in_without_a_reason_or_twice(desk, sue):
    visitor = await desk.visitor()
    await block(desk, visitor.id)
    with pytest.raises(Refused) as refused:
        await blocking.unblock_visitor(desk.ctx, sue, visitor.id, "  ")
    assert (refused.value.code, refused.value.field) == (Code.BAD_REQUEST, "reason")
    assert await is_blocked(desk, visitor.id)
    await blocking.unblock_visitor(desk.ctx, sue, visitor.id, "A mistake.")
    with pytest.raises(Refused) as refused:
        await blocking.unblock_visitor(desk.ctx, sue, visitor.id, "A mistake.")
    assert refused.value.code is Code.CONFLICT


async def test_agents_let_nobody_in(desk, sue):
    visitor, ada = await desk.visitor(), await desk.agent("Ada")
    await block(desk, visitor.id)
    for act in (blocking.unblock_visitor(desk.ctx, ada, visitor.id, "x"), blocking.list_blocked(desk.ctx, ada)):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.code is Code.FORBIDDEN
    assert await is_blocked(desk, visitor.id)
