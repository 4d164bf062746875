"""The desk: agents at work. Whoever has several chats is slower at each; the chats of one agent go on side by side."""

from dataclasses import dataclass, field
from datetime import datetime

from chatserver.core.routing.lines import Candidate


@dataclass(slots=True)
class Agent:
    """One agent. `chats`: work left, in seconds for an agent who has nothing else; `turn` counts changes of pace."""

    id: str
    languages: frozenset[str]
    cap: int
    pace: float
    slowing: float
    chats: dict[str, float] = field(default_factory=dict)
    at: float = 0.0
    turn: int = 0
    offered: str = ""
    is_away: bool = False
    last_assigned_at: datetime | None = None

    @property
    def load(self) -> int:
        return len(self.chats) + bool(self.offered)

    def take(self, chat_id: str, work: float, at: float) -> None:
        """Begins a chat."""
        self._work_until(at)
        self.chats[chat_id] = work

    def end(self, chat_id: str, at: float) -> None:
        """Ends a chat."""
        self._work_until(at)
        del self.chats[chat_id]

    def next_end(self) -> tuple[float, str] | None:
        """Returns when the next chat ends if nothing else happens, and which; None without chats."""
        if not self.chats:
            return None
        chat_id, work = min(self.chats.items(), key=lambda item: (item[1], item[0]))
        return self.at + work / self._speed(), chat_id

    def as_candidate(self) -> Candidate:
        """What routing sees of the agent."""
        return Candidate(
            id=self.id,
            languages=self.languages,
            load=self.load,
            cap=self.cap,
            last_assigned_at=self.last_assigned_at,
            has_offer=bool(self.offered),
        )

    def _speed(self) -> float:
        return self.pace / (1 + self.slowing * (len(self.chats) - 1))

    def _work_until(self, at: float) -> None:
        if self.chats:
            done = (at - self.at) * self._speed()
            self.chats = {chat_id: work - done for chat_id, work in self.chats.items()}
        self.at = at
        self.turn += 1
