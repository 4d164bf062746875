from datetime import timedelta

import pytest
from sqlite_utils.db import Database

from chatserver.core.replies import Reply
from chatserver.services.composing_ports import MentionPlace, Tag
from chatserver.storage.composing_rows import SqliteMentions, SqliteReplies, SqliteTags
from chatserver.storage.migrations import migrations
from tests.doubles import NOON


@pytest.fixture
def db():
    db = Database(memory=True)
    migrations.apply(db)
    yield db
    db.close()


def test_a_reply_is_kept_changed_and_removed(db):
    rows = SqliteReplies(db)
    reply = Reply("r-1", "/refund", "Refund", {"en": "Sent.", "ru": "Отправлено."}, NOON, "Ada")
    rows.put(reply)
    rows.put(Reply("r-2", "/aha", "Aha", {"en": "Aha."}, NOON, "Ada"))
    assert rows.get("r-1") == rows.by_shortcut("/refund") == reply
    assert [one.shortcut for one in rows.all()] == ["/aha", "/refund"]
    changed = Reply("r-1", "/money", "Money", {"en": "Sent!"}, NOON + timedelta(hours=1), "Ben")
    rows.put(changed)
    assert rows.get("r-1") == changed
    assert rows.by_shortcut("/refund") is None
    assert rows.remove("r-1")
    assert not rows.remove("r-1")
    assert rows.get("r-1") is None


def test_a_tag_that_is_known_keeps_its_words_when_it_is_used_again(db):
    rows = SqliteTags(db)
    rows.put(Tag("refund", {"en": "We sent the money back."}), NOON)
    rows.know(["refund", "late"], NOON)
    assert rows.all() == [Tag("late"), Tag("refund", {"en": "We sent the money back."})]
    rows.put(Tag("refund"), NOON)
    assert rows.all()[1] == Tag("refund")
    assert rows.remove("late")
    assert not rows.remove("late")


def test_mentions_are_each_agents_own_newest_first_until_read(db):
    rows = SqliteMentions(db)
    rows.add(["a", "b"], MentionPlace("C-1", 3, NOON))
    rows.add(["a"], MentionPlace("C-2", 9, NOON + timedelta(minutes=1)))
    # The same note again changes nothing.
    rows.add(["a"], MentionPlace("C-1", 3, NOON))
    assert [(place.chat_id, place.seq) for place in rows.unread("a", 10)] == [("C-2", 9), ("C-1", 3)]
    assert rows.unread("a", 1) == [MentionPlace("C-2", 9, NOON + timedelta(minutes=1))]
    assert rows.mark_read("a", "C-1", NOON) == 1
    assert rows.mark_read("a", "C-1", NOON) == 0
    assert [place.chat_id for place in rows.unread("a", 10)] == ["C-2"]
    assert [place.chat_id for place in rows.unread("b", 10)] == ["C-1"]
