"""Administering agents over a real store."""

from dataclasses import dataclass

import pytest

from chatserver.core.audit import Act
from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.core.working_hours import read_hours
from chatserver.services import administering, auditing, handling, signing_in
from chatserver.services.administering import Profile
from chatserver.services.ports import Presence
from chatserver.services.site_ports import AuditFilter


@dataclass
class Office:
    """The desk with Ruth, its only admin."""

    desk: object
    ruth: AgentRef

    async def told(self) -> list[Act]:
        page = await auditing.list_audit(self.desk.ctx, self.ruth, AuditFilter(agent="Ruth"))
        return [entry.act for entry in reversed(page.entries)]

    async def agent(self, agent_id: str):
        return await self.desk.ctx.store.read(lambda tx: tx.agents.get(agent_id))

    async def refusal(self, act, *given) -> Refused:
        with pytest.raises(Refused) as refused:
            await act(self.desk.ctx, self.ruth, *given)
        return refused.value


@pytest.fixture
async def office(desk) -> Office:
    ruth = await desk.agent("Ruth", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Ruth", role=Role.ADMIN)
    return Office(desk, ruth)


async def test_a_new_agent_comes_by_a_link_and_gives_themself_a_password(desk, office):
    profile = Profile("Ada", Role.SUPERVISOR, ("de", "pt-BR"), ("billing",), (), 3)
    welcome = await administering.add_agent(desk.ctx, office.ruth, profile)
    made = welcome.agent
    assert (made.role, made.languages, made.teams, made.cap) == (Role.SUPERVISOR, ("de", "pt-BR"), ("billing",), 3)
    with pytest.raises(Refused):
        await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "")
    session = (await signing_in.sign_in_with_link(desk.ctx, welcome.token)).token
    await signing_in.set_own_password(desk.ctx, desk.passwords, made.ref, session, "", "quite long enough")
    assert (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "quite long enough")).agent == made.ref
    assert await office.told() == [Act.AGENT_ADDED, Act.AGENT_CHANGED]


