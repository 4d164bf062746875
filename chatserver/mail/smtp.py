"""SMTP: hands a letter to the site's mail server, over a connection of its own, within a bounded time."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime

import aiosmtplib

from chatserver.core.mail import MailServer, Security, Sender
from chatserver.mail.letters import message_of
from chatserver.services.outgoing import Letter, Undelivered

# Of one answer of the server, and of the whole; together well within the time that a claim lasts.
_ANSWER_SECONDS = 20.0
_WHOLE_SECONDS = 60.0
_BYE_SECONDS = 3.0
_PERMANENT = range(500, 600)
# "Sign in first", which some servers say only here.
_SIGN_IN = frozenset({530, 534, 535, 538})


class SmtpMailer:
    """See `services.outgoing.Mailer`. `tls` is given by tests; otherwise the system's certificates count."""

    def __init__(
        self, server: MailServer, sender: Sender, now: Callable[[], datetime], tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._now = now
        self._tls = tls

    async def send(self, letter: Letter) -> None:
        # Encoding a megabyte takes a while; chats must not wait for it.
        whole = await asyncio.to_thread(self._encoded, letter)
        try:
            async with asyncio.timeout(_WHOLE_SECONDS):
                await self._hand_over(whole, letter.to)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refused(refused.recipients[0].code) from None
        except aiosmtplib.SMTPDataError as refused:
            raise _refused(refused.code) from None
        except aiosmtplib.SMTPResponseException as refused:
            # Of the sender, the sign-in, the greeting: the operator's matters, which may be put right meanwhile.
            raise Undelivered(f"smtp {refused.code}") from None
        except (aiosmtplib.SMTPException, ssl.SSLError, TimeoutError, OSError, ValueError) as error:
            # The words of an error may repeat an address.
            raise Undelivered(type(error).__name__) from None

    def _encoded(self, letter: Letter) -> bytes:
        try:
            return message_of(letter, self._sender, self._now()).as_bytes()
        except ValueError:
            raise Undelivered("unwritable", is_final=True) from None

    async def _hand_over(self, whole: bytes, to: str) -> None:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            # The library would ask the name server for our own name, and wait for it.
            local_hostname=self._sender.host,
            timeout=_ANSWER_SECONDS,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=self._tls,
        )
        try:
            await client.connect()
            await client.sendmail(self._sender.address, [to], whole)
            # It has been taken; whatever the good-bye meets, it must not be sent again.
            await _say_good_bye(client)
        finally:
            client.close()


async def _say_good_bye(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit(timeout=_BYE_SECONDS)
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        return


def _refused(code: int) -> Undelivered:
    """The recipient or the letter was refused."""
    return Undelivered(f"smtp {code}", is_final=code in _PERMANENT and code not in _SIGN_IN)
