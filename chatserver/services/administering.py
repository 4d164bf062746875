"""Administering agents: who may sign in, and what they may do. Every act is in the audit log, with the same commit.

Somebody must always be able to administer: the last admin can neither be shown out nor become something else.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict, replace

from chatserver.core import commands as cmd
from chatserver.core.audit import Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import is_language_tag, require_line
from chatserver.core.working_hours import WorkingHours
from chatserver.services import auditing, handling, queueing, signing_in, waits
from chatserver.services.access import require_door
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Agent, Context, Presence, Tx

MAX_WORDS = 20
MAX_WORD_CHARS = 40


class Profile(Struct, frozen=True):
    """What is to be set of an agent; what is UNSET stays. `cap` None: the site's; `hours` None: they say none."""

    name: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    languages: tuple[str, ...] | UnsetType = UNSET
    teams: tuple[str, ...] | UnsetType = UNSET
    skills: tuple[str, ...] | UnsetType = UNSET
    cap: int | UnsetType | None = UNSET
    hours: WorkingHours | UnsetType | None = UNSET


class Staff(Struct, frozen=True):
    """All agents, and those who have left; who of them is connected."""

    agents: list[Agent]
    former: list[Agent]
    connected: frozenset[str]


class Welcome(Struct, frozen=True):
    """An agent, and the token of the one-time link by which they sign in, until `expires_at`."""

    agent: Agent
    token: str
    expires_at: datetime


async def list_agents(ctx: Context, by: AgentRef) -> Staff:
    """Returns all agents. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> Staff:
        require_door(tx, by, "list_agents")
        return Staff(tx.agents.all(), tx.agents.former(), ctx.connections.agents())

    return await ctx.store.read(work)


async def add_agent(ctx: Context, by: AgentRef, profile: Profile) -> Welcome:
    """Makes an agent who signs in by the link that is returned. Raises `Refused`."""

    def work(tx: Tx) -> Welcome:
        require_door(tx, by, "add_agent")
        name = profile.name if isinstance(profile.name, str) else ""
        made = _require(tx, signing_in.make_agent(ctx, tx, name, "", by).id)
        agent = _changed(ctx, tx, made, profile)
        tx.agents.set_profile(agent)
        details = auditing.differences(made, agent)
        if details:
            auditing.note(tx, ctx.clock.now(), by, Act.AGENT_CHANGED, agent.name, details, ctx.rules)
        return _welcome(ctx, tx, agent)

    return await ctx.store.run(work)


async def save_agent(ctx: Context, by: AgentRef, agent_id: str, profile: Profile) -> Done[Agent]:
    """Changes an agent; whoever waits may be offered to them at once. Raises `Refused`."""

    def work(tx: Tx) -> Done[Agent]:
        require_door(tx, by, "save_agent")
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        before = _require(tx, agent_id)
        after = _changed(ctx, tx, before, profile)
        if after != before:
            if before.role is Role.ADMIN and after.role is not Role.ADMIN:
                _require_other_admin(tx, before)
            tx.agents.set_profile(after)
            details = auditing.differences(before, after)
            auditing.note(tx, unit.now, by, Act.AGENT_CHANGED, before.name, details, ctx.rules)
            queueing.offer_waiting(ctx, unit)
            waits.write_down(tx, unit.news)
        return unit.done(after)

    return await ctx.store.run(work)


async def sign_out_agent(ctx: Context, by: AgentRef, agent_id: str) -> None:
    """Ends all sessions of an agent, and the links that they have not used. Raises `Refused`."""

    def work(tx: Tx) -> None:
        require_door(tx, by, "sign_out_agent")
        agent = _require(tx, agent_id)
        tx.agents.end_sessions_of(agent.id)
        tx.agents.end_links_of(agent.id)
        auditing.note(tx, ctx.clock.now(), by, Act.AGENT_SIGNED_OUT, agent.name)

    await ctx.store.run(work)


async def reset_sign_in(ctx: Context, by: AgentRef, agent_id: str) -> Welcome:
    """Ends an agent's password, sessions and links, and returns a new link. Raises `Refused`."""

    def work(tx: Tx) -> Welcome:
        require_door(tx, by, "reset_sign_in")
        agent = _require(tx, agent_id)
        if agent.id == by.id:
            # The link would be shown to a session that has just ended.
            raise Refused(Code.CONFLICT, "Change your own password in your settings.")
        if not agent.is_active:
            raise Refused(Code.CONFLICT, f"{agent.name} may not sign in any more.")
        tx.agents.set_password(agent.id, "")
        tx.agents.end_sessions_of(agent.id)
        tx.agents.end_links_of(agent.id)
        auditing.note(tx, ctx.clock.now(), by, Act.SIGN_IN_RESET, agent.name)
        return _welcome(ctx, tx, _require(tx, agent_id))

    return await ctx.store.run(work)


