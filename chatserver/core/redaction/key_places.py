"""Keys that their place gives away: addresses and headers here, blocks, commands and settings beside."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.key_blocks import private_keys
from chatserver.core.redaction.key_commands import of_commands
from chatserver.core.redaction.key_settings import of_settings
from chatserver.core.redaction.key_spans import PLAIN_VALUES, TRAILING, password_span, random_span
from chatserver.core.redaction.keys import mask_of
from chatserver.core.redaction.randomness import is_stand_in, is_uuid, looks_random
from chatserver.core.redaction.spans import Span

# RFC 3986, 3.2.1: what stands between the colon and the last @ of the authority. Digits and a slash are a port.
_USERINFO = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,30}://(?P<user>[^\s:/@\"'<>]{0,100}):(?!\d{1,5}/)(?P<value>[^\s\"'<>]{1,200})@(?=[\w.\[-])"
)

_USER_ONLY = re.compile(r"https?://(?P<value>[A-Za-z0-9_-]{20,200})(?::x-oauth-basic)?@(?!o?\d{1,12}\.ingest|sentry)")

_QUERY = re.compile(
    r"[?&;#](?P<name>(?:[\w.-]{0,30}[_.-])?(?:access_?token|refresh_?token|id_?token|auth_?token|token|api_?key"
    r"|apikey|key|client_?secret|secret|signature"
    r"|sig|password|passwd|pwd|pass|auth|code|session(?:_?id)?|sid|jwt|ticket|assertion|hmac|otp|credential"
    r"|security-token|appid))"
    r"=(?P<value>[^\s&#\"'<>]{3,4000})",
    re.IGNORECASE,
)

# Looked for in the text without capitals.
_SCHEME = re.compile(
    r"(?<![a-z0-9])(?:(?P<scheme>bearer|basic|token|apikey|api-key|digest|negotiate|splunk|genie ?key"
    r"|bot)\s{1,3}[\"']?(?P<bearer>[a-z0-9+/_.~:=-]{8,4000})"
    r"|(?:set-)?cookie:\s{0,3}(?P<cookies>[^\n\"']{8,4000}))"
)

_COOKIE = re.compile(r"(?P<name>[\w.-]{1,60})=(?P<value>[^;\s]{12,4000})")

_PATH = re.compile(r"/rest/\d{1,6}/(?P<value>[a-z0-9]{12,40})/")

_AUTHORIZATION = re.compile(
    r"authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:[a-z][\w-]{1,30}\s{1,3})?[\"']?(?:token=)?(?P<value>[^\s\"',]{8,4000})",
    re.IGNORECASE,
)

_HINTS = (
    "://", "=", "-----", "bearer", "basic", "token", "key", "cookie", "secret", "-p", "-u", "-a", "--", "auth", "pass",
    "pwd", "</", "identified", "login ", "/p:", "/user:", "chpasswd", "honeycomb", "net use",
)  # fmt: skip


def find_placed_keys(folded: Folded) -> Iterator[Span]:
    """Yields a span for each value whose place says that it is secret."""
    text, low = folded.text, folded.low
    if not any(hint in low for hint in _HINTS):
        return
    if "-----" in text:
        yield from private_keys(text)
    if "://" in text:
        yield from _of_addresses(text)
    if (
        "-" in text
        or "/p:" in low
        or "/user:" in low
        or "identified" in low
        or "chpasswd" in low
        or "login " in low
        or "auth " in low
    ):
        yield from of_commands(text, low)
    yield from _of_headers(text, low)
    if ":" in text or "=" in text or "<" in text:
        yield from of_settings(text, low)


def _of_addresses(text: str) -> Iterator[Span]:
    for found in _USERINFO.finditer(text):
        if (
            not is_stand_in(found["value"])
            and found["value"].lower() not in PLAIN_VALUES
            and not found["value"].isdigit()
        ):
            yield password_span(found, "value", "key.url_password")
    for found in _USER_ONLY.finditer(text):
        if looks_random(found["value"], 20):
            yield random_span(found, "value", "key.url_user")
    for found in _PATH.finditer(text):
        if looks_random(found["value"], 12):
            yield random_span(found, "value", "key.path")
    for found in _QUERY.finditer(text):
        name, value = found["name"].lower(), found["value"].rstrip(TRAILING)
        if name.endswith(("password", "passwd", "pwd", "pass")):
            if not is_stand_in(value):
                yield password_span(found, "value", "key.query_password")
        elif looks_random(value, 6 if name.endswith(("token", "secret", "key", "otp")) else 12) and not _is_id(
            name, value
        ):
            yield random_span(found, "value", "key.query")


def _is_id(name: str, value: str) -> bool:
    return is_uuid(value) and name in {"key", "code", "session", "sid", "ticket"}


def _of_headers(text: str, low: str) -> Iterator[Span]:
    if not any(
        word in low
        for word in ("bearer", "basic", "key", "token", "auth", "cookie", "secret", "signature", "bot ", "-team")
    ):
        return
    if "authorization" in low:
        for found in _AUTHORIZATION.finditer(text):
            if looks_random(found["value"], 8) or is_uuid(found["value"]):
                yield random_span(found, "value", "key.authorization")
    for found in _SCHEME.finditer(low):
        if found["bearer"]:
            start = found.start("bearer")
            value = text[start : found.end("bearer")].rstrip(TRAILING)
            scheme = found["scheme"]
            is_random = looks_random(value, 8 if scheme == "basic" else 12)
            if is_random or (scheme in {"bearer", "basic"} and _is_after_authorization(low, found.start(), value)):
                yield Span(start, start + len(value), SecretKind.KEY, f"key.{scheme.replace(' ', '')}", mask_of(value))
            continue
        for cookie in _COOKIE.finditer(text, found.start("cookies"), found.end("cookies")):
            if looks_random(cookie["value"], 12):
                yield random_span(cookie, "value", "key.cookie")


def _is_after_authorization(low: str, place: int, value: str) -> bool:
    before = low[max(0, place - 24) : place]
    return "authorization" in before and not is_stand_in(value)
