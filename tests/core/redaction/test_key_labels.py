import pytest

from chatserver.core.redaction.key_labels import find_labelled_keys
from tests.core.redaction.masked import made, masked

UUID = "<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"


def shown(text: str) -> str:
    return masked(find_labelled_keys, text)


@pytest.mark.parametrize(
    "label",
    [
        "api key:",
        "API-Key =",
        "my access token is",
        "der API-Schlüssel lautet",
        "la clave de la api es",
        "a chave da api é",
        "токен:",
        "мой ключ доступа",
        "the secret\n",
    ],
)
def test_a_random_value_after_a_label_is_masked(label):
    value = made("<b62:32>")
    assert shown(f"{label} {value}, thanks") == f"{label} {value[:4]}••••••{value[-4:]}, thanks"


@pytest.mark.parametrize(
    "text",
    [
        "commit {}",
        "the key to my order number {}",
        "token of the commit {}",
        "public key {}",
        "I lost my key. The page says {}",
        "my tracking number {}",
    ],
)
def test_a_random_value_that_a_word_explains_otherwise_stays(text):
    text = text.format(made("<hex:40>"))
    assert shown(text) == text


@pytest.mark.parametrize(
    "text", ["how do I get an api key?", "Der API-Schlüssel funktioniert nicht", "my token expired yesterday"]
)
def test_talk_about_keys_stays(text):
    assert shown(text) == text


def test_an_id_is_a_secret_only_when_the_label_says_so():
    uuid = made(UUID)
    assert shown(f"key {uuid}") == f"key {uuid}"
    assert uuid not in shown(f"api key {uuid}")


def test_a_value_far_behind_its_label_is_not_its_value():
    text = f"about the key {'and so on ' * 12}{made('<b62:32>')}"
    assert shown(text) == text
