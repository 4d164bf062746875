import builtins

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import FAQ, write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


def talk(folder, *lines: str):
    stdin = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(main, ["intents", "try", "--intents", str(folder), "--lang", "en"], input=stdin)


def test_the_bot_can_be_talked_to_in_the_terminal(folder):
    result = talk(folder, "are you open on sunday?", "I want to talk to somebody")
    assert result.exit_code == 0
    assert "Acme Bot> The words of greeting" in result.output
    assert "Acme is always open." in result.output
    assert "[hours, score 1.00]" in result.output
    assert "handed off" in result.output


def test_buttons_have_numbers_and_a_number_presses_one(folder):
    result = talk(folder, "1")
    assert "[1] The words of talk_to_human" in result.output
    assert "(The words of talk_to_human)" in result.output
    assert "handed off: requested" in result.output


@pytest.mark.parametrize("number", ["#1", "[1]"])
def test_a_button_may_be_pressed_by_its_sign_too(folder, number):
    assert "handed off: requested" in talk(folder, number).output


def test_a_number_without_a_button_is_what_the_visitor_says(folder):
    result = talk(folder, "7")
    assert "handed off" not in result.output
    assert "[no intent" in result.output


def test_the_choices_of_a_question_are_pressed_by_number(folder):
    result = talk(folder, "take my order", "Anna", "2")
    assert "[2] Large" in result.output
    assert "(Large)" in result.output


def test_digits_answer_a_question_that_asks_for_them(folder):
    bot = folder / "bot.yml"
    bot.write_text(bot.read_text().replace("name: {type: name}", "name: {type: account, optional: true}"))
    result = talk(folder, "take my order", "1")
    # The only button leaves the answer out; an account number of one digit is wrong, and asked for again.
    assert "[1] The words of form_skip" in result.output
    assert "(The words of form_skip)" not in result.output
    assert "(The words of form_skip)" in talk(folder, "take my order", "#1").output


def test_changed_files_are_used_at_once_and_broken_ones_are_told_once(folder, monkeypatch):
    file = folder / "en/faq.yml"
    texts = [
        FAQ,
        FAQ.replace("always open", "never open"),
        FAQ.replace("title", "titel"),
        FAQ.replace("title", "titel"),
    ]
    lines = iter(["are you open on sunday"] * len(texts) + [""])

    def typed(prompt: str) -> str:
        if texts:
            file.write_text(texts.pop(0))
        return next(lines)

    monkeypatch.setattr(builtins, "input", typed)
    output = CliRunner().invoke(main, ["intents", "try", "--intents", str(folder)]).output
    assert output.count("Acme is always open.") == 1
    assert output.count("(the changed files are in use)") == 1
    assert output.count("Acme is never open.") == 3
    assert output.count("(the last good files stay in force)") == 2
    assert output.count("faq.yml:6:5: error: Unknown key 'titel'") == 1


def test_files_that_cannot_be_used_are_told_before_anything_is_said(folder):
    (folder / "en/faq.yml").write_text(FAQ.replace("title", "titel"))
    result = talk(folder, "hello")
    assert result.exit_code == 2
    assert "Did you mean 'title'?" in result.output
