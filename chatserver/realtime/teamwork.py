"""The agents' namespace, what they do among themselves: two lines a command, as in `agents`.

Who looks at which chat is held in memory, with the connection that looks: it ends with it, and is told in passing.
"""

from chatserver import protocol as p
from chatserver.answers import SeqAck, TakenAck, ViewersAck, ViewersChanged, VisitorChatsAck
from chatserver.core.people import AgentRef
from chatserver.core.redaction.raw_text import RawText
from chatserver.realtime.connections import AgentConnection, Connections
from chatserver.realtime.dispatch import Handler, Reply
from chatserver.realtime.publisher import AGENT, Notice, chat_room
from chatserver.services import teamwork, views
from chatserver.services.ports import Context
from chatserver.wire import chat_row


class Teamwork:
    """Handles the commands of `protocol.AGENT_COMMANDS` that are about other agents, or other chats of a visitor."""

    def __init__(self, ctx: Context, connections: Connections) -> None:
        self._ctx = ctx
        self._connections = connections
        self.handlers: dict[str, Handler] = {
            "requeue_chat": self.requeue_chat,
            "take_over": self.take_over,
            "correct_details": self.correct_details,
            "merge_chats": self.merge_chats,
            "list_visitor_chats": self.list_visitor_chats,
            "set_viewing": self.set_viewing,
        }

    async def requeue_chat(self, who: AgentConnection, asked: p.RequeueChat) -> Reply:
        where = teamwork.Requeue(asked.team, asked.lang, RawText(asked.note))
        done = await teamwork.requeue_chat(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, where)
        return Reply(SeqAck(done.value), done.news)

    async def take_over(self, who: AgentConnection, asked: p.TakeOver) -> Reply:
        done = await teamwork.take_over(self._ctx, who.agent, asked.chat_id, asked.client_id)
        return Reply(TakenAck(*done.value), done.news)

    async def correct_details(self, who: AgentConnection, asked: p.CorrectDetails) -> Reply:
        done = await teamwork.correct_details(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, asked.details
        )
        return Reply(SeqAck(done.value), done.news)

    async def merge_chats(self, who: AgentConnection, asked: p.MergeChats) -> Reply:
        done = await teamwork.merge_chats(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, asked.into
        )
        return Reply(SeqAck(done.value), done.news)

    async def list_visitor_chats(self, who: AgentConnection, asked: p.ListVisitorChats) -> Reply:
        found = await teamwork.visitor_chats(self._ctx, asked.chat_id)
        chats, alike = [chat_row(chat) for chat in found.chats], [chat_row(chat) for chat in found.alike]
        return Reply(VisitorChatsAck(chats, alike, found.incident))

    async def set_viewing(self, who: AgentConnection, asked: p.SetViewing) -> Reply:
        chat_id = None
        if asked.chat_id is not None:
            chat_id = (await views.chat_for_agents(self._ctx, asked.chat_id)).chat_id
        before, who.viewing = who.viewing, chat_id
        moved = [one for one in (before, chat_id) if one is not None] if before != chat_id else []
        others = [agent for agent in self._viewers(chat_id) if agent.id != who.agent.id]
        return Reply(ViewersAck(others), (), tuple(viewers_notice(self._connections, one) for one in moved))

    def _viewers(self, chat_id: str | None) -> list[AgentRef]:
        return self._connections.viewers(chat_id) if chat_id is not None else []


def viewers_notice(connections: Connections, chat_id: str) -> Notice:
    """Tells those who have a chat open who looks at it now."""
    told = ViewersChanged(chat_id, connections.viewers(chat_id))
    return Notice("viewers_changed", told, chat_room(chat_id), AGENT)
