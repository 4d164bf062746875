"""Known problems: incidents that the operator has announced, or a status page has. Told before anybody is asked."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from chatserver.core.triage.features import analyser
from chatserver.core.triage.intents import nearest_tag
from chatserver.core.triage.words import words_of

# One word in common is chance.
_ENOUGH_WORDS = 2
# What every announcement and every complaint may say.
_SAID_OF_ALL = """
now right currently present moment temporarily cannot can't unable work works working problem problems issue issues
error customers users people aware fix soon again since today
derzeit gerade aktuell moment kann konnen nicht moglich funktioniert geht problem probleme storung fehler kunden
arbeiten seit heute
ahora momento actualmente puede pueden posible funciona funcionan problema problemas error clientes desde hoy
agora momento atualmente pode podem possivel funciona funcionam problema problemas erro clientes desde hoje
сейчас сегодня временно могут может работает работают проблема проблемы ошибка клиенты
"""


class KnownProblem(Struct, frozen=True):
    """An open incident. `text` is what visitors read; `translations` has it in other languages, by tag."""

    id: str
    text: str
    translations: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, tag: str) -> str:
        """Returns the text in the visitor's language, or as the operator wrote it."""
        known = nearest_tag(tag, self.translations)
        return self.translations[known] if known is not None else self.text

    def is_about(self, said: str, tag: str) -> bool:
        """True when a message shares the words that matter with the text."""
        return len(_content(said, tag) & _content(self.in_language(tag), tag)) >= _ENOUGH_WORDS


def _content(text: str, tag: str) -> frozenset[str]:
    known = analyser(tag)
    stems = {known.stem(word) for word in words_of(text) if len(word) > 2}
    return frozenset(stems - known.stop_words - _noise(tag))


@lru_cache(maxsize=16)
def _noise(tag: str) -> frozenset[str]:
    return frozenset(analyser(tag).stem(word) for word in words_of(_SAID_OF_ALL))
