"""Languages: what the matcher knows of each beside the author's lines, as text.

`STOP_WORDS` carry a sentence and not its matter. `SYNONYMS` mean much the same in support talk, one group a line.
`SMALL_TALK` is what people say to a bot that is no matter of theirs: a line near to it is less likely one of the
author's intents. `ABUSE` are insults against whoever reads them, one a line, compared as whole words.
`REFUSALS` is the pattern of normalised words that say what is not wanted.
"""

from collections.abc import Mapping
from types import ModuleType

from msgspec import Struct

from chatserver.core.triage.languages import de, en, es, pt, ru


class Knowledge(Struct, frozen=True):
    """One language; `stemmer` is Snowball's name of it, None for a language that is not known."""

    stemmer: str | None = None
    stop_words: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    small_talk: tuple[str, ...] = ()
    abuse: tuple[str, ...] = ()
    refusals: str = ""


def _knowledge(stemmer: str, module: ModuleType) -> Knowledge:
    return Knowledge(
        stemmer,
        tuple(module.STOP_WORDS.split()),
        tuple(module.SYNONYMS.strip().splitlines()),
        tuple(module.SMALL_TALK.strip().splitlines()),
        tuple(module.ABUSE.strip().splitlines()),
        module.REFUSALS,
    )


_LANGUAGES: Mapping[str, Knowledge] = {
    "en": _knowledge("english", en),
    "de": _knowledge("german", de),
    "es": _knowledge("spanish", es),
    "pt": _knowledge("portuguese", pt),
    "ru": _knowledge("russian", ru),
}


def knowledge_of(tag: str) -> Knowledge:
    """Returns what is known of a language by its tag, such as "pt-BR"; nothing of one that is not known."""
    return _LANGUAGES.get(tag.casefold().split("-")[0], Knowledge())
