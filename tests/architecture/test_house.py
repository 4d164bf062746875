"""Rules of the house that a machine keeps; the layers are import-linter's, in `make lint`."""

import re

import pytest

from tests.conftest import ROOT

CODE = sorted(path for path in (ROOT / "chatserver").rglob("*.py"))
WITH_TESTS = [
    path
    for path in CODE
    if path.name not in {"__main__.py"} and (path.name != "__init__.py" or path.stat().st_size > 800)
]


@pytest.mark.parametrize("path", WITH_TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_has_its_tests(path):
    inside = path.relative_to(ROOT / "chatserver")
    name = "init" if path.name == "__init__.py" else path.stem
    assert (ROOT / "tests" / inside.parent / f"test_{name}.py").is_file()


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path):
    assert path.read_text().startswith('"""')


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_readable_in_one_go(path):
    assert len(path.read_text().splitlines()) <= 380


def test_no_committed_file_names_a_registry():
    pattern = re.compile(r"//[a-z.-]*(pypi|pythonhosted|npmjs)|index[-_]url", re.IGNORECASE)
    for path in [ROOT / "requirements.lock", ROOT / "package-lock.json", *ROOT.glob("*.toml"), ROOT / "Makefile"]:
        assert not pattern.search(path.read_text()), path


def test_html_is_never_made_from_strings_in_the_browser():
    for path in [*(ROOT / "static").rglob("*.ts"), *(ROOT / "static").rglob("*.tsx")]:
        text = path.read_text()
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML", "document.write"):
            assert danger not in text, f"{path}: {danger}"


def test_every_text_that_the_frame_names_is_there():
    known = set(re.findall(r"^  (\w+):", (ROOT / "static/shared/strings/en.ts").read_text(), re.MULTILINE))
    named = set(re.findall(r'data-(?:words|label)="(\w+)"', (ROOT / "static/widget/frame.html").read_text()))
    assert named <= known, named - known
