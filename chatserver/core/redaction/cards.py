"""Payment cards: 12 to 19 digits, in groups or not, in a known issuer's range, with a right check digit (Luhn).

Ranges and lengths: ISO/IEC 7812 issuer identification numbers as the networks publish them.
"""

import re
import unicodedata
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.spans import DOT, Span

# A UUID's digits are nobody's card; `%20` is a blank in a URL, not a group of digits.
_TOKEN = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|%20|(?P<digits>\d+)")
# Between two groups of one number: what people type, and what is there without being seen.
_GAP = re.compile(r"(?:[ \u00a0\u2007\u202f.,|_+\-\u2010-\u2014/\u00ad\u200b-\u200d\u2060\ufeff\n\r\t]|%20){1,3}")
MIN_DIGITS, MAX_DIGITS = 12, 19

# brand, the first digits as an inclusive range, and the lengths that the brand has issued.
_RANGES: tuple[tuple[str, int, int, frozenset[int]], ...] = (
    ("visa", 4, 4, frozenset({13, 16, 19})),
    ("mastercard", 51, 55, frozenset({16})),
    ("mastercard", 2221, 2720, frozenset({16})),
    ("amex", 34, 34, frozenset({15})),
    ("amex", 37, 37, frozenset({15})),
    ("diners", 300, 305, frozenset({14})),
    ("diners", 36, 36, frozenset(range(14, 20))),
    ("diners", 38, 39, frozenset({14, 16})),
    ("mir", 2200, 2204, frozenset(range(16, 20))),
    ("discover", 6011, 6011, frozenset({16, 19})),
    ("discover", 644, 649, frozenset({16, 19})),
    ("discover", 65, 65, frozenset({16, 19})),
    ("jcb", 3528, 3589, frozenset(range(16, 20))),
    ("unionpay", 62, 62, frozenset(range(16, 20))),
    ("maestro", 50, 50, frozenset(range(12, 20))),
    ("maestro", 56, 59, frozenset(range(12, 20))),
    ("maestro", 60, 69, frozenset(range(12, 20))),
)

# A number that its label says is something else is left alone, in the five languages.
_OTHER_NUMBER = re.compile(
    r"(?:order|tracking|shipment|imei|iccid|iban|ean|timestamp|reference|invoice|ticket"
    r"|bestell\w*|sendung\w*|auftrag\w*|rechnung\w*|referenz\w*"
    r"|pedido|rastreo|seguimiento|factura|referencia|rastreamento|fatura|referência"
    r"|заказ\w*|трек\w*|отслеживани\w*|счёт\w*|счет\w*)"
    r"(?:[\s-]*(?:id|no|nr|number|nummer|code|número|numero|núm|номер\w*|№))?[\s.:#=№-]*(?:is|ist|es|é)?\s*$",
    re.IGNORECASE,
)
_LABEL_REACH = 40


def find_cards(text: str) -> Iterator[Span]:
    """Yields a span for each card number in `text`; its mask keeps the last four digits."""
    for groups in _runs(text):
        run = _Run(groups)
        first = 0
        while first < len(groups):
            last = run.last_group_of_card(first)
            if last is None:
                first += 1
                continue
            digits = run.digits[run.starts[first] : run.starts[last + 1]]
            start, end = groups[first].start(), groups[last].end()
            if not _OTHER_NUMBER.search(text, max(0, start - _LABEL_REACH), start):
                yield Span(start, end, SecretKind.CARD, f"card.{brand_of(digits)}", f"{DOT * 4} {digits[-4:]}")
            first = last + 1


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yields the groups of digits that only separators divide: a card may stand among other numbers."""
    run: list[re.Match[str]] = []
    for group in _TOKEN.finditer(text):
        if group["digits"] is None:
            continue
        if run and not _GAP.fullmatch(text, run[-1].end(), group.start()):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


class _Run:
    """Groups of digits as one number, with Luhn's sums prepared, so that each window costs the same."""

    def __init__(self, groups: list[re.Match[str]]) -> None:
        self.digits = "".join(str(unicodedata.digit(sign)) for group in groups for sign in group[0])
        self.starts = [0]
        for group in groups:
            self.starts.append(self.starts[-1] + len(group[0]))
        # Sums of the first n digits, doubling those at odd places, and at even places.
        self._sums: tuple[list[int], list[int]] = ([0], [0])
        for place, digit in enumerate(self.digits):
            for parity, sums in enumerate(self._sums):
                sums.append(sums[-1] + (int(digit) if place % 2 == parity else _DOUBLED[digit]))

    def last_group_of_card(self, first: int) -> int | None:
        """The last group of the longest card number that begins with the group `first`."""
        begin, found = self.starts[first], None
        for last in range(first, len(self.starts) - 1):
            end = self.starts[last + 1]
            if end - begin > MAX_DIGITS:
                break
            if end - begin >= MIN_DIGITS and self._passes_luhn(begin, end):
                digits = self.digits[begin:end]
                found = last if brand_of(digits) is not None and len(set(digits)) > 1 else found
        return found

    def _passes_luhn(self, begin: int, end: int) -> bool:
        """ISO/IEC 7812-1, annex B: the last digit counts once, the one before it twice, and so on."""
        sums = self._sums[(end - 1) % 2]
        return (sums[end] - sums[begin]) % 10 == 0


_DOUBLED = {str(digit): 2 * digit - 9 if digit > 4 else 2 * digit for digit in range(10)}


def brand_of(digits: str) -> str | None:
    """Returns the brand that issues numbers of this range and length."""
    for brand, low, high, lengths in _RANGES:
        if len(digits) in lengths and low <= int(digits[: len(str(low))]) <= high:
            return brand
    return None
