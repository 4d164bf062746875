import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import FAQ, write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


def fmt(folder, *arguments: str):
    return CliRunner().invoke(main, ["intents", "fmt", "--intents", str(folder), *arguments])


def test_tidy_files_are_clean(folder):
    result = fmt(folder, "--check")
    assert (result.exit_code, result.output) == (0, f"3 files in {folder}: all in the usual layout.\n")


def test_check_names_the_file_and_the_first_line_and_changes_nothing(folder):
    untidy = FAQ.replace("    title: Place", "    title:   Place")
    (folder / "en/faq.yml").write_text(untidy)
    result = fmt(folder, "--check", "--format", "json")
    (finding,) = json.loads(result.stdout)
    assert (finding["code"], finding["line"], result.exit_code) == ("not-formatted", 22, 1)
    assert (folder / "en/faq.yml").read_text() == untidy


def test_without_check_the_files_are_put_in_order(folder):
    (folder / "en/faq.yml").write_text(FAQ.replace("    title: Place", "    title:   Place"))
    result = fmt(folder)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"{folder}/en/faq.yml: changed")
    assert (folder / "en/faq.yml").read_text() == FAQ


def test_a_file_that_is_broken_or_not_plain_is_a_finding_and_stays(folder):
    for text in ("format: [\n", "format: 1\nintents:\n  a:\n    ? say\n    : x\n"):
        (folder / "en/faq.yml").write_text(text)
        assert fmt(folder).exit_code == 1
        assert (folder / "en/faq.yml").read_text() == text
