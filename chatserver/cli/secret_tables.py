"""Writes the browser's share of the redaction tables: keys with a public beginning, and the issuers' ranges.

The composer asks before it sends what they match. The server redacts by its own, larger rules all the same.
"""

import json

from chatserver.core.redaction.card_ranges import issuers_ranges
from chatserver.core.redaction.forms import pattern_of, prefixes_of
from chatserver.core.redaction.key_formats import FORMATS

# With fewer fixed signs a word of any text could be a key; there the server has more to go by.
MIN_PREFIX_CHARS = 3


def prefixed_formats() -> list[tuple[str, str]]:
    """Returns name and form of each row that the browser looks for."""
    return [(name, form) for name, form in FORMATS if min(map(len, prefixes_of(form))) >= MIN_PREFIX_CHARS]


def secrets_ts() -> str:
    """Returns the text of `static/shared/secrets.ts`."""
    keys = [f"  [{_quoted(prefixes_of(form))}, {_quoted(pattern_of(form))}]," for _, form in prefixed_formats()]
    cards = [f"  [{low}, {high}, {_quoted(sorted(lengths))}]," for _, low, high, lengths in issuers_ranges()]
    return "\n".join(
        [
            "// Generated from chatserver/core/redaction by `make generate`; a test keeps it current.",
            "",
            "/** Keys: what they begin with, which is public, and the whole as a regular expression. */",
            "export const KEYS: readonly (readonly [readonly string[], string])[] = [",
            *keys,
            "];",
            "",
            "/** Cards: the first digits, from and to, and the lengths that were issued. */",
            "export const CARDS: readonly (readonly [number, number, readonly number[]])[] = [",
            *cards,
            "];",
            "",
        ]
    )


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
