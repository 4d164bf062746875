"""Signing in: an agent's password or one-time link against a session. Only hashes of what opens a door are stored."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.text import require_line
from chatserver.services.access import token_hash
from chatserver.services.ports import Agent, Context, Tx

LINK_LIFETIME = timedelta(hours=1)
MIN_PASSWORD_CHARS = 8
MAX_PASSWORD_CHARS = 1024
MAX_NAME_CHARS = 80


class Passwords(Protocol):
    """Hashing that is slow on purpose, so it waits elsewhere than on the event loop."""

    async def hash(self, password: str) -> str: ...
    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Takes as long for None (no such agent) as for a wrong password."""
        ...


class SignedIn(Struct, frozen=True):
    """`token` goes into the session cookie."""

    agent: AgentRef
    token: str


async def sign_in(ctx: Context, passwords: Passwords, name: str, password: str) -> SignedIn:
    """Returns a new session. Raises `Refused` (FORBIDDEN), the same for a wrong name and a wrong password."""
    name = require_line(name)
    agent = await ctx.store.read(lambda tx: tx.agents.by_name(name))
    fits = await passwords.verify(agent.password_hash if agent else None, password[:MAX_PASSWORD_CHARS])
    if agent is None or not fits:
        raise Refused(Code.FORBIDDEN, "The name or the password is wrong.")
    return await _begin_session(ctx, agent)


async def sign_in_with_link(ctx: Context, link_token: str) -> SignedIn:
    """Returns a new session for a one-time link, which is used up. Raises `Refused` (FORBIDDEN)."""
    agent = await ctx.store.run(lambda tx: tx.agents.use_link(token_hash(link_token), ctx.clock.now()))
    if agent is None:
        raise Refused(Code.FORBIDDEN, "This sign-in link has been used or is too old.")
    return await _begin_session(ctx, agent)


async def sign_out(ctx: Context, token: str) -> None:
    """Ends the session, if there is one."""
    await ctx.store.run(lambda tx: tx.agents.end_session(token_hash(token)))


async def agent_of_session(ctx: Context, token: str) -> Agent | None:
    """Returns the agent of a live session."""
    return await ctx.store.read(lambda tx: tx.agents.session(token_hash(token), ctx.clock.now()))


async def ended_sessions(ctx: Context, tokens: Collection[str]) -> set[str]:
    """Returns those of the sessions that are over: signed out, too old, or ended by a new password."""

    def work(tx: Tx) -> set[str]:
        now = ctx.clock.now()
        return {token for token in tokens if tx.agents.session(token_hash(token), now) is None}

    return await ctx.store.read(work) if tokens else set()


async def sweep(ctx: Context) -> None:
    """Forgets sessions and links that are over."""
    await ctx.store.run(lambda tx: tx.agents.sweep(ctx.clock.now()))


async def add_agent(ctx: Context, passwords: Passwords, name: str, password: str) -> AgentRef:
    """Makes an agent. Raises `Refused` (CONFLICT) when there is one of this name."""
    name = require_line(name, MAX_NAME_CHARS)
    if not name:
        raise Refused(Code.BAD_REQUEST, "The name is empty.")
    hashed = await passwords.hash(_require_password(password))

    def work(tx: Tx) -> AgentRef:
        if tx.agents.by_name(name) is not None:
            raise Refused(Code.CONFLICT, f"There is an agent named {name} already.")
        agent_id = ctx.ids.short()
        tx.agents.add(agent_id, name, hashed, ctx.clock.now())
        return AgentRef(agent_id, name)

    return await ctx.store.run(work)


async def set_password(ctx: Context, passwords: Passwords, name: str, password: str) -> AgentRef:
    """Gives an agent a new password and ends their sessions. Raises `Refused` (BAD_REQUEST)."""
    name = require_line(name, MAX_NAME_CHARS)
    hashed = await passwords.hash(_require_password(password))

    def work(tx: Tx) -> AgentRef:
        agent = tx.agents.by_name(name)
        if agent is None:
            raise Refused(Code.BAD_REQUEST, "There is no agent of this name.")
        tx.agents.set_password(agent.id, hashed)
        tx.agents.end_sessions_of(agent.id)
        return agent.ref

    return await ctx.store.run(work)


async def set_profile(ctx: Context, name: str, **given: Any) -> Agent:
    """Sets what routing asks about an agent: languages, teams, skills, cap (0: the site's) or role; the rest stays.

    Raises `Refused` (BAD_REQUEST).
    """
    changes = {key: (value or None) if key == "cap" else value for key, value in given.items()}

    def work(tx: Tx) -> Agent:
        agent = tx.agents.by_name(require_line(name, MAX_NAME_CHARS))
        if agent is None:
            raise Refused(Code.BAD_REQUEST, "There is no agent of this name.")
        profile = replace(agent, **changes)
        tx.agents.set_profile(profile)
        return profile

    return await ctx.store.run(work)


async def make_link(ctx: Context, agent: AgentRef) -> str:
    """Returns the token of a one-time sign-in link."""
    token = ctx.ids.token()
    expires_at = ctx.clock.now() + LINK_LIFETIME
    await ctx.store.run(lambda tx: tx.agents.add_link(token_hash(token), agent.id, expires_at))
    return token


async def _begin_session(ctx: Context, agent: Agent) -> SignedIn:
    token = ctx.ids.token()
    expires_at = ctx.clock.now() + ctx.policy.session_length
    await ctx.store.run(lambda tx: tx.agents.add_session(token_hash(token), agent.id, expires_at))
    return SignedIn(agent.ref, token)


def _require_password(password: str) -> str:
    if len(password) < MIN_PASSWORD_CHARS:
        raise Refused(Code.BAD_REQUEST, f"A password has at least {MIN_PASSWORD_CHARS} characters.")
    if len(password) > MAX_PASSWORD_CHARS:
        raise Refused(Code.TOO_LONG, f"A password has at most {MAX_PASSWORD_CHARS} characters.")
    return password
