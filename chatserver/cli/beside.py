"""Runs one use case on the database beside a server that may be running, without its bot."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from chatserver.app import RandomIds, SystemClock
from chatserver.core.triage.intents import IntentSet
from chatserver.from_settings import build_context
from chatserver.realtime.connections import Connections
from chatserver.services.ports import Context
from chatserver.settings import Settings
from chatserver.storage import open_store

T = TypeVar("T")
# What operators do is done also when the bot's files are broken.
NO_INTENTS = IntentSet("en", {}, {})


def run_beside(settings: Settings, work: Callable[[Context], Awaitable[T]]) -> T:
    """Returns what `work` returns. Raises what it raises, or `StoreUnusable`."""

    async def run() -> T:
        ids = RandomIds()
        store = open_store(Path(settings.data), ids.short, as_server=False)
        try:
            return await work(build_context(settings, store, NO_INTENTS, Connections(), SystemClock(), ids))
        finally:
            store.close()

    return asyncio.run(run())
