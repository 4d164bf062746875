from click.testing import CliRunner

from chatserver.cli import main


def test_every_command_explains_itself():
    runner = CliRunner()
    for command in ([], ["serve"], ["init"], ["agents"], ["agents", "add"], ["intents"], ["intents", "check"]):
        result = runner.invoke(main, [*command, "--help"])
        assert result.exit_code == 0
        assert "Usage:" in result.output
