from click.testing import CliRunner

from chatserver.cli import main

TOOLS = ("check", "conflicts", "why", "match", "try", "new", "adopt", "fmt", "schema", "gaps", "coverage")


def test_every_tool_says_what_it_does():
    listed = CliRunner().invoke(main, ["intents", "--help"]).output
    for tool in TOOLS:
        assert f"\n  {tool} " in listed
        assert CliRunner().invoke(main, ["intents", tool, "--help"]).exit_code == 0


def test_what_keeps_a_tool_from_running_is_status_two_and_one_sentence(tmp_path):
    for arguments in (["check"], ["conflicts"], ["why", "x"], ["fmt"], ["adopt", "x", "--intent", "y", "--lang", "en"]):
        result = CliRunner().invoke(main, ["intents", *arguments, "--intents", str(tmp_path / "none")])
        assert result.exit_code == 2
        assert "There is no folder" in result.output
        assert "Traceback" not in result.output
