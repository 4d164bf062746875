import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


def run(*arguments: str):
    return CliRunner().invoke(main, ["intents", *arguments])


def break_it(folder):
    file = folder / "en/faq.yml"
    file.write_text(file.read_text().replace("answer:", "anwser:", 1))


def warn_it(folder):
    file = folder / "en/faq.yml"
    file.write_text(file.read_text().replace("take my order", "my parcels are lost", 1))


def test_good_files_are_in_order(folder):
    result = run("check", "--intents", str(folder))
    assert (result.exit_code, "in order" in result.output) == (0, True)


def test_findings_are_status_one_and_no_folder_is_two(folder):
    break_it(folder)
    result = run("check", "--intents", str(folder))
    assert result.exit_code == 1
    assert "Did you mean 'answer'? [unknown-key]" in result.output
    assert "2 errors, 0 warnings. The files cannot be used." in result.output
    assert run("check", "--intents", str(folder / "none")).exit_code == 2


def test_a_warning_is_a_finding_unless_only_errors_are_asked_for(folder):
    warn_it(folder)
    result = run("check", "--intents", str(folder))
    assert result.exit_code == 1
    assert "0 errors, 1 warning. The files can be used." in result.output
    assert run("check", "--intents", str(folder), "--fail-on", "error").exit_code == 0
    break_it(folder)
    assert run("check", "--intents", str(folder), "--fail-on", "error").exit_code == 1


def test_programs_get_an_array_and_nothing_else(folder):
    assert json.loads(run("check", "--format", "json", "--intents", str(folder)).stdout) == []
    warn_it(folder)
    result = run("check", "--format", "json", "--intents", str(folder))
    (finding,) = json.loads(result.stdout)
    assert finding.keys() == {"code", "severity", "file", "line", "column", "fault", "cure"}
    assert (finding["code"], finding["severity"], finding["line"], finding["column"]) == ("near-line", "warning", 39, 7)
    assert result.exit_code == 1


def test_github_gets_its_commands_and_nothing_when_all_is_well(folder, monkeypatch):
    assert run("check", "--format", "github", "--intents", str(folder)).stdout == ""
    warn_it(folder)
    monkeypatch.chdir(folder.parent)
    told = run("check", "--format", "github", "--intents", str(folder)).stdout
    assert told.startswith("::warning file=intents/en/faq.yml,line=39,col=7,title=near-line::“my parcel is lost” in")


def test_a_code_is_explained():
    result = run("check", "--explain", "near-line")
    assert result.exit_code == 0
    assert result.output.startswith("# `near-line`: Two intents have lines that are nearly the same")
    assert run("check", "--explain", "[near-line]").output == result.output


def test_a_code_that_is_not_there_is_status_two_with_the_nearest():
    result = run("check", "--explain", "near-lines")
    assert result.exit_code == 2
    assert "Did you mean 'near-line'?" in result.output


def test_a_wrong_setting_is_status_two(folder, monkeypatch):
    monkeypatch.setenv("CHATSERVER_PORT", "many")
    assert run("check", "--intents", str(folder)).exit_code == 2
