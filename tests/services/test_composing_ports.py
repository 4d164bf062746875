from chatserver.services import composing_ports as ports
from chatserver.storage.composing_rows import SqliteMentions, SqliteReplies, SqliteTags


async def test_the_stores_rows_fit_the_ports(desk):
    def work(tx) -> tuple[int, int, int]:
        replies: ports.ReplyRows = tx.replies
        tags: ports.TagRows = tx.tags
        mentions: ports.MentionRows = tx.mentions
        assert isinstance(replies, SqliteReplies)
        assert isinstance(tags, SqliteTags)
        assert isinstance(mentions, SqliteMentions)
        return len(replies.all()), len(tags.all()), len(mentions.unread("nobody", 10))

    assert await desk.ctx.store.run(work) == await desk.ctx.store.read(work) == (0, 0, 0)
