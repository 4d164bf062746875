"""Tags: what agents file a chat under. One spelling each, so that "Refund", " refund" and "#refund" are one tag."""

import unicodedata
from collections.abc import Iterable

from chatserver.core.errors import Code, Refused
from chatserver.core.text import require_line

MAX_TAG_CHARS = 40
MAX_TAGS = 20


def tag_of(text: str) -> str:
    """Returns the tag as it is kept: one line in lower case, composed, without a leading `#`; may be empty.

    Raises `Refused` (BAD_REQUEST or TOO_LONG).
    """
    return require_line(unicodedata.normalize("NFC", text).lower().lstrip("# \t\n"), MAX_TAG_CHARS)


def tags_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Returns the tags in the order given, each once, without empty ones.

    Raises `Refused` (BAD_REQUEST or TOO_LONG).
    """
    tags = tuple(dict.fromkeys(tag for text in texts if (tag := tag_of(text))))
    if len(tags) > MAX_TAGS:
        raise Refused(Code.BAD_REQUEST, f"A chat has {MAX_TAGS} tags at most.")
    return tags
