import pytest

from chatserver.core.triage.features import analyser
from chatserver.core.triage.index import Entry, Index, Parts
from chatserver.core.triage.words import words_of

ENTRIES = [
    Entry("hours", ("when are you open", "what are your opening hours")),
    Entry("refund", ("I want my money back", "please refund my order")),
    Entry("parcel", ("where is my parcel", "my delivery is late")),
    Entry("empty", ("??",)),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(ENTRIES, analyser("en"))


def best(index, text) -> tuple[str, Parts]:
    number, parts = index.rank(index.query(text))[0]
    return index.names[number], parts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("OPENING hour?", "hours"),
        ("pls refnd", "refund"),
        ("has the package come", "parcel"),
        ("delievry late", "parcel"),
    ],
)
def test_inflection_typos_and_synonyms_meet(index, text, name):
    assert best(index, text)[0] == name


def test_an_author_s_own_line_has_every_part_in_full(index):
    name, parts = best(index, "where is my parcel")
    assert name == "parcel"
    assert (parts.coverage, parts.nearest) == pytest.approx((1.0, 1.0))
    assert 0.5 < parts.score <= 1.0


def test_words_that_nobody_taught_lower_the_coverage(index):
    assert best(index, "where is my parcel zebra quantum")[1].coverage < 0.8


def test_a_line_without_words_is_no_query(index):
    assert index.query("?!") is None


def test_a_line_that_nothing_is_near_to_ranks_nothing(index):
    assert index.rank(index.query("жжж")) == []


def test_an_index_of_nothing_answers_nothing():
    empty = Index([], analyser("en"))
    assert empty.rank(empty.query("hello")) == []


def test_a_hidden_intent_is_as_if_nobody_had_taught_it(index):
    words = words_of("where is my parcel")
    hidden = frozenset({index.names.index("parcel")})
    without = Index([entry for entry in ENTRIES if entry.name != "parcel"], analyser("en"))
    query, told = index.query_of(words, hidden), without.query_of(words)
    assert query is not None
    assert told is not None
    assert set(query.grams) == set(told.grams)
    assert set(query.stems) == set(told.stems)
    assert "parcel" not in [index.names[number] for number, _ in index.rank(query, hidden)]


def test_only_whole_words_of_the_lines_are_known(index):
    assert index.knows_any(words_of("zebra parcels"))
    assert not index.knows_any(words_of("zebra parc my"))
