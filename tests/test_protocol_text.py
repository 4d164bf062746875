from chatserver.answers import PASSING_EVENTS
from chatserver.core.errors import Code
from chatserver.core.events import EVENT_BY_NAME
from chatserver.protocol import AGENT_COMMANDS, VISITOR_COMMANDS
from chatserver.protocol_text import protocol_md, protocol_ts


def test_everything_of_the_contract_is_documented_and_typed():
    text, types = protocol_md("print()"), protocol_ts()
    for name in [*VISITOR_COMMANDS, *AGENT_COMMANDS, *EVENT_BY_NAME, *PASSING_EVENTS]:
        assert f"**`{name}`**" in text, name
        assert name in types, name
    for code in Code:
        assert f"| `{code}` |" in text


def test_types_are_written_once():
    lines = [line for line in protocol_ts().splitlines() if line.startswith("export interface")]
    assert len(lines) == len({line.split()[2] for line in lines})
