"""Fixtures of the real thing: a server in this process on a free port, with its own folder."""

import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import argon2
import pytest

from chatserver.app import Running, running
from chatserver.core.triage.intents import IntentSet
from chatserver.from_settings import require_intents
from chatserver.services.ports import Tx
from chatserver.settings import Settings
from tests.clients import AgentClient, VisitorClient, sign_in
from tests.doubles import NOON

PASSWORD = "correct horse"
ROOT = Path(__file__).parent.parent


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    """A server with agents Ada and Ben."""
    async with serving(Settings(port=0, data=str(tmp_path / "data"), brand="Acme")) as started:
        yield started


@contextlib.asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Running]:
    intents = shipped_intents() if not settings.intents else None
    async with running(settings, intents=intents) as started:
        for name in ("Ada", "Ben"):
            await started.ctx.store.run(lambda tx, name=name: add_agent(tx, name))
        yield started


def add_agent(tx: Tx, name: str) -> None:
    if tx.agents.by_name(name) is None:
        tx.agents.add(f"agent-{name}", name, password_hash(), NOON)


@functools.cache
def password_hash() -> str:
    """Made once: it is slow on purpose."""
    return argon2.PasswordHasher().hash(PASSWORD)


@functools.cache
def shipped_intents() -> IntentSet:
    """Loaded once: nothing in it changes."""
    return require_intents(Settings(brand="Acme"))


@pytest.fixture
async def visitors(server: Running) -> AsyncIterator[Callable[[], Awaitable[VisitorClient]]]:
    """Makes connected visitors."""
    async with contextlib.AsyncExitStack() as stack:

        async def connect() -> VisitorClient:
            return await stack.enter_async_context(VisitorClient(server.url))

        yield connect


@pytest.fixture
async def agents(server: Running) -> AsyncIterator[Callable[..., Awaitable[AgentClient]]]:
    """Makes agents who are signed in and connected."""
    async with contextlib.AsyncExitStack() as stack:

        async def connect(name: str) -> AgentClient:
            cookie = await sign_in(server.url, name, PASSWORD)
            return await stack.enter_async_context(AgentClient(server.url, cookie))

        yield connect
