"""Mail: which addresses are taken, how a mail server is named in the settings, and when something is tried again.

An address is one plain `name@host.tld`, so that nothing of it can end a header line or name a second recipient.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from msgspec import Struct

# RFC 5321, 4.5.3.1.
MAX_ADDRESS_CHARS = 254
_MAX_LOCAL_CHARS = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
# `Acme Support <support@acme.example>`; a name has nothing that ends a header or begins another part of it.
_NAMED = re.compile(r"([^<>\"\\,;:@\x00-\x1f\x7f]*)<([^<>]+)>")
_MAX_PORT = 65535


class BadAddress(ValueError):
    """This is not one plain e-mail address. The message never repeats it."""


class BadServer(ValueError):
    """This names no mail server. The message never repeats it, since there may be a password in it."""


class Sender(Struct, frozen=True):
    """Who a mail is from; the name may be empty."""

    name: str
    address: str

    @property
    def host(self) -> str:
        return self.address.rpartition("@")[2]


class Security(StrEnum):
    """`tls`: from the first byte; `starttls`: before anything is said, or nothing is; `plain`: never."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class MailServer(Struct, frozen=True):
    """Where mail is handed over; without a user nobody signs in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host!r}, {self.port}, {self.security.value})"


_SCHEMES = {
    "smtps": (Security.TLS, 465),
    "smtp": (Security.STARTTLS, 587),
    "smtp+plain": (Security.PLAIN, 25),
}
# Nobody listens between a server and its own machine, and a mail server there seldom has a certificate for its name.
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def parse_mail_server(url: str) -> MailServer:
    """Returns what `smtp://user:password@host:587` or `smtps://…` names; user and password are percent-encoded.

    `smtp` insists on STARTTLS, except for this machine; `smtp+plain` sends in the clear and takes no password.
    Raises `BadServer`.
    """
    try:
        parts = urlsplit(url)
        host, number = parts.hostname or "", parts.port
    except ValueError:
        raise BadServer(
            "The host or the port cannot be read. Write @, : and / of a password as %40, %3A and %2F."
        ) from None
    if parts.scheme not in _SCHEMES or not re.fullmatch(r"[\w.:-]{1,253}", host, re.ASCII):
        raise BadServer("This is not a mail server, as in smtp://user:password@mail.example.com:587.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadServer("Nothing follows the port. Write / ? and # of a password as %2F, %3F and %23.")
    security, usual = _SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise BadServer("A user goes with a password: smtp://user:password@mail.example.com:587.")
    if parts.scheme == "smtp" and host in _HERE:
        security = Security.PLAIN
    elif security is Security.PLAIN and user:
        raise BadServer("A password is not sent in the clear. Use smtp:// or smtps://.")
    return MailServer(host, number or usual, security, user, password)


def mail_address(text: str) -> str:
    """Returns `text` as an address that a header can hold; the host becomes ASCII. Raises `BadAddress`."""
    local, _, host = text.strip(" ").rpartition("@")
    if len(text) > 2 * MAX_ADDRESS_CHARS:
        raise BadAddress("This is not an e-mail address.")
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        raise BadAddress("This is not an e-mail address.") from None
    labels = name.split(".")
    is_good = (
        len(local) <= _MAX_LOCAL_CHARS
        and len(local) + 1 + len(name) <= MAX_ADDRESS_CHARS
        and _LOCAL.fullmatch(local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP.fullmatch(labels[-1])
    )
    if not is_good:
        raise BadAddress("This is not an e-mail address.")
    return f"{local}@{name}"


def parse_sender(text: str) -> Sender:
    """Returns who `support@acme.example` or `Acme Support <support@acme.example>` is. Raises `BadAddress`."""
    named = _NAMED.fullmatch(text.strip(" "))
    if named is None:
        return Sender("", mail_address(text))
    return Sender(named[1].strip(" "), mail_address(named[2]))


class Pace(Struct, frozen=True):
    """How often something is tried: the pause doubles from `first` to `most`; after `lasts` it is given up."""

    first: timedelta
    most: timedelta
    lasts: timedelta


# A mail server may be down for a night.
LETTER_PACE = Pace(timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
# Somebody is to come at once; hours later the call would only confuse.
ALARM_PACE = Pace(timedelta(seconds=15), timedelta(minutes=10), timedelta(hours=2))


def next_try(pace: Pace, tries: int, begun_at: datetime, now: datetime) -> datetime | None:
    """Returns when to try again after `tries` failures, of which the last was now; None when it is to be given up."""
    # A shift by thousands would be a number of thousands of digits; the pause is bounded long before.
    pause = min(pace.first * 2 ** min(max(tries - 1, 0), 30), pace.most)
    again = now + pause
    return again if again <= begun_at + pace.lasts else None
