from datetime import timedelta

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.realtime import limits
from chatserver.realtime.limits import Limiter, Rate


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_a_burst_the_rate_is_steady_and_the_wait_is_told():
    clock = Seconds()
    limiter = Limiter(Rate(burst=2, per_second=4), clock)
    limiter.take("a")
    limiter.take("a")
    with pytest.raises(Refused) as refused:
        limiter.take("a")
    assert (refused.value.code, refused.value.retry_after) == (Code.RATE_LIMITED, timedelta(seconds=0.25))
    clock.now += 0.25
    limiter.take("a")


def test_one_sender_does_not_slow_another():
    limiter = Limiter(Rate(burst=1, per_second=1), Seconds())
    limiter.take("a")
    limiter.take("b")


def test_rest_fills_the_bucket_no_further_than_its_size():
    clock = Seconds()
    limiter = Limiter(Rate(burst=2, per_second=1), clock)
    limiter.take("a")
    clock.now += 1000
    limiter.take("a")
    limiter.take("a")
    with pytest.raises(Refused):
        limiter.take("a")


def test_the_memory_for_senders_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SENDERS", 3)
    limiter = Limiter(Rate(burst=1, per_second=1), Seconds())
    for number in range(10):
        limiter.take(str(number))
    assert len(limiter._buckets) == 3
