from click.testing import CliRunner

from chatserver.cli import main
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs/examples/sla.yml"


def check(*arguments: object, env=None):
    return CliRunner().invoke(main, ["sla", "check", *map(str, arguments)], env=env)


def test_a_file_in_order_is_said_to_be():
    result = check(EXAMPLE)
    assert (result.exit_code, result.output) == (0, f"{EXAMPLE} is in order.\n")


def test_a_fault_is_told_with_its_place_and_its_cure(tmp_path):
    wrong = tmp_path / "sla.yml"
    wrong.write_text(EXAMPLE.read_text().replace("tell: lead", "tell: leed"))
    result = check(wrong)
    assert result.exit_code == 1
    assert "sla.yml:41:15: error: There is no group of people 'leed'. Did you mean 'lead'?" in result.output
    assert "1 fault. The file cannot be used." in result.output
    assert '"line": 41' in check(wrong, "--format", "json").output


def test_the_file_of_the_settings_is_checked_when_none_is_named(tmp_path):
    result = check(env={"CHATSERVER_SLA": str(EXAMPLE)})
    assert (result.exit_code, result.output) == (0, f"{EXAMPLE} is in order.\n")


def test_without_a_file_there_is_nothing_to_check(tmp_path):
    assert check(env={"CHATSERVER_SLA": ""}).exit_code == 2
    assert check(tmp_path / "none.yml").exit_code == 2
