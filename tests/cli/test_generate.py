from chatserver.cli.generate import generated
from tests.conftest import ROOT


def test_generated_files_are_current():
    for path, text in generated(ROOT).items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is stale: run `make generate`"
