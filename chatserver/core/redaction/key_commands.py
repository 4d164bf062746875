"""Command lines: the options and arguments that take a password or a key."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.key_spans import PLAIN_VALUES, TRAILING, password_span, random_span, says_secret
from chatserver.core.redaction.randomness import is_stand_in, is_uuid, looks_random
from chatserver.core.redaction.spans import Span

_COMMAND = re.compile(
    r"(?<![\w-])(?:"
    r"(?:mysql|mysqldump|mysqladmin|mariadb|mycli)(?=\s)[^\n]{0,200}?\s-p(?P<a>[^\s\"'-][^\s]{2,100}"
    r"|[\"'][^\"'\n]{3,100}[\"'])"
    r"|sshpass\s{1,3}-p\s{0,3}[\"']?(?P<b>[^\s\"']{3,100})"
    r"|redis-cli\s[^\n]{0,100}?-a\s{1,3}[\"']?(?P<c>[^\s\"']{3,200})"
    r"|(?:docker|podman|helm|az|oc|mongo\w*|sqlcmd|bcp|unzip|zip"
    r"|skopeo)\s[^\n]{0,200}?\s-[pPw]\s{0,3}[\"']?(?P<d>(?!\d{1,5}:\d)[^\s\"'-][^\s\"']{3,200})"
    r"|curl\s[^\n]{0,300}?(?:-u|--user|--proxy-user)\s{0,3}[\"']?[^\s:\"']{0,100}:(?P<e>[^\s\"']{2,200})"
    r"|(?:ldapsearch|ldapmodify|smbclient|xfreerdp|rdesktop)\s[^\n]{0,300}?(?:-w\s{0,3}|/p:|-p\s{0,3}"
    r"|-U\s{0,3}[^\s%]{1,60}%)[\"']?(?P<f>[^\s\"']{3,200})"
    r"|7z\s[^\n]{0,100}?-p(?P<g>[^\s\"']{3,100})"
    r"|net\s{1,3}use\s[^\n]{0,100}?/user:\S{1,60}\s{1,3}(?P<h>[^\s/]{3,100})"
    r"|-pass(?:in|out)?\s{1,3}pass:(?P<i>[^\s\"']{3,100})"
    r"|identified\s{1,3}by\s{1,3}[\"'](?P<j>[^\"'\n]{1,100})"
    r"|(?:lftp|ftp|ncftp)\s[^\n]{0,60}?-u\s{1,3}[^\s,]{1,60},(?P<m>[^\s\"']{3,100})"
    r"|echo\s{1,3}[\"']?\w{1,40}:(?P<n>[^\s\"']{3,100})[\"']?\s{0,3}\|\s{0,3}(?:sudo\s)?chpasswd"
    r"|htpasswd\s[^\n]{0,100}?-\w{0,3}b\w{0,3}\s{1,3}\S{1,80}\s{1,3}\S{1,60}\s{1,3}(?P<k>\S{3,100})"
    r"|chpasswd\s{0,3}<<<\s{0,3}[\"']?\w{1,40}:(?P<l>[^\s\"']{3,100})"
    r")",
    re.IGNORECASE,
)

_OPTION = re.compile(
    r"(?<!\S)--?(?P<name>[\w-]{0,40}?(?:password|passwd|pass|pwd|passphrase|token|secret|api-?key|apikey"
    r"|access-?key|secret-?key|auth-?key|auth-?token|key))"
    r"(?:=|\s{1,3})[\"']?(?P<value>[^\s\"'-][^\s\"']{2,4000})",
    re.IGNORECASE,
)

_LOGIN = re.compile(
    r"(?<![\w-])(?:login|auth|authtoken|add-authtoken|set-token|authenticate)\s{1,3}(?P<value>[A-Za-z0-9_.-]{20,200})"
)


def of_commands(text: str, low: str) -> Iterator[Span]:
    for found in _LOGIN.finditer(text):
        if looks_random(found["value"], 20) or is_uuid(found["value"]):
            yield random_span(found, "value", "key.login")
    if " -" in text or low.startswith("-") or any(word in low for word in ("identified", "net use", "chpasswd", "/p:")):
        for found in _COMMAND.finditer(text):
            group = found.lastgroup or "a"
            if not is_stand_in(found[group].strip("\"'")):
                yield password_span(found, group, "key.command_line")
    if "--" in text or " -" in text:
        for found in _OPTION.finditer(text):
            value, is_password = (
                found["value"].rstrip(TRAILING),
                "pass" in found["name"].lower() or found["name"].lower() == "pwd",
            )
            if is_stand_in(value) or value.lower() in PLAIN_VALUES:
                continue
            if is_password and (says_secret(value) or "--" + found["name"] in found[0]):
                yield password_span(found, "value", "key.option")
            elif looks_random(value, 8):
                yield random_span(found, "value", "key.option")
