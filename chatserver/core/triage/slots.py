"""Slots: whether an answer fits the question that a form asked, and what is kept of it."""

import re

from rapidfuzz import fuzz, process

from chatserver.core.triage.intents import Slot, SlotType, SlotWords
from chatserver.core.triage.words import normalise

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,39}")
# People write their name, not a story.
_MAX_NAME_WORDS = 6
_MAX_ANSWER_CHARS = 2000
_CHOICE_FROM = 80.0


def check(slot: Slot, words: SlotWords, text: str) -> str | None:
    """Returns the value to keep, or None when the answer does not fit."""
    answer = text.strip()
    match slot.type:
        case SlotType.TEXT:
            return answer if 1 < len(answer) <= _MAX_ANSWER_CHARS else None
        case SlotType.NAME:
            return _name(answer)
        case SlotType.EMAIL:
            found = _EMAIL.search(answer)
            return found[0] if found else None
        case SlotType.ACCOUNT:
            found = _EMAIL.search(answer) or _ACCOUNT.search(answer)
            return found[0] if found else None
        case SlotType.CHOICE:
            return _choice(words, answer)


def _name(answer: str) -> str | None:
    has_letters = any(sign.isalpha() for sign in answer)
    is_short = len(answer.split()) <= _MAX_NAME_WORDS and len(answer) <= 80
    return answer if has_letters and is_short and "?" not in answer and "@" not in answer else None


def _choice(words: SlotWords, answer: str) -> str | None:
    """The key of the choice that the answer names: by number, by key, or by label with a typo forgiven."""
    keys = list(words.choices)
    if answer.isdecimal() and 1 <= int(answer) <= len(keys):
        return keys[int(answer) - 1]
    wanted = normalise(answer)
    if wanted in keys:
        return wanted
    labels = {key: normalise(label) for key, label in words.choices.items()}
    best = process.extractOne(wanted, labels, scorer=fuzz.ratio, score_cutoff=_CHOICE_FROM)
    return best[2] if best else None
