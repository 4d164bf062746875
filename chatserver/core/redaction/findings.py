"""What redaction reports: where a mask stands, of which kind, and which rule put it there; never the secret."""

from enum import StrEnum

from msgspec import Struct


class SecretKind(StrEnum):
    CARD = "card"
    KEY = "key"
    PASSWORD = "password"
    # What a person has marked: of no kind that a rule knows.
    OTHER = "other"


class Redaction(Struct, frozen=True):
    """One mask in the redacted text: `[start, end)` counts Unicode code points of that text."""

    kind: SecretKind
    start: int
    end: int
    rule: str = ""
