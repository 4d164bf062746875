import json
import shutil

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "intents", tmp_path / "intents")
    return tmp_path / "intents"


def run(*arguments: str, stdin: str = ""):
    return CliRunner().invoke(main, ["intents", *arguments], input=stdin)


def test_good_files_are_in_order(folder):
    result = run("check", "--intents", str(folder))
    assert (result.exit_code, "in order" in result.output) == (0, True)


def test_findings_are_status_one_and_no_folder_is_two(folder):
    file = folder / "en/faq.yml"
    file.write_text(file.read_text().replace("answer:", "anwser:", 1))
    result = run("check", "--intents", str(folder))
    assert result.exit_code == 1
    assert "Did you mean 'answer'?" in result.output
    assert "2 errors, 0 warnings. The files cannot be used." in result.output
    assert run("check", "--intents", str(folder / "none")).exit_code == 2


def test_the_bot_can_be_talked_to_in_the_terminal(folder):
    lines = "are you open at night?\nI want to talk to a human\n"
    result = run("try", "--intents", str(folder), "--lang", "en", stdin=lines)
    assert result.exit_code == 0
    assert "Acme Bot> Hello" in result.output
    assert "[support_hours" in result.output
    assert "handed off: requested" in result.output


def test_lines_are_matched_as_json(folder):
    questions = [
        {"text": "are you open at night?", "lang": "en"},
        {"text": "xyzzy", "lang": "en"},
        {"text": "Hallo", "lang": "de"},
    ]
    stdin = "\n".join(json.dumps(question) for question in questions)
    result = run("match", "--intents", str(folder), "--lang", "en", "--jsonl", stdin=stdin)
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["intent"] for answer in answers] == ["support_hours", None, "greeting"]
    assert [answer["verdict"] for answer in answers] == ["answer", "none", "answer"]
    assert all(answer.keys() == {"intent", "verdict", "score", "alternatives"} for answer in answers)


def test_a_set_that_is_not_ready_is_matched_by_its_lines(tmp_path):
    file = tmp_path / "en" / "shop.yml"
    file.parent.mkdir()
    intents = ("refund:\n    say: |\n      I want my money back", "hours:\n    say: |\n      when are you open")
    file.write_text("format: 1\nintents:\n  " + "\n  ".join(intents) + "\n")
    asked = '{"text": "money back please"}\n'
    result = run("match", "--intents", str(tmp_path), "--lang", "en", "--jsonl", stdin=asked)
    answer = json.loads(result.stdout)
    assert answer["alternatives"][0]["intent"] == "refund"
    assert set(answer) == {"intent", "verdict", "score", "alternatives"}
    assert "only its lines are used" in result.stderr


def test_a_line_that_is_no_json_is_named(folder):
    result = run("match", "--intents", str(folder), "--lang", "en", "--jsonl", stdin="{}\n")
    assert (result.exit_code, "line 1" in result.stderr) == (1, True)
