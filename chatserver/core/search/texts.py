"""Texts: which words of an event can be found, and as whose.

The index keeps the words and not the texts, and takes words out again by being told the same text. So what is made of
an event here never changes: another way to prepare it needs a new index (a migration that empties it).
"""

import unicodedata

from msgspec import Struct

from chatserver.core import events as ev
from chatserver.core.events import Event
from chatserver.core.people import Author, AuthorKind

# What the index's own folding (case, accents) leaves apart and people type for one another.
_SAME_LETTERS = str.maketrans(
    {"ё": "е", "Ё": "Е", "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "ø": "o", "Ø": "o"}
)


class Findable(Struct, frozen=True):
    """The words of one event, by who said them; `about`: what is known of the visitor, and how the chat ended."""

    visitor: str = ""
    agent: str = ""
    note: str = ""
    bot: str = ""
    about: str = ""
    author: str = ""


def findable(event: Event) -> Findable | None:
    """Returns what can be found of an event that has been redacted; None when it says nothing."""
    match event:
        case ev.MessagePosted():
            return _said(event.author, "\n".join([event.text, *(file.name for file in event.files)]))
        case ev.NoteAdded():
            return Findable(note=folded(event.text), author=folded(event.author.name))
        case ev.ChatStarted() | ev.DetailsCollected() if event.details:
            return Findable(about=folded("\n".join(event.details.values())))
        case ev.TicketOpened():
            return Findable(about=folded(event.address))
        case ev.ChatClosed() if event.summary:
            return Findable(about=folded(event.summary), author=_name_of(event.by))
        case ev.ChatRated() if event.comment:
            return Findable(visitor=folded(event.comment))
        case _:
            return None


def shown(event: Event) -> str:
    """Returns the text that a result shows of an event that can be found."""
    match event:
        case ev.MessagePosted():
            return "\n".join(filter(None, [event.text, *(file.name for file in event.files)]))
        case ev.NoteAdded():
            return event.text
        case ev.ChatStarted() | ev.DetailsCollected():
            return " · ".join(event.details.values())
        case ev.TicketOpened():
            return event.address
        case ev.ChatClosed():
            return event.summary
        case ev.ChatRated():
            return event.comment
        case _:
            return ""


def folded(text: str) -> str:
    """Returns the text as the index is told it."""
    # Composed: a letter and its accent as two signs would be another word. What NFC makes of a text stays for ever.
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_SAME_LETTERS)


def _said(author: Author, text: str) -> Findable:
    text = folded(text)
    match author.kind:
        case AuthorKind.VISITOR:
            return Findable(visitor=text)
        case AuthorKind.AGENT:
            return Findable(agent=text, author=_name_of(author))
        case AuthorKind.BOT:
            return Findable(bot=text)


def _name_of(author: Author) -> str:
    return folded(author.name) if author.kind is AuthorKind.AGENT else ""
