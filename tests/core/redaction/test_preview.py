import pytest

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.preview import find_unfinished
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, Said, redact
from tests.core.redaction.masked import made, masked

NOBODY_ASKED: frozenset[str] = frozenset()


def shown(text: str, asked: frozenset[str] = NOBODY_ASKED) -> str:
    return masked(lambda folded: find_unfinished(folded, asked, ()), text)


@pytest.mark.parametrize(
    "secret",
    ["my password is {}", "login anna / {}", "мой пароль {}", "{}", "https://anna:{}", "mysql -p{}", "?token={}"],
)
def test_no_beginning_of_a_secret_is_readable_while_it_is_typed(secret):
    whole = "hunter2-Xy9"
    before = secret.partition("{")[0]
    for length in range(7, len(whole) + 1):
        assert whole[:7] not in shown(f"{before}{whole[:length]}")


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "4111111111111111", "4111-1111-1111-1111"])
def test_no_beginning_of_a_card_is_readable_from_its_sixth_digit(card):
    for length in range(8, len(card) + 1):
        assert card[:7] not in shown(f"it is {card[:length]}")


def test_a_key_is_hidden_from_its_public_beginning_on():
    key = made("ghp_<b62:36>")
    for length in range(5, len(key) + 1):
        assert shown(f"take {key[:length]}") == "take gh••••" or key[2:length] not in shown(f"take {key[:length]}")


def test_a_private_key_is_hidden_before_its_first_line_has_ended():
    assert "MII" not in shown("-" * 5 + "BEGIN RSA PRIVATE KEY" + "-" * 5 + "\nMII")


def test_the_answer_to_a_question_for_a_secret_is_hidden_word_by_word():
    assert shown("kitten", frozenset({"password"})) == "••••"


@pytest.mark.parametrize("text", ["hello, my parcel is late", "I forgot my password", "call me at 10:30", "Größe 42?"])
def test_talk_is_shown_as_it_is_typed(text):
    assert shown(text) == text


def test_only_a_draft_is_hidden_so_far():
    context = Context((Said(AuthorKind.AGENT, "What is your password?"),))
    assert redact(context, RawText("hunt"), is_draft=True).text == "••••"
    assert redact(Context(), RawText("ABC1234")).text == "ABC1234"
    assert redact(Context(), RawText("ABC1234"), is_draft=True).text == "••••"


def test_a_finished_secret_is_hidden_in_a_draft_too():
    text = "my password is hunter2-Xy9"
    assert "hunter2" not in redact(Context(), RawText(text), is_draft=True).text
    assert len(list(find_unfinished(fold(text), NOBODY_ASKED, ()))) > 0
