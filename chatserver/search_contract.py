"""Searching on the wire: the command and its answer."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chatserver.answers import Ack, ChatRow
from chatserver.command_fields import Command, Instant, ShortText
from chatserver.core.chat import Status
from chatserver.core.people import Author
from chatserver.services.searching import Kind

Rating = Annotated[int, Meta(ge=1, le=5)]


class SearchChats(Command):
    """Finds chats by what was said, by visitors and details, and by ChatIDs, also partial or mistyped ones.

    `text` as people type it: words (the last may be unfinished), `"exact words"`, `-without`, `from:anna`, `from:bot`,
    `lang:de`, `tag:refund`, `plan:premium`, `status:closed`, `agent:ada`, `rating:1`, `rating:<3`, `before:2026-11-01`,
    `after:2026-10`. The other fields are the same as filters; `rating` is a pair, from the first to the second.
    """

    text: Annotated[str, Meta(max_length=20_000)] = ""
    status: Status | None = None
    lang: ShortText = ""
    plan: ShortText = ""
    tag: ShortText = ""
    agent: ShortText = ""
    rating: Annotated[list[Rating], Meta(min_length=2, max_length=2)] | None = None
    since: Instant | None = None
    until: Instant | None = None
    after: Annotated[str, Meta(max_length=40)] | None = None


class Found(Ack):
    """A chat that answers a search, the best first. `seq` is the event that does; null when the chat itself does.

    `kind`: `chat_id` (all or a part of it was typed), `near_id` (one slip away from what was typed), `message`, `note`,
    `details` (what is known of the visitor, or how the chat ended), `chat` (by filters alone). `marks` are pairs of
    places in `snippet`, in Unicode code points, from the first up to the second. `count`: so many of its events answer.
    """

    chat: ChatRow
    kind: Kind
    seq: int | None
    at: datetime | None
    author: Author | None
    snippet: str
    marks: list[list[int]]
    count: int


class SearchAck(Ack):
    """`next` goes into `after` for the page that follows; null on the last. `partial`: the time was up, and older chats
    were not looked at; the next page goes on there, even when this one is empty."""

    results: list[Found]
    next: str | None
    partial: bool
