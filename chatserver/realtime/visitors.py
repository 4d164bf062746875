"""The visitors' namespace: two lines a command. The visitor comes from the connection, never from the payload."""

import time

from chatserver import protocol as p
from chatserver.answers import ChatRead, DraftShown, Nothing, SeqAck, TypingChanged
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Page
from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.own_chats_contract import ListOwnChats, ReadOwnChat
from chatserver.passing_commands import MarkRead, VisitorTyping
from chatserver.realtime.connections import Connections, VisitorConnection
from chatserver.realtime.dispatch import ChatSocketServer, Handler, Reply
from chatserver.realtime.limits import Limiter, Rate
from chatserver.realtime.publisher import AGENT, EVERY_VISITOR, VISITOR, Notice, chat_room
from chatserver.services import drafting, identifying, outbox, own_chats, redacting, visiting
from chatserver.services.ports import Context, News
from chatserver.wire import message_ack, own_chat_ack, own_chats_ack, resume_ack, start_ack

# A widget tells its draft once a second at most; a few at once after a lost connection do no harm.
DRAFTS = Rate(5, 1)


class VisitorDesk:
    """Handles the commands of `protocol.VISITOR_COMMANDS`."""

    def __init__(self, ctx: Context, server: ChatSocketServer, connections: Connections) -> None:
        self._ctx = ctx
        self._connections = connections
        self._server = server
        self._drafts = Limiter(DRAFTS, time.monotonic)
        self.handlers: dict[str, Handler] = {
            "start_chat": self.start_chat,
            "resume_chat": self.resume_chat,
            "post_message": self.post_message,
            "request_agent": self.request_agent,
            "dispute_redaction": self.dispute_redaction,
            "rate_chat": self.rate_chat,
            "close_chat": self.close_chat,
            "send_transcript": self.send_transcript,
            "set_typing": self.set_typing,
            "mark_read": self.mark_read,
            "list_own_chats": self.list_own_chats,
            "read_own_chat": self.read_own_chat,
        }

    async def start_chat(self, who: VisitorConnection, asked: p.StartChat) -> Reply:
        page = Page(*((asked.page.url, asked.page.title) if asked.page else ("", "")), who.browser)
        arrival = visiting.Arrival(asked.lang, page, asked.details, asked.token, asked.zone or "", asked.identity)
        done = await visiting.start_chat(self._ctx, arrival)
        token, chat = done.value
        await self._join(who, chat)
        # Read only now: in a chat that was open already, something may have happened before this tab had joined.
        opened = await visiting.resume_chat(self._ctx, chat.chat_id, token, 0, None)
        return Reply(start_ack(opened, token, self._ctx.store.epoch, self._ctx.clock.now()), done.news)

    async def resume_chat(self, who: VisitorConnection, asked: p.ResumeChat) -> Reply:
        # Joined before the log is read: what happens in between arrives twice, never not at all.
        identified = await self._identify(asked)
        await self._join(who, await visiting.chat_with_token(self._ctx, asked.chat_id, asked.token))
        opened = await visiting.resume_chat(self._ctx, asked.chat_id, asked.token, asked.after_seq, asked.epoch)
        return Reply(resume_ack(opened, self._ctx.store.epoch, self._ctx.clock.now()), identified)

    async def post_message(self, who: VisitorConnection, asked: p.PostMessage) -> Reply:
        done = await visiting.post_visitor_message(
            self._ctx, _known(who), asked.chat_id, asked.client_id, RawText(asked.text), asked.files
        )
        return Reply(message_ack(done.value), done.news)

    async def request_agent(self, who: VisitorConnection, asked: p.RequestAgent) -> Reply:
        done = await visiting.request_agent(self._ctx, _known(who), asked.chat_id, asked.client_id)
        return Reply(SeqAck(done.value), done.news)

    async def dispute_redaction(self, who: VisitorConnection, asked: p.DisputeRedaction) -> Reply:
        done = await redacting.dispute_redaction(self._ctx, _known(who), asked.chat_id, asked.client_id, asked.seq)
        return Reply(SeqAck(done.value), done.news)

    async def rate_chat(self, who: VisitorConnection, asked: p.RateChat) -> Reply:
        done = await visiting.rate_chat(
            self._ctx, _known(who), asked.chat_id, asked.client_id, asked.score, RawText(asked.comment)
        )
        return Reply(SeqAck(done.value), done.news)

    async def close_chat(self, who: VisitorConnection, asked: p.CloseChat) -> Reply:
        done = await visiting.close_chat(self._ctx, _known(who), asked.chat_id, asked.client_id)
        return Reply(SeqAck(done.value), done.news)

    async def send_transcript(self, who: VisitorConnection, asked: p.SendTranscript) -> Reply:
        await outbox.send_transcript(self._ctx, _known(who), asked.chat_id, asked.client_id, asked.address)
        return Reply(Nothing())

    async def set_typing(self, who: VisitorConnection, asked: VisitorTyping) -> Reply:
        chat = await visiting.own_chat(self._ctx, _known(who), asked.chat_id)
        told = TypingChanged(chat.chat_id, AuthorKind.VISITOR, chat.visitor_name, asked.typing)
        notices = [Notice("typing_changed", told, chat_room(chat.chat_id), AGENT)]
        if asked.draft is not None and (draft := await self._draft(who, asked.chat_id, RawText(asked.draft))):
            notices.append(Notice("draft_shown", draft, chat_room(chat.chat_id), AGENT))
        return Reply(Nothing(), (), tuple(notices))

    async def mark_read(self, who: VisitorConnection, asked: MarkRead) -> Reply:
        mark = await visiting.mark_read(self._ctx, _known(who), asked.chat_id, asked.seq)
        told = ChatRead(mark.chat_id, AuthorKind.VISITOR, mark.seq)
        return Reply(Nothing(), (), (Notice("chat_read", told, chat_room(mark.chat_id), AGENT),))

    async def list_own_chats(self, who: VisitorConnection, asked: ListOwnChats) -> Reply:
        return Reply(own_chats_ack(await own_chats.list_own_chats(self._ctx, _known(who), asked.after)))

    async def read_own_chat(self, who: VisitorConnection, asked: ReadOwnChat) -> Reply:
        own = await own_chats.read_own_chat(self._ctx, _known(who), asked.chat_id, asked.after_seq)
        return Reply(own_chat_ack(own))

    async def _draft(self, who: VisitorConnection, chat_id: str, raw: RawText) -> DraftShown | None:
        """Refused when it comes faster than anybody can read it: each one is looked through as a message is."""
        if not self._ctx.policy.shows_drafts:
            return None
        self._drafts.take(who.sender)
        draft = await drafting.redacted_draft(self._ctx, _known(who), chat_id, raw)
        return DraftShown(draft.chat_id, draft.text) if draft is not None else None

    async def _identify(self, asked: p.ResumeChat) -> tuple[News, ...]:
        if asked.identity is None:
            return ()
        return (await identifying.identify_visitor(self._ctx, asked.chat_id, asked.token, asked.identity)).news

    async def _join(self, who: VisitorConnection, chat: Chat) -> None:
        who.visitor_id = chat.visitor_id
        self._connections.join_chat(who, chat.chat_id)
        for room in (chat_room(chat.chat_id), EVERY_VISITOR):
            await self._server.enter_room(who.sid, room, namespace=VISITOR)


def _known(who: VisitorConnection) -> str:
    if who.visitor_id is None:
        raise Refused(Code.FORBIDDEN, "Start or resume a chat first.")
    return who.visitor_id
