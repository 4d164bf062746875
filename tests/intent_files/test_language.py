import pytest

from chatserver.core.triage.intents import PHRASES, WORD_LISTS
from chatserver.intent_files import load_intents

STRUCTURE = """format: 1
default: en
languages: [en]
forms:
  contact:
    name: {type: name}
    plan: {type: choice, choices: [a, b]}
intents:
  billing: {form: contact}
"""
WORDS = "\n".join(
    [
        "format: 1",
        "phrases:",
        *(f"  {name}: some words" for name in PHRASES),
        "words:",
        *(f"  {name}: some words" for name in WORD_LISTS),
        "forms:",
        "  contact:",
        "    name: {label: Name, ask: Name?, retry: 'Only the name, {{ name | friend }}.'}",
        "    plan: {label: Plan, ask: Plan?, retry: Which?, choices: {a: One, b: Two}}",
    ]
)
FAQ = """format: 1
variables:
  opening_hours: nine to five
synonyms: |
  gizmo widget
small_talk: |
  tell me a riddle
abuse: |
  you clown
intents:
  hours:
    title: Hours
    say: |
      when are you open

      opening hours
    not: |
      when do you close
    answer: |
      We are there {{ opening_hours }}, {{ name | friend }}.
  billing:
    title: Billing
    say: |
      my bill is wrong
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en").mkdir()
    for name, text in (("bot.yml", STRUCTURE), ("en/bot.yml", WORDS), ("en/faq.yml", FAQ)):
        (tmp_path / name).write_text(text)
    return tmp_path


def told(folder, old, new, name="en/faq.yml"):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return {problem.code for problem in load_intents(folder, {}).problems}


def test_an_authors_own_words_and_variables_are_read(folder):
    loaded = load_intents(folder, {})
    assert {problem.code for problem in loaded.problems} == {"few-lines"}
    english = loaded.intents.languages["en"]
    assert (english.synonyms, english.small_talk, english.abuse) == (
        ("gizmo widget",),
        ("tell me a riddle",),
        ("you clown",),
    )
    assert english.intents["hours"].answer == "We are there nine to five, {{ name | friend }}."


def test_every_line_knows_its_place(folder):
    places = {line.text: (line.key, line.node.line) for line in load_intents(folder, {}).lines}
    assert places == {
        "when are you open": ("say", 14),
        "opening hours": ("say", 16),
        "when do you close": ("not", 18),
        "my bill is wrong": ("say", 24),
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ name | friend }}", "{{ name }}", "variable-without-default"),
        ("{{ name | friend }}", "{{ nmae | friend }}", "unknown-variable"),
        ("  billing:", "  hours2:", "missing-words"),
        ("    title: Hours\n", "", "missing-title"),
        ("synonyms: |", "synonims: |", "unknown-key"),
    ],
)
def test_a_mistake_has_its_code(folder, old, new, code):
    assert code in told(folder, old, new)


def test_two_choices_with_the_same_label_cannot_be_told_apart(folder):
    assert "same-label" in told(folder, "b: Two", "b: one", "en/bot.yml")


def test_a_phrase_may_name_the_chat_without_a_default(folder):
    assert told(folder, "ticket_opened: some words", "ticket_opened: It is {{ chat_id }}.", "en/bot.yml") == {
        "few-lines"
    }
