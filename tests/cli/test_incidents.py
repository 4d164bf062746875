from click.testing import CliRunner

from chatserver.cli import main


def run(*words):
    return CliRunner().invoke(main, ["incidents", *words])


def test_a_problem_is_announced_listed_and_ended(tmp_path):
    data = ("--data", str(tmp_path))
    told = run("announce", "Invoices cannot be loaded.", "--in", "de", "Rechnungen fehlen.", *data).output
    number = told.split(":")[0]
    assert "Invoices cannot be loaded." in run("list", *data).output
    assert (run("end", number, *data).exit_code, run("end", number, *data).exit_code) == (0, 1)
    assert "No incident is open." in run("list", *data).output


def test_what_is_no_text_is_refused(tmp_path):
    result = run("announce", "x" * 600, "--data", str(tmp_path))
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
