"""Chats with thousands of messages, put into the store as they are, since nobody can wait for so much talk."""

from datetime import timedelta

from chatserver.app import Running
from chatserver.core.events import MessagePosted, Recorded
from chatserver.core.evolve import evolve
from chatserver.core.people import Author, AuthorKind
from chatserver.services.ports import News, Tx

TALK = (
    "Hello, is anybody there?",
    "My order 48213 has not arrived yet, could you please have a look at it?",
    "I wrote to you last week and never got an answer. It is about the invoice of March: the amount is wrong, and the "
    "address is my old one. Could you send me a new one, please?",
    "yes",
    "This is the request:\n```\ncurl -s https://api.example.com/v2/orders?limit=1 -H 'Accept: application/json'\n```",
)


async def talk_on(server: Running, chat_id: str, count: int, minutes_ago: int = 0) -> None:
    """Adds messages of visitor and bot in turn; each says its number. Whoever is here is told of them."""
    began = server.ctx.clock.now() - timedelta(minutes=minutes_ago)

    def work(tx: Tx) -> News:
        before = chat = tx.chats.get(chat_id)
        assert before is not None
        assert chat is not None
        log: list[Recorded] = []
        for number in range(count):
            kind = AuthorKind.BOT if number % 2 else AuthorKind.VISITOR
            author = Author(kind, "" if number % 2 else before.visitor_id, "Acme Bot" if number % 2 else "")
            said = MessagePosted(author, f"{TALK[number % len(TALK)]} [{chat.seq + 1}]")
            log.append(Recorded(chat_id, chat.seq + 1, began + timedelta(seconds=number), said))
            chat = evolve(chat, log[-1])
        tx.chats.append(before, chat, log, None)
        return News(before, chat, tuple(log))

    news = await server.ctx.store.run(work)
    if count < 100:
        server.realtime.publisher.publish([news])
