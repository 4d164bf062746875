"""What redaction reports: where a mask stands, of which kind, and which rule put it there; never the secret."""

from dataclasses import dataclass
from enum import StrEnum


class SecretKind(StrEnum):
    CARD = "card"
    KEY = "key"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class Redaction:
    """One mask in the redacted text: `[start, end)` counts Unicode code points of that text."""

    kind: SecretKind
    start: int
    end: int
    rule: str = ""
