"""The agents' namespace: two lines a command. The agent comes from the session, never from the payload."""

from chatserver import protocol as p
from chatserver.answers import ChatRead, ChatsAck, Nothing, PresenceChanged, SeqAck, TakenAck, TypingChanged
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.search.query import Filters
from chatserver.passing_commands import MarkRead, SetTyping
from chatserver.realtime.composing import ComposingDesk, mention_notices
from chatserver.realtime.connections import AgentConnection
from chatserver.realtime.dispatch import ChatSocketServer, Handler, Reply
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, VISITOR, Notice, chat_room
from chatserver.report_answers import board_ack, report_ack
from chatserver.search_contract import SearchChats
from chatserver.services import board, handling, redacting, reports, searching, urgency, views
from chatserver.services.ports import Context
from chatserver.wire import chat_row, message_ack, open_ack, search_ack


class AgentDesk:
    """Handles the commands of `protocol.AGENT_COMMANDS`."""

    def __init__(self, ctx: Context, server: ChatSocketServer) -> None:
        self._ctx = ctx
        self._server = server
        self.handlers: dict[str, Handler] = {
            "set_presence": self.set_presence,
            "list_chats": self.list_chats,
            "open_chat": self.open_chat,
            "claim_chat": self.claim_chat,
            "answer_offer": self.answer_offer,
            "post_message": self.post_message,
            "add_note": self.add_note,
            "redact_message": self.redact_message,
            "transfer_chat": self.transfer_chat,
            "release_chat": self.release_chat,
            "hand_back_chat": self.hand_back_chat,
            "close_chat": self.close_chat,
            "block_visitor": self.block_visitor,
            "set_urgency": self.set_urgency,
            "open_complaint": self.open_complaint,
            "search_chats": self.search_chats,
            "get_board": self.get_board,
            "get_report": self.get_report,
            "set_typing": self.set_typing,
            "mark_read": self.mark_read,
            **ComposingDesk(ctx).handlers,
        }

    async def set_presence(self, who: AgentConnection, asked: p.SetPresence) -> Reply:
        done = await handling.set_presence(self._ctx, who.agent, asked.status, asked.reason or "")
        told = PresenceChanged(who.agent, asked.status, done.value)
        return Reply(Nothing(), done.news, (Notice("presence_changed", told, EVERY_AGENT, AGENT),))

    async def list_chats(self, who: AgentConnection, asked: p.ListChats) -> Reply:
        chats = await views.list_chats(self._ctx, who.agent.id, asked.view, asked.after)
        return Reply(ChatsAck([chat_row(chat) for chat in chats], self._ctx.clock.now()))

    async def open_chat(self, who: AgentConnection, asked: p.OpenChat) -> Reply:
        chat_id = (await views.chat_for_agents(self._ctx, asked.chat_id)).chat_id
        # Joined before the log is read: what happens in between arrives twice, never not at all.
        await self._server.enter_room(who.sid, chat_room(chat_id), namespace=AGENT)
        return Reply(open_ack(await views.open_chat(self._ctx, chat_id, asked.after_seq), self._ctx.store.epoch))

    async def claim_chat(self, who: AgentConnection, asked: p.ClaimChat) -> Reply:
        done = await handling.claim_chat(self._ctx, who.agent, asked.chat_id, asked.client_id)
        return Reply(TakenAck(*done.value), done.news)

    async def answer_offer(self, who: AgentConnection, asked: p.AnswerOffer) -> Reply:
        answer = handling.accept_offer if asked.accept else handling.decline_offer
        done = await answer(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.offer_id)
        return Reply(TakenAck(*done.value), done.news)

    async def post_message(self, who: AgentConnection, asked: p.PostAgentMessage) -> Reply:
        done = await handling.post_agent_message(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, RawText(asked.text), asked.files
        )
        return Reply(message_ack(done.value), done.news)

    async def add_note(self, who: AgentConnection, asked: p.AddNote) -> Reply:
        done = await handling.add_note(self._ctx, who.agent, asked.chat_id, asked.client_id, RawText(asked.text))
        return Reply(message_ack(done.value), done.news, mention_notices(done.news))

    async def redact_message(self, who: AgentConnection, asked: p.RedactMessage) -> Reply:
        done = await redacting.redact_marked(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.seq, asked.start, asked.end
        )
        return Reply(SeqAck(done.value), done.news)

    async def transfer_chat(self, who: AgentConnection, asked: p.TransferChat) -> Reply:
        done = await handling.transfer_chat(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, asked.to, RawText(asked.note)
        )
        return Reply(SeqAck(done.value), done.news)

    async def release_chat(self, who: AgentConnection, asked: p.ReleaseChat) -> Reply:
        done = await handling.release_chat(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version)
        return Reply(SeqAck(done.value), done.news)

    async def hand_back_chat(self, who: AgentConnection, asked: p.HandBackChat) -> Reply:
        done = await handling.hand_back_chat(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version)
        return Reply(SeqAck(done.value), done.news)

    async def close_chat(self, who: AgentConnection, asked: p.CloseAgentChat) -> Reply:
        done = await handling.close_chat(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version, RawText(asked.summary), asked.reason
        )
        return Reply(SeqAck(done.value), done.news)

    async def block_visitor(self, who: AgentConnection, asked: p.BlockVisitor) -> Reply:
        done = await handling.block_visitor(self._ctx, who.agent, asked.chat_id, asked.client_id, asked.version)
        return Reply(SeqAck(done.value), done.news)

    async def set_urgency(self, who: AgentConnection, asked: p.SetUrgency) -> Reply:
        done = await urgency.set_urgency(
            self._ctx, who.agent, asked.chat_id, asked.client_id, asked.plan, asked.severity
        )
        return Reply(SeqAck(done.value), done.news)

    async def open_complaint(self, who: AgentConnection, asked: p.OpenComplaint) -> Reply:
        done = await urgency.open_complaint(self._ctx, who.agent, asked.chat_id, asked.client_id)
        return Reply(SeqAck(done.value), done.news)

    async def search_chats(self, who: AgentConnection, asked: SearchChats) -> Reply:
        ratings = (asked.rating[0], asked.rating[1]) if asked.rating is not None else None
        filters = Filters(
            asked.status, asked.lang, asked.plan, asked.tag, asked.agent,
            ratings=ratings, since=asked.since, until=asked.until,
        )  # fmt: skip
        return Reply(search_ack(await searching.search_chats(self._ctx, asked.text, filters, asked.after)))

    async def get_board(self, who: AgentConnection, asked: p.GetBoard) -> Reply:
        return Reply(board_ack(await board.board(self._ctx, who.agent, asked.zone)))

    async def get_report(self, who: AgentConnection, asked: p.GetReport) -> Reply:
        span = reports.Span(asked.since, asked.until or self._ctx.clock.now(), asked.zone)
        return Reply(report_ack(await reports.report(self._ctx, who.agent, span)))

    async def set_typing(self, who: AgentConnection, asked: SetTyping) -> Reply:
        chat = await views.chat_for_agents(self._ctx, asked.chat_id)
        told = TypingChanged(chat.chat_id, AuthorKind.AGENT, who.agent.name, asked.typing)
        # A colleague who writes a note is none of the visitor's business.
        has_it = chat.agent is not None and chat.agent.id == who.agent.id
        namespaces = (VISITOR, AGENT) if has_it else (AGENT,)
        room = chat_room(chat.chat_id)
        return Reply(Nothing(), (), tuple(Notice("typing_changed", told, room, space, who.sid) for space in namespaces))

    async def mark_read(self, who: AgentConnection, asked: MarkRead) -> Reply:
        mark = await handling.mark_read(self._ctx, who.agent, asked.chat_id, asked.seq)
        if mark is None:
            return Reply(Nothing())
        told = ChatRead(mark.chat_id, AuthorKind.AGENT, mark.seq)
        room = chat_room(mark.chat_id)
        return Reply(Nothing(), (), tuple(Notice("chat_read", told, room, space) for space in (VISITOR, AGENT)))
