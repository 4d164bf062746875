"""Handing over, to a real mail server over loopback."""

import asyncio
import logging
import ssl

import pytest
import trustme
from msgspec.structs import replace

from chatserver.core.mail import MailServer, Security, Sender
from chatserver.mail import smtp
from chatserver.mail.smtp import SmtpMailer
from chatserver.services.outgoing import Letter, Undelivered
from tests.doubles import NOON
from tests.mail.server import mail_box

SENDER = Sender("Acme", "chat@acme.example")
LETTER = Letter("o-1", "anna@example.com", "Your chat", "Hello\n", "<p>Hello</p>")


def mailer(port: int, security: Security = Security.PLAIN, tls: ssl.SSLContext | None = None, password: str = ""):
    server = MailServer("127.0.0.1", port, security, "chat" if password else "", password)
    return SmtpMailer(server, SENDER, lambda: NOON, tls)


async def trouble_with(sending) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        await sending
    return caught.value


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def server_tls(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def test_a_letter_arrives_as_it_was_written():
    async with mail_box() as box:
        await mailer(box.port).send(replace(LETTER, text="Grüße\n.\n"))
        (message,) = box.messages
        assert (box.recipients, box.taken[0].mail_from) == (["anna@example.com"], "chat@acme.example")
        assert (message["Subject"], message["Message-ID"]) == ("Your chat", "<o-1@acme.example>")
        assert message.get_body(("plain",)).get_content().split() == ["Grüße", "."]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_over_tls_with_a_password(server_tls, trusting, security):
    way = {"starttls": server_tls} if security is Security.STARTTLS else {"tls": server_tls, "auth_require_tls": False}
    async with mail_box(**way) as box:
        await mailer(box.port, security, trusting, "right").send(LETTER)
        assert box.signed_in == [(b"chat", b"right")]
        assert len(box.taken) == 1
        if security is Security.STARTTLS:
            assert box.was_tls == [True]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_that_nobody_has_signed_for_us_is_refused(server_tls, security):
    way = {"starttls": server_tls} if security is Security.STARTTLS else {"tls": server_tls, "auth_require_tls": False}
    async with mail_box(**way) as box:
        trouble = await trouble_with(mailer(box.port, security, password="right").send(LETTER))
        assert not trouble.is_final
        assert (box.taken, box.signed_in) == ([], [])


async def test_a_server_without_starttls_gets_neither_password_nor_letter(trusting):
    async with mail_box(auth_require_tls=False) as box:
        trouble = await trouble_with(mailer(box.port, Security.STARTTLS, trusting, "right").send(LETTER))
        assert not trouble.is_final
        assert (box.taken, box.signed_in) == ([], [])


async def test_a_wrong_password_is_the_operators_matter_and_tried_again(server_tls, trusting):
    async with mail_box(starttls=server_tls) as box:
        trouble = await trouble_with(mailer(box.port, Security.STARTTLS, trusting, "wrong").send(LETTER))
        assert (trouble.code, trouble.is_final) == ("smtp 535", False)


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [("550 no such user", True), ("450 busy", False), ("452 full", False), ("530 sign in first", False)],
)
async def test_a_refused_recipient_is_final_or_not_as_the_server_says(answer, is_final):
    async with mail_box() as box:
        box.to_recipients = [answer]
        trouble = await trouble_with(mailer(box.port).send(LETTER))
        assert (trouble.code, trouble.is_final) == (f"smtp {answer[:3]}", is_final)
        await mailer(box.port).send(LETTER)
        assert len(box.taken) == 1


@pytest.mark.parametrize(("answer", "is_final"), [("554 spam", True), ("451 try later", False)])
async def test_a_refused_letter_is_final_or_not_as_the_server_says(answer, is_final):
    async with mail_box() as box:
        box.answers = [answer]
        trouble = await trouble_with(mailer(box.port).send(LETTER))
        assert (trouble.code, trouble.is_final) == (f"smtp {answer[:3]}", is_final)


async def test_a_server_that_hangs_up_after_taking_it_has_taken_it():
    """Whatever the good-bye meets: an error here would send the letter twice."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        async for line in reader:
            word = line.strip().upper()
            if word.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                taken.append(True)
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                break
            else:
                writer.write(b"250 fine\r\n")
        writer.transport.abort()

    taken: list[bool] = []
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        await mailer(server.sockets[0].getsockname()[1]).send(LETTER)
    assert taken == [True]


async def test_nobody_there_and_a_server_that_says_nothing_are_told_in_time(monkeypatch):
    assert not (await trouble_with(mailer(1).send(LETTER))).is_final
    monkeypatch.setattr(smtp, "_ANSWER_SECONDS", 0.05)

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with silent:
        assert not (await trouble_with(mailer(silent.sockets[0].getsockname()[1]).send(LETTER))).is_final


async def test_the_whole_has_a_limit_however_slowly_a_server_answers(monkeypatch):
    monkeypatch.setattr(smtp, "_WHOLE_SECONDS", 0.05)
    async with mail_box() as box:
        box.gate = asyncio.Event()
        assert (await trouble_with(mailer(box.port).send(LETTER))).code == "TimeoutError"
        box.gate.set()


async def test_a_letter_that_no_header_can_hold_is_given_up_unsent():
    async with mail_box() as box:
        trouble = await trouble_with(mailer(box.port).send(replace(LETTER, to="a@x.example\nBcc: b@x.example")))
        assert (trouble.code, trouble.is_final, box.taken) == ("unwritable", True, [])


async def test_neither_address_nor_password_nor_words_are_told(caplog, server_tls, trusting):
    caplog.set_level(logging.DEBUG)
    async with mail_box(starttls=server_tls) as box:
        box.to_recipients = ["550 anna@example.com is unknown here, says hunter2"]
        trouble = await trouble_with(mailer(box.port, Security.STARTTLS, trusting, "right").send(LETTER))
        wrong = await trouble_with(mailer(box.port, Security.STARTTLS, trusting, "hunter2").send(LETTER))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("chatserver", "aiosmtplib"))]
    for told in (str(trouble), str(wrong), *ours):
        assert "anna" not in told
        assert "hunter2" not in told
        assert "Hello" not in told
