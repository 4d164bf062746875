"""Identity: who a visitor is, as the host website's own server signs it. Nothing that a page says by itself counts.

A token is `base64url(JSON) "." base64url(HMAC-SHA256)`, both without `=`, and the HMAC is over the first part as it is
written. One algorithm and no header: there is nothing to negotiate, and nothing to get wrong. The time comes in as an
argument; comparing takes the same time for every wrong signature.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from chatserver.core.errors import Code, Refused

# Four short fields; a longer one is no identity but somebody's experiment.
MAX_TOKEN_CHARS = 2048
MAX_ID_CHARS = 200
# RFC 5321 allows 254 for an address; the others are lines on an agent's screen.
_MAX_CHARS: Mapping[str, int] = {"name": 200, "email": 254, "plan": 60}
# The clocks of two servers may differ by this much.
CLOCK_SKEW = timedelta(seconds=60)
# Longer is a mistake: mostly milliseconds where seconds belong.
MAX_LIFETIME = timedelta(days=366)
# As many as the HMAC has bytes; fewer could be guessed from one token.
MIN_SECRET_CHARS = 32

_FORM = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})", re.ASCII)


class Identity(Struct, frozen=True):
    """A visitor as the host's server knows them. `key` stands for `id` in the store: the same id gives the same key."""

    id: str
    expires_at: datetime
    name: str = ""
    email: str = ""
    plan: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(self.id.encode()).hexdigest()

    @property
    def details(self) -> Mapping[str, str]:
        """What agents are shown as verified; empty ones are left out."""
        said = {"name": self.name, "email": self.email, "plan": self.plan}
        return {name: value for name, value in said.items() if value}


class _Claims(Struct):
    """The JSON. Hosts send numbers as ids, and fractions of a second; anything beside these fields is ignored."""

    id: str | int
    exp: int | float
    name: str | None = None
    email: str | None = None
    plan: str | None = None


def sign_identity(identity: Identity, secret: str) -> str:
    """Returns the token that the host's server would make."""
    claims = {"id": identity.id, **identity.details, "exp": int(identity.expires_at.timestamp())}
    payload = _encoded(msgspec.json.encode(claims))
    return f"{payload}.{_encoded(_hmac(payload, secret))}"


def verify_identity(token: str, secret: str, now: datetime) -> Identity:
    """Returns who the token names. Raises `Refused` (BAD_IDENTITY) with what is wrong, never with what it says.

    The signature is checked before anything is read.
    """
    if not secret:
        raise _refused("This server has no `identity_secret`, so it can verify nobody.")
    if len(token) > MAX_TOKEN_CHARS:
        raise _refused(f"The identity is longer than {MAX_TOKEN_CHARS} characters.")
    parts = _FORM.fullmatch(token)
    if parts is None:
        raise _refused("The identity is not base64url(json).base64url(hmac), both without `=`.")
    payload, signature = parts.groups()
    # The encoded text is compared: the last character of base64 has spare bits that would decode to the same bytes.
    if not hmac.compare_digest(_encoded(_hmac(payload, secret)), signature):
        raise _refused("The identity's signature is wrong: it was made with another secret, or changed.")
    return _identity(_claims(payload), now)


def _claims(payload: str) -> _Claims:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=_Claims)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        # Also for fields of a wrong type; the decoder's words could repeat a value.
        raise _refused(
            "The identity's JSON needs a text `id` and a number `exp`, with texts `name`, `email`, `plan`."
        ) from None


def _identity(claims: _Claims, now: datetime) -> Identity:
    left_s = claims.exp - now.timestamp()
    if left_s > MAX_LIFETIME.total_seconds():
        raise _refused("The identity's `exp` is more than a year away: it is in seconds since 1970, not milliseconds.")
    if left_s < -CLOCK_SKEW.total_seconds():
        raise _refused("The identity has expired.")
    user_id = str(claims.id)
    if not user_id.strip() or len(user_id) > MAX_ID_CHARS:
        raise _refused(f"The identity's `id` has no characters, or more than {MAX_ID_CHARS}.")
    said = {name: getattr(claims, name) or "" for name in _MAX_CHARS}
    for name, limit in _MAX_CHARS.items():
        if len(said[name]) > limit:
            raise _refused(f"The identity's `{name}` has more than {limit} characters.")
    return Identity(user_id, datetime.fromtimestamp(claims.exp, UTC), **said)


def _hmac(payload: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), payload.encode(), "sha256")


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _refused(message: str) -> Refused:
    return Refused(Code.BAD_IDENTITY, message)
