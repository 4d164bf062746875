"""What docs/writing-intents.md promises an author happens when they do just that."""

import re
import shutil
import textwrap

from click.testing import CliRunner

from chatserver.cli import main
from tests.conftest import ROOT


def test_the_ten_minutes_to_a_new_intent(tmp_path):
    text = (ROOT / "docs/writing-intents.md").read_text()
    block = textwrap.dedent(re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1]).rstrip()
    question = re.search(r"then type `([^`]+)`", text)[1]
    shutil.copytree(ROOT / "intents", tmp_path / "intents")
    file = tmp_path / "intents/en/faq.yml"
    file.write_text(file.read_text().rstrip() + "\n\n" + textwrap.indent(block, "  ") + "\n")
    arguments = ["--intents", str(tmp_path / "intents")]
    check = CliRunner().invoke(main, ["intents", "check", *arguments])
    # Nothing is wrong but that four languages lack it.
    assert check.output.count("[missing-translation]") == 4
    assert "0 errors, 4 warnings" in check.output
    said = CliRunner().invoke(main, ["intents", "try", "--lang", "en", *arguments], input=f"{question}\n\n")
    assert "There is a free car park behind the building." in said.output
