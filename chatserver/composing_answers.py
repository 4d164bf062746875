"""The acks of the agents' composer: canned replies, tags, mentions, suggested answers."""

from collections.abc import Iterable
from datetime import datetime

from chatserver.answers import Ack
from chatserver.core.replies import Reply
from chatserver.services.composing_ports import Tag
from chatserver.services.mentioning import Mention
from chatserver.services.suggesting import Suggestion


class ReplyRow(Ack):
    """A canned reply; `texts` by language, `by` is the name of whoever saved it last."""

    reply_id: str
    shortcut: str
    title: str
    texts: dict[str, str]
    updated_at: datetime | None
    by: str


class RepliesAck(Ack):
    replies: list[ReplyRow]


class ReplyAck(Ack):
    """The reply as it is kept: redacted."""

    reply: ReplyRow


class TagRow(Ack):
    """A tag that is suggested; `texts` is what a closing summary says of it, by language."""

    name: str
    texts: dict[str, str]


class KnownTagsAck(Ack):
    tags: list[TagRow]


class TagAck(Ack):
    """The tag as it is kept: normalised and redacted."""

    tag: TagRow


class TagsAck(Ack):
    """The chat's tags as they are kept."""

    seq: int
    tags: list[str]


class MentionRow(Ack):
    """A note that names this agent and that they have not looked at; `text` is its beginning."""

    chat_id: str
    seq: int
    at: datetime
    by: str
    text: str


class MentionsAck(Ack):
    mentions: list[MentionRow]


class SuggestedAnswer(Ack):
    """An answer of the intent files in the chat's language, filled; `seq` is the message that it answers."""

    intent: str
    title: str
    text: str
    seq: int


class SuggestionsAck(Ack):
    answers: list[SuggestedAnswer]


def reply_row(reply: Reply) -> ReplyRow:
    return ReplyRow(reply.id, reply.shortcut, reply.title, dict(reply.texts), reply.updated_at, reply.by)


def replies_ack(replies: Iterable[Reply]) -> RepliesAck:
    return RepliesAck([reply_row(reply) for reply in replies])


def tag_row(tag: Tag) -> TagRow:
    return TagRow(tag.name, dict(tag.texts))


def known_tags_ack(tags: Iterable[Tag]) -> KnownTagsAck:
    return KnownTagsAck([tag_row(tag) for tag in tags])


def mentions_ack(mentions: Iterable[Mention]) -> MentionsAck:
    return MentionsAck([MentionRow(one.chat_id, one.seq, one.at, one.by.name, one.text) for one in mentions])


def suggestions_ack(found: Iterable[Suggestion]) -> SuggestionsAck:
    return SuggestionsAck([SuggestedAnswer(one.intent, one.title, one.text, one.seq) for one in found])
