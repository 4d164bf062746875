from chatserver.app import RandomIds, SystemClock
from chatserver.core.ids import parse_chat_id
from chatserver.realtime.connections import Connections
from chatserver.services import ports


def test_the_programs_own_parts_fit_the_ports():
    ids: ports.Ids = RandomIds()
    clock: ports.Clock = SystemClock()
    connections: ports.Connections = Connections()
    assert parse_chat_id(ids.chat_id())
    assert len(ids.token()) == 43
    assert clock.now().utcoffset() is not None
    assert connections.agents() == frozenset()


def test_a_workshop_has_a_matcher_for_each_language(desk):
    assert desk.ctx.workshop.matchers.keys() == desk.ctx.workshop.intents.languages.keys()
