"""Doubles for the three things that tests must control: the clock, the ids, and who is told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chatserver.core.ids import chat_id_from
from chatserver.services.ports import News
from chatserver.services.wait import WaitingPlace

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class StoppedClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)


class CountingIds:
    """1, 2, 3 … where the real ones are random."""

    def __init__(self) -> None:
        self._last = 0

    def _next(self) -> int:
        self._last += 1
        return self._last

    def chat_id(self) -> str:
        return chat_id_from(self._next())

    def token(self) -> str:
        return f"token-{self._next():037d}"

    def short(self) -> str:
        return f"id-{self._next()}"


class NotingPublisher:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.places: list[WaitingPlace] = []

    def publish(self, news: Sequence[News]) -> None:
        self.news.extend(news)

    def tell_places(self, places: Sequence[WaitingPlace], now: datetime) -> None:
        self.places = list(places)

    def tell(self, notices: Sequence[object]) -> None:
        self.notices = list(notices)


class Connected:
    """Says who is connected."""

    def __init__(self, *agent_ids: str) -> None:
        self.ids = set(agent_ids)
        self.gone: set[str] = set()

    def agents(self) -> frozenset[str]:
        return frozenset(self.ids)

    def has_visitor(self, chat_id: str) -> bool:
        """Every visitor is here, but for those of chats that a test has put into `gone`."""
        return chat_id not in self.gone
