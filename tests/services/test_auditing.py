from datetime import timedelta

import pytest

from chatserver.core.audit import COMMAND_LINE, Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.services import auditing, handling, redacting, signing_in
from chatserver.services.ports import Presence
from chatserver.services.site_ports import AuditFilter


@pytest.fixture
async def ruth(desk) -> AgentRef:
    made = await desk.agent("Ruth", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Ruth", role=Role.ADMIN)
    return made


async def acts(desk, admin, **wanted) -> list[tuple[str, str, str]]:
    page = await auditing.list_audit(desk.ctx, admin, AuditFilter(**wanted))
    return [(entry.act.value, entry.about, entry.details) for entry in page.entries]


async def test_what_the_command_line_does_is_written_down(desk, ruth):
    await signing_in.set_password(desk.ctx, desk.passwords, "Ruth", "a secret thing")
    link = await signing_in.make_link(desk.ctx, ruth)
    found = await auditing.list_audit(desk.ctx, ruth, AuditFilter())
    assert [entry.act for entry in found.entries] == [
        Act.LINK_MADE,
        Act.PASSWORD_SET,
        Act.AGENT_CHANGED,
        Act.AGENT_ADDED,
    ]
    assert {entry.agent for entry in found.entries} == {COMMAND_LINE}
    assert found.entries[2].details == "role: agent → admin"
    assert link not in repr(found)
    assert "a secret thing" not in repr(found)
    assert "hash of" not in repr(found)


async def test_only_admins_read_it(desk, ruth):
    for role in (Role.AGENT, Role.AUTHOR, Role.SUPERVISOR):
        await signing_in.set_profile(desk.ctx, "Ruth", role=role)
        with pytest.raises(Refused) as refused:
            await auditing.list_audit(desk.ctx, ruth, AuditFilter())
        assert refused.value.code is Code.FORBIDDEN


async def test_it_comes_in_pages_newest_first(desk, ruth):
    def write(tx):
        for number in range(auditing.PAGE_LENGTH + 10):
            auditing.note(tx, desk.clock.now(), ruth, Act.REPORT_EXPORTED, f"file {number}")

    await desk.ctx.store.run(write)
    first = await auditing.list_audit(desk.ctx, ruth, AuditFilter())
    assert first.entries[0].about == f"file {auditing.PAGE_LENGTH + 9}"
    second = await auditing.list_audit(desk.ctx, ruth, AuditFilter(), first.before)
    assert len(first.entries) == auditing.PAGE_LENGTH
    assert [entry.act for entry in second.entries[-2:]] == [Act.AGENT_CHANGED, Act.AGENT_ADDED]
    assert second.before is None


async def test_it_is_narrowed_by_act_person_object_and_time(desk, ruth):
    begin = desk.clock.now()

    def write(about, act):
        return lambda tx: auditing.note(tx, desk.clock.now(), ruth, act, about)

    desk.clock.advance(hours=1)
    await desk.ctx.store.run(write("100 %_of", Act.REPORT_EXPORTED))
    desk.clock.advance(hours=1)
    await desk.ctx.store.run(write("K7Q3-M9XD-5R", Act.MESSAGE_REDACTED))
    assert await acts(desk, ruth, acts=(Act.REPORT_EXPORTED,)) == [("report_exported", "100 %_of", "")]
    assert len(await acts(desk, ruth, agent="RUTH")) == 2
    assert len(await acts(desk, ruth, agent="command")) == 2
    # Signs that mean something to the database are signs here.
    assert len(await acts(desk, ruth, about="%_")) == 1
    assert await acts(desk, ruth, about="_x%") == []
    since, until = begin + timedelta(minutes=30), begin + timedelta(minutes=90)
    assert [about for _, about, _ in await acts(desk, ruth, since=since, until=until)] == ["100 %_of"]


async def test_details_are_redacted_and_cut(desk, ruth):
    def write(tx):
        auditing.note(tx, desk.clock.now(), ruth, Act.REPLY_SAVED, "r-1", "the card is 4111 1111 1111 1111")
        auditing.note(tx, desk.clock.now(), ruth, Act.REPLY_SAVED, "r-2", "cable " * 1000)

    await desk.ctx.store.run(write)
    long, card = (await acts(desk, ruth, acts=(Act.REPLY_SAVED,)))[:2]
    assert "4111 1111" not in card[2]
    assert len(long[2]) == 400
    assert long[2].endswith("…")


async def test_what_failed_is_not_written_down(desk, ruth):
    def write(tx):
        auditing.note(tx, desk.clock.now(), ruth, Act.REPORT_EXPORTED, "figures")
        raise Refused(Code.CONFLICT, "No.")

    with pytest.raises(Refused):
        await desk.ctx.store.run(write)
    assert await acts(desk, ruth, acts=(Act.REPORT_EXPORTED,)) == []


async def test_the_acts_of_agents_are_there_too(desk, ruth):
    ada = await desk.agent("Ada")
    visitor = await desk.visitor()
    posted = (await visitor.says("my cat is called Tiger")).value
    version = (await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")).value[1]
    await redacting.redact_marked(desk.ctx, ada, visitor.chat_id, "r", posted.seq, 0, 5)
    for _ in range(2):
        await handling.block_visitor(desk.ctx, ada, visitor.chat_id, "b", version)
    assert await acts(desk, ruth, agent="Ada") == [
        ("visitor_blocked", visitor.id, visitor.chat_id),
        ("message_redacted", visitor.chat_id, f"#{posted.seq}"),
    ]


async def test_wrong_passwords_are_told_without_what_was_typed(desk, ruth):
    for name in ("ruth", "hunter2 was typed here"):
        await signing_in.note_failures(desk.ctx, name, "192.0.2.7", 5)
    unknown, known = (await acts(desk, ruth, acts=(Act.SIGN_IN_FAILED,)))[:2]
    assert known == ("sign_in_failed", "Ruth", "5 wrong passwords; the last from 192.0.2.7")
    assert unknown[1] == ""
    assert "hunter2" not in repr(unknown)
