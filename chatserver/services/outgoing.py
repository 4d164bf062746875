"""What leaves the house: kinds of things that are sent, the rows that remember them, and who carries them.

A row is written in the transaction of what caused it, so neither is there without the other. It is taken by claiming
it for a while; whoever claims it counts a try, and only the holder of the newest claim may say what came of it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from chatserver.core.mail import ALARM_PACE, LETTER_PACE, Pace


class Kind(StrEnum):
    """What is sent, and how: a copy of a chat by e-mail, an alarm by e-mail, an alarm to the webhook."""

    TRANSCRIPT = "transcript"
    ALARM_MAIL = "alarm_mail"
    ALARM_HOOK = "alarm_hook"

    @property
    def pace(self) -> Pace:
        return LETTER_PACE if self is Kind.TRANSCRIPT else ALARM_PACE


class Alarm(Struct, frozen=True):
    """Somebody has waited for too long, as of `raised_at`."""

    chat_id: str
    waiting_since: datetime
    raised_at: datetime
    lang: str
    topic: str | None = None


class Order(Struct, frozen=True):
    """What is to be sent. `once` names it: a second order of the same name is not written.

    `address` is empty for the webhook; `alarm` is None for a transcript, which is made from the log when it is sent.
    """

    kind: Kind
    chat_id: str
    once: str
    address: str = ""
    alarm: Alarm | None = None


class Claimed(Struct, frozen=True):
    """An order that the holder of `claim` is to carry out now. `tries` counts this one."""

    order_id: str
    order: Order
    created_at: datetime
    tries: int
    claim: str


class Outcome(StrEnum):
    SENT = "sent"
    RETRIED = "retried"
    FAILED = "failed"


class Undelivered(Exception):
    """It was not taken. `code` is safe to log; `is_final`: another try would not help."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


class Letter(Struct, frozen=True):
    """A mail. `letter_id` is the same at each try, so that a receiver can know it again."""

    letter_id: str
    to: str
    subject: str
    text: str
    html: str
    lang: str = "en"


class Mailer(Protocol):
    """Hands letters over to a mail server."""

    async def send(self, letter: Letter) -> None:
        """Returns when the server has taken it. Raises `Undelivered`."""


class Hook(Protocol):
    """Tells a service of the operator's choice."""

    async def tell(self, order_id: str, alarm: Alarm) -> None:
        """Returns when the service has heard it. Raises `Undelivered`."""


class Post(Struct, frozen=True):
    """What of all this is set up. `console` is the address that an alarm points to."""

    brand: str = ""
    can_mail: bool = False
    on_call_mail: tuple[str, ...] = ()
    has_hook: bool = False
    console: str = ""


class OutboxRows(Protocol):
    """The orders, until some time after they are over."""

    def put(self, order_id: str, order: Order, now: datetime) -> bool:
        """Returns False, and writes nothing, when there is one of that name already."""

    def is_known(self, once: str, address: str) -> bool | None:
        """Returns whether the order of this name is for this address; None when there is no such order."""

    def claim(self, kind: Kind, claim: str, now: datetime, until: datetime, limit: int) -> list[Claimed]:
        """Takes orders that are due, the longest due first; nobody else gets them before `until`."""

    def settle(self, claimed: Claimed, outcome: Outcome, now: datetime, again_at: datetime | None) -> bool:
        """Writes what came of a try; returns False, and writes nothing, when it has been claimed anew since."""

    def kinds_due(self, now: datetime) -> list[Kind]: ...
    def ordered_since(self, kind: Kind, since: datetime, chat_id: str = "", address: str = "") -> list[datetime]:
        """When orders of this kind were made, oldest first: those of a chat, for an address, or all."""

    def waiting(self) -> dict[Kind, int]:
        """How many orders of each kind are not over."""

    def sweep(self, before: datetime) -> None:
        """Forgets orders that were over before."""
