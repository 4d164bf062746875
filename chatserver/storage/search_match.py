"""Match: a query in the language of FTS5. Every word is quoted, so nothing that is typed is taken for syntax."""

import re
from collections.abc import Iterable

from chatserver.core.search.query import Query, Wanted
from chatserver.core.search.texts import folded

# All but the bot's words: it says the same in every chat.
PEOPLE = "visitor agent note about"
_TOKEN = re.compile(r"[^\W_]+")
# From here on a letter is a word (Chinese, Japanese, Korean).
_FIRST_IDEOGRAPH = "\u2e80"


def matching(query: Query, columns: str = PEOPLE, author: str = "") -> str:
    """Returns the expression for messages in these columns, by an author of this name; empty when it asks nothing."""
    parts = [f"{{{columns}}} : ({_all(query.words)})"] if query.words else []
    names = _each_word(author)
    if names:
        parts.append(f"{{author}} : ({_all(names)})")
    if not parts:
        return ""
    found = " AND ".join(parts)
    if not query.without:
        return found
    unwanted = " OR ".join(_phrase(wanted) for wanted in query.without)
    return f"({found}) NOT ({{{PEOPLE} bot}} : ({unwanted}))"


def _each_word(text: str) -> list[Wanted]:
    return [Wanted(word) for word in _TOKEN.findall(text)]


def _all(words: Iterable[Wanted]) -> str:
    return " AND ".join(_phrase(wanted) for wanted in words)


def _phrase(wanted: Wanted) -> str:
    text = folded(wanted.text).replace('"', " ").replace("\0", " ")
    tokens = _TOKEN.findall(text)
    last = tokens[-1] if tokens else ""
    # One letter begins a twentieth of all words: it would find anything, and take its time.
    goes_on = not wanted.is_whole and (len(last) > 1 or last >= _FIRST_IDEOGRAPH)
    return f'"{text}"{"*" if goes_on else ""}'
