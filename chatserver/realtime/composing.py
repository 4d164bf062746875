"""The handlers of the agents' composer, two lines each; see `agents` for the others of their namespace."""

from collections.abc import Iterable

from chatserver import composing_commands as p
from chatserver.answers import Mentioned, Nothing, RepliesChanged, SeqAck
from chatserver.composing_answers import (
    ReplyAck,
    TagAck,
    TagsAck,
    known_tags_ack,
    mentions_ack,
    replies_ack,
    reply_row,
    suggestions_ack,
    tag_row,
)
from chatserver.core.events import NoteAdded
from chatserver.realtime.connections import AgentConnection
from chatserver.realtime.dispatch import Handler, Reply
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, Notice, agent_room
from chatserver.services import mentioning, replies, suggesting, tagging, ticketing
from chatserver.services.ports import Context, News

_REPLIES_CHANGED = (Notice("replies_changed", RepliesChanged(), EVERY_AGENT, AGENT),)


class ComposingDesk:
    """Handles the commands of `composing_commands.COMPOSING_COMMANDS`."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.handlers: dict[str, Handler] = {
            "list_replies": self.list_replies,
            "save_reply": self.save_reply,
            "remove_reply": self.remove_reply,
            "set_tags": self.set_tags,
            "list_tags": self.list_tags,
            "save_tag": self.save_tag,
            "remove_tag": self.remove_tag,
            "list_mentions": self.list_mentions,
            "read_mentions": self.read_mentions,
            "suggest_answers": self.suggest_answers,
            "open_ticket": self.open_ticket,
        }

    async def list_replies(self, who: AgentConnection, asked: p.ListReplies) -> Reply:
        return Reply(replies_ack(await replies.list_replies(self._ctx, asked.search, asked.lang)))

    async def save_reply(self, who: AgentConnection, asked: p.SaveReply) -> Reply:
        saved = await replies.save_reply(self._ctx, who.agent, asked.reply_id, asked.shortcut, asked.title, asked.texts)
        return Reply(ReplyAck(reply_row(saved)), (), _REPLIES_CHANGED)

    async def remove_reply(self, who: AgentConnection, asked: p.RemoveReply) -> Reply:
        await replies.remove_reply(self._ctx, who.agent, asked.reply_id)
        return Reply(Nothing(), (), _REPLIES_CHANGED)

    async def set_tags(self, who: AgentConnection, asked: p.SetTags) -> Reply:
        done = await tagging.set_tags(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.tags)
        return Reply(TagsAck(done.value.seq, list(done.value.tags)), done.news)

    async def list_tags(self, who: AgentConnection, asked: p.ListTags) -> Reply:
        return Reply(known_tags_ack(await tagging.list_tags(self._ctx)))

    async def save_tag(self, who: AgentConnection, asked: p.SaveTag) -> Reply:
        return Reply(TagAck(tag_row(await tagging.save_tag(self._ctx, who.agent, asked.name, asked.texts))))

    async def remove_tag(self, who: AgentConnection, asked: p.RemoveTag) -> Reply:
        await tagging.remove_tag(self._ctx, who.agent, asked.name)
        return Reply(Nothing())

    async def list_mentions(self, who: AgentConnection, asked: p.ListMentions) -> Reply:
        return Reply(mentions_ack(await mentioning.list_mentions(self._ctx, who.agent)))

    async def read_mentions(self, who: AgentConnection, asked: p.ReadMentions) -> Reply:
        await mentioning.read_mentions(self._ctx, who.agent, asked.chat_id)
        return Reply(Nothing())

    async def suggest_answers(self, who: AgentConnection, asked: p.SuggestAnswers) -> Reply:
        return Reply(suggestions_ack(await suggesting.suggest_answers(self._ctx, asked.chat_id)))

    async def open_ticket(self, who: AgentConnection, asked: p.OpenTicket) -> Reply:
        done = await ticketing.open_ticket(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, asked.address
        )
        return Reply(SeqAck(done.value), done.news)


def mention_notices(news: Iterable[News]) -> tuple[Notice, ...]:
    """Returns what the agents are told whom a new note names, each in a room of their own."""
    notes = [(one, one.event) for item in news for one in item.log if isinstance(one.event, NoteAdded)]
    return tuple(
        Notice("mentioned", Mentioned(one.chat_id, one.seq, note.author.name), agent_room(agent_id), AGENT)
        for one, note in notes
        for agent_id in note.mentions
    )
