import pytest

from chatserver.core.mentions import MAX_MENTIONS, mentioned
from chatserver.core.people import AgentRef

ADA = AgentRef("a-1", "Ada")
ADA_LONG = AgentRef("a-2", "Ada Lovelace")
OLGA = AgentRef("a-3", "Ольга")
PLUS = AgentRef("a-4", "C++ (Berlin)")
EVERYBODY = (ADA, ADA_LONG, OLGA, PLUS)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ada please look", ("a-1",)),
        ("please look, @ada.", ("a-1",)),
        ("(@Ada)", ("a-1",)),
        ("@Ada Lovelace knows", ("a-2",)),
        ("@Ada  lovelace, and @Ada", ("a-2", "a-1")),
        ("@Ada @Ada @ada", ("a-1",)),
        ("спросим @ольга", ("a-3",)),
        ("ask @C++ (Berlin)!", ("a-4",)),
        ("write to ada@ada.example", ()),
        ("x@Ada", ()),
        ("@@Ada", ()),
        ("@Adam", ()),
        ("@Nobody", ()),
        ("Ada", ()),
        ("@", ()),
    ],
)
def test_a_whole_name_after_the_sign_is_a_mention_and_nothing_else(text, ids):
    assert mentioned(text, EVERYBODY) == ids


def test_a_note_names_only_so_many():
    crowd = [AgentRef(f"a-{number}", f"Agent{number}") for number in range(50)]
    assert len(mentioned(" ".join(f"@{agent.name}" for agent in crowd), crowd)) == MAX_MENTIONS


def test_without_agents_nobody_is_mentioned():
    assert mentioned("@Ada", ()) == ()