async def test_an_own_password_needs_the_present_one_and_ends_other_sessions(desk, office):
    ada = await desk.agent("Ada")
    here = (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")).token
    there = (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")).token
    for current, new in (("wrong", "another one"), ("long enough", "short")):
        with pytest.raises(Refused) as refused:
            await signing_in.set_own_password(desk.ctx, desk.passwords, ada, here, current, new)
        assert refused.value.field == ("current" if current == "wrong" else "password")
    await signing_in.set_own_password(desk.ctx, desk.passwords, ada, here, "long enough", "another one")
    assert await signing_in.ended_sessions(desk.ctx, [here, there]) == {there}


async def test_a_session_of_somebody_else_sets_no_password(desk, office):
    ada = await desk.agent("Ada")
    of_ruth = (await signing_in.sign_in(desk.ctx, desk.passwords, "Ruth", "long enough")).token
    with pytest.raises(Refused):
        await signing_in.set_own_password(desk.ctx, desk.passwords, ada, of_ruth, "long enough", "another one")


async def test_an_agent_is_changed_and_the_rest_stays(desk, office):
    ada = await desk.agent("Ada")
    hours = read_hours("Europe/Berlin", [[("09:00", "17:00")]] * 5 + [[], []])
    first = Profile(name="Ada L.", teams=("Billing", "billing", " "), hours=hours)
    await administering.save_agent(desk.ctx, office.ruth, ada.id, first)
    await administering.save_agent(desk.ctx, office.ruth, ada.id, Profile(cap=None, skills=("sso",)))
    changed = await office.agent(ada.id)
    assert (changed.name, changed.teams, changed.skills, changed.hours) == ("Ada L.", ("Billing",), ("sso",), hours)
    assert changed.presence is Presence.AVAILABLE
    page = await auditing.list_audit(desk.ctx, office.ruth, AuditFilter(agent="Ruth"))
    assert page.entries[-1].details == "name: Ada → Ada L.; teams: – → Billing; hours"


async def test_nothing_changed_is_nothing_told(desk, office):
    ada = await desk.agent("Ada")
    await administering.save_agent(desk.ctx, office.ruth, ada.id, Profile(name="Ada", cap=None))
    assert await office.told() == []


async def test_who_gets_room_or_a_language_is_offered_who_waits(desk, office):
    ada = await desk.agent("Ada")
    await administering.save_agent(desk.ctx, office.ruth, ada.id, Profile(languages=("de",)))
    visitor = await desk.visitor("en")
    await visitor.wants_agent()
    assert (await desk.chat(visitor.chat_id)).offer is None
    done = await administering.save_agent(desk.ctx, office.ruth, ada.id, Profile(languages=()))
    assert (await desk.chat(visitor.chat_id)).offer.agent == ada
    assert done.news


@pytest.mark.parametrize(
    ("profile", "code", "field"),
    [
        (Profile(name=" "), Code.BAD_REQUEST, "name"),
        (Profile(name=" rUTH "), Code.CONFLICT, "name"),
        (Profile(name="x" * 81), Code.TOO_LONG, None),
        (Profile(languages=("German",)), Code.BAD_REQUEST, "languages"),
        (Profile(teams=("x" * 41,)), Code.TOO_LONG, "teams"),
        (Profile(skills=tuple(f"s{n}" for n in range(21))), Code.BAD_REQUEST, "skills"),
    ],
)
async def test_what_cannot_be_set_is_refused_at_its_field(desk, office, profile, code, field):
    ada = await desk.agent("Ada")
    refused = await office.refusal(administering.save_agent, ada.id, profile)
    assert refused.code is code
    assert field is None or refused.field == field
    assert (await office.agent(ada.id)).name == "Ada"


async def test_secrets_in_names_and_teams_are_taken_out(desk, office):
    card = "4111 1111 1111 1111"
    made = (await administering.add_agent(desk.ctx, office.ruth, Profile(name=card, teams=(card,)))).agent
    assert "4111 1111" not in repr(made)


async def test_somebody_can_always_administer(desk, office):
    for role in (Role.AGENT, Role.AUTHOR, Role.SUPERVISOR):
        refused = await office.refusal(administering.save_agent, office.ruth.id, Profile(role=role))
        assert (refused.code, refused.field) == (Code.CONFLICT, "role")
    assert (await office.refusal(administering.deactivate_agent, office.ruth.id)).code is Code.CONFLICT
    ada = await desk.agent("Ada")
    await administering.save_agent(desk.ctx, office.ruth, ada.id, Profile(role=Role.ADMIN))
    # Not even with another admin there: whoever leaves must be shown out by somebody who stays.
    assert (await office.refusal(administering.deactivate_agent, office.ruth.id)).code is Code.CONFLICT
    await administering.deactivate_agent(desk.ctx, ada, office.ruth.id)
    assert not (await office.agent(office.ruth.id)).is_active
    with pytest.raises(Refused):
        await administering.save_agent(desk.ctx, ada, ada.id, Profile(role=Role.AGENT))


async def test_who_is_shown_out_leaves_their_chats_to_others(desk, office):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben", Presence.AWAY)
    visitor, other = await desk.visitor(), await desk.visitor()
    await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    await other.wants_agent()
    assert (await desk.chat(other.chat_id)).offer.agent == ada
    await handling.set_presence(desk.ctx, ben, Presence.AVAILABLE, "")
    session = (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")).token
    link = await signing_in.make_link(desk.ctx, ada)
    done = await administering.deactivate_agent(desk.ctx, office.ruth, ada.id)
    chats = [await desk.chat(one.chat_id) for one in (visitor, other)]
    assert [chat.status for chat in chats] == [Status.QUEUED, Status.QUEUED]
    assert ben in [chat.offer.agent for chat in chats if chat.offer]
    assert ada not in [chat.offer.agent for chat in chats if chat.offer]
    assert {news.chat.chat_id for news in done.news} == {visitor.chat_id, other.chat_id}
    assert await signing_in.agent_of_session(desk.ctx, session) is None
    for way in (
        signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough"),
        signing_in.sign_in_with_link(desk.ctx, link),
        signing_in.make_link(desk.ctx, ada),
    ):
        with pytest.raises(Refused):
            await way
    staff = await administering.list_agents(desk.ctx, office.ruth)
    assert [agent.name for agent in staff.agents] == ["Ben", "Ruth"]
    assert [agent.name for agent in staff.former] == ["Ada"]
    # Twice is once.
    await administering.deactivate_agent(desk.ctx, office.ruth, ada.id)
    assert await office.told() == [Act.AGENT_DEACTIVATED]


async def test_who_is_let_in_again_has_their_password_and_their_name(desk, office):
    ada = await desk.agent("Ada")
    await administering.deactivate_agent(desk.ctx, office.ruth, ada.id)
    assert (await office.refusal(administering.add_agent, Profile(name="ada"))).code is Code.CONFLICT
    assert (await office.refusal(administering.reset_sign_in, ada.id)).code is Code.CONFLICT
    agent = await administering.activate_agent(desk.ctx, office.ruth, ada.id)
    assert agent.is_active
    assert (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")).agent == ada


async def test_signing_out_everywhere_leaves_the_password(desk, office):
    ada = await desk.agent("Ada")
    session = (await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")).token
    await administering.sign_out_agent(desk.ctx, office.ruth, ada.id)
    assert await signing_in.agent_of_session(desk.ctx, session) is None
    await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")


async def test_a_reset_ends_the_password_and_gives_a_link(desk, office):
    ada = await desk.agent("Ada")
    old = await signing_in.make_link(desk.ctx, ada)
    welcome = await administering.reset_sign_in(desk.ctx, office.ruth, ada.id)
    for way in (
        signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough"),
        signing_in.sign_in_with_link(desk.ctx, old),
    ):
        with pytest.raises(Refused):
            await way
    assert (await signing_in.sign_in_with_link(desk.ctx, welcome.token)).agent == ada
    # Nobody locks themselves out by it.
    assert (await office.refusal(administering.reset_sign_in, office.ruth.id)).code is Code.CONFLICT
    await signing_in.sign_in(desk.ctx, desk.passwords, "Ruth", "long enough")


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUTHOR, Role.SUPERVISOR])
async def test_nobody_else_administers(desk, office, role):
    ada = await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", role=role)
    for act in (
        administering.list_agents(desk.ctx, ada),
        administering.add_agent(desk.ctx, ada, Profile(name="Eve")),
        administering.save_agent(desk.ctx, ada, ada.id, Profile(role=Role.ADMIN)),
        administering.sign_out_agent(desk.ctx, ada, office.ruth.id),
        administering.reset_sign_in(desk.ctx, ada, office.ruth.id),
        administering.deactivate_agent(desk.ctx, ada, office.ruth.id),
        administering.activate_agent(desk.ctx, ada, office.ruth.id),
    ):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.code is Code.FORBIDDEN
    assert (await office.agent(ada.id)).role is role


async def test_an_agent_who_is_not_there_cannot_be_changed(desk, office):
    for act, given in (
        (administering.save_agent, (Profile(),)),
        (administering.sign_out_agent, ()),
        (administering.reset_sign_in, ()),
        (administering.deactivate_agent, ()),
        (administering.activate_agent, ()),
    ):
        assert (await office.refusal(act, "nobody", *given)).code is Code.BAD_REQUEST
