"""The administration's commands in the agents' namespace: a line or two each, as in `agents`.

Whoever is signed out or shown out is disconnected at once, and not when the sessions are looked at next.
"""

import asyncio
from typing import Any

from chatserver import admin_answers as a
from chatserver import admin_wire as wire
from chatserver import protocol_admin as p
from chatserver.answers import Nothing, PresenceChanged
from chatserver.core.errors import Code, Refused
from chatserver.realtime.connections import AgentConnection, Connections
from chatserver.realtime.dispatch import ChatSocketServer, Handler, Reply
from chatserver.realtime.joining import place_console
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, Notice
from chatserver.services import administering, announcing, auditing, blocking, declaring, overview, signing_in
from chatserver.services.administering import Profile
from chatserver.services.ports import Context, Presence
from chatserver.services.site_ports import AuditFilter, SiteFiles


class AdminDesk:
    """Handles the commands of `protocol_admin.ADMIN_COMMANDS`."""

    def __init__(
        self,
        ctx: Context,
        server: ChatSocketServer,
        connections: Connections,
        passwords: signing_in.Passwords,
        files: SiteFiles,
    ) -> None:
        self._ctx = ctx
        self._server = server
        self._connections = connections
        self._passwords = passwords
        self._files = files
        # A look through thousands of chats takes seconds; one at a time.
        self._looking = asyncio.Lock()
        self.handlers: dict[str, Handler] = {name: getattr(self, name) for name in p.ADMIN_COMMANDS}

    async def set_password(self, who: AgentConnection, asked: p.SetPassword) -> Reply:
        await signing_in.set_own_password(
            self._ctx, self._passwords, who.agent, who.session, asked.current, asked.password
        )
        return Reply(Nothing())

    async def list_agents(self, who: AgentConnection, asked: p.ListAgents) -> Reply:
        staff = await administering.list_agents(self._ctx, who.agent)
        return Reply(wire.staff_ack(staff, self._ctx.policy.agent_cap))

    async def add_agent(self, who: AgentConnection, asked: p.AddAgent) -> Reply:
        welcome = await administering.add_agent(self._ctx, who.agent, _profile(asked))
        return Reply(wire.welcome_ack(welcome, self._ctx.connections.agents()))

    async def save_agent(self, who: AgentConnection, asked: p.SaveAgent) -> Reply:
        done = await administering.save_agent(self._ctx, who.agent, asked.agent_id, _profile(asked))
        for console in self._consoles_of(done.value.id):
            # Who has a new name speaks by it from now on, and who has another role hears what it may.
            console.agent = done.value.ref
            await place_console(self._server, console.sid, done.value)
        return Reply(a.AgentAck(wire.agent_card(done.value, self._ctx.connections.agents())), done.news)

    async def sign_out_agent(self, who: AgentConnection, asked: p.SignOutAgent) -> Reply:
        await administering.sign_out_agent(self._ctx, who.agent, asked.agent_id)
        await self._show_out(asked.agent_id, who.sid)
        return Reply(Nothing())

    async def reset_sign_in(self, who: AgentConnection, asked: p.ResetSignIn) -> Reply:
        welcome = await administering.reset_sign_in(self._ctx, who.agent, asked.agent_id)
        await self._show_out(asked.agent_id, who.sid)
        return Reply(wire.welcome_ack(welcome, self._ctx.connections.agents()))

    async def deactivate_agent(self, who: AgentConnection, asked: p.DeactivateAgent) -> Reply:
        done = await administering.deactivate_agent(self._ctx, who.agent, asked.agent_id)
        await self._show_out(asked.agent_id, who.sid)
        told = PresenceChanged(done.value, Presence.AWAY, "")
        return Reply(Nothing(), done.news, (Notice("presence_changed", told, EVERY_AGENT, AGENT),))

    async def activate_agent(self, who: AgentConnection, asked: p.ActivateAgent) -> Reply:
        agent = await administering.activate_agent(self._ctx, who.agent, asked.agent_id)
        return Reply(a.AgentAck(wire.agent_card(agent, self._ctx.connections.agents())))

    async def list_problems(self, who: AgentConnection, asked: p.ListProblems) -> Reply:
        problems = await announcing.told_problems(self._ctx, who.agent)
        flag = await declaring.declared_volume(self._ctx, who.agent)
        languages = list(self._ctx.workshop.intents.languages)
        return Reply(a.ProblemsAck([wire.problem_row(one) for one in problems], wire.volume_now(flag), languages))

    async def announce_problem(self, who: AgentConnection, asked: p.AnnounceProblem) -> Reply:
        problem = await announcing.announce_problem(self._ctx, asked.text, asked.translations, who.agent)
        return Reply(a.ProblemAck(wire.problem_row(problem)))

    async def end_problem(self, who: AgentConnection, asked: p.EndProblem) -> Reply:
        if not await announcing.end_problem(self._ctx, asked.problem_id, who.agent):
            raise Refused(Code.CONFLICT, "This problem is not open any more.")
        return Reply(Nothing())

    async def declare_volume(self, who: AgentConnection, asked: p.DeclareVolume) -> Reply:
        flag = await declaring.declare_volume(self._ctx, who.agent, asked.volume)
        return Reply(a.VolumeAck(wire.volume_now(flag)))

    async def list_blocked(self, who: AgentConnection, asked: p.ListBlocked) -> Reply:
        return Reply(wire.blocked_ack(await blocking.list_blocked(self._ctx, who.agent, asked.after)))

    async def unblock_visitor(self, who: AgentConnection, asked: p.UnblockVisitor) -> Reply:
        await blocking.unblock_visitor(self._ctx, who.agent, asked.visitor_id, asked.reason)
        return Reply(Nothing())

    async def get_site(self, who: AgentConnection, asked: p.GetSite) -> Reply:
        return Reply(wire.site_ack(await overview.site(self._ctx, who.agent, self._files)))

    async def get_policies(self, who: AgentConnection, asked: p.GetPolicies) -> Reply:
        view = await overview.policies(self._ctx, who.agent, self._files)
        return Reply(wire.policies_ack(view, self._ctx.clock.now()))

    async def get_redaction(self, who: AgentConnection, asked: p.GetRedaction) -> Reply:
        return Reply(wire.redaction_ack(await overview.rules(self._ctx, who.agent, self._files)))

    async def get_intents(self, who: AgentConnection, asked: p.GetIntents) -> Reply:
        return Reply(wire.intents_ack(await overview.intents(self._ctx, who.agent, self._files)))

    async def get_gaps(self, who: AgentConnection, asked: p.GetGaps) -> Reply:
        async with self._looking:
            return Reply(wire.gaps_ack(await overview.open_gaps(self._ctx, who.agent, self._files, asked.days)))

    async def list_audit(self, who: AgentConnection, asked: p.ListAudit) -> Reply:
        wanted = AuditFilter(tuple(asked.acts), asked.agent, asked.about, asked.since, asked.until)
        return Reply(wire.audit_ack(await auditing.list_audit(self._ctx, who.agent, wanted, asked.before)))

    async def _show_out(self, agent_id: str, but_sid: str) -> None:
        """Disconnects an agent's consoles; one that asks for it itself ends with its session, after its answer."""
        for console in self._consoles_of(agent_id):
            if console.sid != but_sid:
                await self._server.disconnect(console.sid, namespace=AGENT)

    def _consoles_of(self, agent_id: str) -> list[AgentConnection]:
        return [one for one in self._connections.consoles.values() if one.agent.id == agent_id]


def _profile(asked: p.AddAgent | p.SaveAgent) -> Profile:
    """What is to be set; null stays as it is."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name in ("name", "role", "languages", "teams", "skills")
        if (value := getattr(asked, name)) is not None
    }
    if asked.cap is not None:
        given["cap"] = asked.cap or None
    if asked.hours is not None:
        given["hours"] = wire.hours_of(asked.hours)
    return Profile(**given)
