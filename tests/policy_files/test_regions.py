from datetime import date

import pytest

from chatserver.policy_files.regions import YEARS, BadRegion, public_holidays

EPIPHANY = date(2026, 1, 6)


def test_regions_have_days_of_their_own():
    assert EPIPHANY in public_holidays("DE-BY")
    assert EPIPHANY not in public_holidays("DE")
    assert public_holidays("DE") < public_holidays("DE-BY") == public_holidays("de-by")


def test_the_known_days_stand_in_every_year():
    for name, month, day in (
        ("DE", 12, 25),
        ("US", 12, 25),
        ("GB-SCT", 12, 25),
        ("BR", 9, 7),
        ("NO", 5, 17),
        ("IN", 1, 26),
    ):
        assert {date(year, month, day) for year in YEARS} <= public_holidays(name), name
    assert date(2026, 4, 3) in public_holidays("DE")
    assert date(2026, 7, 3) in public_holidays("US")


@pytest.mark.parametrize(
    ("name", "fault", "cure"),
    [
        ("XX", "no holidays of 'XX'", "`DE`"),
        ("Germany", "no holidays of 'Germany'", "Did you mean 'DE'?"),
        ("united states", "no holidays", "Did you mean 'US'?"),
        ("DE-BZ", "'DE' has no region 'BZ'", "DE-BY"),
        ("US-CAL", "'US' has no region 'CAL'", "Did you mean 'US-CA'?"),
        ("VA-XX", "'VA' has no region 'XX'", "it has no regions."),
    ],
)
def test_what_is_no_country_or_region_is_told_with_a_cure(name, fault, cure):
    with pytest.raises(BadRegion, match=fault) as error:
        public_holidays(name)
    assert cure in error.value.cure
