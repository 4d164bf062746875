import time

import pytest

from chatserver.core.triage.features import analyser
from chatserver.core.triage.near import likeness, near_pairs, read_line


def are_near(one: str, other: str, tag: str = "en") -> bool:
    return bool(near_pairs([("a", one), ("b", other)], tag))


@pytest.mark.parametrize(
    ("one", "other", "tag"),
    [
        ("how do I reset my password", "how can I reset my password", "en"),
        ("where is my parcel", "where's my parcel", "en"),
        ("my top up is not working", "is my top-up not working?", "en"),
        ("I would like to cancel my subscription", "I would like to cancel my subscripton", "en"),
        ("I would like to cancel my subscription", "I would like to cancel my subscription today", "en"),
        ("wo finde ich meine Rechnung", "wo finde ich meine Rechnungen", "de"),
        ("как отменить мой заказ", "как мне отменить заказ", "ru"),
        ("cómo puedo cambiar mi contraseña", "como puedo cambiar la contraseña", "es"),
        ("WHERE IS MY PARCEL!", "where is my parcel", "en"),
    ],
)
def test_lines_that_say_the_same_in_nearly_the_same_words_are_near(one, other, tag):
    assert are_near(one, other, tag)


@pytest.mark.parametrize(
    ("one", "other", "tag"),
    [
        ("how do I change my plan", "how do I change my name", "en"),
        ("where were you born", "when were you born", "en"),
        ("I want to cancel my subscription", "I do not want to cancel my subscription", "en"),
        ("ich will kündigen", "ich will nicht kündigen", "de"),
        ("what is the price of the basic plan", "what is the price of the premium plan", "en"),
        ("cancel", "refund", "en"),
        ("", "?", "en"),
    ],
)
def test_lines_that_differ_in_what_they_are_about_are_not(one, other, tag):
    assert not are_near(one, other, tag)


def test_two_lines_alone_are_as_alike_as_in_a_list():
    known = analyser("en")
    one, other, third = (read_line(text, known) for text in ("where is my parcel", "where's my parcel", "a lamp"))
    (pair,) = near_pairs([("a", "where is my parcel"), ("b", "where's my parcel")], "en")
    assert likeness(one, other, known) == pair.alike
    assert likeness(one, third, known) == 0


def test_lines_of_one_group_are_not_compared():
    assert near_pairs([("a", "where is my parcel"), ("a", "where's my parcel")], "en") == []


def test_pairs_name_the_places_of_both_lines_nearest_first():
    lines = [
        ("a", "where is my parcel"),
        ("x", "quite something else"),
        ("c", "where's my parcel"),
        ("b", "where is my parcel"),
    ]
    pairs = [(pair.first, pair.second) for pair in near_pairs(lines, "en")]
    assert pairs == [(0, 2), (0, 3), (2, 3)]


def test_ten_thousand_lines_take_seconds_and_not_minutes():
    things = [
        f"{colour}{thing}"
        for colour in ("red", "blue", "dark", "pale")
        for thing in ("lamp", "chair", "table", "desk", "rug")
    ]
    lines = [
        (f"intent{number % 100}", f"how do I {verb} the {things[number % 20]} number {number // 20} in my {room}")
        for number, (verb, room) in enumerate([("return", "kitchen"), ("mend", "office"), ("paint", "hall")] * 3400)
    ]
    start = time.process_time()
    near_pairs(lines[:10_000], "en")
    # Half a second on a machine of today.
    assert time.process_time() - start < 10
