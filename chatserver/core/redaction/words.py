"""Word lists: written as text, used as sets."""


def words(text: str) -> frozenset[str]:
    """Returns the words of a text."""
    return frozenset(text.split())
