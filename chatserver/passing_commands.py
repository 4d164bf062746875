"""The commands that tell something in passing, for both sides: who is typing, how far is read. See `protocol`."""

from typing import Annotated

from msgspec import Meta

from chatserver.command_fields import ChatIdText, Command, Seq


class SetTyping(Command):
    """Tells the other side that this one is typing, or has stopped."""

    chat_id: ChatIdText
    typing: bool


class VisitorTyping(SetTyping):
    """Tells agents that the visitor is typing, or has stopped.

    `draft` is what has been written so far. Where the site has switched that on, agents who have the chat open are
    shown it, redacted; it is never kept. Elsewhere it is dropped.
    """

    draft: Annotated[str, Meta(max_length=8000)] | None = None


class MarkRead(Command):
    """Tells how far this side has read."""

    chat_id: ChatIdText
    seq: Seq
