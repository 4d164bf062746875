"""The bot author's words as data: intents, forms and phrases, for each language."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field


class SlotType(StrEnum):
    """What a form's answer must look like; `slots.check` knows each."""

    TEXT = "text"
    NAME = "name"
    EMAIL = "email"
    ACCOUNT = "account"
    CHOICE = "choice"


class Then(StrEnum):
    """What follows an intent's answer."""

    NOTHING = "nothing"
    HANDOFF = "handoff"


class Slot(Struct, frozen=True):
    """One question of a form. `choices` are keys; each language gives them a label."""

    name: str
    type: SlotType
    optional: bool = False
    choices: tuple[str, ...] = ()


class Form(Struct, frozen=True):
    name: str
    slots: tuple[Slot, ...]

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)


class SlotWords(Struct, frozen=True):
    """How one language asks for a slot, and what it says to an answer that does not fit."""

    label: str
    ask: str
    retry: str
    choices: Mapping[str, str] = field(default_factory=dict)


class Intent(Struct, frozen=True):
    """What a visitor may want, in one language: example lines, the answer, and what follows it.

    `is_topic` is False for small talk and the like: it never becomes what a chat is about.
    """

    name: str
    title: str
    examples: tuple[str, ...]
    answer: str = ""
    counter_examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    form: str | None = None
    then: Then = Then.NOTHING
    is_topic: bool = True


# The bot's own sentences; each language file `bot.yaml` has every one.
PHRASES: Mapping[str, str] = {
    "greeting": "first words of a chat; say that this is a bot",
    "did_you_mean": "two intents are close; buttons with their titles follow",
    "none_of_these": "the button under did_you_mean that denies all of them",
    "rephrase": "the bot did not understand once",
    "talk_to_human": "the button that asks for a human",
    "handoff_requested": "the visitor asked for a human",
    "handoff_intent": "a matter for humans; said before the chat is queued",
    "handoff_missed": "the bot did not understand twice",
    "handoff_form_failed": "a form's answer was wrong too often",
    "form_skip": "the button that leaves an optional answer out",
    "form_cancelled": "the visitor cancelled a form",
    "handed_back": "an agent gave the chat back to the bot",
}
# Whole lines that a visitor types instead of pressing a button; one a line.
WORD_LISTS: Mapping[str, str] = {
    "cancel": "leaves a form",
    "skip": "leaves an optional answer out",
    "human": "asks for a human, at any time",
}


class Language(Struct, frozen=True):
    """Everything the bot says and understands in one language."""

    tag: str
    intents: Mapping[str, Intent]
    phrases: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    slots: Mapping[tuple[str, str], SlotWords]


class IntentSet(Struct, frozen=True):
    """All languages, and the structure they share. `version` tells two loaded sets apart."""

    default: str
    languages: Mapping[str, Language]
    forms: Mapping[str, Form]
    version: str = ""

    def resolve(self, tag: str | None) -> str:
        """Returns the language to use for a browser's tag: the exact one, one of the same base, or the default."""
        return nearest_tag(tag or "", self.languages) or self.default


def nearest_tag(tag: str, known: Iterable[str]) -> str | None:
    """Returns the known tag that is the same, or the first of the same base language; None when there is none."""
    tags = list(known)
    wanted = tag.replace("_", "-").casefold()
    exact = next((one for one in tags if one.casefold() == wanted), None)
    base = wanted.split("-")[0]
    return exact or next((one for one in tags if one and one.casefold().split("-")[0] == base), None)


_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def variables_in(text: str) -> frozenset[str]:
    """Returns the names between double braces."""
    return frozenset(_VARIABLE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Returns `text` with `{{ name }}` replaced; an unknown name becomes nothing (the file check refuses it before)."""
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), text)
