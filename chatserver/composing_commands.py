"""The commands of the agents' composer: canned replies, tags, mentions, suggested answers, tickets.

A part of the wire contract: see `protocol`.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from chatserver.answers import Ack, Nothing, SeqAck
from chatserver.command_fields import ChatIdText, ClientId, Command, Seq, ShortText
from chatserver.composing_answers import (
    KnownTagsAck,
    MentionsAck,
    RepliesAck,
    ReplyAck,
    SuggestionsAck,
    TagAck,
    TagsAck,
)

RowId = Annotated[str, Meta(min_length=1, max_length=64)]
LanguageTag = Annotated[str, Meta(max_length=35)]
Texts = Annotated[dict[LanguageTag, str], Meta(max_length=40)]


class ListReplies(Command):
    """Fetches the canned replies: all of them by shortcut, or those that fit `search`, best first."""

    search: Annotated[str, Meta(max_length=200)] = ""
    # Whose texts are searched.
    lang: LanguageTag = ""


class SaveReply(Command):
    """Adds a canned reply, or changes the one with this `reply_id`; for authors, supervisors and admins."""

    shortcut: ShortText
    title: ShortText
    texts: Texts
    reply_id: RowId | None = None


class RemoveReply(Command):
    """Removes a canned reply; for authors, supervisors and admins."""

    reply_id: RowId


class SetTags(Command):
    """Files the chat under these tags and no others; any agent may, whoever has it, also after its end."""

    chat_id: ChatIdText
    client_id: ClientId
    tags: Annotated[list[ShortText], Meta(max_length=100)]


class ListTags(Command):
    """Fetches the tags that are suggested."""


class SaveTag(Command):
    """Adds a tag to those that are suggested, or changes what closing summaries say of it.

    For authors, supervisors and admins.
    """

    name: ShortText
    texts: Texts = {}


class RemoveTag(Command):
    """Suggests a tag no longer; chats keep it. For authors, supervisors and admins."""

    name: ShortText


class ListMentions(Command):
    """Fetches the notes that name this agent with `@` and that they have not looked at, newest first."""


class ReadMentions(Command):
    """Says that this agent has looked at the notes of a chat that name them."""

    chat_id: ChatIdText


class SuggestAnswers(Command):
    """Fetches up to three answers of the intent files to the visitor's last message, if no agent has answered it."""

    chat_id: ChatIdText


class OpenTicket(Command):
    """Lets the chat go on by e-mail, and tells the visitor. Without `address`, to the visitor's own, if it is known."""

    chat_id: ChatIdText
    client_id: ClientId
    version: Seq
    address: Annotated[str, Meta(max_length=400)] = ""


COMPOSING_COMMANDS: Mapping[str, tuple[type[Command], type[Ack]]] = {
    "list_replies": (ListReplies, RepliesAck),
    "save_reply": (SaveReply, ReplyAck),
    "remove_reply": (RemoveReply, Nothing),
    "set_tags": (SetTags, TagsAck),
    "list_tags": (ListTags, KnownTagsAck),
    "save_tag": (SaveTag, TagAck),
    "remove_tag": (RemoveTag, Nothing),
    "list_mentions": (ListMentions, MentionsAck),
    "read_mentions": (ReadMentions, Nothing),
    "suggest_answers": (SuggestAnswers, SuggestionsAck),
    "open_ticket": (OpenTicket, SeqAck),
}
