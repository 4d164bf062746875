"""The workshop: one loaded set of intents and its matchers. A reload replaces the whole with one assignment."""

import hashlib
from collections.abc import Mapping, MutableMapping
from functools import lru_cache

import msgspec
from msgspec import Struct, field

from chatserver.core.triage.intents import Intent, IntentSet, Language
from chatserver.core.triage.matcher import Matcher, Own
from chatserver.core.triage.self_check import Thresholds

# Another number when the matcher has changed so much that thresholds of before say nothing.
_MATCHER = 3
# Forms under way keep the definition they began with, for so many changes of the files.
_KEPT_SETS = 8


class Workshop(Struct, frozen=True):
    """`past` are the sets before this one, by version, newest last."""

    intents: IntentSet
    matchers: Mapping[str, Matcher]
    past: Mapping[str, IntentSet] = field(default_factory=dict)

    def after(self, before: "Workshop") -> "Workshop":
        """Returns this workshop, which remembers the sets of the one that it replaces."""
        kept = {**before.past, before.intents.version: before.intents}
        kept.pop(self.intents.version, None)
        return Workshop(self.intents, self.matchers, dict(list(kept.items())[-_KEPT_SETS:]))


def build_workshop(intents: IntentSet, known: MutableMapping[str, Thresholds] | None = None) -> Workshop:
    """Builds the matchers. `known` are thresholds of earlier builds; those of new lines are put there.

    Lines that were checked before are not checked again, which is what takes the time.
    """
    matchers: dict[str, Matcher] = {}
    for tag, language in intents.languages.items():
        lines = tuple(language.intents.values())
        own = own_words(language)
        key = _key_of(tag, lines, own)
        matchers[tag] = _matcher(tag, lines, (known or {}).get(key), own)
        if known is not None:
            known[key] = matchers[tag].thresholds
    return Workshop(intents, matchers)


def own_words(language: Language) -> Own:
    """Returns what an author has added to what the program knows of a language."""
    return Own(language.synonyms, language.small_talk)


def _key_of(tag: str, intents: tuple[Intent, ...], own: Own) -> str:
    said = [(intent.name, intent.title, intent.examples, intent.keywords) for intent in intents]
    return hashlib.sha256(msgspec.json.encode([_MATCHER, tag, said, own])).hexdigest()[:20]


@lru_cache(maxsize=16)
def _matcher(tag: str, intents: tuple[Intent, ...], thresholds: Thresholds | None, own: Own) -> Matcher:
    return Matcher(intents, tag, thresholds, own)
