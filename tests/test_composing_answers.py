import msgspec

from chatserver.composing_answers import known_tags_ack, mentions_ack, replies_ack, suggestions_ack
from chatserver.core.people import Author, AuthorKind
from chatserver.core.replies import Reply
from chatserver.services.composing_ports import Tag
from chatserver.services.mentioning import Mention
from chatserver.services.suggesting import Suggestion
from tests.doubles import NOON


def test_a_reply_is_told_with_all_its_languages():
    told = msgspec.to_builtins(replies_ack([Reply("r", "/a", "A", {"en": "x"}, NOON, "Ada")]))
    assert told["replies"] == [
        {
            "reply_id": "r",
            "shortcut": "/a",
            "title": "A",
            "texts": {"en": "x"},
            "updated_at": "2026-11-21T12:00:00Z",
            "by": "Ada",
        }
    ]


def test_a_mention_names_its_writer_and_no_ids():
    ack = mentions_ack([Mention("C", 4, NOON, Author(AuthorKind.AGENT, "a-1", "Ada"), "@Ben look")])
    assert msgspec.to_builtins(ack)["mentions"] == [
        {"chat_id": "C", "seq": 4, "at": "2026-11-21T12:00:00Z", "by": "Ada", "text": "@Ben look"}
    ]


def test_tags_and_suggestions_keep_their_order():
    assert [tag.name for tag in known_tags_ack([Tag("b"), Tag("a", {"en": "x"})]).tags] == ["b", "a"]
    ack = suggestions_ack([Suggestion("two", "Two", "2", 5), Suggestion("one", "One", "1", 5)])
    assert [answer.intent for answer in ack.answers] == ["two", "one"]
