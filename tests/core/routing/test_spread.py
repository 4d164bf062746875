from math import exp, log

import pytest

from chatserver.core.routing.spread import Spread


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_one_release_is_an_exponential_wait(share):
    assert Spread(100, 100**2).quantile(share) == pytest.approx(-100 * log(1 - share), rel=0.08)


@pytest.mark.parametrize("seconds", [20, 100, 250])
def test_the_tail_of_one_release_is_right_to_a_percent(seconds):
    assert Spread(100, 100**2).over(seconds) == pytest.approx(exp(-seconds / 100), abs=0.012)


# Of a gamma distribution with shape 4 and mean 400, from a table of chi-squared with 8 degrees of freedom.
@pytest.mark.parametrize(("share", "chi_squared"), [(0.1, 3.490), (0.5, 7.344), (0.9, 13.362)])
def test_four_releases_are_a_gamma_wait(share, chi_squared):
    assert Spread(400, 4 * 100**2).quantile(share) == pytest.approx(chi_squared / 2 * 100, rel=0.01)


def test_the_tail_and_the_quantile_are_of_one_kind():
    spread = Spread(200, 150**2)
    for share in (0.1, 0.5, 0.9):
        assert spread.over(spread.quantile(share)) == pytest.approx(1 - share)


def test_what_has_gone_by_is_certain():
    assert Spread(100, 50**2).over(0) == 1
    assert Spread(100, 50**2).over(-5) == 1
    assert Spread(100, 0).over(99) == 1
    assert Spread(100, 0).over(101) == 0
    assert Spread(0, 0).over(1) == 0
