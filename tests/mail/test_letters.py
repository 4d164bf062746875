from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chatserver.core.chat import Chat
from chatserver.core.mail import Sender
from chatserver.core.transcript import transcript_of
from chatserver.mail.letters import alarm_letter, message_of, transcript_letter
from chatserver.services.outgoing import Alarm, Letter
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, said, started

SENDER = Sender("Acme Support", "chat@acme.example")
LETTER = Letter("o-1", "anna@example.com", "Your chat", "Hello\n", "<p>Hello</p>")
ALARM = Alarm(CHAT_ID, NOON - timedelta(minutes=10, seconds=20), NOON, "de", "Billing")


def headers_of(letter: Letter, sender: Sender = SENDER) -> dict[str, str]:
    message = message_from_bytes(message_of(letter, sender, NOON).as_bytes(), policy=default)
    return {name.lower(): str(value) for name, value in message.items()}


def test_the_headers_say_who_when_and_that_it_was_a_machine():
    headers = headers_of(LETTER)
    assert headers["from"] == "Acme Support <chat@acme.example>"
    assert headers["to"] == "anna@example.com"
    assert headers["date"] == "Sat, 21 Nov 2026 12:00:00 +0000"
    assert headers["message-id"] == "<o-1@acme.example>"
    assert headers["auto-submitted"] == "auto-generated"
    assert headers["content-language"] == "en"
    # The same at the next try.
    assert headers_of(LETTER)["message-id"] == headers["message-id"]


def test_the_words_are_there_as_text_and_as_html():
    message = message_of(replace(LETTER, text="Grüße\n" * 3, html="<p>Grüße</p>"), SENDER, NOON)
    parsed = message_from_bytes(message.as_bytes(), policy=default)
    assert parsed.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert parsed.get_body(("plain",)).get_content().split() == ["Grüße"] * 3
    assert parsed.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"
    assert all(len(line) <= 998 for line in message.as_bytes().split(b"\r\n"))


@pytest.mark.parametrize("size", [100, 30_000])
def test_long_lines_dots_and_every_letter_arrive(size):
    text = ".\n..\nFrom me\n" + "ü" * size + "\n\U0001f600\n"
    parsed = message_from_bytes(message_of(replace(LETTER, text=text), SENDER, NOON).as_bytes(), policy=default)
    assert parsed.get_body(("plain",)).get_content().replace("\r\n", "\n") == text


@settings(deadline=None, max_examples=60)
@given(st.text(st.one_of(st.sampled_from("\r\n:\x00 \u2028"), st.characters(exclude_categories=["Cs"])), max_size=90))
def test_no_subject_and_no_brand_makes_a_header_of_its_own(words):
    hostile = f"{words}\r\nBcc: eve@example.com\n\nbody"
    known = set(headers_of(LETTER))
    for letter in (replace(LETTER, subject=hostile), replace(LETTER, subject=words)):
        try:
            assert set(headers_of(letter)) == known
        except ValueError:
            # Refused by the library; such a letter is given up.
            continue


def test_an_address_with_a_line_end_is_refused_even_here():
    for to in ("anna@example.com\r\nBcc: eve@example.com", "anna@example.com, eve@example.com"):
        with pytest.raises(ValueError):
            message_of(replace(LETTER, to=to), SENDER, NOON)


def test_a_copy_of_a_chat_is_in_the_visitors_language():
    log = log_of(started("de"), said("Hallo <b>"))
    made = transcript_of(Chat(CHAT_ID, "v-1", "de", NOON), log, "Acme")
    letter = transcript_letter("o-1", "anna@example.com", made)
    assert (letter.subject, letter.lang, letter.to) == ("Ihr Chat mit Acme: K7Q3-M9XD-5R", "de", "anna@example.com")
    assert "    Hallo <b>\n" in letter.text
    assert "Hallo &lt;b&gt;" in letter.html
    for body in (letter.text, letter.html):
        assert "Wenn Sie das nicht waren" in body


def test_an_alarm_says_who_waits_since_when_and_where_to_go():
    letter = alarm_letter("o-1", "ada@acme.example", ALARM, "https://chat.acme.example/console")
    assert letter.subject == "A visitor has waited for 10 minutes: K7Q3-M9XD-5R"
    for fact in ("2026-11-21 11:49 UTC", "Language: de", "Topic: Billing", "https://chat.acme.example/console"):
        assert fact in letter.text
        assert fact in letter.html
    assert "Console" not in alarm_letter("o-1", "ada@acme.example", ALARM, "/console").text
