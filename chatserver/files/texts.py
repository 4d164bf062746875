"""Texts: logs, tables and settings that people attach hold more secrets than their messages do, and lose them, too."""

from collections.abc import Iterator

from chatserver.core.attachments import MAX_TEXT_BYTES, TEXT, is_plain
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, Said, redact
from chatserver.core.redaction.rules import Rules
from chatserver.files.verdicts import Fault, NotTaken, Verdict

# Redaction bounds what it looks for in one message; a file is many.
BLOCK_CHARS = 8_000
# The largest key in lines of its own: an RSA key of 16,384 bits has 12,800.
_LONGEST_KEY_CHARS = 14_000
_LOOKS_BACK_CHARS = 1_000


def write_redacted(raw: bytes, rules: Rules) -> tuple[bytes, Verdict]:
    """Returns a UTF-8 text without its secrets, and what it is. Raises `NotTaken`."""
    if len(raw) > MAX_TEXT_BYTES:
        raise NotTaken(Fault.TEXT_TOO_LONG)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise NotTaken(Fault.KIND) from None
    if not text or not is_plain(text):
        raise NotTaken(Fault.KIND)
    parts: list[str] = []
    removed = 0
    context = Context()
    for block in blocks_of(text):
        redacted = redact(context, RawText(block), rules=rules)
        parts.append(redacted.text)
        removed += len(redacted.redactions)
        context = Context((Said(AuthorKind.VISITOR, redacted.text[-_LOOKS_BACK_CHARS:]),))
    kept = "".join(parts).encode()
    return kept, Verdict(TEXT.media_type, len(kept), redactions=removed)


def blocks_of(text: str) -> Iterator[str]:
    """Yields the text in parts of whole lines; a key in lines of its own stays in one."""
    start = 0
    while start < len(text):
        end = _end_of_block(text, start)
        yield text[start:end]
        start = end


def _end_of_block(text: str, start: int) -> int:
    if len(text) - start <= BLOCK_CHARS:
        return len(text)
    end = text.rfind("\n", start, start + BLOCK_CHARS) + 1 or _end_of_word(text, start)
    opened = text.rfind("-----BEGIN ", start, end)
    if opened > start and text.find("-----END ", opened, end) < 0:
        return opened
    if opened == start:
        closed = text.find("-----END ", end, start + _LONGEST_KEY_CHARS)
        return end if closed < 0 else (text.find("\n", closed) + 1 or len(text))
    return end


def _end_of_word(text: str, start: int) -> int:
    """Within one endless line: behind a blank or a comma, where no secret goes on."""
    last = start + BLOCK_CHARS
    return max(text.rfind(sign, start + BLOCK_CHARS // 2, last) + 1 for sign in " ,;") or last
