import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import FAQ, write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents", "en", "pt-BR")


def run(*arguments: str):
    return CliRunner().invoke(main, ["intents", *arguments])


def test_a_line_is_adopted_and_its_place_is_told(folder):
    result = run("adopt", "may I come at noon", "--intent", "hours", "--lang", "pt", "--intents", str(folder))
    assert (result.exit_code, result.output) == (
        0,
        f"{folder}/pt-BR/faq.yml:14: “may I come at noon” stands in 'hours' now.\n",
    )
    assert "may I come at noon" in (folder / "pt-BR/faq.yml").read_text()
    assert (folder / "en/faq.yml").read_text() == FAQ


def test_a_line_that_comes_near_another_intent_is_adopted_with_a_word_about_it(folder):
    result = run("adopt", "when is my parcel lost", "--intent", "hours", "--lang", "en", "--intents", str(folder))
    assert result.exit_code == 0
    assert "It is nearly “my parcel is lost” of 'parcel'" in result.output


def test_what_is_refused_is_status_one_and_what_cannot_be_done_is_two(folder):
    refused = run("adopt", "when are you open", "--intent", "hours", "--lang", "en", "--intents", str(folder))
    assert (refused.exit_code, "there already" in refused.stderr) == (1, True)
    missing = run("adopt", "may I come", "--intent", "none", "--lang", "en", "--intents", str(folder))
    assert (missing.exit_code, "chatserver intents new none" in missing.stderr) == (2, True)
    assert run("adopt", "may I come", "--intent", "hours", "--lang", "ru", "--intents", str(folder)).exit_code == 2


def test_an_intent_is_begun_in_every_language_or_in_those_that_are_named(folder):
    result = run("new", "returns", "--intents", str(folder))
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.output.splitlines()[:2]] == [
        f"{folder}/en/faq.yml",
        f"{folder}/pt-BR/faq.yml",
    ]
    assert run("new", "swaps", "--lang", "pt", "--file", "shop", "--intents", str(folder)).exit_code == 0
    assert (folder / "pt-BR/shop.yml").is_file()
    assert not (folder / "en/shop.yml").exists()


def test_an_intent_that_is_there_or_a_name_that_is_none_is_told(folder):
    assert run("new", "hours", "--intents", str(folder)).exit_code == 1
    assert run("new", "Not A Name", "--intents", str(folder)).exit_code == 2
    assert run("new", "ok", "--lang", "ru", "--intents", str(folder)).exit_code == 2
    assert run("new", "--intents", str(folder)).exit_code == 2
    (folder / "bot.yml").unlink()
    assert run("new", "ok", "--intents", str(folder)).exit_code == 2


def test_a_whole_folder_is_made(tmp_path):
    result = run("new", "--folder", str(tmp_path / "mine"), "--lang", "de", "--lang", "pt")
    assert result.exit_code == 0
    for name in ("bot.yml", "de/bot.yml", "de/faq.yml", "pt-BR/faq.yml"):
        assert (tmp_path / "mine" / name).is_file()
    again = run("new", "--folder", str(tmp_path / "mine"))
    assert (again.exit_code, "something in" in again.output) == (2, True)
