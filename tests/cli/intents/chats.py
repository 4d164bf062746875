"""Real chats with the bot of a small set, written to a database."""

import asyncio
from datetime import timedelta
from pathlib import Path

from chatserver.core.redaction.raw_text import RawText
from chatserver.intent_files import load_intents
from chatserver.services import visiting
from chatserver.services.ports import Clock, Context, Policy
from chatserver.services.workshop import build_workshop
from chatserver.storage import open_store
from tests.doubles import Connected, CountingIds
from tests.intent_files.small_set import VARIABLES


def write_chats(data: Path, intents: Path, clock: Clock, *chats: tuple[str, ...]) -> None:
    """Writes a chat for each tuple: what its visitor says, in English."""
    asyncio.run(_write(data, intents, clock, chats))


async def _write(data: Path, intents: Path, clock: Clock, chats: tuple[tuple[str, ...], ...]) -> None:
    store = open_store(data, lambda: "epoch-1", as_server=True)
    policy = Policy("Acme Bot", timedelta(seconds=30), 2, timedelta(hours=12))
    workshop = build_workshop(load_intents(intents, VARIABLES).intents)  # type: ignore[arg-type]
    ctx = Context(store, clock, CountingIds(), Connected(), policy, workshop)
    for lines in chats:
        done = await visiting.start_chat(ctx, visiting.Arrival("en"))
        _, chat = done.value
        for number, line in enumerate(lines):
            await visiting.post_visitor_message(ctx, chat.visitor_id, chat.chat_id, f"m-{number}", RawText(line))
    store.close()
