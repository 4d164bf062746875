import asyncio
from datetime import timedelta

from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.evolve import fold
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.following import fire_all
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Facts
from chatserver.realtime.publisher import AGENT, VISITOR, RoomPublisher
from chatserver.services.ports import News
from chatserver.services.wait import WaitingPlace
from tests.doubles import NOON
from tests.story import ADA, BEN, CHAT_ID, assigned, log_of, offered, queued, said, started


class NotingRooms:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str, tuple[str, ...]]] = []

    def tell(self, event, data, rooms, namespace, except_sid=None) -> None:
        assert rooms, "nothing is ever sent without a room"
        if event == "chat_released":
            raise OSError("a room that is broken")
        self.sent.append((namespace, event, tuple(rooms)))


def told(*items) -> list[tuple[str, str, tuple[str, ...]]]:
    rooms = NotingRooms()
    publisher = RoomPublisher(rooms, asyncio.Event(), lambda _, then: then())
    for item in items:
        if isinstance(item, News):
            publisher.publish([item])
        else:
            publisher.tell_places(item, NOON)
    return rooms.sent


def news(*history: ev.Event) -> News:
    log = log_of(*history)
    return News(fold(log[:-1]), fold(log), tuple(log[-1:]))


def test_a_message_goes_to_the_rooms_of_its_chat_and_to_its_agent():
    sent = told(news(started(), queued(), assigned(ADA), said()))
    assert sent == [
        (VISITOR, "message_posted", (f"chat:{CHAT_ID}",)),
        (AGENT, "message_posted", (f"chat:{CHAT_ID}", "agent:a-1")),
        (AGENT, "chats_changed", ("agents",)),
    ]


def test_what_agents_alone_may_see_reaches_the_visitor_as_a_bare_place():
    sent = told(news(started(), queued(), offered(BEN)))
    assert sent[0] == (VISITOR, "event_hidden", (f"chat:{CHAT_ID}",))
    assert sent[1] == (AGENT, "offer_made", (f"chat:{CHAT_ID}", "agent:a-2"))


def test_who_had_the_chat_hears_that_it_is_gone():
    sent = told(news(started(), queued(), assigned(ADA), ev.ChatTransferred(ADA, BEN, 4)))
    assert sent[1][2] == (f"chat:{CHAT_ID}", "agent:a-1", "agent:a-2")


def test_one_broken_room_silences_nobody_else():
    history = started(), queued(), assigned(ADA), ev.ChatReleased(ADA, 4)
    sent = told(news(*history), news(started(), said()))
    assert [event for _, event, _ in sent] == ["message_posted", "message_posted", "chats_changed"]


def test_a_place_is_told_when_it_changes_and_again_after_the_chat_came_back():
    first = [WaitingPlace("A", 1, timedelta(seconds=20))]
    moved = [WaitingPlace("A", 2, None)]
    sent = told(first, first, moved, [], first)
    assert [event for _, event, _ in sent] == ["place_changed"] * 3
    assert {room for _, _, room in sent} == {("chat:A",)}


async def test_the_newest_seq_is_told_again_for_a_while(monkeypatch):
    monkeypatch.setattr("chatserver.realtime.publisher.HEADS_EVERY_SECONDS", 0.01)
    rooms = NotingRooms()
    publisher = RoomPublisher(rooms, asyncio.Event(), lambda _, then: None)
    publisher.publish([news(started(), said())])
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(publisher.repeat_heads())
        while ("/agent", "head_told", (f"chat:{CHAT_ID}",)) not in rooms.sent:
            await asyncio.sleep(0.01)
        monkeypatch.setattr("chatserver.realtime.publisher.HEADS_FOR_SECONDS", 0.0)
        while publisher._heads:
            await asyncio.sleep(0.01)
        task.cancel()
    assert (VISITOR, "head_told", (f"chat:{CHAT_ID}",)) in rooms.sent


def test_a_step_of_a_clock_is_told_to_those_whom_its_policy_names():
    clock = sla.start(DEFAULT_POLICIES, ClockKind.FIRST_RESPONSE, Facts(), NOON).clock
    moved = fire_all(replace(fold(log_of(started())), clocks={clock.kind: clock}), NOON + timedelta(hours=30))
    alone = told(news(started(), queued(), ev.ClocksMoved(moved)))
    assert [rooms for _, event, rooms in alone if event == "clock_told"] == [
        ("agents",),
        ("supervisors",),
        ("supervisors",),
    ]
    owned = told(news(started(), queued(), assigned(ADA), ev.ClocksMoved(moved)))
    assert ("/agent", "clock_told", ("agent:a-1",)) in owned
    assert not [sent for sent in alone if sent[:2] == (VISITOR, "clock_told")]
