from datetime import timedelta

import pytest

from chatserver.core.routing.erlang import Demand, agents_needed
from chatserver.core.routing.lines import Candidate
from chatserver.core.routing.rates import Rates
from chatserver.core.staffing import staff

HOUR, TARGET = timedelta(hours=1), timedelta(minutes=5)
RATES = Rates(handling=timedelta(minutes=12))


def agents(*languages: str, cap: int = 2):
    return [Candidate(f"a-{number}", frozenset(tags.split()), cap=cap) for number, tags in enumerate(languages)]


def test_what_is_needed_is_what_erlang_says_for_all_and_for_each_language():
    found = staff({"en": 10, "de": 20}, HOUR, agents("", "en", "en", "en"), RATES, TARGET, 8)
    expected = agents_needed(Demand(30, RATES.handling, RATES.patience), 2, TARGET, 0.95)
    assert (found.per_hour, found.needed, found.there) == (30, expected, 4)
    assert found.short_by == max(0, expected - 4)
    german = agents_needed(Demand(20, RATES.handling, RATES.patience), 2, TARGET, 0.95)
    english = agents_needed(Demand(10, RATES.handling, RATES.patience), 2, TARGET, 0.95)
    assert [(one.lang, one.needed, one.there, one.short_by) for one in found.languages] == [
        ("de", german, 1, german - 1),
        ("en", english, 4, 0),
    ]
    assert (german, english) == (4, 3)


def test_a_shorter_period_is_reckoned_up_to_the_hour():
    assert staff({"en": 10}, HOUR / 2, agents("en"), RATES, TARGET, 8).per_hour == 20


def test_where_nobody_comes_nobody_is_needed():
    found = staff({}, HOUR, agents("en"), RATES, TARGET, 8)
    assert (found.needed, found.short_by, found.languages) == (0, 0, ())


def test_where_nobody_is_there_the_usual_agent_is_reckoned_with():
    found = staff({"en": 30}, HOUR, agents("en", cap=0), RATES, TARGET, 3)
    assert (found.slots, found.there, found.short_by) == (3, 0, found.needed)
    assert found.needed > 0


def test_a_period_of_nothing_is_refused():
    with pytest.raises(ValueError):
        staff({"en": 1}, timedelta(0), [], RATES, TARGET, 8)
