import pytest

from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.password_labels import MAX_LABELS, TooManyLabels
from chatserver.core.redaction.password_places import MASK
from chatserver.core.redaction.passwords import find_passwords
from tests.core.redaction.masked import masked


def shown(text: str) -> str:
    return masked(find_passwords, text)


@pytest.mark.parametrize(
    "text",
    [
        "password: hunter2",
        "my password is hunter2",
        "Password = hunter2!",
        "my pasword is hunter2",
        "hunter2 is my password",
        "Mein Passwort ist hunter2.",
        "Kennwort: hunter2",
        "mi contraseña es hunter2",
        "la contraseña de mi correo es hunter2",
        "minha senha é hunter2",
        "senha: hunter2",
        "мой пароль hunter2",
        "пароль от почты: hunter2",
        'the password is "hunter2 and more"',
        "pwd=hunter2",
        "passwort -> hunter2",
        "my password for the old router is hunter2",
        "login / password: anna / hunter2",
        "password (case sensitive): hunter2",
        "p/w hunter2",
        "the wifi key is hunter2",
        "it was hunter2, the password.",
        "ввожу hunter2 как пароль",
        "Passwort war glaub ich hunter2",
    ],
)
def test_nothing_of_a_labelled_password_stays(text):
    assert "hunter2" not in shown(text)
    assert MASK in shown(text)


@pytest.mark.parametrize("text", ["PIN: 4821", "my pin is 4821", "ПИН-код 4821", "Sicherheitscode: 4821", "CVV 482"])
def test_codes_count_as_passwords(text):
    assert "482" not in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "I changed my password from winter1x to spring2x",
        "password: winter1x -> spring2x",
        "Passwort von winter1x auf spring2x geändert",
        "changed from winter1x to spring2x and the password is still refused",
        "habe es von winter1x auf spring2x geändert, das Passwort",
    ],
)
def test_an_old_password_goes_with_the_new_one(text):
    assert "winter1x" not in shown(text)
    assert "spring2x" not in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password",
        "my password is wrong",
        "my password is not hunting",
        "the password does not work",
        "wie setze ich mein Passwort zurück?",
        "Passwort vergessen",
        "la contraseña no funciona",
        "minha senha não funciona",
        "не могу сменить пароль",
        "password reset link expired",
        "I never got the verification code",
        "where do I find the pin?",
        "the error code is 4821",
        "code: 404 Not Found",
        '{"code": "E1234"}',
        "mi contraseña es de mi esposa",
        "the password is from 2019",
        'password = input("Password: ")',
        "My password manager is 1Password 8.10.4",
        "my password is longer than 72 bytes",
        "la clave del éxito es la paciencia",
        "I changed from iPhone12 to iPhone15 and the password is gone",
        "the secret answer is not accepted",
        "see https://shop.example/password/reset",
    ],
)
def test_talk_about_passwords_stays(text):
    assert shown(text) == text


def test_a_mask_is_masked_no_further():
    once = shown("password: hunter2")
    assert shown(once) == once


def test_more_labels_than_anybody_writes_are_refused():
    assert not list(find_passwords(fold("pin " * MAX_LABELS)))
    with pytest.raises(TooManyLabels):
        list(find_passwords(fold("pin " * (MAX_LABELS + 1))))


@pytest.mark.parametrize(
    "text",
    [
        "the answer to my security question is Fido",
        "Antwort auf die Sicherheitsfrage: Fido",
        "respuesta secreta: Fido",
        "minha resposta secreta é Fido",
        "ответ на секретный вопрос: Fido",
    ],
)
def test_the_answer_that_opens_an_account_is_a_password(text):
    assert "Fido" not in shown(text)


@pytest.mark.parametrize("word", ["butterfly", "lightning", "Schmetterling", "fernando", "tornado", "крокодил"])
def test_a_noun_that_ends_as_a_participle_does_is_no_talk(word):
    assert word not in shown(f"my password is {word}")
