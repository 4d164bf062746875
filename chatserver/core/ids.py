"""ChatIDs: nine random symbols and a check symbol, made to be read aloud and typed.

The alphabet is Crockford's base32 (no I, L, O, U). The check symbol is a weighted sum over GF(32), so it stays inside
the same alphabet (Crockford's own mod-37 check needs `* ~ $ = U`, which nobody can dictate) and still catches every
single wrong symbol and every swap of two symbols. A ChatID is a public reference, never a credential.
"""

from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BITS = 45
_RANDOM_SYMBOLS = RANDOM_BITS // 5
_LENGTH = _RANDOM_SYMBOLS + 1
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# What people type for a symbol that they misread or misheard.
_FORGIVEN = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SEPARATORS = str.maketrans("", "", " -–—_.\u00a0\u2011")
# x^5 + x^2 + 1, irreducible over GF(2); 2 is a primitive element, so its first 31 powers differ.
_GF32_POLYNOMIAL = 0b100101


class BadChatId(ValueError):
    """The text is not a ChatID; the message says what is wrong in words for the person who typed it."""


def chat_id_from(random_bits: int) -> str:
    """Returns the ChatID for 45 random bits, as `K7Q3-M9XD-5R`."""
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError(f"random_bits must be in [0, 2**{RANDOM_BITS})")
    values = [(random_bits >> 5 * place) & 31 for place in reversed(range(_RANDOM_SYMBOLS))]
    return _dashed("".join(ALPHABET[value] for value in [*values, _check_value(values)]))


@lru_cache(maxsize=4096)
def parse_chat_id(text: str) -> str:
    """Returns the ChatID in its written form; case, dashes and mistyped I, L, O, U are forgiven.

    Raises `BadChatId` for a wrong length, a symbol outside the alphabet, or a check symbol that does not fit.
    """
    symbols = text.strip().upper().translate(_SEPARATORS).translate(_FORGIVEN)
    if len(symbols) != _LENGTH:
        raise BadChatId(f"A ChatID has {_LENGTH} letters and digits, as in K7Q3-M9XD-5R; this has {len(symbols)}.")
    unknown = next((symbol for symbol in symbols if symbol not in _VALUES), None)
    if unknown is not None:
        raise BadChatId("A ChatID has only letters and digits, as in K7Q3-M9XD-5R.")
    *values, check = (_VALUES[symbol] for symbol in symbols)
    if _check_value(values) != check:
        raise BadChatId("This ChatID has a typing mistake: its last letter or digit does not fit the others.")
    return _dashed(symbols)


def near_chat_ids(text: str) -> tuple[str, ...]:
    """Returns the ChatIDs that are one slip away: a wrong symbol, two swapped, one left out or one too many.

    The check symbol leaves some ten of hundreds; none for a text that is not nearly as long as a ChatID.
    """
    symbols = chat_id_symbols(text)
    if symbols is None or abs(len(symbols) - _LENGTH) > 1:
        return ()
    places = range(len(symbols))
    if len(symbols) < _LENGTH:
        slips = {symbols[:at] + symbol + symbols[at:] for at in range(_LENGTH) for symbol in ALPHABET}
    elif len(symbols) > _LENGTH:
        slips = {symbols[:at] + symbols[at + 1 :] for at in places}
    else:
        swapped = {symbols[:at] + symbols[at + 1] + symbols[at] + symbols[at + 2 :] for at in places[:-1]}
        slips = {symbols[:at] + symbol + symbols[at + 1 :] for at in places for symbol in ALPHABET} | swapped
    right = (slip for slip in slips if _check_value([_VALUES[one] for one in slip[:-1]]) == _VALUES[slip[-1]])
    return tuple(sorted(map(_dashed, right)))


def chat_id_symbols(text: str) -> str | None:
    """Returns the symbols of a whole or a partial ChatID as it is written, without dashes; None for other text."""
    symbols = text.strip().upper().translate(_SEPARATORS).translate(_FORGIVEN)
    return symbols if symbols and len(symbols) <= _LENGTH + 1 and all(one in _VALUES for one in symbols) else None


def dashed_start(symbols: str) -> str:
    """Returns the first symbols of a ChatID with the dashes that a whole one has between them."""
    return "-".join(part for part in (symbols[:4], symbols[4:8], symbols[8:]) if part)


def _dashed(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"


def _check_value(values: list[int]) -> int:
    """Horner's rule over GF(32): the sum of value_i * 2^(n - i), whose weights are all different and never 1."""
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _GF32_POLYNOMIAL if value & 32 else value
