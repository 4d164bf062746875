import pytest

from chatserver.core.redaction.password_labels import WORD, Between, Kind
from chatserver.core.redaction.password_places import chained, value_at


def value(low: str, between: Between, kind: Kind = Kind.PASSWORD) -> str | None:
    """What is the value of the label, the first word, when it stands behind the last of `label :|is|to `."""
    label = WORD.match(low)
    assert label is not None
    place = low.index("|") + 1
    spans = list(value_at(low, place, between, kind, label))
    return low[spans[0].start : spans[0].end] if spans else None


@pytest.mark.parametrize(
    ("low", "between", "found"),
    [
        ("password: |kitten", Between.COLON, "kitten"),
        ("password is |kitten.", Between.IS, "kitten"),
        ("password |kitten", Between.NOTHING, None),
        ("pw |kitten", Between.NOTHING, "kitten"),
        ("password |hunter2.", Between.NOTHING, "hunter2"),
        ("password is |wrong", Between.IS, None),
        ("password: |required", Between.COLON, None),
        ('password is |"my kitten 7" ok', Between.IS, "my kitten 7"),
        ("password: |<password>", Between.COLON, None),
        ("password: |********", Between.COLON, None),
        ("password: |correct horse battery staple", Between.COLON, "correct horse battery staple"),
        ("password: |abcd efgh ijkl mnop", Between.COLON, "abcd efgh ijkl mnop"),
        ("password: |os.getenv('p')", Between.COLON, None),
    ],
)
def test_what_stands_between_says_how_plain_a_password_may_be(low, between, found):
    assert value(low, between) == found


@pytest.mark.parametrize(
    ("low", "between", "kind", "found"),
    [
        ("pin |4821", Between.NOTHING, Kind.PIN, "4821"),
        ("pin is |48 21 77", Between.IS, Kind.PIN, "48 21 77"),
        ("code |482177", Between.NOTHING, Kind.CODE, "482177"),
        ("code |4821", Between.NOTHING, Kind.CODE, None),
        ("code is |4821", Between.IS, Kind.CODE, "4821"),
        ("pin is |kitten", Between.IS, Kind.PIN, None),
        ("pin is |1234 eur", Between.IS, Kind.PIN, "1234"),
        ("mnemonic: |apple pear plum cherry", Between.COLON, Kind.PHRASE, "apple pear plum cherry"),
    ],
)
def test_a_code_is_of_digits_and_a_phrase_of_words(low, between, kind, found):
    assert value(low, between, kind) == found


@pytest.mark.parametrize(
    ("low", "found"),
    [
        ("password winter1x, new one: spring2x", ["spring2x"]),
        ("password winter1x -> spring2x", ["spring2x"]),
        ("password winter1x and then?", []),
        ("password winter1x spring2x", []),
    ],
)
def test_old_and_new_go_together(low, found):
    label = WORD.match(low)
    assert label is not None
    end = low.index("winter1x") + len("winter1x")
    assert [low[span.start : span.end] for span in chained(low, end, Kind.PASSWORD, label)] == found


def test_nothing_is_chained_to_nothing():
    label = WORD.match("password")
    assert label is not None
    assert list(chained("password", None, Kind.PASSWORD, label)) == []
