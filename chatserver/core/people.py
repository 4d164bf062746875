"""Who takes part in a chat, as the core knows them."""

from enum import StrEnum

from msgspec import Struct


class AuthorKind(StrEnum):
    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"


class Author(Struct, frozen=True):
    """Who said something. `id` is empty for the bot and never travels to a visitor."""

    kind: AuthorKind
    id: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """The sender's half of the unique `(chat_id, author, client_id)`."""
        # Asked for several times with each message: an f-string would ask the enum how it wants to be written.
        return self.kind + ":" + self.id


class Role(StrEnum):
    """What an agent may do beside answering chats; each includes those before it, but an author edits words only."""

    AGENT = "agent"
    AUTHOR = "author"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class AgentRef(Struct, frozen=True):
    """An agent as others see them."""

    id: str
    name: str

    def as_author(self) -> Author:
        return Author(AuthorKind.AGENT, self.id, self.name)


def visitor_author(visitor_id: str, name: str = "") -> Author:
    return Author(AuthorKind.VISITOR, visitor_id, name)


def bot_author(name: str) -> Author:
    return Author(AuthorKind.BOT, "", name)
