"""Canned replies: what agents say often, under a shortcut, in as many languages as somebody has written. Pure.

Places in single braces, such as `{visitor}`, are filled by whoever sends; one that nobody can fill stays visible.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field
from rapidfuzz import fuzz

from chatserver.core.errors import Code, Refused
from chatserver.core.text import require_line, require_message
from chatserver.core.triage.intents import nearest_tag

MAX_TITLE_CHARS = 120
MAX_REPLY_CHARS = 4000
MAX_LANGUAGES = 20
# What a reply falls back to in a chat whose language nobody has written.
FALLBACK = "en"

_SHORTCUT = re.compile(r"/[\w-]{1,30}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
# Percent; below this the words have little in common with what is looked for.
_NEAR = 60.0


class Reply(Struct, frozen=True):
    """A canned reply; `texts` by language tag, `by` is the name of whoever saved it last."""

    id: str
    shortcut: str
    title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    updated_at: datetime | None = None
    by: str = ""

    def text_for(self, lang: str) -> str:
        """Returns the text in the language of a chat, else in English, else in the first that there is."""
        tag = nearest_tag(lang, self.texts) or nearest_tag(FALLBACK, self.texts) or next(iter(self.texts), "")
        return self.texts.get(tag, "")


def shortcut_of(text: str) -> str:
    """Returns the shortcut as it is kept: `/refund`, in lower case. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    line = require_line(text).lower()
    shortcut = line if line.startswith("/") else f"/{line}"
    if not _SHORTCUT.fullmatch(shortcut):
        raise Refused(Code.BAD_REQUEST, "A shortcut has up to 30 letters, digits and hyphens, as in /refund.")
    return shortcut


def title_of(text: str) -> str:
    """Returns the title of a reply, which is never empty. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    title = require_line(text, MAX_TITLE_CHARS)
    if not title:
        raise Refused(Code.BAD_REQUEST, "A reply needs a title.")
    return title


def texts_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Returns the texts by language, without empty ones. Raises `Refused` (BAD_REQUEST or TOO_LONG)."""
    kept: dict[str, str] = {}
    for tag, text in texts.items():
        if not _LANGUAGE.fullmatch(tag):
            raise Refused(Code.BAD_REQUEST, "A language is a tag such as en or pt-BR.")
        if len(text) > MAX_REPLY_CHARS:
            raise Refused(Code.TOO_LONG, f"A reply is longer than {MAX_REPLY_CHARS} characters.")
        if text.strip():
            kept[tag] = require_message(text)
    if not 0 < len(kept) <= MAX_LANGUAGES:
        raise Refused(Code.BAD_REQUEST, f"A reply has a text in at least one and at most {MAX_LANGUAGES} languages.")
    return kept


def find_replies(replies: Iterable[Reply], wanted: str, lang: str) -> Sequence[Reply]:
    """Returns the replies that fit what somebody typed, best first; all of them when that is nothing.

    The shortcut counts most, then the title, then the text in `lang`; small typing mistakes are forgiven.
    """
    words = wanted.strip().lstrip("/").lower()
    if not words:
        return list(replies)
    ranked = [(_fit(reply, words, lang), reply) for reply in replies]
    return [reply for fit, reply in sorted(ranked, key=lambda one: (-one[0], one[1].shortcut)) if fit >= _NEAR]


def _fit(reply: Reply, words: str, lang: str) -> float:
    shortcut, title = reply.shortcut.lstrip("/"), reply.title.lower()
    if shortcut.startswith(words):
        return 200.0 - len(shortcut)
    if words in title:
        return 90.0
    if words in reply.text_for(lang).lower():
        return 80.0
    return max(fuzz.ratio(words, shortcut), fuzz.partial_ratio(words, title) * 0.95)