async def deactivate_agent(ctx: Context, by: AgentRef, agent_id: str) -> Done[AgentRef]:
    """Shows an agent out: they cannot sign in, and their chats go back into the queue. Raises `Refused`."""

    def work(tx: Tx) -> Done[AgentRef]:
        require_door(tx, by, "deactivate_agent")
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        agent = _require(tx, agent_id)
        if agent.id == by.id:
            raise Refused(Code.CONFLICT, "You cannot deactivate yourself. Ask another admin.")
        if not agent.is_active:
            return unit.done(agent.ref)
        if agent.role is Role.ADMIN:
            _require_other_admin(tx, agent)
        tx.agents.set_active(agent.id, unit.now)
        tx.agents.set_presence(agent.id, Presence.AWAY, "")
        handling.pass_on_offer(unit, agent.ref)
        chats = tx.chats.of_agent(agent.id)
        for chat in chats:
            unit.execute(chat, cmd.ReleaseChat(agent.ref, chat.version))
        queueing.offer_if_moved(ctx, unit)
        auditing.note(tx, unit.now, by, Act.AGENT_DEACTIVATED, agent.name, f"chats back in the queue: {len(chats)}")
        return unit.done(agent.ref)

    return await ctx.store.run(work)


async def activate_agent(ctx: Context, by: AgentRef, agent_id: str) -> Agent:
    """Lets an agent sign in again, with the password of before. Raises `Refused`."""

    def work(tx: Tx) -> Agent:
        require_door(tx, by, "activate_agent")
        agent = _require(tx, agent_id)
        if not agent.is_active:
            tx.agents.set_active(agent.id, None)
            auditing.note(tx, ctx.clock.now(), by, Act.AGENT_ACTIVATED, agent.name)
        return _require(tx, agent_id)

    return await ctx.store.run(work)


def _changed(ctx: Context, tx: Tx, agent: Agent, profile: Profile) -> Agent:
    given: dict[str, Any] = {key: value for key, value in asdict(profile).items() if value is not UNSET}
    if "name" in given:
        given["name"] = signing_in.require_free_name(ctx, tx, given["name"], agent.id)
    if "languages" in given:
        given["languages"] = _languages(given["languages"])
    for key in ("teams", "skills"):
        if key in given:
            given[key] = _words(ctx, given[key], key)
    return replace(agent, **given)


def _languages(tags: Sequence[str]) -> tuple[str, ...]:
    for tag in tags:
        if not is_language_tag(tag):
            raise Refused(Code.BAD_REQUEST, "Write languages by their tags, as in de or pt-BR.", field="languages")
    return _each_once(tags, "languages")


def _words(ctx: Context, words: Sequence[str], field: str) -> tuple[str, ...]:
    try:
        clean = [redact_line(require_line(word, MAX_WORD_CHARS), ctx.rules) for word in words]
    except Refused as refused:
        refused.field = field
        raise
    return _each_once([word for word in clean if word], field)


def _each_once(words: Sequence[str], field: str) -> tuple[str, ...]:
    """Words as they were written first, whatever the case of their letters."""
    known: dict[str, str] = {}
    for word in words:
        known.setdefault(word.casefold(), word)
    if len(known) > MAX_WORDS:
        raise Refused(Code.BAD_REQUEST, f"At most {MAX_WORDS} {field}.", field=field)
    return tuple(known.values())


def _require(tx: Tx, agent_id: str) -> Agent:
    agent = tx.agents.get(agent_id)
    if agent is None:
        raise Refused(Code.BAD_REQUEST, "There is no such agent.")
    return agent


def _require_other_admin(tx: Tx, agent: Agent) -> None:
    if not any(other.role is Role.ADMIN and other.id != agent.id for other in tx.agents.all()):
        raise Refused(
            Code.CONFLICT, f"{agent.name} is the last admin. Make somebody else an admin first.", field="role"
        )


def _welcome(ctx: Context, tx: Tx, agent: Agent) -> Welcome:
    token = signing_in.add_link(ctx, tx, agent.ref)
    return Welcome(agent, token, ctx.clock.now() + signing_in.LINK_LIFETIME)
