"""API keys and tokens that their vendor's prefix gives away. The mask keeps the prefix and the last characters.

Each row: the rule's name, the public prefix, and the form of the random part, as the vendors document them.
"""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.spans import DOT, Span

_ROWS: tuple[tuple[str, str, str], ...] = (
    ("key.aws", r"A(?:KIA|SIA)", r"[A-Z2-7]{16}"),
    ("key.anthropic", r"sk-ant-(?:api|admin)\d\d-", r"[\w-]{20,200}"),
    ("key.openai", r"sk-(?:proj-|svcacct-|admin-)?", r"[A-Za-z0-9_-]{20,200}"),
    ("key.stripe", r"(?:sk|rk)_(?:live|test)_", r"[A-Za-z0-9]{16,200}"),
    ("key.stripe_webhook", r"whsec_", r"[A-Za-z0-9+/=]{24,80}"),
    ("key.github", r"gh[pousr]_", r"[A-Za-z0-9]{30,251}"),
    ("key.github_fine", r"github_pat_", r"\w{22,251}"),
    ("key.gitlab", r"gl(?:pat|dt|rt|cbt|ptt|ft|soat)-", r"[\w-]{20,64}"),
    ("key.google", r"AIza", r"[\w-]{35}"),
    ("key.google_oauth", r"GOCSPX-", r"[\w-]{28}"),
    ("key.slack", r"xox[abeoprs]-", r"[\w-]{10,250}"),
    ("key.slack_app", r"xapp-", r"[\w-]{20,250}"),
    ("key.sendgrid", r"SG\.", r"[\w-]{16,32}\.[\w-]{16,64}"),
    ("key.twilio", r"SK", r"[0-9a-f]{32}"),
    ("key.npm", r"npm_", r"[A-Za-z0-9]{36}"),
    ("key.pypi", r"pypi-", r"[\w-]{50,250}"),
    ("key.shopify", r"shp(?:at|ca|pa|ss)_", r"[0-9a-fA-F]{32}"),
    ("key.digitalocean", r"do[opr]_v1_", r"[0-9a-f]{64}"),
    ("key.hugging_face", r"hf_", r"[A-Za-z]{34}"),
    ("key.telegram", r"\d{8,10}:", r"AA[\w-]{33}"),
    ("key.whatsapp", r"EAA", r"[A-Za-z0-9]{60,250}"),
    ("key.jwt", r"eyJ", r"[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,1000}"),
)
_PREFIXED = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<p{row}>{prefix})(?P<r{row}>{form})" for row, (_, prefix, form) in enumerate(_ROWS))
    + r")(?![\w-])"
)
_PEM_BEGIN = re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")
_PEM_END = re.compile(r"-----END [A-Z ]{0,20}PRIVATE KEY-----")
# A value that its label calls a key or token, in the five languages, and that no word looks like.
_LABELLED = re.compile(
    r"(?:api[\s_-]?(?:key|token|secret|schlüssel)|access[\s_-]?token|secret[\s_-]?key|bearer|d360-api-key"
    r"|clave\s{1,4}(?:de\s{1,4})?api|token\s{1,4}de\s{1,4}acceso|chave\s{1,4}(?:de\s{1,4}|da\s{1,4})?api"
    r"|(?:ключ|токен)\w{0,3}(?:\s{1,4}api)?)"
    r"[\"'\s]{0,6}(?:[:=]|is|ist|lautet|es|é|это)?[\"'`\s]{0,6}"
    r"(?P<value>(?=[A-Za-z+/_.-]{0,99}\d)(?=[0-9+/_.-]{0,99}[A-Za-z])[A-Za-z0-9+/_.-]{16,500}={0,2})",
    re.IGNORECASE,
)
# No key is shorter; most messages have no such run of signs, and are done with after this look.
_LONG_RUN = re.compile(r"[\w+/=.:-]{14}")
_KEPT_CHARS = 4
# Never more than a quarter of the random part is shown.
_KEPT_SHARE = 8


def find_keys(text: str) -> Iterator[Span]:
    """Yields a span for each key or token in `text`."""
    yield from _private_keys(text)
    if not _LONG_RUN.search(text):
        return
    for found in _PREFIXED.finditer(text):
        row = next(row for row in range(len(_ROWS)) if found[f"p{row}"] is not None)
        secret = found[f"r{row}"]
        kept = min(_KEPT_CHARS, len(secret) // _KEPT_SHARE)
        mask = f"{found[f'p{row}']}{secret[:kept]}{DOT * 6}{secret[len(secret) - kept :]}"
        yield Span(*found.span(), SecretKind.KEY, _ROWS[row][0], mask)
    for found in _LABELLED.finditer(text):
        secret = found["value"]
        kept = min(_KEPT_CHARS, len(secret) // _KEPT_SHARE)
        mask = f"{secret[:kept]}{DOT * 6}{secret[len(secret) - kept :]}"
        yield Span(*found.span("value"), SecretKind.KEY, "key.labelled", mask)


def _private_keys(text: str) -> Iterator[Span]:
    """PEM blocks; one that is cut off goes on to the end of the text."""
    place = 0
    while (begin := _PEM_BEGIN.search(text, place)) is not None:
        end = _PEM_END.search(text, begin.end())
        place = end.end() if end is not None else len(text)
        yield Span(begin.start(), place, SecretKind.KEY, "key.pem", f"-----BEGIN PRIVATE KEY----- {DOT * 8}")
