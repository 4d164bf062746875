"""Limits: token buckets. Each sender, and each address, may burst, and then goes at a steady rate."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chatserver.core.addresses import household
from chatserver.core.errors import Code, Refused

# More senders than this at once are forgotten, oldest first; a forgotten one starts with a full bucket.
MAX_SENDERS = 50_000


# A new chat is some rows and a greeting, and who starts one is nobody known yet; a mail goes to a third person.
COSTS = {"start_chat": 10.0, "send_transcript": 10.0}


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` tokens at once, then `per_second`."""

    burst: float
    per_second: float


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Limiter:
    """Buckets by sender; `monotonic` gives seconds that never go back."""

    def __init__(self, rate: Rate, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, sender: str, cost: float = 1.0) -> None:
        """Takes `cost` tokens. Raises `Refused` (RATE_LIMITED) with the time until there are as many."""
        now = self._monotonic()
        bucket = self._buckets.pop(sender, None) or _Bucket(self._rate.burst, now)
        self._buckets[sender] = bucket
        if len(self._buckets) > MAX_SENDERS:
            self._buckets.popitem(last=False)
        gained = (now - bucket.at) * self._rate.per_second
        bucket.tokens, bucket.at = min(self._rate.burst, bucket.tokens + gained), now
        # Who asks for more than the bucket holds gets it when it is full.
        cost = min(cost, self._rate.burst)
        if bucket.tokens < cost:
            wait = timedelta(seconds=round((cost - bucket.tokens) / self._rate.per_second, 3))
            raise Refused(Code.RATE_LIMITED, "That was too much at once. Please wait a moment.", retry_after=wait)
        bucket.tokens -= cost


@dataclass(frozen=True, slots=True)
class Limits:
    """One bucket for each person and one for each address. An office behind one address has many times a person's."""

    of_senders: Limiter
    of_addresses: Limiter

    def take(self, sender: str, address: str, command: str = "") -> None:
        """Raises `Refused` (RATE_LIMITED) when the person, or everybody at the address together, sent too much."""
        cost = COSTS.get(command, 1.0)
        # The person first: what is refused to a loud one is not taken from the others.
        self.of_senders.take(sender, cost)
        self.of_addresses.take(household(address), cost)
