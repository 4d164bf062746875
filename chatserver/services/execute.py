"""Executes commands inside one unit of work: load, decide, evolve, append, and remember what to tell."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat
from chatserver.core.decide import decide, decide_start
from chatserver.core.errors import Code, Refused
from chatserver.core.events import Event, Recorded
from chatserver.core.evolve import begin, evolve
from chatserver.core.people import Author
from chatserver.core.redaction.redact import redact_line
from chatserver.core.sla.following import FOLLOWED, follow
from chatserver.core.sla.policies import Policies
from chatserver.services.ports import ClientKey, News, Tx

T = TypeVar("T")

# The content of a message that was redacted afterwards: its repeat is the same command, whatever it says.
REWRITTEN = b""
# A UUID, and what is too short for a key or a card. Random ids are never refused, whatever they happen to look like.
_PLAIN_ID = re.compile(
    r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|(?!(?:\D*\d){12})[\w.:-]{1,15}", re.IGNORECASE | re.ASCII
)


class Done(Struct, Generic[T], frozen=True):
    """The answer for the sender, and the news for everybody else, in the order in which it happened."""

    value: T
    news: tuple[News, ...] = ()


class Repeat(Enum):
    """Whether a command was carried out now or had been before."""

    FIRST = auto()
    AGAIN = auto()


class Outcome(Struct, frozen=True):
    """`recorded` is the command's last event; None when everything that it asks was true already."""

    chat: Chat
    recorded: Recorded | None
    repeat: Repeat

    @property
    def seq(self) -> int:
        return self.recorded.seq if self.recorded is not None else self.chat.seq


@dataclass(slots=True)
class Unit:
    """One unit of work at one moment: every event of it has the same `at`.

    Clocks follow the events here and nowhere else, by `policies`.
    """

    tx: Tx
    now: datetime
    policies: Policies
    news: list[News] = field(default_factory=list)

    def start(self, command: cmd.StartChat) -> Chat:
        recorded = Recorded(command.chat_id, 1, self.now, decide_start(command)[0])
        chat = begin(recorded)
        self.tx.chats.append(None, chat, [recorded], None)
        self.news.append(News(None, chat, (recorded,)))
        return chat

    def execute(self, chat: Chat, command: cmd.Command, key: ClientKey | None = None) -> Chat:
        """Returns the chat after the command; raises `Refused` and leaves no trace otherwise."""
        return self._append(chat, decide(chat, command, self.now, self.policies.pickup), key)

    def outcome_of(self, chat: Chat, key: ClientKey) -> "Outcome | None":
        """Returns what the same command did before, if it was carried out. Raises `Refused` (CONFLICT)."""
        receipt = self.tx.chats.receipt(chat.chat_id, key.author, key.client_id)
        if receipt is None:
            return None
        if receipt.content_hash not in {key.content_hash, REWRITTEN}:
            raise Refused(Code.CONFLICT, "This client_id was used for something else in this chat.")
        return Outcome(chat, receipt.recorded, Repeat.AGAIN)

    def execute_once(self, chat: Chat, command: cmd.Command, key: ClientKey) -> "Outcome":
        """Like `execute`, but a command that was carried out before only says again what it did.

        Raises `Refused` (CONFLICT) when its client id was used for something else.
        """
        known = self.outcome_of(chat, key)
        if known is not None:
            return known
        told = len(self.news)
        after = self.execute(chat, command, key)
        # What the clocks did follows as news of its own.
        recorded = self.news[told].log[-1] if len(self.news) > told else None
        return Outcome(after, recorded, Repeat.FIRST)

    def done(self, value: T) -> Done[T]:
        return Done(value, tuple(self.news))

    def _append(self, before: Chat, happened: Sequence[Event], key: ClientKey | None) -> Chat:
        if not happened:
            return before
        chat = before
        log: list[Recorded] = []
        followed: list[tuple[Chat, Chat, Recorded]] = []
        for event in happened:
            recorded = Recorded(chat.chat_id, chat.seq + 1, self.now, event)
            previous, chat = chat, evolve(chat, recorded)
            log.append(recorded)
            if type(event) in FOLLOWED:
                followed.append((previous, chat, recorded))
        self.tx.chats.append(before, chat, log, key)
        self.news.append(News(before, chat, tuple(log)))
        for previous, after, recorded in followed:
            # The chat as it was after its event, with the clocks as an earlier event of the same command left them.
            known = after if after.clocks is chat.clocks else replace(after, clocks=chat.clocks)
            changes = follow(previous, known, recorded, self.policies, self.policies.volume)
            if changes:
                chat = self.execute(chat, cmd.MoveClocks(changes))
        return chat


def client_key(author: Author, client_id: str, *content: object) -> ClientKey:
    """Returns the key of a command; `content` is everything that must be equal for it to be the same command."""
    digest = hashlib.sha256("\0".join(map(repr, content)).encode()).digest()
    return ClientKey(author, kept_id(client_id), digest)


def kept_id(client_id: str) -> str:
    """Returns a client's id as it may be kept and shown: its own, or a hash of one that redaction would mask."""
    if _PLAIN_ID.fullmatch(client_id) or redact_line(client_id) == client_id:
        return client_id
    return f"hash-{hashlib.sha256(client_id.encode()).hexdigest()[:32]}"
