import pytest

from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.password_around import ANSWERS, before_label, near_label, secret_answers
from chatserver.core.redaction.password_labels import WORD, Kind, is_label
from chatserver.core.redaction.passwords import find_passwords


def values(find, text: str, kind: Kind = Kind.PASSWORD) -> list[str]:
    low = fold(text).low
    label = next(word for word in WORD.finditer(low) if is_label(word[0]))
    return [low[span.start : span.end] for span in find(low, label, kind)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hunter2 is my password", "hunter2"),
        ("kitten is my password", "kitten"),
        ("'my kitten 7' is the password", "my kitten 7"),
        ("hunter2 ist mein Passwort", "hunter2"),
        ("hunter2 es mi contraseña", "hunter2"),
        ("hunter2 é minha senha", "hunter2"),
        ("hunter2 - мой пароль", "hunter2"),
        ("hunter2 (my password)", "hunter2"),
    ],
)
def test_a_value_may_stand_before_its_label(text, value):
    assert values(before_label, text) == [value]


@pytest.mark.parametrize("text", ["this is my password", "wrong is the password", "what is my password", "my password"])
def test_talk_before_a_label_is_no_value(text):
    assert values(before_label, text) == []


def test_a_code_before_its_label_has_digits():
    assert values(before_label, "4821 is my pin", Kind.PIN) == ["4821"]
    assert values(before_label, "k!tten is my pin", Kind.PIN) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("the password that I chose was hunter2x", Kind.PASSWORD, "hunter2x"),
        ("my pin that nobody knows 4821", Kind.PIN, "4821"),
        ("the code which you sent me 482 177", Kind.CODE, "482 177"),
    ],
)
def test_a_value_apart_from_its_label_counts_when_it_can_be_nothing_else(text, kind, value):
    assert values(near_label, text, kind) == [value]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my password fails. order hunter2x", Kind.PASSWORD),
        ("my password for order ab12345", Kind.PASSWORD),
        ("the pin I got in 2024", Kind.PIN),
        ("my pin is •••••••• and 4821", Kind.PIN),
        ("my passphrase has hunter2x", Kind.PHRASE),
    ],
)
def test_a_value_of_another_sentence_or_label_is_not_near(text, kind):
    assert values(near_label, text, kind) == []


@pytest.mark.parametrize(
    "text",
    [
        "my security answer is Rex",
        "the answer to my security question: Rex",
        "answer for secret question = Rex",
        "geheime Antwort: Rex",
        "die Sicherheitsantwort lautet Rex",
        "Antwort auf meine Sicherheitsfrage: Rex",
        "respuesta secreta: Rex",
        "respuesta a mi pregunta de seguridad es Rex",
        "resposta de segurança: Rex",
        "resposta da minha pergunta secreta: Rex",
        "секретный ответ: Rex",
        "ответ на мой контрольный вопрос: Rex",
    ],
)
def test_the_answer_to_a_secret_question_is_found_with_and_without_a_look_at_the_words(text):
    folded = fold(text)
    spans = list(secret_answers(folded.low))
    assert [folded.low[span.start : span.end] for span in spans] == ["rex"]
    assert not ANSWERS.isdisjoint(folded.words)
    assert spans[0] in list(find_passwords(folded))
