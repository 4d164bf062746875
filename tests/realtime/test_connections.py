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


def test_a_chat_has_a_visitor_while_one_of_their_pages_is_there():
    connections = Connections()
    pages = [VisitorConnection(f"s{number}", "192.0.2.1") for number in range(2)]
    for page in pages:
        connections.visitors[page.sid] = page
        connections.join_chat(page, "A")
        connections.join_chat(page, "A")
    assert connections.has_visitor("A")
    connections.join_chat(pages[0], "B")
    connections.remove("s1")
    assert (connections.has_visitor("A"), connections.has_visitor("B")) == (False, True)
    connections.remove("s0")
    # Who is gone by the time that the chat was found joins nothing.
    connections.join_chat(pages[0], "A")
    assert not connections.has_visitor("A")


def test_whoever_looks_at_a_chat_is_named_once_and_goes_with_the_last_console():
    connections = Connections()
    ada, ben = AgentRef("a-1", "Ada"), AgentRef("a-2", "Ben")
    for sid, agent in (("s1", ben), ("s2", ada), ("s3", ada)):
        console = AgentConnection(sid, "127.0.0.1", agent, "session")
        connections.add_console(console)
        console.viewing = "K7Q3-M9XD-5R"
    assert connections.viewers("K7Q3-M9XD-5R") == [ada, ben]
    assert connections.viewers("another") == []
    connections.remove("s2")
    assert connections.viewers("K7Q3-M9XD-5R") == [ada, ben]
    assert connections.remove("s3") is not None
    assert connections.viewers("K7Q3-M9XD-5R") == [ben]
