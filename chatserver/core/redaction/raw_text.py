"""Raw text: what somebody typed, before redaction. It cannot slip into a log, a traceback or a pickle by accident."""

from typing import NoReturn


class RawText:
    """Holds a text that only `redact` may read."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<raw text, {len(self._text)} characters>"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("raw text is never pickled")
