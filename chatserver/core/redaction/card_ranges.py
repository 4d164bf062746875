"""Issuers' ranges: ISO/IEC 7812 identification numbers and lengths as the networks publish them."""

from functools import lru_cache

# brand, the first digits as an inclusive range, and the lengths that the brand has issued. The first that fits wins.
_RANGES: tuple[tuple[str, int, int, frozenset[int]], ...] = (
    ("amex", 34, 34, frozenset({15})),
    ("amex", 37, 37, frozenset({15})),
    *(
        ("elo", low, high, frozenset({16}))
        for low, high in (
            (401178, 401179),
            (431274, 431274),
            (438935, 438935),
            (451416, 451416),
            (457393, 457393),
            (457631, 457632),
            (504175, 504175),
            (506699, 506778),
            (509000, 509999),
            (627780, 627780),
            (636297, 636297),
            (636368, 636368),
            (650031, 650033),
            (650035, 650051),
            (650405, 650439),
            (650485, 650538),
            (650541, 650598),
            (650700, 650718),
            (650720, 650727),
            (650901, 650978),
            (651652, 651679),
            (655000, 655019),
            (655021, 655058),
        )
    ),
    ("hipercard", 606282, 606282, frozenset({13, 16, 19})),
    ("hipercard", 384100, 384100, frozenset({16, 19})),
    ("hipercard", 384140, 384140, frozenset({16, 19})),
    ("hipercard", 384160, 384160, frozenset({16, 19})),
    ("hipercard", 637095, 637095, frozenset({16})),
    ("hipercard", 637568, 637568, frozenset({16})),
    ("hipercard", 637599, 637612, frozenset({16})),
    ("troy", 9792, 9792, frozenset({16})),
    ("visa", 4, 4, frozenset({13, 16, 19})),
    ("mastercard", 51, 55, frozenset({16})),
    ("mastercard", 2221, 2720, frozenset({16})),
    ("diners", 300, 305, frozenset({14})),
    ("diners", 3095, 3095, frozenset({14})),
    ("diners", 36, 36, frozenset(range(14, 20))),
    ("diners", 38, 39, frozenset({14, 16})),
    ("mir", 2200, 2204, frozenset(range(16, 20))),
    ("discover", 6011, 6011, frozenset({16, 19})),
    ("rupay", 60, 60, frozenset({16})),
    ("rupay", 81, 82, frozenset({16})),
    ("rupay", 508, 508, frozenset({16})),
    ("discover", 622126, 622925, frozenset({16, 19})),
    ("discover", 644, 649, frozenset({16, 19})),
    ("discover", 65, 65, frozenset({16, 19})),
    ("jcb", 3528, 3589, frozenset(range(16, 20))),
    ("unionpay", 62, 62, frozenset(range(16, 20))),
    ("unionpay", 81, 81, frozenset(range(16, 20))),
    ("maestro", 50, 50, frozenset(range(12, 20))),
    ("maestro", 56, 59, frozenset(range(12, 20))),
    ("maestro", 60, 69, frozenset(range(12, 20))),
)
MIN_DIGITS, MAX_DIGITS = 12, 19


@lru_cache(maxsize=1024)
def _brand_of(first: str, length: int) -> str | None:
    for brand, low, high, lengths in _RANGES:
        if length in lengths and low <= int(first[: len(str(low))]) <= high:
            return brand
    return None


def issuers_ranges() -> tuple[tuple[str, int, int, frozenset[int]], ...]:
    """Returns brand, the first digits from and to, and the lengths, of each range; the first that fits wins."""
    return _RANGES


def brand_of(digits: str) -> str | None:
    """Returns the brand that issues numbers of this range and length."""
    return _brand_of(digits[:6], len(digits))
