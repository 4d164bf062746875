from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.core.mail import (
    ALARM_PACE,
    LETTER_PACE,
    BadAddress,
    BadServer,
    MailServer,
    Security,
    Sender,
    mail_address,
    next_try,
    parse_mail_server,
    parse_sender,
)
from tests.doubles import NOON

GOOD = {
    "anna@example.com": "anna@example.com",
    "  anna@example.com ": "anna@example.com",
    "Anna.M+chat@Mail.Example.CO.UK": "Anna.M+chat@mail.example.co.uk",
    "o'neill_1%x@sub-domain.example.org": "o'neill_1%x@sub-domain.example.org",
    "-x@example.com": "-x@example.com",
    "anna@müller.example": "anna@xn--mller-kva.example",
    "anna@xn--mller-kva.xn--p1ai": "anna@xn--mller-kva.xn--p1ai",
}
HOSTILE = [
    "",
    "anna",
    "@example.com",
    "anna@",
    "anna@localhost",
    "anna@127.0.0.1",
    "anna@[127.0.0.1]",
    "anna@example.123",
    "anna@example..com",
    "anna@.example.com",
    "anna@example.com.",
    "anna@-example.com",
    "anna@exa_mple.com",
    ".anna@example.com",
    "anna.@example.com",
    "an..na@example.com",
    "anna@example.com,eve@example.com",
    "anna@example.com;eve@example.com",
    "anna@example.com eve@example.com",
    "eve@example.com anna@example.com",
    "anna@eve.com@example.com",
    '"anna"@example.com',
    '"anna eve"@example.com',
    "Anna <anna@example.com>",
    "<anna@example.com>",
    "anna@example.com>",
    "anna@example.com\nBcc: eve@example.com",
    "anna@example.com\r\nBcc: eve@example.com",
    "anna\r\n@example.com",
    "anna@example.com\n",
    "anna@example.com\x00",
    "anna@exam\tple.com",
    "anna(comment)@example.com",
    "anna:eve@example.com",
    "anna\\@example.com",
    "änna@example.com",
    "anna@example.com\u2028eve",
    "anna\u200b@example.com",
    "anna@" + "a" * 64 + ".com",
    "a" * 65 + "@example.com",
    "anna@" + "a." * 130 + "com",
    "anna@\ud800.com",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_plain_address_is_taken(text):
    assert mail_address(text) == GOOD[text]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_more_or_less_than_one_plain_address_is_refused(text):
    with pytest.raises(BadAddress) as refused:
        mail_address(text)
    assert "anna" not in str(refused.value)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_no_address_that_is_taken_can_break_a_header(text):
    for tried in (text, f"{text}@example.com", f"anna@{text}.com"):
        try:
            address = mail_address(tried)
        except BadAddress:
            continue
        assert address.isascii()
        assert address.isprintable()
        assert address.count("@") == 1
        assert not set(address) & set(' ,;:<>()[]"\\')


def test_a_sender_may_have_a_name():
    assert parse_sender("chat@acme.example") == Sender("", "chat@acme.example")
    assert parse_sender("Acme Support <chat@Acme.example>") == Sender("Acme Support", "chat@acme.example")
    assert parse_sender("Müller & Söhne <chat@acme.example>").host == "acme.example"


@pytest.mark.parametrize(
    "text",
    [
        "Acme",
        "Acme <>",
        "Acme <chat@acme.example> more",
        "Acme, Eve <chat@acme.example>",
        "Acme\r\nBcc: e@x.example <chat@acme.example>",
        '"Acme" <chat@acme.example>',
        "a@b.example <chat@acme.example>",
    ],
)
def test_a_sender_that_is_more_than_a_name_and_an_address_is_refused(text):
    with pytest.raises(BadAddress):
        parse_sender(text)


SERVERS = {
    "smtp://mail.example.com": MailServer("mail.example.com", 587, Security.STARTTLS),
    "smtp://mail.example.com:2525/": MailServer("mail.example.com", 2525, Security.STARTTLS),
    "smtps://mail.example.com": MailServer("mail.example.com", 465, Security.TLS),
    "smtp+plain://relay:25": MailServer("relay", 25, Security.PLAIN),
    "smtp://localhost:25": MailServer("localhost", 25, Security.PLAIN),
    "smtp://[::1]:25": MailServer("::1", 25, Security.PLAIN),
    "smtp://anna%40x.example:p%40s%2Fs%3A@mail.example.com:587": MailServer(
        "mail.example.com", 587, Security.STARTTLS, "anna@x.example", "p@s/s:"
    ),
}


@pytest.mark.parametrize("url", SERVERS)
def test_a_url_names_a_mail_server(url):
    assert parse_mail_server(url) == SERVERS[url]


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "mail.example.com:587",
        "http://mail.example.com",
        "smtp://",
        "smtp://:587",
        "smtp://mail example.com",
        "smtp://mail.example.com:99999",
        "smtp://mail.example.com:hunter2",
        "smtp://anna@mail.example.com",
        "smtp://:hunter2@mail.example.com",
        "smtp://anna:hunter2/more@mail.example.com",
        "smtp://anna:hunter2#more@mail.example.com",
        "smtp://mail.example.com/path",
        "smtp://mail.example.com?tls=hunter2",
        "smtp+plain://anna:hunter2@relay",
    ],
)
def test_what_names_none_is_refused_without_being_repeated(url):
    with pytest.raises(BadServer) as refused:
        parse_mail_server(url)
    assert "hunter2" not in str(refused.value)


def test_a_mail_server_does_not_show_its_password():
    server = parse_mail_server("smtp://anna:hunter2@mail.example.com")
    assert "hunter2" not in f"{server} {server!r} {[server]}"


@pytest.mark.parametrize("pace", [LETTER_PACE, ALARM_PACE])
@settings(deadline=None, max_examples=60)
@given(delays=st.lists(st.floats(min_value=0, max_value=300), max_size=200))
def test_pauses_grow_within_their_bounds_until_it_is_given_up(pace, delays):
    """Whatever a try takes, and however late it begins."""
    now, pauses = NOON, []
    for tries, delay in enumerate([*delays, *[60.0] * 500], 1):
        now += timedelta(seconds=delay)
        again = next_try(pace, tries, NOON, now)
        if again is None:
            break
        pauses.append(again - now)
        now = again
    assert again is None
    assert pauses == sorted(pauses)
    assert all(pace.first <= pause <= pace.most for pause in pauses)
    assert NOON + pace.lasts - pace.most < now <= NOON + pace.lasts + timedelta(seconds=300)
    assert len(pauses) >= 5


def test_a_letter_is_tried_for_a_day_and_an_alarm_for_two_hours():
    assert next_try(LETTER_PACE, 1, NOON, NOON) == NOON + timedelta(minutes=1)
    assert next_try(LETTER_PACE, 4, NOON, NOON) == NOON + timedelta(minutes=8)
    assert next_try(LETTER_PACE, 10_000, NOON, NOON) == NOON + timedelta(hours=1)
    assert next_try(LETTER_PACE, 9, NOON, NOON + timedelta(hours=23, minutes=1)) is None
    assert next_try(ALARM_PACE, 1, NOON, NOON) == NOON + timedelta(seconds=15)
    assert next_try(ALARM_PACE, 9, NOON, NOON + timedelta(hours=1, minutes=51)) is None
