import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


def why(folder, text: str):
    return CliRunner().invoke(main, ["intents", "why", text, "--lang", "en", "--intents", str(folder)])


def test_the_nearest_line_of_each_intent_is_told_with_its_place(folder):
    result = why(folder, "my package has still not arrived")
    assert result.exit_code == 0
    assert f"“my package has not arrived” ({folder}/en/faq.yml:35)" in result.output
    assert "words " in result.output
    assert "coverage " in result.output


def test_a_line_of_an_intent_is_answered_and_its_place_is_told(folder):
    output = why(folder, "Track my shipment!").output
    assert output.startswith("answer: parcel, confidence 1.00")
    assert f"This very line stands under 'say' of parcel ({folder}/en/faq.yml:38)." in output
    assert "to spare" in output
    assert "adopt" not in output


def test_what_would_tip_a_line_is_tried(folder):
    output = why(folder, "my thing from the shop is not here").output
    assert output.startswith(("ask: no intent", "none: no intent"))
    assert "of confidence for an answer" in output or "too near each other" in output
    assert "had this line, it would be answered." in output
    assert "chatserver intents adopt 'my thing from the shop is not here' --intent " in output


def test_a_line_that_is_denied_says_so_and_would_not_be_answered(folder):
    output = why(folder, "why is your shop closed for ever").output
    assert f"This very line stands under 'not' of hours ({folder}/en/faq.yml:15)." in output
    assert "If hours had this line" not in output


def test_a_line_without_any_known_word_has_no_reason(folder):
    output = why(folder, "???").output
    assert "No line has a word in common with it." in output
