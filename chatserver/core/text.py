"""Text from outside: what no store, screen or log should have to cope with is refused here."""

import re

from chatserver.core.errors import Code, Refused

# 32 KiB of UTF-8 holds a pasted API request with its response; more belongs into a file.
MAX_MESSAGE_BYTES = 32 * 1024
# A name, a title, an e-mail address, a comment's line.
MAX_LINE_CHARS = 400

# As in en, pt-BR, zh-Hant-TW or es-419: too little for a card's number or a key.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2,8}|[0-9]{3,4})){0,2}")
# NUL ends strings in some stores, and a lone surrogate cannot be written as UTF-8 at all.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Pasted terminal output has colour codes and bells; nobody misses them.
_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


def require_message(text: str) -> str:
    """Returns a message fit to store: line ends as \\n, no blank ends. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    text = require_sane(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise Refused(Code.BAD_REQUEST, "The text is empty.")
    if len(text.encode()) > MAX_MESSAGE_BYTES:
        raise Refused(Code.TOO_LONG, f"The text is longer than {MAX_MESSAGE_BYTES // 1024} KiB.")
    return text


def require_line(text: str, limit: int = MAX_LINE_CHARS) -> str:
    """Returns one line without line breaks; may be empty. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    line = " ".join(require_sane(text).split())
    if len(line) > limit:
        raise Refused(Code.TOO_LONG, f"A field is longer than {limit} characters.")
    return line


def is_language_tag(text: str) -> bool:
    """True for what may name a language, whether there is one of this name or not."""
    return _LANGUAGE.fullmatch(text) is not None


def require_sane(text: str) -> str:
    """Returns `text` without control characters. Raises `Refused` (BAD_REQUEST) for NUL and lone surrogates."""
    bad = _UNSTORABLE.search(text)
    if bad is not None:
        raise Refused(Code.BAD_REQUEST, f"The text has a character that cannot be kept: U+{ord(bad[0]):04X}.")
    return _INVISIBLE.sub("", text)
