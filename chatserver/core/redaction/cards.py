"""Payment cards: 12 to 19 digits, in groups or not, in a known issuer's range, with a right check digit (Luhn)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from chatserver.core.redaction.card_labels import CARD_WORD, LABEL_REACH, is_other_number
from chatserver.core.redaction.card_ranges import MAX_DIGITS, MIN_DIGITS, brand_of
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.spans import DOT, Span

# A UUID's digits are nobody's card; `%20` is a blank in a URL, not a group of digits.
_TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|%20|(?P<digits>[0-9]+)")

# Between two groups of one number: what people type.
_GAP = re.compile(r"(?:[ .,|_+\-/\n\r\t*·:]|%20){1,4}")

_ENOUGH = re.compile(r"(?:[0-9][^0-9a-z]{0,4}){11}[0-9]")

# The borders that are printed on cards, and those that hurried fingers make of them.
_SHAPES = frozenset({
    (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (6, 13), (4, 4, 5), (4, 4, 4), (4, 4, 4, 1), (4, 3, 3, 3),
    (6, 10), (8, 8), (6, 6, 4), (4, 4, 4, 3),
    (4, 4, 4, 2), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2),
    (4, 12), (12, 4), (4, 4, 8), (8, 4, 4), (4, 8, 4), (2,) * 8, (5, 5, 5), (5, 5, 5, 1), (6, 4, 5),
    (1,) * 16, (1,) * 15, (3, 3, 3, 3, 4), (4, 5, 4), (5, 4, 4), (8, 8, 3), (6, 6, 7), (4, 4, 4, 5),
})  # fmt: skip

# More groups in one row than this are a table; single digits of it are nobody's card.
_MANY = 40

_DATE = r"(?:(?:0?[1-9]|1[0-2])\s?[/.\-| ]\s?(?:20)?[2-4]\d|(?:0[1-9]|1[0-2])(?:20)?[2-4]\d)"

_CODE_BESIDE = re.compile(
    r"[\s,;/|.()-]{1,5}(?:(?:(?:exp\w*|valid\w*|thru|gultig|bis|ablauf\w*|vence\w*|vencimiento|validade|val"
    r"|cad\w*|caduca\w*|до|срок\w*|годна|действ\w*|good|until|mm/yy)[\s.:]{0,3}){0,3}"
    rf"{_DATE}(?![\d/])[\s,;/|.()-]{{1,5}})?(?:(?:cvv2?|cvc2?|csc|code|код|cod\w*|sec\w*|prufziffer|pruf\w*|kpn"
    rf"|цвв)[\s.:#=-]{{0,3}})?"
    rf"(?!{_DATE}(?!\d))(?P<code>\d{{3,4}})(?![\d/.:,-]*\d)(?!\s?(?:руб|р\b|rub|eur|€|\$|usd|brl|reais|pesos"
    rf"|cent|dollar|%))"
)

# "The three digits on the back are 562."
_ON_THE_BACK = re.compile(
    r"(?:three|3|four|4|last|drei|vier|tres|cuatro|quatro|ultimos|три|четыре|последние)\s{1,3}(?:digits?"
    r"|numbers?|ziffern|zahlen|stellen|numeros|digitos|цифры"
    r"|цифр)(?P<between>[^\n.!?\d]{2,60}?)\s(?P<code>\d{3,4})(?!\d)"
)

_BACK = re.compile(
    r"back|behind|front|ruckseite|hinten|vorne|atras|detras|dorso|reverso|verso|tras|frente|оборот|сзади|задн"
)

_BACK_CODE = re.compile(
    rf"(?:{_BACK.pattern})\w{{0,6}}(?:\s[^\W\d]{{1,10}}){{0,3}}[\s:=,-]{{1,3}}(?P<code>\d{{3,4}})(?![\d/.:,-]*\d)(?!\s?(?:eur|€|\$|руб|usd|days?|tage|dias|times))"
)


def find_back_codes(folded: Folded) -> Iterator[Span]:
    """Yields a span for each security code that is told by where it stands on the card."""
    if not folded.has_digits or not _BACK.search(folded.low):
        return
    if CARD_WORD.search(folded.low):
        for found in _BACK_CODE.finditer(folded.low):
            yield Span(*found.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)
    for found in _ON_THE_BACK.finditer(folded.low):
        if _BACK.search(found["between"]):
            yield Span(*found.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)


def may_have_card(low: str) -> bool:
    """False for most messages: twelve digits near one another are rare."""
    return _ENOUGH.search(low) is not None


def find_cards(folded: Folded) -> Iterator[Span]:
    """Yields a span for each card number; its mask keeps the last four digits. Also the security code beside it."""
    low = folded.low
    if not folded.has_digits or not may_have_card(low):
        return
    for groups in runs_of(low):
        if sum(len(group[0]) for group in groups) < MIN_DIGITS:
            continue
        run = _Run(groups)
        first = 0
        while first < len(groups):
            last = run.last_group_of_card(first, low)
            if last is None:
                first += 1
                continue
            digits = run.digits[run.starts[first] : run.starts[last + 1]]
            start, end = groups[first].start(), groups[last].end()
            if not is_other_number(low, start):
                yield _card(start, end, digits)
                code = _CODE_BESIDE.match(low, end)
                if code is not None and (
                    len(code["code"]) == 3 or len(digits) == 15 or not code[0].strip(" ,;/|.()-\n").isdigit()
                ):
                    yield Span(*code.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)
            first = last + 1


def is_card(digits: str) -> bool:
    """True for a number in an issuer's range with a right check digit (ISO/IEC 7812-1, annex B)."""
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])
    return total % 10 == 0 and len(set(digits)) > 1 and brand_of(digits) is not None


