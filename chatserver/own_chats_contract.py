"""A visitor's own chats on the wire: the commands and their answers."""

from datetime import datetime
from typing import Any

from chatserver.answers import Ack
from chatserver.command_fields import ChatIdText, Command, Seq
from chatserver.core.chat import Status


class ListOwnChats(Command):
    """Fetches a page of the visitor's chats, the newest message first; `after` is the ChatID of the last row known."""

    after: ChatIdText | None = None


class ReadOwnChat(Command):
    """Fetches the log of one of the visitor's chats after `after_seq`, to read it; nothing is joined."""

    chat_id: ChatIdText
    after_seq: Seq = 0


class OwnChatRow(Ack):
    """One of the visitor's chats; `first_words` are the first that they wrote in it."""

    chat_id: str
    status: Status
    started_at: datetime
    last_at: datetime
    first_words: str


class OwnChatsAck(Ack):
    chats: list[OwnChatRow]
    more: bool


class OwnChatAck(Ack):
    """`can_go_on`: a reply would be taken there, also to a chat that was closed for want of one."""

    chat_id: str
    status: Status
    seq: int
    events: list[dict[str, Any]]
    more: bool
    can_go_on: bool
