import pytest

from chatserver.core.errors import Code, Refused
from chatserver.services.access import chat_for_agent, chat_of_visitor, token_hash, visitor_with_token


async def test_a_token_leads_to_its_visitor_and_no_other(desk):
    visitor = await desk.visitor()
    assert await desk.ctx.store.read(lambda tx: visitor_with_token(tx, visitor.token)) == visitor.id
    with pytest.raises(Refused):
        await desk.ctx.store.read(lambda tx: visitor_with_token(tx, visitor.token + "x"))
    assert visitor.token.encode() not in token_hash(visitor.token)
    assert token_hash("\udcff\udcfe") != token_hash("")


async def test_a_mistyped_chat_id_is_told_as_such(desk):
    visitor = await desk.visitor()
    wrong = visitor.chat_id[:-1] + ("0" if visitor.chat_id[-1] != "0" else "1")
    for look in (lambda tx: chat_for_agent(tx, wrong), lambda tx: chat_of_visitor(tx, visitor.id, wrong)):
        with pytest.raises(Refused) as refused:
            await desk.ctx.store.read(look)
        assert refused.value.code is Code.BAD_REQUEST
        assert "typing mistake" in refused.value.message