def runs_of(low: str) -> Iterator[list[re.Match[str]]]:
    """Yields the groups of digits that only separators divide: a card may stand among other numbers."""
    run: list[re.Match[str]] = []
    for group in _TOKEN.finditer(low):
        if group["digits"] is None:
            continue
        if run and not _GAP.fullmatch(low, run[-1].end(), group.start()):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


class _Run:
    """Groups of digits as one number, with Luhn's sums prepared, so that each window costs the same."""

    def __init__(self, groups: list[re.Match[str]]) -> None:
        self._groups = groups
        self.digits = "".join(group[0] for group in groups)
        self.starts = [0]
        for group in groups:
            self.starts.append(self.starts[-1] + len(group[0]))
        # Sums of the first n digits, doubling those at odd places, and at even places.
        self._sums: tuple[list[int], list[int]] = ([0], [0])
        if len(self.digits) >= MIN_DIGITS:
            for place, digit in enumerate(self.digits):
                for parity, sums in enumerate(self._sums):
                    sums.append(sums[-1] + (int(digit) if place % 2 == parity else _DOUBLED[digit]))

    def last_group_of_card(self, first: int, low: str) -> int | None:
        """The last group of the longest card number that begins with the group `first`."""
        begin, found = self.starts[first], None
        if len(self.digits) - begin < MIN_DIGITS or (len(self._groups) > _MANY and len(self._groups[first][0]) == 1):
            return None
        for last in range(first, len(self.starts) - 1):
            end = self.starts[last + 1]
            if end - begin > MAX_DIGITS:
                break
            if end - begin >= MIN_DIGITS and self._passes_luhn(begin, end) and self._is_card(first, last, low):
                found = last
        return found

    def _is_card(self, first: int, last: int, low: str) -> bool:
        digits = self.digits[self.starts[first] : self.starts[last + 1]]
        if brand_of(digits) is None or len(set(digits)) == 1:
            return False
        start, end = self._groups[first].start(), self._groups[last].end()
        before = low[max(0, start - LABEL_REACH) : start]
        says_card = CARD_WORD.search(before) is not None or CARD_WORD.search(low[end : end + 30]) is not None
        if not _is_bounded(low, start, end):
            return False
        shape = tuple(len(self._groups[number][0]) for number in range(first, last + 1))
        if len(shape) == 1:
            return says_card or not _is_doubtful(digits)
        is_whole = first == 0 and last == len(self._groups) - 1
        if shape in _SHAPES:
            return says_card or is_whole or _is_one_way(low, self._groups[first : last + 1])
        return (is_whole and (says_card or len(shape) <= 6)) or (says_card and len(shape) <= 8)

    def _passes_luhn(self, begin: int, end: int) -> bool:
        sums = self._sums[(end - 1) % 2]
        return (sums[end] - sums[begin]) % 10 == 0


def _is_bounded(low: str, start: int, end: int) -> bool:
    """Not a piece of a longer word, nor the digits after a decimal point."""
    if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
        word = re.search(r"[^\W\d_]+\Z", low[max(0, start - 20) : start])
        if word is None or (CARD_WORD.search(word[0]) is None and word[0] not in {"no", "nr", "n", "num", "x"}):
            return False
    if end < len(low) and (low[end].isalpha() or low[end] == "_"):
        word = re.match(r"[^\W\d_]+", low[end : end + 20])
        if word is None or len(word[0]) < 3 or not set(word[0]) - set("abcdef"):
            return False
    return not re.search(r"(?:^|[^\d.])\d{1,3}\.\Z", low[max(0, start - 5) : start])


def _is_doubtful(digits: str) -> bool:
    """Lengths at which other numbers are many, and cards few: then a word must say that it is a card."""
    if len(digits) == 13 and digits[0] == "4":
        return _is_ean(digits)
    return len(digits) in {12, 13} or (brand_of(digits) == "maestro" and len(digits) != 16 and len(digits) != 19)


def _is_ean(digits: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return total % 10 == 0


def _is_one_way(low: str, groups: list[re.Match[str]]) -> bool:
    """True when all gaps are alike: a number that was written in one go."""
    gaps = {low[one.end() : other.start()] for one, other in pairwise(groups)}
    return len(gaps) == 1


def _card(start: int, end: int, digits: str) -> Span:
    return Span(start, end, SecretKind.CARD, f"card.{brand_of(digits)}", f"{DOT * 4} {digits[-4:]}")


_DOUBLED = {str(digit): 2 * digit - 9 if digit > 4 else 2 * digit for digit in range(10)}
