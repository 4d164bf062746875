"""What the examining process is asked and answers: JSON over its pipes, the bytes over file descriptors."""

from enum import StrEnum

from msgspec import Struct

from chatserver.core.redaction.rules import SHIPPED, Rules


class Fault(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    BROKEN = "broken"
    TEXT_TOO_LONG = "text_too_long"
    PICTURE_TOO_LARGE = "picture_too_large"
    BOMB = "bomb"


class NotTaken(Exception):
    """A file is not taken, for a reason that its sender is told."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Job(Struct, frozen=True):
    """The descriptors of what to read and where to write what is kept; the site's rules for texts."""

    source: int
    target: int
    rules: Rules = SHIPPED


class Verdict(Struct, frozen=True):
    """What is kept: its media type, size, the pixels of a picture, the secrets taken out of a text. Or the fault."""

    media_type: str = ""
    size_bytes: int = 0
    width: int | None = None
    height: int | None = None
    redactions: int = 0
    fault: Fault | None = None
