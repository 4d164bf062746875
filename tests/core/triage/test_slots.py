import pytest

from chatserver.core.triage.intents import Slot, SlotType, SlotWords
from chatserver.core.triage.slots import check

PLAN = SlotWords("Plan", "Which plan?", "Please choose.", {"basic": "Básico", "premium": "Premium"})
PLAIN = SlotWords("", "", "")


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("name", "Anna Schmidt", "Anna Schmidt"),
        ("name", "Анна", "Анна"),
        ("name", "42", None),
        ("name", "why do you want to know that?", None),
        ("email", "it is anna@example.com, thanks", "anna@example.com"),
        ("email", "anna at example", None),
        ("account", "AC-20391", "AC-20391"),
        ("account", "my mail: anna@example.com", "anna@example.com"),
        ("account", "I do not have one", None),
        ("text", "It broke.", "It broke."),
        ("text", "x", None),
    ],
)
def test_an_answer_fits_its_question_or_not(kind, answer, kept):
    assert check(Slot("s", SlotType(kind)), PLAIN, answer) == kept


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("basic", "basic"), ("BASICO", "basic"), ("2", "premium"), ("premum", "premium"), ("gold", None), ("3", None)],
)
def test_a_choice_is_named_by_label_key_number_or_with_a_typo(answer, kept):
    assert check(Slot("plan", SlotType.CHOICE, choices=("basic", "premium")), PLAN, answer) == kept
