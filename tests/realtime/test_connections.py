from chatserver.core.people import AgentRef
from chatserver.realtime.connections import AgentConnection, Connections, VisitorConnection


def test_an_agent_is_there_while_one_of_their_consoles_is():
    connections = Connections()
    ada = AgentRef("a-1", "Ada")
    connections.add_console(AgentConnection("s1", "127.0.0.1", ada, "session"))
    connections.add_console(AgentConnection("s2", "127.0.0.1", ada, "session"))
    connections.remove("s1")
    assert connections.agents() == {"a-1"}
    connections.remove("s2")
    assert connections.agents() == frozenset()


def test_a_visitor_goes_without_a_trace():
    connections = Connections()
    connections.visitors["s"] = VisitorConnection("s", "127.0.0.1")
    connections.remove("s")
    connections.remove("unknown")
    assert connections.visitors == {}
