"""Who is connected to this process: one entry for each live Socket.IO connection."""

from collections import Counter
from dataclasses import dataclass

from chatserver.core.people import AgentRef


@dataclass(slots=True)
class VisitorConnection:
    """A widget's tab. `visitor_id` is None until `start_chat` or `resume_chat` has named its chat."""

    sid: str
    address: str
    visitor_id: str | None = None
    browser: str = ""
    chat_id: str | None = None

    @property
    def sender(self) -> str:
        """Whose commands are counted: all tabs of a visitor together."""
        return self.visitor_id or self.sid


@dataclass(slots=True)
class AgentConnection:
    """A console's tab; `session` is the cookie that opened it, `viewing` the ChatID that it shows, if any."""

    sid: str
    address: str
    agent: AgentRef
    session: str
    viewing: str | None = None

    @property
    def sender(self) -> str:
        return self.agent.id


class Connections:
    """See `services.ports.Connections`."""

    def __init__(self) -> None:
        self.visitors: dict[str, VisitorConnection] = {}
        self.consoles: dict[str, AgentConnection] = {}
        self._agents: Counter[str] = Counter()
        # How many pages have joined each chat.
        self._joined: Counter[str] = Counter()

    def agents(self) -> frozenset[str]:
        return frozenset(self._agents)

    def has_visitor(self, chat_id: str) -> bool:
        return bool(self._joined[chat_id])

    def join_chat(self, connection: VisitorConnection, chat_id: str) -> None:
        """Notes which chat is on a visitor's page."""
        if connection.sid in self.visitors and connection.chat_id != chat_id:
            self._leave_chat(connection)
            connection.chat_id = chat_id
            self._joined[chat_id] += 1

    def _leave_chat(self, connection: VisitorConnection) -> None:
        if connection.chat_id is not None:
            self._joined[connection.chat_id] -= 1
            if not self._joined[connection.chat_id]:
                del self._joined[connection.chat_id]

    def add_console(self, connection: AgentConnection) -> None:
        self.consoles[connection.sid] = connection
        self._agents[connection.agent.id] += 1

    def viewers(self, chat_id: str) -> list[AgentRef]:
        """The agents who look at a chat, each once, by name."""
        found = {console.agent.id: console.agent for console in self.consoles.values() if console.viewing == chat_id}
        return sorted(found.values(), key=lambda agent: (agent.name.casefold(), agent.id))

    def remove(self, sid: str) -> AgentConnection | None:
        """Forgets a connection; returns the console that it was, if it was one."""
        visitor = self.visitors.pop(sid, None)
        if visitor is not None:
            self._leave_chat(visitor)
        console = self.consoles.pop(sid, None)
        if console is not None:
            self._agents[console.agent.id] -= 1
            if not self._agents[console.agent.id]:
                del self._agents[console.agent.id]
        return console
