"""Public holidays by country and region, such as `DE-BY`, from the `holidays` library."""

from collections.abc import Mapping
from datetime import date

import holidays
from holidays.registry import COUNTRIES

# The years whose holidays a calendar knows; the library has all countries until 2035. They are fixed, so that a
# calendar does not change with the day on which it is read.
YEARS = range(2020, 2036)


class BadRegion(ValueError):
    """A country or region that is not known. `str` is the fault as a sentence, `cure` what to do."""

    def __init__(self, fault: str, cure: str) -> None:
        super().__init__(fault)
        self.cure = cure


def public_holidays(name: str) -> frozenset[date]:
    """Returns the public holidays of `YEARS` in a country (`DE`) or one of its regions (`DE-BY`). Raises BadRegion."""
    country, _, region = name.strip().partition("-")
    country = country.strip().upper()
    known = holidays.list_supported_countries()
    if country not in known:
        raise BadRegion(f"There are no holidays of '{name}'.", _nearest_country(name))
    wanted = region.strip().casefold()
    regions = {code.casefold(): code for code in known[country]}
    if wanted and wanted not in regions:
        raise BadRegion(f"'{country}' has no region '{region}'.", _nearest_region(country, wanted, regions))
    return frozenset(holidays.country_holidays(country, subdiv=regions.get(wanted), years=YEARS))


def _nearest_region(country: str, wanted: str, regions: Mapping[str, str]) -> str:
    if not regions:
        return f"Write `{country}`: it has no regions."
    for folded, code in regions.items():
        if wanted.startswith(folded) or folded.startswith(wanted):
            return f"Did you mean '{country}-{code}'?"
    return f"Known are {', '.join(f'{country}-{code}' for code in regions.values())}."


def _nearest_country(name: str) -> str:
    words = name.replace(" ", "").casefold()
    for english, code, *_ in COUNTRIES.values():
        if english.casefold() == words:
            return f"Did you mean '{code}'?"
    return "Write a country's two letters, and a region's after a hyphen: `DE`, `DE-BY`, `GB-ENG`, `US-CA`."
