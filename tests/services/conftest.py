"""The use cases over a real SQLite file, with a stopped clock and counted ids."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from chatserver.core.people import AgentRef
from chatserver.core.redaction.raw_text import RawText
from chatserver.intent_files import load_intents
from chatserver.services import handling, signing_in, visiting, watching
from chatserver.services.execute import Done
from chatserver.services.ports import Context, Policy, Presence
from chatserver.services.workshop import build_workshop
from chatserver.storage import open_store
from tests.doubles import Connected, CountingIds, StoppedClock

INTENTS = Path(__file__).parent.parent.parent / "intents"
VARIABLES = {
    "brand": "Acme",
    "support_email": "s@x.example",
    "feedback_email": "f@x.example",
    "status_page": "https://s.example",
}
WORKSHOP = build_workshop(load_intents(INTENTS, VARIABLES).intents)  # type: ignore[arg-type]


class PlainPasswords:
    """Hashes nothing, for speed; the real ones have their own test."""

    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    async def verify(self, password_hash: str | None, password: str) -> bool:
        return password_hash == f"hash of {password}"


@dataclass
class Desk:
    """A server without its rim."""

    ctx: Context
    clock: StoppedClock
    connected: Connected
    passwords: PlainPasswords
    watch: watching.Watch = field(default_factory=watching.Watch)

    async def agent(self, name: str, presence: Presence = Presence.AVAILABLE) -> AgentRef:
        agent = await signing_in.add_agent(self.ctx, self.passwords, name, "long enough")
        self.connected.ids.add(agent.id)
        await handling.set_presence(self.ctx, agent, presence, "")
        return agent

    async def visitor(self, lang: str = "en", token: str | None = None) -> "Visitor":
        done = await visiting.start_chat(self.ctx, visiting.Arrival(lang, token=token))
        known, chat = done.value
        return Visitor(self, chat.visitor_id, chat.chat_id, known)

    async def beat(self) -> Done[watching.Kept]:
        """One look of the watch, which remembers the earlier ones."""
        return await watching.keep_promises(self.ctx, self.watch)

    async def chat(self, chat_id: str):
        return await self.ctx.store.read(lambda tx: tx.chats.get(chat_id))


@dataclass
class Visitor:
    desk: Desk
    id: str
    chat_id: str
    token: str
    said: int = 0

    async def says(self, text: str, client_id: str | None = None) -> Done[visiting.Posted]:
        self.said += 1
        return await visiting.post_visitor_message(
            self.desk.ctx, self.id, self.chat_id, client_id or f"m-{self.said}", RawText(text)
        )

    async def wants_agent(self, client_id: str | None = None) -> Done[int]:
        self.said += 1
        return await visiting.request_agent(self.desk.ctx, self.id, self.chat_id, client_id or f"m-{self.said}")

    async def log(self):
        return await self.desk.ctx.store.read(lambda tx: tx.chats.events_after(self.chat_id, 0, 1000))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    clock, connected = StoppedClock(), Connected()
    policy = Policy(
        bot_name="Acme Bot", offer_lapse=timedelta(seconds=30), agent_cap=2, session_length=timedelta(hours=12)
    )
    yield Desk(Context(store, clock, CountingIds(), connected, policy, WORKSHOP), clock, connected, PlainPasswords())
    store.close()
