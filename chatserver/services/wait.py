"""Waits as data: a place in the queue as it is now, a wait as reports need it, and what estimates are made from."""

from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from chatserver.core.routing.calibration import Calibration
from chatserver.core.routing.rates import Rates


class WaitingPlace(Struct, frozen=True):
    """A waiting visitor's place and what is known of the wait from now on.

    `wait` is the likeliest, `low` and `high` hold four in five; None when nobody is there to answer. `raw` is the
    estimate before calibration, `over_target` the probability that the promise breaks. `opens_at`: when somebody is
    there again, if that is known and later.
    """

    chat_id: str
    position: int
    wait: timedelta | None
    low: timedelta | None = None
    high: timedelta | None = None
    raw: timedelta | None = None
    over_target: float | None = None
    opens_at: datetime | None = None


class Wait(Struct, frozen=True):
    """A wait in the queue, as reports and the next estimates need it.

    It ends with the first human answer, with the visitor leaving, or with a ticket. `predicted` is the raw estimate at
    joining, `low` and `high` what was told then; `handled_until` is when the agent's part was over.
    """

    chat_id: str
    joined_at: datetime
    lang: str
    plan: str = ""
    severity: int = 3
    predicted: timedelta | None = None
    low: timedelta | None = None
    high: timedelta | None = None
    offered_at: datetime | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    left_at: datetime | None = None
    ticket_offered_at: datetime | None = None
    ticket_taken_at: datetime | None = None
    breached_at: datetime | None = None
    handled_until: datetime | None = None
    agent_id: str = ""


class Outlook(Struct, frozen=True):
    """What estimates are made from: how fast agents are, and what estimates of late were worth."""

    rates: Rates = Rates()
    calibration: Calibration = Calibration()


class WaitRows(Protocol):
    """Waits: one for each time that a chat joined the queue."""

    def join(self, wait: Wait) -> None: ...
    def note(self, chat_id: str, joined_at: datetime, **moments: datetime | str) -> None:
        """Writes moments of a wait that are not written yet, by the names of `Wait`."""

    def latest(self, limit: int) -> list[Wait]:
        """The last waits that are over, newest first."""

    def since(self, at: datetime) -> list[Wait]: ...
    def joined_between(self, since: datetime, until: datetime) -> list[Wait]:
        """The waits that began at `since` or later and before `until`, in order."""

    def offers_lapsed(self, since: datetime) -> int:
        """How many offers of waiting chats have lapsed since then."""
