import pytest

from chatserver.core.triage.intents import Slot, SlotType, SlotWords
from chatserver.core.triage.slots import Asked, check, find_address, fits, is_telling, place_of
from tests.doubles import NOON

PLAN = SlotWords("Plan", "Which plan?", "Please choose.", {"basic": "Básico", "premium": "Premium"})
PLAIN = SlotWords("", "", "")


def ask(slot: Slot, text: str, words: SlotWords = PLAIN, *, has_files: bool = False, tag: str = "en") -> str | None:
    return check(Asked(slot, words, tag, NOON, "Europe/Berlin", has_files), text)


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("name", "Anna Schmidt", "Anna Schmidt"),
        ("name", "Анна", "Анна"),
        ("name", "Hi, my name is Anna", "Anna"),
        ("name", "ich heiße Jürgen.", "Jürgen"),
        ("name", "me llamo José Luis", "José Luis"),
        ("name", "меня зовут Ольга", "Ольга"),
        ("name", "42", None),
        ("name", "none of your business", None),
        ("name", "Hi, I am Tom and I need help now", "Tom"),
        ("name", "Maria de la Cruz", "Maria de la Cruz"),
        ("name", "my name is Anna Smith and my account is anna@x.com", "Anna Smith"),
        ("name", "why do you want to know that?", None),
        ("email", "it is anna@example.com, thanks", "anna@example.com"),
        ("email", "anna at example", None),
        ("phone", "call +49 (0)30 1234567 please", "+49 (0)30 1234567"),
        ("phone", "030/123 45 67", "030/123 45 67"),
        ("phone", "12345", None),
        ("account", "AC-20391", "AC-20391"),
        ("account", "my mail: anna@example.com", "anna@example.com"),
        ("account", "I do not have one", None),
        ("account", "1234 5678 9012", "1234 5678 9012"),
        ("account", "I have 500 customers waiting, hurry up", None),
        ("account", "a" * 32_000, None),
        ("email", "a@" + "b-" * 15_000, None),
        ("number", "about 12 people", "12"),
        ("number", "1.234,50 €", "1234.5"),
        ("number", "1,234.50", "1234.5"),
        ("number", "1.234", "1234"),
        ("number", "2,5", "2.5"),
        ("number", "-3", "-3"),
        ("number", "a dozen", None),
        ("number", "between 2 and 5", None),
        ("number", "9" * 5_000, None),
        ("number", "1e5", None),
        ("date", "2026-05-12", "2026-05-12"),
        ("datetime", "2026-05-12 14:30", "2026-05-12 14:30 Europe/Berlin"),
        ("datetime", "yesterday", None),
        ("text", "It broke.", "It broke."),
        ("text", "x", None),
        ("file", "here is no file", None),
    ],
)
def test_an_answer_fits_its_question_or_not(kind, answer, kept):
    assert ask(Slot("s", SlotType(kind)), answer) == kept


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("basic", "basic"),
        ("BASICO", "basic"),
        ("2", "premium"),
        ("premum", "premium"),
        ("I think it is premium", "premium"),
        ("basico or premium", None),
        ("gold", None),
        ("3", None),
    ],
)
def test_a_choice_is_named_by_label_key_number_or_with_a_typo(answer, kept):
    assert ask(Slot("plan", SlotType.CHOICE, choices=("basic", "premium")), answer, PLAN) == kept


def test_a_choice_whose_keys_are_numbers_is_named_by_key_before_place():
    words = SlotWords("Severity", "How bad?", "Choose.", {"2": "Bad", "1": "Worst"})
    assert ask(Slot("severity", SlotType.CHOICE, choices=("2", "1")), "1", words) == "1"


def test_a_number_keeps_its_bounds():
    slot = Slot("seats", SlotType.NUMBER, least=1, most=10)
    assert [ask(slot, text) for text in ("0", "1", "10", "11")] == [None, "1", "10", None]


def test_a_pattern_fits_as_a_whole_or_one_word_does():
    slot = Slot("order", SlotType.PATTERN, pattern="[A-Z]{2}[0-9]{4}")
    assert [ask(slot, text) for text in ("AB1234", "it is ab1234.", "AB12345", "A" * 5000)] == [
        "AB1234",
        "ab1234",
        None,
        None,
    ]


def test_a_file_is_answered_by_one():
    assert ask(Slot("shot", SlotType.FILE), "", has_files=True) == "-"


def test_only_types_whose_values_are_known_when_seen_are_telling():
    assert is_telling(Slot("mail", SlotType.EMAIL))
    assert not is_telling(Slot("what", SlotType.TEXT))


def test_an_address_is_found_in_a_text():
    assert (find_address("to anna@example.com!"), find_address("to anna")) == ("anna@example.com", None)


@pytest.mark.parametrize("pattern", ["(a|a)+b", "(a|aa)+$", "a*a*a*a*a*a*b", "(a{1,9}){1,9}b"])
def test_a_pattern_that_takes_for_ever_does_not_fit_and_costs_no_time(pattern):
    assert not fits(pattern, "a" * 199 + "!")


def test_a_button_is_a_small_number():
    assert [place_of(said) for said in ("2", "99", "100", "9" * 5000, "two", "²")] == [2, 99, 0, 0, 0, 0]
