import pytest

from chatserver.core.redaction.answers import asked_for, asks_other, find_answers
from tests.core.redaction.masked import made, masked


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("What is your password?", {"password"}),
        ("Wie lautet Ihr Passwort?", {"password"}),
        ("¿Cuál es tu contraseña?", {"password"}),
        ("Qual é a sua senha?", {"password"}),
        ("Какой у вас пароль?", {"password"}),
        ("Please send me your API key", {"key"}),
        ("Please tell me the CVV", {"password", "three"}),
        ("Please give me your login and password", {"password", "name"}),
        ("Did you change your password?", {"password", "about"}),
        ("What is your zip code?", set()),
        ("Which browser do you use?", set()),
        ("Your password has been changed.", set()),
    ],
)
def test_a_question_says_what_it_asks_for(text, kinds):
    assert asked_for(text) == kinds


def test_a_question_about_anything_else_is_another():
    assert asks_other("Which browser do you use?")
    assert not asks_other("What is your password?")
    assert not asks_other("One moment.")


def answered(question: str, text: str) -> str:
    return masked(lambda folded: find_answers(asked_for(question), folded), text)


@pytest.mark.parametrize("text", ["hunter2", "it's hunter2!", "sure: hunter2", "4821", "kitten", "48 21 77"])
def test_the_answer_to_what_was_asked_is_masked(text):
    shown = answered("What is your password?", text)
    assert "•" * 8 in shown
    assert not any(value in shown for value in ("hunter2", "kitten", "21"))


@pytest.mark.parametrize(
    "text",
    [
        "why do you ask?",
        "I don't know",
        "no",
        "thanks",
        "anna@example.org",
        "12/05/2026",
        "order 482913",
        "claro, ••••••••",
    ],
)
def test_talk_is_no_answer(text):
    assert answered("What is your password?", text) == text


def test_a_key_that_was_asked_for_needs_no_label():
    key = made("<b62:24>")
    assert key not in answered("Please send me your API key", f"here you go {key}")


def test_of_a_name_and_a_password_the_name_stays():
    assert answered("Please give me your login and password", "anna77 hunter2") == "anna77 ••••••••"


def test_three_digits_answer_a_question_for_the_back_of_the_card():
    assert answered("Please tell me the three digits on the back", "562") == "••••••••"


def test_without_a_question_nothing_is_an_answer():
    assert answered("Good morning!", "hunter2") == "hunter2"
