import ast
import re

import pytest

from chatserver.intent_files.codes import CODES, PARTS, explanation, problem_pages
from tests.conftest import ROOT

# Where problems are made. redaction_rules.py has a file of its own and no codes.
SOURCES = [
    *(ROOT / "chatserver/intent_files").glob("*.py"),
    *(ROOT / "chatserver/cli/intents").glob("*.py"),
    ROOT / "chatserver/yaml_places.py",
]
_KEBAB = re.compile(r"[a-z]+(?:-[a-z]+)+")
# Words of the source that look like codes and are none.
_OTHER = {"utf-8"}


def codes_in_the_source() -> set[str]:
    """Every string that is written like a code, and what `_missing` makes."""
    found = {"missing-title", "missing-answer", "missing-text"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEBAB.fullmatch(node.value):
                found.add(node.value)
    return found - _OTHER - {""}


def test_every_code_has_an_entry():
    assert codes_in_the_source() - CODES.keys() == set()


def test_every_entry_has_a_code():
    assert CODES.keys() - codes_in_the_source() == set()


def test_no_code_is_in_two_parts():
    assert sum(len(part) for part in PARTS.values()) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_entry_is_whole(code):
    entry = CODES[code]
    assert not entry.title.endswith(".")
    assert entry.why.endswith(".")
    assert entry.cure.rstrip("`*").endswith((".", "declined"))
    assert bool(entry.file) == bool(entry.example)


def test_there_is_a_page_for_each_code_and_an_index_that_leads_to_it():
    pages = problem_pages()
    assert pages.keys() == {"README.md", *(f"{code}.md" for code in CODES)}
    for code in CODES:
        assert f"]({code}.md)" in pages["README.md"]
        assert explanation(code) in pages[f"{code}.md"]


def test_a_code_that_is_not_there_has_no_page():
    with pytest.raises(KeyError):
        explanation("no-such-code")
