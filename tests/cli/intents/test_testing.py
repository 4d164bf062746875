import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import write_small_set

GOOD = """format: 1
lines:
  hours: |
    are you open on sunday
silent: |
  zzz qqq
dialogues:
  a person: |
    visitor: 1
"""


@pytest.fixture
def folder(tmp_path):
    folder = write_small_set(tmp_path / "intents")
    (folder / "tests/en").mkdir(parents=True)
    (folder / "tests/en/all.yml").write_text(GOOD)
    return folder


def run(folder, *words):
    return CliRunner().invoke(main, ["intents", "test", "--intents", str(folder), *words])


def test_a_dialogue_that_goes_otherwise_is_shown_as_a_difference_and_can_be_accepted(folder):
    failed = run(folder)
    assert failed.exit_code == 1
    assert "+bot:" in failed.output
    assert run(folder, "--accept").exit_code == 0
    passed = run(folder)
    assert (passed.exit_code, "2 lines, 1 dialogue: all as they should be." in passed.output) == (0, True)


def test_a_line_that_is_not_understood_has_its_place_and_what_came_instead(folder):
    file = folder / "tests/en/all.yml"
    file.write_text(GOOD.replace("are you open on sunday", "completely different").split("dialogues")[0])
    told = json.loads(run(folder, "--format", "json").output)
    assert [(one["code"], one["line"]) for one in told] == [("line-test", 4)]


def test_a_line_that_should_be_silent_and_is_answered_is_told(folder):
    (folder / "tests/en/all.yml").write_text("format: 1\nsilent: |\n  when are you open\n")
    assert "should not be answered" in run(folder).output


def test_an_empty_suite_fails(folder):
    (folder / "tests/en/all.yml").unlink()
    result = run(folder)
    assert (result.exit_code, "There are no tests." in result.output) == (1, True)


def test_a_language_that_there_is_not_could_not_run(folder):
    assert run(folder, "--lang", "xx").exit_code == 2
