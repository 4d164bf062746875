"""Signing in: an agent's password or one-time link against a session. Only hashes of what opens a door are stored."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.audit import COMMAND_LINE, NOBODY, Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import require_line
from chatserver.services import auditing
from chatserver.services.access import token_hash
from chatserver.services.ports import Agent, Context, Tx

LINK_LIFETIME = timedelta(hours=1)
MIN_PASSWORD_CHARS = 8
MAX_PASSWORD_CHARS = 1024
MAX_NAME_CHARS = 80
WRONG = "The name or the password is wrong."


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
    may_enter = agent is not None and agent.is_active
    known = agent.password_hash or None if agent is not None and may_enter else None
    fits = await passwords.verify(known, password[:MAX_PASSWORD_CHARS])
    if agent is None or not fits:
        raise Refused(Code.FORBIDDEN, WRONG)
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


async def note_failures(ctx: Context, name: str, address: str, count: int) -> None:
    """Writes down that somebody tries to guess. What was typed as a name is not kept: it may be a password."""

    def work(tx: Tx) -> None:
        agent = tx.agents.by_name(require_line(name, len(name)))
        about = agent.name if agent is not None else ""
        details = f"{count} wrong passwords; the last from {address}"
        auditing.note(tx, ctx.clock.now(), NOBODY, Act.SIGN_IN_FAILED, about, details, ctx.rules)

    await ctx.store.run(work)


async def add_agent(
    ctx: Context, passwords: Passwords, name: str, password: str, by: AgentRef = COMMAND_LINE
) -> AgentRef:
    """Makes an agent with a password. Raises `Refused`, as `make_agent` does."""
    hashed = await passwords.hash(_require_password(password))
    return await ctx.store.run(lambda tx: make_agent(ctx, tx, name, hashed, by))


def make_agent(ctx: Context, tx: Tx, name: str, password_hash: str, by: AgentRef) -> AgentRef:
    """Makes an agent; without a password, they sign in by links. Raises `Refused` (CONFLICT, BAD_REQUEST)."""
    agent = AgentRef(ctx.ids.short(), require_free_name(ctx, tx, name))
    tx.agents.add(agent.id, agent.name, password_hash, ctx.clock.now())
    auditing.note(tx, ctx.clock.now(), by, Act.AGENT_ADDED, agent.name)
    return agent


def require_free_name(ctx: Context, tx: Tx, name: str, holder: str = "") -> str:
    """Returns the name as it is kept; `holder` may have it already. Raises `Refused` (CONFLICT, BAD_REQUEST)."""
    name = redact_line(require_line(name, MAX_NAME_CHARS), ctx.rules)
    if not name:
        raise Refused(Code.BAD_REQUEST, "The name is empty.", field="name")
    known = tx.agents.by_name(name)
    if known is not None and known.id != holder:
        raise Refused(Code.CONFLICT, f"There is an agent named {known.name} already.", field="name")
    return name


async def set_password(
    ctx: Context, passwords: Passwords, name: str, password: str, by: AgentRef = COMMAND_LINE
) -> AgentRef:
    """Gives an agent a new password and ends their sessions. Raises `Refused` (BAD_REQUEST)."""
    name = require_line(name, MAX_NAME_CHARS)
    hashed = await passwords.hash(_require_password(password))

    def work(tx: Tx) -> AgentRef:
        agent = _named(tx, name)
        tx.agents.set_password(agent.id, hashed)
        tx.agents.end_sessions_of(agent.id)
        auditing.note(tx, ctx.clock.now(), by, Act.PASSWORD_SET, agent.name)
        return agent.ref

    return await ctx.store.run(work)


async def set_own_password(
    ctx: Context, passwords: Passwords, agent: AgentRef, session: str, current: str, password: str
) -> None:
    """Gives the agent of `session` a new password; their other sessions end.

    `current` is the password of before; who came by a link and has none need not say it. Raises `Refused`.
    """
    _require_password(password)
    known = await ctx.store.read(lambda tx: tx.agents.get(agent.id))
    if known is None:
        raise Refused(Code.FORBIDDEN, WRONG)
    if known.password_hash and not await passwords.verify(known.password_hash, current[:MAX_PASSWORD_CHARS]):
        raise Refused(Code.FORBIDDEN, "The present password is wrong.", field="current")
    hashed = await passwords.hash(password)

    def work(tx: Tx) -> None:
        now = ctx.clock.now()
        holder = tx.agents.session(token_hash(session), now)
        if holder is None or holder.id != agent.id or holder.password_hash != known.password_hash:
            raise Refused(Code.FORBIDDEN, WRONG)
        tx.agents.set_password(agent.id, hashed)
        tx.agents.end_sessions_of(agent.id, but=token_hash(session))
        tx.agents.end_links_of(agent.id)
        auditing.note(tx, now, agent, Act.PASSWORD_SET, agent.name)

    await ctx.store.run(work)


async def set_profile(ctx: Context, name: str, **given: Any) -> Agent:
    """Sets what routing asks about an agent: languages, teams, skills, cap (0: the site's) or role; the rest stays.

    Raises `Refused` (BAD_REQUEST).
    """
    changes = {key: (value or None) if key == "cap" else value for key, value in given.items()}

    def work(tx: Tx) -> Agent:
        agent = _named(tx, require_line(name, MAX_NAME_CHARS))
        profile = replace(agent, **changes)
        tx.agents.set_profile(profile)
        details = auditing.differences(agent, profile)
        auditing.note(tx, ctx.clock.now(), COMMAND_LINE, Act.AGENT_CHANGED, agent.name, details, ctx.rules)
        return profile

    return await ctx.store.run(work)


async def make_link(ctx: Context, agent: AgentRef, by: AgentRef = COMMAND_LINE) -> str:
    """Returns the token of a one-time sign-in link. Raises `Refused` (BAD_REQUEST) for one who has left."""

    def work(tx: Tx) -> str:
        known = tx.agents.get(agent.id)
        if known is None or not known.is_active:
            raise Refused(Code.BAD_REQUEST, "This agent may not sign in any more.")
        auditing.note(tx, ctx.clock.now(), by, Act.LINK_MADE, known.name)
        return add_link(ctx, tx, agent)

    return await ctx.store.run(work)


def add_link(ctx: Context, tx: Tx, agent: AgentRef) -> str:
    """Returns the token of a new one-time sign-in link."""
    token = ctx.ids.token()
    tx.agents.add_link(token_hash(token), agent.id, ctx.clock.now() + LINK_LIFETIME)
    return token


def _named(tx: Tx, name: str) -> Agent:
    agent = tx.agents.by_name(name)
    if agent is None:
        raise Refused(Code.BAD_REQUEST, "There is no agent of this name.")
    return agent


async def _begin_session(ctx: Context, agent: Agent) -> SignedIn:
    token = ctx.ids.token()
    expires_at = ctx.clock.now() + ctx.policy.session_length

    def work(tx: Tx) -> SignedIn:
        # Checking a password takes a while; meanwhile an admin may have shown them out.
        known = tx.agents.get(agent.id)
        if known is None or not known.is_active or known.password_hash != agent.password_hash:
            raise Refused(Code.FORBIDDEN, WRONG)
        tx.agents.add_session(token_hash(token), agent.id, expires_at)
        return SignedIn(agent.ref, token)

    return await ctx.store.run(work)


def _require_password(password: str) -> str:
    if len(password) < MIN_PASSWORD_CHARS:
        raise Refused(Code.BAD_REQUEST, f"A password has at least {MIN_PASSWORD_CHARS} characters.", field="password")
    if len(password) > MAX_PASSWORD_CHARS:
        raise Refused(Code.TOO_LONG, f"A password has at most {MAX_PASSWORD_CHARS} characters.", field="password")
    return password
