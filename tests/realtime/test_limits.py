from datetime import timedelta

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.realtime import limits
from chatserver.realtime.limits import Limiter, Limits, Rate


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


def both_limits(of_sender: float, of_address: float) -> Limits:
    clock = Seconds()
    return Limits(Limiter(Rate(of_sender, 1), clock), Limiter(Rate(of_address, 1), clock))


def test_an_address_has_one_bucket_for_all_who_are_behind_it():
    both = both_limits(of_sender=2, of_address=3)
    for sender in "aab":
        both.take(sender, "203.0.113.7")
    with pytest.raises(Refused):
        both.take("c", "203.0.113.7")
    both.take("c", "203.0.113.8")


def test_a_whole_network_of_ipv6_is_one_address():
    both = both_limits(of_sender=9, of_address=2)
    both.take("a", "2001:db8::1")
    both.take("b", "2001:db8::ffff:2")
    with pytest.raises(Refused):
        both.take("c", "2001:db8::3")
    both.take("c", "2001:db8:0:1::3")


def test_a_new_chat_costs_more_than_a_message_and_never_more_than_there_can_be():
    both = both_limits(of_sender=50, of_address=12)
    both.take("a", "x", "start_chat")
    both.take("a", "x", "post_message")
    both.take("a", "x", "post_message")
    with pytest.raises(Refused):
        both.take("a", "x", "post_message")
    both_limits(of_sender=3, of_address=3).take("a", "x", "start_chat")
