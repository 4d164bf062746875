from datetime import UTC, datetime

import pytest

from chatserver.core.chat import Status
from chatserver.core.search.query import MAX_WORDS, Filters, Query, Wanted, parse_query


def texts(query: Query) -> list[str]:
    return [wanted.text for wanted in query.words]


def test_the_operators_are_taken_as_people_type_them():
    query = parse_query('from:anna LANG:de tag:Refund before:2026-11-01 rating:1 "exact words" -not')
    assert query.filters == Filters(
        sender="anna", lang="de", tag="refund", ratings=(1, 1), until=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert query.words == (Wanted("exact words", is_whole=True),)
    assert query.without == (Wanted("not"),)
    assert query.typed == "exact words"


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("from:bot", Filters(speaker="bot")),
        ("from:Notes", Filters(speaker="note")),
        ('from:"Anna Keller"', Filters(sender="Anna Keller")),
        ("agent:ben", Filters(agent="ben")),
        ("is:closed", Filters(status=Status.CLOSED)),
        ("status:queued plan:Premium", Filters(status=Status.QUEUED, plan="premium")),
        ("rating:<3", Filters(ratings=(1, 2))),
        ("rating:>=4", Filters(ratings=(4, 5))),
        ("rating:2-1", Filters(ratings=(1, 2))),
        ("lang:pt_BR", Filters(lang="pt-br")),
        ("since:1.11.2026", Filters(since=datetime(2026, 11, 1, tzinfo=UTC))),
        ("after:2026-10", Filters(since=datetime(2026, 10, 1, tzinfo=UTC))),
        ("on:2026-12-31", Filters(since=datetime(2026, 12, 31, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC))),
    ],
)
def test_an_operator_is_a_filter(typed, filters):
    assert parse_query(typed) == Query(filters=filters)


@pytest.mark.parametrize(
    "typed", ["error:42", "before:tomorrow", "rating:9", "is:open", "on:9999-99-99", "on:9999-12-31", "lang:!", "10:30"]
)
def test_what_is_no_operator_is_text(typed):
    query = parse_query(typed)
    assert (query.filters, " ".join(texts(query))) == (Filters(), typed)


def test_quotes_of_every_country_and_one_that_is_not_closed():
    assert parse_query("„genau so“ «так»").words == (Wanted("genau so", True), Wanted("так", True))
    assert parse_query('"not closed').words == (Wanted("not closed", True),)


def test_a_dash_within_a_word_takes_nothing_away():
    assert texts(parse_query("A-1234 e-mail")) == ["A-1234", "e-mail"]
    assert parse_query("- –spam").without == ()
    assert texts(parse_query("-")) == []


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "***", "\0\0", "\ud800", "-", "( ) : ^", "from:", '-"'])
def test_nothing_to_be_found_is_an_empty_query(typed):
    assert parse_query(typed).is_empty


def test_a_pasted_page_is_cut():
    assert len(parse_query("word " * 5_000).words) == MAX_WORDS
    assert len(texts(parse_query("x" * 10_000))[0]) == 400


def test_what_is_typed_comes_before_what_was_chosen():
    query = parse_query("lang:de hello", Filters(lang="en", plan="basic"))
    assert query.filters == Filters(lang="de", plan="basic")
