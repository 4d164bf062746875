from datetime import timedelta

from msgspec.structs import replace

from chatserver.core.evolve import fold
from chatserver.core.queue import Place, in_order, places
from tests.doubles import NOON
from tests.story import log_of, queued, started


def waiting(chat_id: str, seconds: int):
    return replace(fold(log_of(started(), queued(since=NOON + timedelta(seconds=seconds)))), chat_id=chat_id)


def test_the_longest_wait_is_next_and_a_tie_is_settled():
    chats = [waiting("C", 9), waiting("B", 5), waiting("A", 9)]
    assert [chat.chat_id for chat in in_order(chats)] == ["B", "A", "C"]
    assert places(chats) == [Place("B", 1), Place("A", 2), Place("C", 3)]
