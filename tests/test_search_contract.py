import msgspec
import pytest

from chatserver.core.chat import Status
from chatserver.search_contract import SearchChats


def test_a_search_may_say_everything_or_nothing():
    assert msgspec.convert({}, SearchChats) == SearchChats()
    asked = msgspec.convert({"text": "refund", "status": "closed", "rating": [1, 2]}, SearchChats)
    assert (asked.status, asked.rating) == (Status.CLOSED, [1, 2])


@pytest.mark.parametrize(
    "wrong", [{"rating": [1]}, {"rating": [0, 5]}, {"status": "open"}, {"since": "2026-11-22"}, {"after": "x" * 41}]
)
def test_what_is_wrong_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, SearchChats)
