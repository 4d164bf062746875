import sqlite3
from contextlib import closing

import pytest

from chatserver.core.search.query import parse_query
from chatserver.storage.search_match import matching

HOSTILE = [
    '"', '""', "AND", "OR NOT", "NEAR(a b, 3)", "a*", "*", "^a", "{note}: b", "note:b", "-", "--", "a -",
    "(", ")", "'; DROP TABLE search",
    "a\0b", "\ud800x", "x" * 10_240, "\\", "½ ² ﬁ", "日本", "😀", "a" * 300 + '"',
    "-a -b", '-"a b" c', "NOT NOT", "a:b:c", "+a +b",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_syntax(typed):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE search USING fts5 (visitor, agent, note, bot, about, author)")
        expression = matching(parse_query(typed), author=typed)
        if expression:
            db.execute("SELECT rowid FROM search WHERE search MATCH ?", [expression]).fetchall()


def test_the_words_are_quoted_and_may_go_on():
    assert matching(parse_query('refund A-1 "so it is" -Straße'), "note") == (
        '({note} : ("refund"* AND "A-1" AND "so it is")) NOT ({visitor agent note about bot} : ("Strasse"*))'
    )


def test_one_letter_is_a_word_of_its_own_but_in_scripts_where_it_is_one():
    assert matching(parse_query("a"), "note") == '{note} : ("a")'
    assert matching(parse_query("日"), "note") == '{note} : ("日"*)'


def test_who_said_it_is_a_word_too():
    assert matching(parse_query(""), "note", "Anna K") == '{author} : ("Anna"* AND "K")'
    assert matching(parse_query(""), "note", "?") == ""
