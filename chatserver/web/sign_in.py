"""Sign-in over HTTP: JSON in, a session cookie out."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import msgspec
from aiohttp import web

from chatserver.core.addresses import client_address
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef, Role
from chatserver.services import signing_in, views
from chatserver.services.ports import Agent, Context, Presence

B = TypeVar("B")

COOKIE = "chatserver_session"
_MAX_BODY_BYTES = 4096


class NamePassword(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    password: str


class LinkToken(msgspec.Struct, forbid_unknown_fields=True):
    token: str


class Me(msgspec.Struct):
    """Who is signed in."""

    ok: bool
    id: str
    name: str
    presence: Presence
    away_reason: str
    role: Role
    has_password: bool


class Attempts:
    """Slows down guessing from one place: a few wrong passwords for one name, more for all names together.

    Never for a name alone: anybody could lock an agent out with it.
    """

    FREE = 10
    # So many for one name, from wherever, are written into the audit log.
    NOTED = 5
    FREE_PER_ADDRESS = 50
    WINDOW_SECONDS = 300.0
    MAX_KEYS = 10_000

    def __init__(self) -> None:
        self._failed: dict[str, list[float]] = {}

    def require_patience(self, name: str, address: str) -> None:
        for key, free in self._keys(name, address):
            recent = self._recent(key)
            if len(recent) >= free:
                wait = timedelta(seconds=self.WINDOW_SECONDS - (time.monotonic() - recent[0]))
                raise Refused(Code.RATE_LIMITED, "Too many wrong passwords. Please wait a few minutes.", wait)

    def note_failure(self, name: str, address: str) -> int:
        """Returns how often the password was wrong for this name of late, from anywhere."""
        if len(self._failed) > self.MAX_KEYS:
            self._failed.clear()
        of_name = f"* {name.casefold()[:100]}"
        for key in (of_name, *(key for key, _ in self._keys(name, address))):
            self._failed[key] = [*self._recent(key), time.monotonic()]
        return len(self._failed[of_name])

    def _keys(self, name: str, address: str) -> list[tuple[str, int]]:
        return [(f"{address} {name.casefold()[:100]}", self.FREE), (address, self.FREE_PER_ADDRESS)]

    def _recent(self, key: str) -> list[float]:
        now = time.monotonic()
        return [at for at in self._failed.get(key, ()) if now - at < self.WINDOW_SECONDS]


class SignIn:
    """The routes under /api/ that open and close sessions."""

    def __init__(
        self,
        ctx: Context,
        passwords: signing_in.Passwords,
        on_sign_out: Callable[[str], Awaitable[None]],
        *,
        is_secure: bool,
        trusted_proxies: int,
    ) -> None:
        self._ctx = ctx
        self._passwords = passwords
        self._on_sign_out = on_sign_out
        self._is_secure = is_secure
        self._trusted_proxies = trusted_proxies
        self._attempts = Attempts()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/sign-in", self.sign_in),
            web.post("/api/sign-in-link", self.sign_in_with_link),
            web.post("/api/sign-out", self.sign_out),
            web.get("/api/me", self.me),
            web.get("/api/agents", self.agents),
        ]

    async def sign_in(self, request: web.Request) -> web.Response:
        asked = await _body(request, NamePassword)
        address = self._address(request)
        self._attempts.require_patience(asked.name, address)
        try:
            signed_in = await signing_in.sign_in(self._ctx, self._passwords, asked.name, asked.password)
        except Refused as refused:
            if refused.code is Code.FORBIDDEN:
                count = self._attempts.note_failure(asked.name, address)
                if count == Attempts.NOTED:
                    await signing_in.note_failures(self._ctx, asked.name, address, count)
            raise
        return self._with_cookie(signed_in)

    async def sign_in_with_link(self, request: web.Request) -> web.Response:
        asked = await _body(request, LinkToken)
        return self._with_cookie(await signing_in.sign_in_with_link(self._ctx, asked.token))

    async def sign_out(self, request: web.Request) -> web.Response:
        token = request.cookies.get(COOKIE)
        if token:
            await signing_in.sign_out(self._ctx, token)
            await self._on_sign_out(token)
        response = _json({"ok": True})
        response.del_cookie(COOKIE, path="/", samesite="Strict", httponly=True, secure=self._is_secure)
        return response

    async def me(self, request: web.Request) -> web.Response:
        agent = await self._require_agent(request)
        return _json(
            Me(True, agent.id, agent.name, agent.presence, agent.away_reason, agent.role, bool(agent.password_hash))
        )

    async def agents(self, request: web.Request) -> web.Response:
        await self._require_agent(request)
        return _json({"ok": True, "agents": await views.colleagues(self._ctx)})

    async def _require_agent(self, request: web.Request) -> Agent:
        agent = await agent_of(self._ctx, request.cookies.get(COOKIE))
        if agent is None:
            raise Refused(Code.FORBIDDEN, "Please sign in.")
        return agent

    def _address(self, request: web.Request) -> str:
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
        return client_address(request.remote or "", forwarded, self._trusted_proxies)

    def _with_cookie(self, signed_in: signing_in.SignedIn) -> web.Response:
        response = _json({"ok": True, "agent": AgentRef(signed_in.agent.id, signed_in.agent.name)})
        response.set_cookie(
            COOKIE,
            signed_in.token,
            max_age=int(self._ctx.policy.session_length.total_seconds()),
            path="/",
            httponly=True,
            secure=self._is_secure,
            samesite="Strict",
        )
        return response


async def agent_of(ctx: Context, token: str | None) -> Agent | None:
    """Returns the agent of a session cookie."""
    return await signing_in.agent_of_session(ctx, token) if token else None


def _json(value: object) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(value), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


async def _body(request: web.Request, kind: type[B]) -> B:
    # A form of another website cannot send this type without asking first.
    if request.content_type != "application/json":
        raise Refused(Code.BAD_REQUEST, "Send JSON, with the content type application/json.")
    raw = bytearray()
    async for part in request.content.iter_any():
        raw += part
        if len(raw) > _MAX_BODY_BYTES:
            raise Refused(Code.TOO_LONG, "The request is too long.")
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeError):
        raise Refused(Code.BAD_REQUEST, "The request has wrong or missing fields.") from None
