"""Limits: token buckets. Each sender may burst, and then goes at a steady rate."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chatserver.core.errors import Code, Refused

# More senders than this at once are forgotten, oldest first; a forgotten one starts with a full bucket.
MAX_SENDERS = 50_000


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

    def take(self, sender: str) -> None:
        """Takes one token. Raises `Refused` (RATE_LIMITED) with the time until there is one."""
        now = self._monotonic()
        bucket = self._buckets.pop(sender, None) or _Bucket(self._rate.burst, now)
        self._buckets[sender] = bucket
        if len(self._buckets) > MAX_SENDERS:
            self._buckets.popitem(last=False)
        gained = (now - bucket.at) * self._rate.per_second
        bucket.tokens, bucket.at = min(self._rate.burst, bucket.tokens + gained), now
        if bucket.tokens < 1:
            wait = timedelta(seconds=round((1 - bucket.tokens) / self._rate.per_second, 3))
            raise Refused(Code.RATE_LIMITED, "That was too much at once. Please wait a moment.", retry_after=wait)
        bucket.tokens -= 1
