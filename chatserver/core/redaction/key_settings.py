"""Settings: `NAME=value`, `"name": "value"`, `name: value`, `<name>value</name>`, by what their names say."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.key_spans import HIDDEN, PLAIN_VALUES, TRAILING, says_secret
from chatserver.core.redaction.keys import mask_of
from chatserver.core.redaction.randomness import is_object, is_stand_in, is_uuid, looks_random
from chatserver.core.redaction.spans import Span

_SECRET_FIELD = (
    r"(?:pass(?:wor[dt]|wd|phrase|code)?|pwd|pw|passwort|kennwort|contrasena|clave|senha|secret|token"
    r"|api[_.-]?key|apikey"
    r"|access[_.-]?key|account[_.-]?key|shared[_.-]?access[_.-]?key|private[_.-]?key|secret[_.-]?key"
    r"|master[_.-]?key|signing[_.-]?key"
    r"|encryption[_.-]?key|auth[_.-]?key|auth|credentials?|jwt|bearer|session[_.-]?key|service[_.-]?key"
    r"|license[_.-]?key|webhook[_.-]?key"
    r"|app[_.-]?key|deploy[_.-]?key|key|sid|cookie|signature|sig|psk|salt|pin|otp|parol)"
)

_STEM = re.compile(
    r"pass|pwd|(?<![a-z])pw(?![a-z])|kennwort|contrasena|clave|senha|secret|token|key|auth|credential|jwt"
    r"|(?<![a-z])sid|cookie|(?<![a-z])sig|psk|salt|(?<![a-z])pin(?![a-z])|otp|parol|honeycomb-team|app_id"
)

# The same words plainly: looking for each is ten times as fast, and most texts have none of them.
_STEMS = (
    "pass", "pw", "kennwort", "contrasena", "clave", "senha", "secret", "token", "key", "auth", "credential", "jwt",
    "sid", "cookie", "sig", "psk", "salt", "pin", "otp", "parol", "honeycomb-team", "app_id",
)  # fmt: skip

_NAME_START = re.compile(r"[A-Za-z0-9_.-]{0,80}\Z")

_NAME_END = re.compile(r"[A-Za-z0-9_.-]{0,60}")

# The name may have parts before and after, but not those that make something harmless of it.
_SECRET_NAME = re.compile(
    r"(?:[a-z0-9]{1,40}[_.-]){0,6}[a-z0-9]{0,30}"
    + _SECRET_FIELD
    + r"(?:[_.-]?(?:prod|dev|test|live|staging|main|default|value|v?\d{1,2}|base64|b64|key|token|secret|string"
    r"|hash))?|.*honeycomb-team",
    re.IGNORECASE,
)

_SETTING = re.compile(
    r"(?P<close>[\"'\]]{0,2})\s{0,3}(?P<sep>=>|:=|[:=]|(?<=[\"'])\s{0,3},)\s{0,3}(?P<open>[bruf]?[\"'`]{0,3})"
    r"(?:(?:bearer|basic|token)\s{1,3})?(?P<value>[^\s\"'`<>&]{1,4000}(?:&(?!\w{1,40}=)[^\s\"'`<>&]{0,200}){0,20})",
    re.IGNORECASE,
)

_XML_VALUE = re.compile(r">(?P<value>[^<>\s]{3,400})</")

_HARMLESS = re.compile(
    r"(?:public|publishable|pub|idempotency|primary|foreign|partition|sort|cache|object|row|max|min|num|total"
    r"|count|hot|arrow|site|csrf"
    r"|page|next|prev|continuation|cursor|tracking|order|message|group|routing|dedup|type|keyboard|git|commit"
    r"|translation|i18n"
    r"|wrap|registry|turn|map|bundle|language|lookup|color|hash|host|author|oauth|author)[_.-]?(?:key|token|auth"
    r"|sid|signature|sig)"
    r"|.*(?:key|token|secret|pass\w*)[_.-]?(?:id|type|url|uri|name|expir\w*|count|limit|length|ttl|at|hint"
    r"|policy|field|label|reset|scope)"
    r"|.*key_?id.*|.*site[_-]?key|(?:o?auth|sid|key|salt|sig|signature|cookie|pin|clave)",
    re.IGNORECASE,
)

# Names that say enough for any value, however short and plain.
_PASSWORD_FIELD = re.compile(
    r"(?:.*[_.-])?(?:\w*pass(?:wor[dt]|wd|phrase)?|\w*pwd|pw|\w*passwort|kennwort|contrasena|senha"
    r"|psk)(?:[_.-]?\w{1,8})?",
    re.IGNORECASE,
)


def of_settings(text: str, low: str) -> Iterator[Span]:
    """`NAME=value`, `"name": "value"`, `<name>value</name>`: a setting whose name says that it is secret."""
    if not any(stem in low for stem in _STEMS):
        return
    done = 0
    for stem in _STEM.finditer(low):
        if stem.start() < done:
            continue
        head = _NAME_START.search(text, max(done, stem.start() - 80), stem.start())
        start = head.start() if head is not None else stem.start()
        tail = _NAME_END.match(text, stem.start())
        end = done = tail.end() if tail is not None else stem.end()
        name = text[start:end].lstrip("-.").rstrip(".-")
        found = _XML_VALUE.match(text, end) if text[max(0, start - 1) : start] == "<" else _SETTING.match(text, end)
        if found is None or _SECRET_NAME.fullmatch(name) is None:
            continue
        if len(found[0]) > 400 and not looks_random(found["value"][:400], 8):
            # No setting is that long.
            done = found.end()
            continue
        span = _of_setting(text, start, name, found)
        if span is not None:
            done = span.end
            yield span


def _of_setting(text: str, start: int, name: str, found: re.Match[str]) -> Span | None:
    parts = found.groupdict()
    is_quoted = bool((parts.get("open") or "").strip("bruf"))
    is_xml = "sep" not in parts
    if (parts.get("sep") or "").strip() == "," and not is_quoted:
        return None
    value = found["value"] if is_quoted or is_xml else found["value"].split(";", 1)[0]
    is_password = _PASSWORD_FIELD.fullmatch(name) is not None
    whole = value
    value = value.rstrip(TRAILING.replace("!", "").replace("?", "") if is_password else TRAILING)
    # "[FILTERED]" is one with its bracket only.
    if not value or is_stand_in(value) or (value != whole and is_stand_in(whole)) or value.lower() in PLAIN_VALUES:
        return None
    if "\n" in text[found.start() : found.start("value")] and re.match(r"[\w.-]*[:=]", value):
        return None
    place = found.start("value")
    if is_password and parts.get("sep") == ":" and not is_quoted and _is_sentence(text, place, value):
        return None
    before = text[max(0, start - 1) : start]
    is_line = before in {"", "\n"} and name.isascii() and not name[0].isupper()
    is_setting = (
        is_xml
        or is_quoted
        or bool(parts.get("close"))
        or (parts.get("sep") or "") in {"=", "=>", ":="}
        or "_" in name
        or is_line
    )
    is_harmless = _HARMLESS.fullmatch(name) is not None
    if is_password and is_setting and not is_harmless:
        return (
            Span(place, place + len(value), SecretKind.PASSWORD, "password.setting", HIDDEN)
            if _is_value(value)
            else None
        )
    key = Span(place, place + len(value), SecretKind.KEY, "key.setting", mask_of(value))
    if is_harmless:
        is_key = name.lower() in {"auth", "sig", "salt", "cookie", "key"} and is_setting
        return key if is_key and looks_random(value, 20) and not is_uuid(value) else None
    is_identifier = "_" in name or "-" in name or name.isupper() or is_setting
    if looks_random(value, 8) and (is_identifier or len(value) >= 12):
        return key
    return (
        key
        if is_setting and is_identifier and len(value) >= 6 and says_secret(value) and not is_object(value)
        else None
    )


def _is_sentence(text: str, place: int, value: str) -> bool:
    """Words after a colon are no setting: what belongs to the password, the reader of sentences knows better."""
    following = text[place + len(value) : place + len(value) + 2]
    return value.lstrip("(").isalpha() and following[:1] == " " and following[1:].isalpha()


def _is_value(value: str) -> bool:
    """Something that a password's field may hold: no call, no path of a program's names."""
    return not re.fullmatch(r"[A-Za-z_]\w*(?:\.\w+)+(?:\(.*)?|\w+\(.*", value)
