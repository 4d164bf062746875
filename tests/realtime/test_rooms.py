from types import SimpleNamespace

import pytest

from chatserver.realtime.rooms import RoomManager


class Sockets(dict):
    def __missing__(self, eio_sid):
        self[eio_sid] = SimpleNamespace(heard=[])
        self[eio_sid].post = lambda frame: self[eio_sid].heard.append(frame)
        return self[eio_sid]

    def get(self, eio_sid):
        return self[eio_sid] if eio_sid != "gone" else None


@pytest.fixture
def manager():
    rooms = RoomManager()
    rooms.server = SimpleNamespace(eio=SimpleNamespace(sockets=Sockets()))
    for number in range(3):
        rooms.basic_enter_room(f"s{number}", "/visitor", None, eio_sid=f"e{number}")
    return rooms


def heard(manager, number):
    return [frame.text for frame in manager.server.eio.sockets[f"e{number}"].heard]


def test_everybody_in_any_of_the_rooms_hears_it_once_in_one_frame(manager):
    for number, room in ((0, "a"), (0, "b"), (1, "b"), (2, "c")):
        manager.basic_enter_room(f"s{number}", "/visitor", room)
    manager.tell("said", {"x": 1}, ("a", "b"), "/visitor")
    assert [len(heard(manager, number)) for number in range(3)] == [1, 1, 0]
    frames = [manager.server.eio.sockets[f"e{number}"].heard[0] for number in range(2)]
    assert frames[0] is frames[1]
    assert frames[0].text == '2/visitor,["said",{"x":1}]'


def test_an_exception_and_those_who_have_gone_are_left_out(manager):
    manager.basic_enter_room("s9", "/visitor", None, eio_sid="gone")
    for sid in ("s0", "s1", "s9"):
        manager.basic_enter_room(sid, "/visitor", "a")
    manager.tell("said", {}, ("a",), "/visitor", except_sid="s0")
    assert [len(heard(manager, number)) for number in range(2)] == [0, 1]


def test_who_leaves_is_in_no_room_any_more(manager):
    for room in ("a", "b"):
        manager.basic_enter_room("s0", "/visitor", room)
    manager.basic_leave_room("s0", "/visitor", "b")
    assert manager.get_rooms("s0", "/visitor") == ["a"]
    manager.basic_disconnect("s0", "/visitor")
    assert manager.get_rooms("s0", "/visitor") == []
    assert manager.sid_from_eio_sid("e0", "/visitor") is None
    assert "a" not in manager.rooms["/visitor"]
    assert ("/visitor", "s0") not in manager._rooms_of


def test_who_has_gone_enters_no_room_and_leaves_none_behind(manager):
    manager.basic_disconnect("s0", "/visitor")
    manager.basic_enter_room("s0", "/visitor", "late")
    assert "late" not in manager.rooms["/visitor"]
    assert ("/visitor", "s0") not in manager._rooms_of


async def test_without_a_room_nothing_is_sent(manager):
    await manager.emit("said", {}, "/visitor")
    assert [len(heard(manager, number)) for number in range(3)] == [0, 0, 0]
