"""Access: the one place that says who may touch which chat, and that asks the table of doors for everything else.

A foreign id and an unknown one get the same answer.
"""

import hashlib

from chatserver.core.audit import COMMAND_LINE
from chatserver.core.chat import Chat
from chatserver.core.doors import is_open_to, refusal_of
from chatserver.core.errors import Code, Refused
from chatserver.core.ids import BadChatId, parse_chat_id
from chatserver.core.people import AgentRef
from chatserver.services.ports import Tx


def token_hash(token: str) -> bytes:
    """A token has 256 random bits, so a plain hash is enough and a stolen file opens nothing.

    Whatever a cookie held has a hash, also bytes that are no text; it is just nobody's.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


def chat_of_visitor(tx: Tx, visitor_id: str, chat_id: str) -> Chat:
    """Returns the visitor's own chat, or one that the same verified person began elsewhere.

    Raises `Refused` (FORBIDDEN).
    """
    chat = tx.chats.get(_canonical(chat_id))
    if chat is None or (chat.visitor_id != visitor_id and chat.visitor_id not in own_visitors(tx, visitor_id)):
        raise Refused(Code.FORBIDDEN, "This is not your chat.")
    return chat


def own_visitors(tx: Tx, visitor_id: str) -> list[str]:
    """Returns the ids whose chats are the visitor's: their own, and those of the same verified person elsewhere."""
    return [visitor_id, *tx.visitors.same_person(visitor_id)]


def visitor_with_token(tx: Tx, token: str) -> str:
    """Returns the visitor's id. Raises `Refused` (FORBIDDEN)."""
    visitor_id = tx.visitors.by_token(token_hash(token))
    if visitor_id is None:
        raise Refused(Code.FORBIDDEN, "This is not your chat.")
    return visitor_id


def chat_for_agent(tx: Tx, chat_id: str) -> Chat:
    """Returns any chat: every signed-in agent may open each one. Raises `Refused` (FORBIDDEN)."""
    chat = tx.chats.get(_canonical(chat_id))
    if chat is None:
        raise Refused(Code.FORBIDDEN, "There is no such chat.")
    return chat


def require_door(tx: Tx, agent: AgentRef, door: str) -> None:
    """Asks the table of doors whether the agent, as they are by now, may do this. Raises `Refused` (FORBIDDEN)."""
    if agent == COMMAND_LINE:
        return
    known = tx.agents.get(agent.id)
    if known is None or not known.is_active or not is_open_to(door, known.role):
        raise Refused(Code.FORBIDDEN, refusal_of(door))


def _canonical(chat_id: str) -> str:
    try:
        return parse_chat_id(chat_id)
    except BadChatId as error:
        raise Refused(Code.BAD_REQUEST, str(error)) from None
