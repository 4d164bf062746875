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
    for run in _runs(text):
        first = 0
        while first < len(run):
            last = _longest_card(run, first)
            if last is None:
                first += 1
                continue
            digits = _joined(run[first : last + 1])
            start, end = run[first].start(), run[last].end()
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


def _longest_card(run: list[re.Match[str]], first: int) -> int | None:
    """The last group of the longest card number that begins with the group `first`."""
    found, length = None, 0
    for last in range(first, len(run)):
        length += len(run[last][0])
        if length > MAX_DIGITS:
            break
        if length >= MIN_DIGITS:
            digits = _joined(run[first : last + 1])
            if brand_of(digits) is not None and passes_luhn(digits):
                found = last
    return found


def _joined(groups: list[re.Match[str]]) -> str:
    return "".join(str(unicodedata.digit(sign)) for group in groups for sign in group[0])


def brand_of(digits: str) -> str | None:
    """Returns the brand that issues numbers of this range and length."""
    for brand, low, high, lengths in _RANGES:
        if len(digits) in lengths and low <= int(digits[: len(str(low))]) <= high:
            return brand
    return None


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1
