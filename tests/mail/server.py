"""A real mail server over loopback that keeps what it takes, and says what a test wants it to say."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 taken"


@dataclass
class MailBox:
    """`answers` are what it says to DATA, in order, then TAKEN; `to_recipients` the same for RCPT."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    was_tls: list[bool] = field(default_factory=list)
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list)
    gate: asyncio.Event | None = None
    at_once: int = 0
    most_at_once: int = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_recipients.pop(0) if self.to_recipients else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.gate is not None:
            await self.gate.wait()
        self.at_once -= 1
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            self.taken.append(envelope)
            self.was_tls.append(session.ssl is not None)
        return answer

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, kind: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.signed_in.append((given.login, given.password))
        return AuthResult(success=given.password == b"right", handled=False)

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content or b"", policy=default) for envelope in self.taken]  # type: ignore[arg-type, misc]

    @property
    def recipients(self) -> list[str]:
        return [address for envelope in self.taken for address in envelope.rcpt_tos]


@contextlib.asynccontextmanager
async def mail_box(
    tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[MailBox]:
    """Runs a server for as long as the block lasts."""
    box = MailBox()
    sessions: list[SMTP] = []

    def session() -> SMTP:
        made = SMTP(
            box,
            hostname="mail.example.com",
            tls_context=starttls,
            authenticator=box.sign_in,
            loop=asyncio.get_running_loop(),
            **options,
        )
        sessions.append(made)
        return made

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        for made in sessions:
            if made.transport is not None:
                made.transport.close()
        # Each end of a connection takes some turns of the loop, with TLS more.
        while any(made.transport is not None and not made.transport.is_closing() for made in sessions):
            await asyncio.sleep(0)
        for _ in range(10):
            await asyncio.sleep(0)
