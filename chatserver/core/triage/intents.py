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
    PHONE = "phone"
    ACCOUNT = "account"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TIME = "datetime"
    PATTERN = "pattern"
    FILE = "file"


class Then(StrEnum):
    """What follows an intent's answer."""

    NOTHING = "nothing"
    HANDOFF = "handoff"


class Slot(Struct, frozen=True):
    """One question of a form. `choices` are keys; each language gives them a label.

    `pattern` is what a PATTERN must match as a whole; `least` and `most` bound a NUMBER. A slot `on_request` is left
    out unless the intent asks for it by name.
    """

    name: str
    type: SlotType
    optional: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    tries: int = 3
    on_request: bool = False


class Form(Struct, frozen=True):
    """Questions, asked one at a time; with `confirm`, the visitor looks at the answers before people get them."""

    name: str
    slots: tuple[Slot, ...]
    confirm: bool = True

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)


class SlotWords(Struct, frozen=True):
    """How one language asks for a slot, and what it says to an answer that does not fit."""

    label: str
    ask: str
    retry: str
    choices: Mapping[str, str] = field(default_factory=dict)

    def shown(self, value: str) -> str:
        """Returns an answer as a person reads it: a choice by its label."""
        return self.choices.get(value, value)


class Intent(Struct, frozen=True):
    """What a visitor may want, in one language: example lines, the answer, and what follows it.

    `is_topic` is False for small talk and the like: it never becomes what a chat is about. `asks` names slots of the
    form that other intents leave out. `is_incident`: an open incident is told before the answer. `formerly` are names
    that it had before, under which the past counts it.
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
    asks: tuple[str, ...] = ()
    is_incident: bool = False
    formerly: tuple[str, ...] = ()


# The bot's own sentences; each language file `bot.yml` has every one.
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
    "form_summary": "the answers follow, one a line; the visitor says whether they are right",
    "form_confirm": "the button under the answers that says they are right",
    "form_change": "the button under the answers that says something is wrong",
    "form_which": "asks which answer to change; buttons with their labels follow",
    "form_corrected": "an earlier answer was corrected; the open question follows",
    "nothing_open": "the visitor wants to cancel or go back, and nothing is under way",
    "incident": "introduces a known problem that fits the question; its text follows",
    "incident_more": "asks, after a known problem was told, whether that is it",
    "incident_same": "the button that says: this is my problem",
    "incident_other": "the button that says: mine is another problem",
    "incident_noted": "the visitor has the known problem; nothing else is needed",
    "switch_offer": "said in this language to somebody who seems to write it; asks whether to go on in it",
    "switch_yes": "the button that goes on in this language",
    "switch_no": "the button that stays with this language",
    "switched": "first words after a change to this language",
    "calm_down": "the one calm line after an insult",
    "handoff_conduct": "a second insult; a person takes over",
    "nobody_there": "nobody can take the chat soon; buttons for a ticket and for staying in line follow",
    "long_wait": "people are there, and the wait may be longer than promised; the same buttons follow",
    "promise_broken": "the wait has been longer than promised: an apology; the same buttons follow",
    "file_noted": "the visitor sent a file without words, and no form asked for one",
    "ticket_button": "the button that turns the chat into a ticket, answered by e-mail",
    "keep_asking": "the button that stays in line; the bot helps meanwhile",
    "still_here": "the visitor waits, and may ask the bot meanwhile",
    "ticket_ask": "asks for the e-mail address that the ticket's answer goes to",
    "ticket_retry": "what was given is no e-mail address",
    "ticket_opened": "the chat is a ticket now; {{ chat_id }} and {{ email }} are filled in",
    "handed_back": "an agent gave the chat back to the bot",
    "closing_soon": "the visitor has not replied for long; without a reply the chat will be closed",
    "closed_no_reply": "the chat is being closed because no reply came; a reply within 7 days goes on with it",
}
# What is said in the place of a phrase that a set does not have.
FALLBACKS: Mapping[str, str] = {"long_wait": "nobody_there", "promise_broken": "nobody_there"}
# Whole lines that a visitor types instead of pressing a button; one a line.
WORD_LISTS: Mapping[str, str] = {
    "cancel": "leaves a form",
    "back": "goes back to the question before",
    "yes": "agrees",
    "no": "denies",
    "correct": "begins a correction, such as 'no, it was'",
    "skip": "leaves an optional answer out",
    "human": "asks for a human, at any time",
}


class Language(Struct, frozen=True):
    """Everything the bot says and understands in one language.

    `synonyms`, `small_talk` and `abuse` are the author's own, beside what the program knows.
    """

    tag: str
    intents: Mapping[str, Intent]
    phrases: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    slots: Mapping[tuple[str, str], SlotWords]
    synonyms: tuple[str, ...] = ()
    small_talk: tuple[str, ...] = ()
    abuse: tuple[str, ...] = ()


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


_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*(?:\|\s*([^{}|]*?)\s*)?\}\}")


class Variable(Struct, frozen=True):
    """A place to be filled: `{{ name }}`, or `{{ name | default }}` for what may not be known."""

    name: str
    default: str | None


def variables_in(text: str) -> frozenset[Variable]:
    """Returns the places between double braces."""
    return frozenset(Variable(found[1], found[2]) for found in _VARIABLE.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Returns `text` with the places filled whose value is known; the others stay for `fill_all`."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)


def fill_all(text: str, values: Mapping[str, str]) -> str:
    """Returns `text` with every place filled: with its value, else its default, else nothing."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[2] or "", text) if "{{" in text else text
