from datetime import timedelta

import pytest

from chatserver.core.audit import Act
from chatserver.core.errors import Refused
from chatserver.core.people import Role
from chatserver.core.sla import clocks
from chatserver.core.sla.policies import ClockKind, Facts, Volume
from chatserver.services import auditing, declaring, signing_in
from chatserver.services.ports import Presence
from chatserver.services.site_ports import AuditFilter, Flag


@pytest.fixture
async def ruth(desk):
    made = await desk.agent("Ruth", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Ruth", role=Role.ADMIN)
    return made


async def test_a_promise_that_begins_in_high_volume_is_kept_by_it(desk, ruth):
    assert await declaring.declared_volume(desk.ctx, ruth) is None
    flag = await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH)
    assert (flag.value, flag.agent, flag.since) == ("high", ruth, desk.clock.now())
    assert desk.ctx.policies.volume is Volume.HIGH
    assert await declaring.declared_volume(desk.ctx, ruth) == flag
    # What e-mail promises is what high volume stretches, from 24 to 48 hours.
    facts = Facts(volume=desk.ctx.policies.volume)
    clock = clocks.start(desk.ctx.policies, ClockKind.EMAIL, facts, desk.clock.now()).clock
    assert clock.due_at - desk.clock.now() == timedelta(hours=48)


async def test_every_clock_of_a_chat_is_started_by_what_was_declared(desk, ruth):
    calm = await desk.visitor()
    await calm.wants_agent()
    await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH)
    busy = await desk.visitor()
    await busy.wants_agent()
    volumes = [{clock.facts.volume for clock in (await desk.chat(one.chat_id)).clocks.values()} for one in (calm, busy)]
    assert volumes == [{Volume.NORMAL}, {Volume.HIGH}]


async def test_it_is_recalled_after_a_restart(desk, ruth):
    await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH)
    desk.ctx.policies = type(desk.ctx.policies)("default", desk.ctx.policies.calendars, desk.ctx.policies.table)
    await declaring.recall_volume(desk.ctx)
    assert desk.ctx.policies.volume is Volume.HIGH


async def test_saying_it_again_changes_nothing(desk, ruth):
    first = await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH)
    desk.clock.advance(hours=1)
    assert await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH) == first
    page = await auditing.list_audit(desk.ctx, ruth, AuditFilter((Act.VOLUME_DECLARED,)))
    assert [entry.about for entry in page.entries] == ["high"]


async def test_agents_and_authors_declare_nothing(desk, ruth):
    for role in (Role.AGENT, Role.AUTHOR):
        await signing_in.set_profile(desk.ctx, "Ruth", role=role)
        with pytest.raises(Refused):
            await declaring.declare_volume(desk.ctx, ruth, Volume.HIGH)
        with pytest.raises(Refused):
            await declaring.declared_volume(desk.ctx, ruth)
    assert desk.ctx.policies.volume is Volume.NORMAL


def test_a_value_of_another_version_counts_as_normal(desk):
    assert declaring.volume_of(Flag("extreme", desk.clock.now(), None)) is Volume.NORMAL
    assert declaring.volume_of(None) is Volume.NORMAL
