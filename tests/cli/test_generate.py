from click.testing import CliRunner

from chatserver.cli import main
from chatserver.cli.generate import generated, stale_pages
from tests.conftest import ROOT


def test_generated_files_are_current():
    for path, text in generated(ROOT).items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is stale: run `make generate`"
    assert stale_pages(ROOT) == []


def test_files_are_written_and_pages_of_codes_that_are_no_more_go(tmp_path, monkeypatch):
    for folder in ("docs/examples", "docs/problems", "static/shared"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/examples/story.py").write_text("print()\n")
    (tmp_path / "docs/problems/gone-code.md").write_text("old")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert not (tmp_path / "docs/problems/gone-code.md").exists()
    assert (tmp_path / "docs/problems/few-lines.md").is_file()
    assert (tmp_path / "docs/problems/README.md").is_file()
