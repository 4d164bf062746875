import msgspec
import pytest

from chatserver.protocol import AGENT_COMMANDS
from chatserver.protocol_admin import ADMIN_COMMANDS, ALL_AGENT_COMMANDS, AddAgent, AnnounceProblem, SaveAgent


def test_no_command_stands_twice():
    assert not AGENT_COMMANDS.keys() & ADMIN_COMMANDS.keys()
    assert len(ALL_AGENT_COMMANDS) == len(AGENT_COMMANDS) + len(ADMIN_COMMANDS)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (SaveAgent, {"agent_id": ""}),
        (SaveAgent, {"agent_id": "a", "role": "owner"}),
        (SaveAgent, {"agent_id": "a", "cap": -1}),
        (SaveAgent, {"agent_id": "a", "password": "x"}),
        (SaveAgent, {"agent_id": "a", "hours": {"zone": "UTC", "weekly": [[]]}}),
        (AddAgent, {"name": "x" * 201}),
        (AddAgent, {"name": "Eve", "teams": ["t"] * 101}),
        (AnnounceProblem, {"text": "x" * 4001}),
        (AnnounceProblem, {"text": "x", "translations": {f"l{n}": "x" for n in range(51)}}),
    ],
)
def test_what_does_not_fit_is_refused_before_anybody_looks_at_it(kind, fields):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, kind)


def test_what_is_left_out_stays():
    asked = msgspec.convert({"agent_id": "a"}, SaveAgent)
    assert {getattr(asked, name) for name in ("name", "role", "languages", "teams", "cap", "hours")} == {None}
