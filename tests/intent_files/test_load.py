import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as sampled
from hypothesis import strategies as st

from chatserver.core.triage.intents import PHRASES, WORD_LISTS
from chatserver.intent_files import Severity, load_intents
from tests.conftest import ROOT

VARIABLES = {
    "brand": "Acme",
    "support_email": "s@x.example",
    "feedback_email": "f@x.example",
    "status_page": "https://s.example",
}

STRUCTURE = """format: 1
default: en
languages: [en]
forms:
  contact:
    name: {type: name}
    plan: {type: choice, choices: [basic, premium]}
intents:
  billing: {form: contact}
"""
WORDS = (
    "format: 1\nphrases:\n"
    + "".join(f"  {name}: some words\n" for name in PHRASES)
    + "words:\n"
    + "".join(f"  {name}: |\n    one\n    two\n" for name in WORD_LISTS)
    + """forms:
  contact:
    name: {label: Name, ask: Your name?, retry: Only the name.}
    plan:
      label: Plan
      ask: Your plan?
      retry: Choose.
      choices: {basic: Basic, premium: Premium}
"""
)
FAQ = """format: 1
intents:
  billing:
    title: Billing
    say: |
      my bill is wrong
      yes
      12:30
      I paid twice
      the amount is not right
  hours:
    title: Hours
    say: |
      when are you open
      opening times
      until when can I visit you
      do you close at lunchtime
      is anybody there at night
    answer: |
      {{ brand }} is always open.
"""


def line_of(part: str) -> int:
    """The line of WORDS that holds a text; it depends on how many phrases there are."""
    return next(number for number, line in enumerate(WORDS.splitlines(), 1) if part in line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    (tmp_path / "bot.yml").write_text(STRUCTURE)
    (tmp_path / "en/bot.yml").write_text(WORDS)
    (tmp_path / "en/faq.yml").write_text(FAQ)
    return tmp_path


def problems(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The complaints after one change, with the folder cut off."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    loaded = load_intents(folder, VARIABLES)
    return [str(problem).removeprefix(f"{folder}/") for problem in loaded.problems]


def test_good_files_load(folder):
    loaded = load_intents(folder, VARIABLES)
    assert loaded.problems == ()
    english = loaded.intents.languages["en"]
    assert english.intents["hours"].answer == "Acme is always open."
    assert english.intents["billing"].examples[:3] == ("my bill is wrong", "yes", "12:30")
    assert english.intents["billing"].form == "contact"
    assert english.slots["contact", "plan"].choices == {"basic": "Basic", "premium": "Premium"}


def test_lines_know_their_places(folder):
    lines = load_intents(folder, VARIABLES).lines
    places = {line.text: (line.tag, line.intent, line.key, line.node.line, line.node.column) for line in lines}
    assert places["my bill is wrong"] == ("en", "billing", "say", 6, 7)
    assert places["opening times"] == ("en", "hours", "say", 15, 7)
    assert lines[0].place == f"{folder}/en/faq.yml:6"


def test_what_the_review_finds_is_among_the_problems(folder):
    told = problems(folder, "en/faq.yml", "opening times", "When are you open?")
    assert told[-1].startswith("en/faq.yml:15:7: warning: “When are you open?” stands twice in 'hours'.")


def test_both_endings_are_read(folder):
    (folder / "en/faq.yml").rename(folder / "en/faq.yaml")
    (folder / "bot.yml").rename(folder / "bot.yaml")
    assert "hours" in load_intents(folder, VARIABLES).intents.languages["en"].intents


def test_a_change_gives_another_version(folder):
    before = load_intents(folder, VARIABLES).intents.version
    (folder / "en/faq.yml").write_text(FAQ.replace("always", "never"))
    assert load_intents(folder, VARIABLES).intents.version != before


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "en/faq.yml",
            "answer:",
            "anwser:",
            "en/faq.yml:19:5: error: Unknown key 'anwser' in Intent 'hours'. Did you mean 'answer'?",
        ),
        (
            "en/faq.yml",
            "    title: Hours\n",
            "",
            "en/faq.yml:12:5: error: Intent 'hours' has no 'title'. Add `title: |` with the text below it.",
        ),
        (
            "en/faq.yml",
            "{{ brand }}",
            "{{ brnd }}",
            "en/faq.yml:19:13: error: Unknown variable 'brnd'. Did you mean 'brand'?",
        ),
        ("en/faq.yml", "  hours:", "  billing:", "en/faq.yml:11:3: error: found duplicate key"),
        (
            "en/faq.yml",
            "title: Hours",
            "title: &x Hours",
            "en/faq.yml:12:12: error: Anchors (&), aliases (*) and tags (!) are not used here.",
        ),
        ("en/faq.yml", "    title: Hours", "\ttitle: Hours", "en/faq.yml:12:1: error:"),
        ("en/faq.yml", "title: Hours", "title: 12", "en/faq.yml:12:12: error: 'title' must be text."),
        ("en/faq.yml", "format: 1", "format: 7", "en/faq.yml:1:9: error: The file's format is missing or not known."),
        (
            "bot.yml",
            "form: contact",
            "form: contcat",
            "bot.yml:9:19: error: There is no form 'contcat'. Did you mean 'contact'?",
        ),
        ("bot.yml", "type: name", "type: nmae", "bot.yml:6:11: error: Unknown type 'nmae'. Did you mean 'name'?"),
        ("bot.yml", "default: en", "default: de", "bot.yml:1:1: error: The default language 'de' is not listed."),
        ("bot.yml", "languages: [en]", "languages: [en, de]", "de: error: There are no files for 'de'."),
        ("bot.yml", "billing:", "biling:", "bot.yml: error: Intent 'biling' has no words."),
        (
            "en/bot.yml",
            "greeting: some words",
            "greting: some words",
            "en/bot.yml:3:3: error: Unknown key 'greting' in phrases. Did you mean 'greeting'?",
        ),
        (
            "en/bot.yml",
            "      retry: Choose.\n",
            "",
            f"en/bot.yml:{line_of('label: Plan')}:7: error: The slot has no 'retry'.",
        ),
        (
            "en/bot.yml",
            "basic: Basic, ",
            "",
            f"en/bot.yml:{line_of('choices: {basic')}:16: error: slot 'plan' has no 'basic'.",
        ),
    ],
)
def test_every_mistake_has_its_place_fault_and_cure(folder, file, old, new, told):
    found = problems(folder, file, old, new)
    assert any(problem.startswith(told) for problem in found), found


