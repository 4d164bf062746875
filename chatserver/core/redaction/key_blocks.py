"""Private keys' blocks (RFC 7468), whole or cut off."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.key_spans import HIDDEN
from chatserver.core.redaction.spans import Span


def private_keys(text: str) -> Iterator[Span]:
    """PEM blocks. One that is cut off goes on as long as its lines look like it."""
    done = 0
    begins = list(_BEGIN.finditer(text))
    for number, begin in enumerate(begins):
        if begin.start() < done:
            continue
        until = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        end = _END.search(text, begin.end(), until)
        body = begin.end()
        is_masked = text.startswith(f" {HIDDEN}", body)
        if is_masked:
            body += 1 + len(HIDDEN)
        done = end.end() if end is not None else _end_of_block(text, body, until)
        if not is_masked:
            yield Span(begin.start(), done, SecretKind.KEY, "key.pem", f"-----BEGIN {begin['kind']}----- {HIDDEN}")
        elif rest := text[body:done].lstrip():
            yield Span(done - len(rest), done, SecretKind.KEY, "key.pem", HIDDEN)
    if not begins:
        for end in _END.finditer(text):
            start = end.start()
            while (
                line := _LINE_BEFORE.search(text, max(done, start - 120), start)
            ) is not None and line.end() > line.start():
                start = line.start()
            if end.start() - start >= 20:
                yield Span(start, end.end(), SecretKind.KEY, "key.pem", f"{HIDDEN} -----END PRIVATE KEY-----")
            done = end.end()


_BEGIN = re.compile(r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?)-----")

_END = re.compile(r"-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----")

_LINE_BEFORE = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{8,100}(?:[\s\"',]|\\[nr]){1,4}\Z")

_BLOCK_LINE = re.compile(
    r"(?:[\s\"'+,>|]|\\[nr]){0,12}(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash):[^\n]{0,200}"
    r"|[A-Za-z0-9+/=]{16,20000}|[A-Za-z0-9+/=]{1,64}(?=\W{0,4}\Z))"
)


def _end_of_block(text: str, place: int, until: int) -> int:
    while (line := _BLOCK_LINE.match(text, place, until)) is not None:
        place = line.end()
    return place
