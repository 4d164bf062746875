import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents", "en", "de")


def run(*arguments: str, stdin: str = ""):
    return CliRunner().invoke(main, ["intents", *arguments], input=stdin)


def test_lines_are_matched_as_json(folder):
    questions = [
        {"text": "are you open on sunday?", "lang": "en"},
        {"text": "xyzzy", "lang": "en"},
        {"text": "track my shipment", "lang": "de"},
        {"text": "track my shipment"},
    ]
    stdin = "\n\n".join(json.dumps(question) for question in questions)
    result = run("match", "--intents", str(folder), "--lang", "en", "--jsonl", stdin=stdin)
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["intent"] for answer in answers] == ["hours", None, "parcel", "parcel"]
    assert [answer["verdict"] for answer in answers] == ["answer", "none", "answer", "answer"]
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
    assert (result.exit_code, "line 1" in result.stderr) == (2, True)
