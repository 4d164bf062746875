import pytest

from chatserver.intent_files import load_intents
from chatserver.intent_files.cases import accept, read_cases
from chatserver.services.rehearsal import Wanted
from chatserver.yaml_places import Problems
from tests.intent_files.small_set import VARIABLES, write_small_set

LINES = """format: 1
lines:
  hours: |
    are you there now

    open on sunday
buttons:
  hours: |
    what about monday
silent: |
  what is the weather
dialogues:
  a person: |
    visitor: agent
    bot: The words of handoff_requested
    => handed off: requested
"""


@pytest.fixture
def folder(tmp_path):
    folder = write_small_set(tmp_path / "intents")
    (folder / "tests/en").mkdir(parents=True)
    (folder / "tests/en/lines.yml").write_text(LINES)
    return folder


def read(folder, tag=None):
    problems = Problems()
    intents = load_intents(folder, VARIABLES).intents
    return read_cases(folder, intents, problems, tag), problems.found


def test_every_case_has_its_place(folder):
    cases, found = read(folder)
    assert found == []
    assert [(case.text, case.wanted, case.intent, node.line) for case, node in cases.lines] == [
        ("what is the weather", Wanted.SILENT, "", 11),
        ("are you there now", Wanted.ANSWERED, "hours", 4),
        ("open on sunday", Wanted.ANSWERED, "hours", 6),
        ("what about monday", Wanted.OFFERED, "hours", 9),
    ]
    assert [(case.name, len(case.script)) for case, _ in cases.dialogues] == [("a person", 3)]
    assert cases.count == 5


def test_one_language_alone(folder):
    assert read(folder, "de")[0].count == 0


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  hours: |\n    are", "  huors: |\n    are", "unknown-intent"),
        ("visitor: agent", "somebody: agent", "wrong-script"),
        ("format: 1", "format: 2", "wrong-format"),
        ("silent:", "quiet:", "unknown-key"),
    ],
)
def test_a_mistake_has_its_code(folder, old, new, code):
    file = folder / "tests/en/lines.yml"
    file.write_text(LINES.replace(old, new, 1))
    assert code in {problem.code for problem in read(folder)[1]}


def test_tests_of_a_language_that_there_is_not_are_told(folder):
    (folder / "tests/en").rename(folder / "tests/xx")
    assert {problem.code for problem in read(folder)[1]} == {"unknown-language"}


def test_an_accepted_script_replaces_the_old_one_and_nothing_else(folder):
    cases, _ = read(folder)
    case, node = cases.dialogues[0]
    file = folder / "tests/en/lines.yml"
    accept(file, node, case.script, ("visitor: agent", "bot: Other words"))
    assert file.read_text() == LINES.replace(
        "    bot: The words of handoff_requested\n    => handed off: requested\n", "    bot: Other words\n"
    )
