import pytest
from click.testing import CliRunner

from chatserver.cli import main


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments: str, stdin: str = ""):
        return CliRunner().invoke(main, [*arguments, "--data", str(tmp_path / "data")], input=stdin)

    return invoke


def test_a_database_is_copied_checked_and_brought_back(run, tmp_path):
    run("agents", "add", "Ada", "--password-stdin", stdin="correct horse\n")
    copy = str(tmp_path / "copy")
    assert run("backup", copy).exit_code == 0
    assert "in order" in run("check").output
    assert "in order" in run("check", copy).output
    run("agents", "add", "Eve", "--password-stdin", stdin="correct horse\n")
    assert "Restored" in run("restore", copy).output
    assert "Eve" not in run("agents", "list").output
    assert "Ada" in run("agents", "list").output


def test_what_cannot_be_done_is_one_sentence(run, tmp_path):
    for command in (["backup", str(tmp_path / "copy")], ["restore", str(tmp_path / "none")], ["check"]):
        result = run(*command)
        assert result.exit_code == 1
        assert "no" in result.output
        assert "Traceback" not in result.output
