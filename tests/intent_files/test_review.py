import pytest

from chatserver.intent_files import Severity, load_intents
from chatserver.intent_files.review import has_address, has_secret, sameness
from tests.intent_files.small_set import FAQ, VARIABLES, write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path)


def found(folder, old: str, new: str) -> list[tuple[str, Severity, int, str]]:
    """Code, severity, line and words of what is wrong after one change of the file."""
    assert FAQ.count(old) == 1
    (folder / "en/faq.yml").write_text(FAQ.replace(old, new))
    return [
        (problem.code, problem.severity, problem.line, f"{problem.fault} {problem.cure}")
        for problem in load_intents(folder, VARIABLES).problems
    ]


def test_the_small_set_is_in_order(folder):
    assert load_intents(folder, VARIABLES).problems == ()


def test_fewer_than_five_lines_are_a_warning_and_five_are_enough(folder):
    rest = "track my shipment\n      my parcel is lost\n"
    assert found(folder, f"      the delivery is late\n      {rest}", "") == [
        (
            "few-lines",
            Severity.WARNING,
            34,
            "Intent 'parcel' has only 3 lines under 'say'. Give it at least 5, better ten, that differ.",
        )
    ]
    assert found(folder, "      my parcel is lost\n", "") == []


@pytest.mark.parametrize(
    "line", ["my parcel is lost", "My PARCEL is lost!", "  my  parcel is lost ?".replace("  ", " ")]
)
def test_the_same_line_in_two_intents_is_an_error_with_both_places(folder, line):
    ((code, severity, place, words),) = found(folder, "take my order", line)
    assert (code, severity, place) == ("same-line", Severity.ERROR, 39)
    assert "'parcel'" in words
    assert "'buy'" in words
    assert "en/faq.yml:29" in words
    assert load_intents(folder, VARIABLES).intents is None


def test_accents_and_spellings_do_not_make_a_line_another_one(folder):
    ((code, *_),) = found(folder, "take my order", "mÝ pärcel is lost")
    assert code == "same-line"


def test_signs_inside_a_line_may_make_a_difference(folder):
    both = FAQ.replace("take my order", "do you sell parts in C++").replace(
        "track my shipment", "do you sell parts in C"
    )
    (folder / "en/faq.yml").write_text(both)
    loaded = load_intents(folder, VARIABLES)
    assert loaded.intents is not None
    assert [problem.code for problem in loaded.problems] == ["near-line"]


def test_nearly_the_same_line_is_a_warning_with_both_places(folder):
    ((code, severity, place, words),) = found(folder, "take my order", "my parcels are lost")
    assert (code, severity, place) == ("near-line", Severity.WARNING, 39)
    assert "“my parcels are lost”" in words
    assert "en/faq.yml:29" in words


def test_a_line_that_stands_twice_in_its_intent_is_a_warning(folder):
    ((code, severity, place, words),) = found(folder, "take my order", "Place an order for me.")
    assert (code, severity, place) == ("repeated-line", Severity.WARNING, 29)
    assert "en/faq.yml:27" in words


def test_a_keyword_of_two_intents_is_a_warning(folder):
    ((code, severity, place, _),) = found(
        folder,
        "      A parcel takes three days.\n",
        "      Three days.\n    keywords: |\n      parcel\n      Weekend\n",
    )
    assert (code, severity, place) == ("same-keyword", Severity.WARNING, 44)


def test_a_line_that_is_said_and_denied_is_an_error(folder):
    ((code, severity, place, _),) = found(folder, "why is your shop closed for ever", "Are you open on Sunday?")
    assert (code, severity, place) == ("said-and-denied", Severity.ERROR, 15)


def test_a_line_of_small_words_is_a_warning_unless_it_is_small_talk(folder):
    ((code, severity, place, _),) = found(folder, "track my shipment", "where is it")
    assert (code, severity, place) == ("only-small-words", Severity.WARNING, 38)
    # `person` is no topic.
    assert found(folder, "is there a real person", "hello you there") == []


def test_two_intents_of_the_same_title_are_a_warning(folder):
    ((code, severity, place, _),) = found(folder, "title: Place an order", "title: opening hours")
    assert (code, severity, place) == ("same-title", Severity.WARNING, 22)


@pytest.mark.parametrize(
    "line",
    [
        "my card 4111 1111 1111 1111 was declined",
        "my password is hunter2!",
        "the key sk_live_4eC39HqLyjWDarjtT1zdp7dc does not work".replace("sk_live_", "sk_" + "live_"),
    ],
)
def test_a_secret_in_a_line_is_an_error_that_does_not_repeat_it(folder, line):
    told = found(folder, "track my shipment", line)
    assert [(code, severity, place) for code, severity, place, _ in told] == [("secret", Severity.ERROR, 38)]
    for word in ("4111", "hunter2", "4eC39H"):
        assert word not in told[0][3]


def test_no_complaint_about_a_line_repeats_its_secret(folder):
    text = FAQ.replace("take my order", "my password is hunter2").replace("track my shipment", "my password is hunter2")
    (folder / "en/faq.yml").write_text(text)
    problems = load_intents(folder, VARIABLES).problems
    assert "same-line" in {problem.code for problem in problems}
    assert "hunter2" not in "".join(map(str, problems))


def test_in_answers_cards_and_keys_are_errors_and_what_may_be_a_password_is_a_warning(folder):
    ((code, severity, _, _),) = found(folder, "A parcel takes three days.", "Pay with 4111 1111 1111 1111.")
    assert (code, severity) == ("secret", Severity.ERROR)
    ((code, severity, _, words),) = found(folder, "A parcel takes three days.", "The router's PIN is 4821.")
    assert (code, severity) == ("secret", Severity.WARNING)
    assert "'answer' of intent 'parcel'" in words


def test_addresses_in_lines_are_warnings_and_fine_in_answers(folder):
    for line in ("my e-mail is anna@shop.example", "call me at +44 20 7946 0958"):
        ((code, severity, place, words),) = found(folder, "track my shipment", line)
        assert (code, severity, place) == ("personal-data", Severity.WARNING, 38)
        assert "7946" not in words
        assert "anna" not in words
    assert found(folder, "A parcel takes three days.", "Write to a@b.example or call +44 20 7946 0958.") == []


@pytest.mark.parametrize(
    "text", ["+49 (0)30 1234567", "call 030 12345678", "8 800 0555 35 35".replace("8 800 ", "0800 "), "x@y.example"]
)
def test_numbers_that_people_are_called_at_are_found(text):
    assert has_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "open 24/7",
        "since 01.02.2026",
        "2026-10-12",
        "order 12345678",
        "0.99 euro",
        "from 09:00 to 17:00",
        "error 0x80070005",
    ],
)
def test_other_numbers_are_not(text):
    assert not has_address(text)


def test_a_secret_is_what_redaction_masks():
    assert has_secret("my password is hunter2")
    assert not has_secret("I forgot my password")


def test_capitals_accents_and_signs_at_the_end_are_the_same():
    assert sameness("¿Dónde está?") == sameness("donde esta")
    assert sameness("C++") != sameness("C")


def test_the_lines_of_another_language_are_another_matter(tmp_path):
    folder = write_small_set(tmp_path, "en", "de")
    assert load_intents(folder, VARIABLES).problems == ()