def test_a_missing_translation_is_a_warning(folder):
    shutil.copytree(folder / "en", folder / "de")
    (folder / "bot.yml").write_text(STRUCTURE.replace("[en]", "[en, de]"))
    (folder / "de/faq.yml").write_text(FAQ.replace("  hours:", "  stunden:"))
    loaded = load_intents(folder, VARIABLES)
    assert loaded.intents is not None
    assert {problem.severity for problem in loaded.problems} == {Severity.WARNING}
    assert len(loaded.problems) == 2


def test_an_intent_in_two_files_names_both_places(folder):
    (folder / "en/more.yml").write_text(FAQ)
    told = [str(problem) for problem in load_intents(folder, VARIABLES).problems]
    assert any("stands twice" in line and "en/faq.yml:4" in line for line in told), told


def test_files_that_are_no_yaml_or_no_text_are_told(folder):
    (folder / "en/faq.yml").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in str(load_intents(folder, VARIABLES).problems[0])
    (folder / "en/faq.yml").write_text("- a list")
    assert "not a mapping" in str(load_intents(folder, VARIABLES).problems[0])
    (folder / "bot.yml").unlink()
    assert "is missing" in str(load_intents(folder, VARIABLES).problems[0])


def test_the_shipped_set_is_complete_in_all_five_languages():
    loaded = load_intents(ROOT / "intents", VARIABLES)
    assert loaded.problems == ()
    assert list(loaded.intents.languages) == ["en", "de", "es", "pt-BR", "ru"]
    names = {tag: set(language.intents) for tag, language in loaded.intents.languages.items()}
    assert len(names["en"]) >= 25
    assert all(others == names["en"] for others in names.values())


@sampled(st.sampled_from(["bot.yml", "en/bot.yml", "en/faq.yml"]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_edit_of_a_file_breaks_the_check(folder, file, data):
    path = folder / file
    text = {"bot.yml": STRUCTURE, "en/bot.yml": WORDS, "en/faq.yml": FAQ}[file]
    lines = text.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = data.draw(
        st.sampled_from(
            ["", "5: x", "null: y", "- a", "[1]: 2", "  a: {b: [}", "x: !!python/object:os {}", "? z", lines[0]]
        )
        | st.text(max_size=12)
    )
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    loaded = load_intents(folder, VARIABLES)
    path.write_text(text)
    assert loaded.intents is not None or loaded.problems
    for problem in loaded.problems:
        assert problem.fault
        assert problem.cure


@pytest.mark.parametrize(
    "line",
    ["title: 2001-99-99", "<<: {z: 1}", "format: 0x_", f"x: {'9' * 5000}", "x: " + "[" * 1000, 'title: "\\ud800"'],
)
def test_what_yaml_itself_stumbles_over_is_told_too(folder, line):
    file = folder / "en/faq.yml"
    file.write_text(f"format: 1\nintents:\n  hours:\n    say: |\n      x\n    {line}\n")
    loaded = load_intents(folder, VARIABLES)
    assert loaded.intents is None
    assert any("en/faq.yml" in problem.file for problem in loaded.problems)
