import pytest

from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted
from chatserver.services import handling, ticketing


async def mine(desk, *lines, lang="en"):
    ada, anna = await desk.agent("Ada"), await desk.visitor(lang)
    for line in lines:
        await anna.says(line)
    _, version = (await handling.claim_chat(desk.ctx, ada, anna.chat_id, "c")).value
    return ada, anna, version


async def opened(desk, who, chat, version, address="", client_id="t"):
    return await ticketing.open_ticket(desk.ctx, who, chat.chat_id, client_id, version, address)


async def test_an_agent_makes_their_chat_a_ticket_and_the_visitor_is_told(desk):
    ada, anna, version = await mine(desk, lang="de")
    await opened(desk, ada, anna, version, "anna@example.com")
    chat = await desk.chat(anna.chat_id)
    assert (chat.status, chat.ticket.address, chat.agent) == (Status.TICKET, "anna@example.com", None)
    assert chat.details["email"] == "anna@example.com"
    said = [recorded.event.text for recorded in await anna.log() if isinstance(recorded.event, MessagePosted)]
    assert "anna@example.com" in said[-1]
    assert anna.chat_id in said[-1]


async def test_a_known_address_need_not_be_asked_for(desk):
    ada, anna, version = await mine(desk, "I want to report a problem", "Anna", "anna@example.com")
    await opened(desk, ada, anna, version)
    assert (await desk.chat(anna.chat_id)).ticket.address == "anna@example.com"


async def test_without_an_address_it_is_refused_and_nothing_happens(desk):
    ada, anna, version = await mine(desk)
    for address in ("", "not an address", "anna@example.com and more", "a@" + "x" * 300 + ".example"):
        with pytest.raises(Refused) as refused:
            await opened(desk, ada, anna, version, address)
        assert refused.value.code in {Code.BAD_REQUEST, Code.TOO_LONG}
    assert (await desk.chat(anna.chat_id)).status is Status.ASSIGNED


async def test_only_who_has_the_chat_now_may(desk):
    ada, anna, version = await mine(desk)
    ben = await desk.agent("Ben")
    with pytest.raises(Refused) as refused:
        await opened(desk, ben, anna, version, "anna@example.com")
    assert (refused.value.code, refused.value.taken_by) == (Code.TAKEN, "Ada")
    with pytest.raises(Refused) as stale:
        await opened(desk, ada, anna, version - 1, "anna@example.com")
    assert stale.value.code is Code.CONFLICT


async def test_asked_twice_it_happens_once(desk):
    ada, anna, version = await mine(desk)
    first = await opened(desk, ada, anna, version, "anna@example.com")
    length = len(await anna.log())
    again = await opened(desk, ada, anna, version, "anna@example.com")
    assert again.value == first.value
    assert len(await anna.log()) == length
