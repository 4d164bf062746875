import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from tests.intent_files.small_set import FAQ, write_small_set

# Stands in `buy`, and belongs to `parcel`.
PLANTED = FAQ.replace("take my order", "my parcel is late, where is the delivery")


@pytest.fixture
def folder(tmp_path):
    folder = write_small_set(tmp_path / "intents", "en", "de")
    (folder / "en/faq.yml").write_text(PLANTED)
    return folder


def run(*arguments: str):
    return CliRunner().invoke(main, ["intents", "conflicts", *arguments])


def test_a_line_in_the_wrong_intent_is_shown_with_its_place(folder):
    result = run("--intents", str(folder), "--lang", "en")
    assert result.exit_code == 1
    assert "find their intent when they are hidden from it" in result.output
    told = "“my parcel is late, where is the delivery” stands in 'buy' and looks like 'parcel'."
    assert f"{folder}/en/faq.yml:29:7: warning: {told}" in result.output


def test_programs_get_misfiled_lines_worst_first_and_then_the_confused_pairs(folder):
    findings = json.loads(run("--intents", str(folder), "--lang", "en", "--format", "json").stdout)
    codes = [finding["code"] for finding in findings]
    assert codes == sorted(codes, reverse=True)
    assert set(codes) <= {"misfiled-line", "confused-intents"}
    assert (findings[0]["line"], findings[0]["severity"]) == (29, "warning")
    assert all(finding["line"] for finding in findings)


def test_every_language_is_looked_at_unless_one_is_named(folder):
    files = {finding["file"] for finding in json.loads(run("--intents", str(folder), "--format", "json").stdout)}
    assert files == {f"{folder}/en/faq.yml", f"{folder}/de/faq.yml"}
    assert run("--intents", str(folder), "--lang", "ru").exit_code == 2


def test_a_set_that_is_not_ready_is_looked_at_by_its_lines(folder):
    (folder / "bot.yml").unlink()
    assert "looks like 'parcel'" in run("--intents", str(folder), "--lang", "en").stdout


def test_a_set_without_conflicts_is_clean(tmp_path):
    words = {"fish": "salmon trout carp pike eel", "tree": "maple birch willow cedar larch"}
    text = "format: 1\nintents:\n"
    for name, kinds in words.items():
        lines = "".join(f"      {name} {kind} {name}\n" for kind in kinds.split())
        text += f"  {name}:\n    say: |\n{lines}"
    (tmp_path / "en").mkdir()
    (tmp_path / "en/faq.yml").write_text(text)
    result = run("--intents", str(tmp_path))
    assert (result.exit_code, result.stdout) == (
        0,
        "en: 100% of 10 lines find their intent when they are hidden from it\n",
    )
