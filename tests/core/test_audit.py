from chatserver.core.audit import COMMAND_LINE, NOBODY, Act
from chatserver.core.people import AgentRef


def test_the_command_line_and_strangers_are_no_agents():
    assert COMMAND_LINE.id == NOBODY.id == ""
    assert COMMAND_LINE != NOBODY
    # Nobody can sign in as the command line: an agent has an id.
    assert AgentRef("a-1", COMMAND_LINE.name) != COMMAND_LINE


def test_an_act_is_written_down_by_its_name():
    assert all(act.value == act.name.lower() for act in Act)
