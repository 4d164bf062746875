"""Slots: whether an answer fits the question that a form asked, and what is kept of it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct
from rapidfuzz import fuzz, process

from chatserver.core.triage.dates import read_date, read_time
from chatserver.core.triage.intents import Slot, SlotType, SlotWords
from chatserver.core.triage.words import in_latin, normalise

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,39}")
_PHONE = re.compile(r"\+?\(?\d(?:[\s()./-]{0,2}\d){5,14}")
_NUMBER = re.compile(r"-?\d[\d.,\s']*")
# "1.234" is a thousand and more, "1.5" is not.
_GROUPED = re.compile(r"-?\d{1,3}(?:(?P<sign>[.,' ])\d{3})(?:(?P=sign)\d{3})*")
# People write their name, not a story.
_MAX_NAME_WORDS = 6
_MAX_ANSWER_CHARS = 2000
_MAX_PATTERN_CHARS = 200
_CHOICE_FROM = 80.0
# What a person says before the answer itself; the rest is the name.
_NAME_LEAD = re.compile(
    r"^(?:(?:hi|hello|hallo|hola|ol[aá]|привет|здравствуйте)[,!. ]+)?"
    r"(?:my name is|my name's|i am|i'm|this is|it's|name:|ich hei(?:ß|ss)e|mein name ist|ich bin|"
    r"me llamo|mi nombre es|soy|meu nome [eé]|me chamo|eu sou|sou|меня зовут|мое имя|моё имя|это|я)\s+",
    re.IGNORECASE,
)


class Asked(Struct, frozen=True):
    """A slot that was asked, in whose words, by a visitor of which language, where and when."""

    slot: Slot
    words: SlotWords
    tag: str
    now: datetime
    zone: str = "UTC"
    has_files: bool = False


def check(asked: Asked, text: str) -> str | None:
    """Returns the value to keep, or None when the answer does not fit."""
    return _CHECKS[asked.slot.type](asked, text.strip())


def find_address(text: str) -> str | None:
    """Returns the first e-mail address in a text."""
    found = _EMAIL.search(text)
    return found[0] if found else None


def is_telling(slot: Slot) -> bool:
    """True for a type whose values are known when seen: an address, a number, a date, and not just any words."""
    return slot.type not in {SlotType.TEXT, SlotType.NAME, SlotType.FILE}


def _text(asked: Asked, answer: str) -> str | None:
    return answer if 1 < len(answer) <= _MAX_ANSWER_CHARS else None


def _name(asked: Asked, answer: str) -> str | None:
    name = _NAME_LEAD.sub("", answer).strip(" .,!")
    has_letters = any(sign.isalpha() for sign in name)
    is_short = len(name.split()) <= _MAX_NAME_WORDS and len(name) <= 80
    return name if has_letters and is_short and "?" not in name and "@" not in name else None


def _email(asked: Asked, answer: str) -> str | None:
    return find_address(answer)


def _phone(asked: Asked, answer: str) -> str | None:
    found = _PHONE.search(answer)
    return " ".join(found[0].split()) if found else None


def _account(asked: Asked, answer: str) -> str | None:
    found = _EMAIL.search(answer) or _ACCOUNT.search(answer)
    return found[0] if found else None


def _choice(asked: Asked, answer: str) -> str | None:
    """The key of the choice that the answer names: by label with a typo forgiven, by key, or by its place."""
    keys = list(asked.words.choices)
    wanted = normalise(answer).strip(" .!")
    by_key = {normalise(key): key for key in keys}
    if wanted in by_key:
        return by_key[wanted]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(keys):
        return keys[int(wanted) - 1]
    labels = {key: normalise(label) for key, label in asked.words.choices.items()}
    best = process.extractOne(wanted, labels, scorer=fuzz.ratio, score_cutoff=_CHOICE_FROM)
    if best is None and in_latin(wanted) != wanted:
        # "Премиум" for a plan that is called Premium.
        best = process.extractOne(in_latin(wanted), labels, scorer=fuzz.ratio, score_cutoff=_CHOICE_FROM)
    if best is not None:
        return str(best[2])
    # "I think premium": one label, said whole inside a sentence.
    inside = [key for key, label in labels.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", wanted)]
    return inside[0] if len(inside) == 1 else None


def _number(asked: Asked, answer: str) -> str | None:
    found = _NUMBER.search(answer)
    if found is None:
        return None
    digits = found[0].strip(" .,'")
    grouped = _GROUPED.fullmatch(digits)
    if grouped is not None:
        digits = digits.replace(grouped["sign"], "")
    else:
        last = max(digits.rfind(","), digits.rfind("."))
        whole, sign, part = digits.replace(" ", "").replace("'", "").rpartition(digits[last] if last >= 0 else ",")
        digits = f"{re.sub('[.,]', '', whole)}.{part}" if sign else part
    try:
        value = float(digits)
    except ValueError:
        return None
    low, high = asked.slot.least, asked.slot.most
    if (low is not None and value < low) or (high is not None and value > high):
        return None
    return str(int(value)) if value.is_integer() else str(value)


def _date(asked: Asked, answer: str) -> str | None:
    return read_date(answer, asked.tag, asked.now, asked.zone)


def _time(asked: Asked, answer: str) -> str | None:
    return read_time(answer, asked.tag, asked.now, asked.zone)


def _pattern(asked: Asked, answer: str) -> str | None:
    """The answer, or the one word of it, that fits as a whole; letters' case is forgiven."""
    if len(answer) > _MAX_PATTERN_CHARS:
        return None
    shape = re.compile(asked.slot.pattern, re.IGNORECASE)
    parts = (part.strip(" .,;!") for part in (answer, *answer.split()))
    return next((part for part in parts if shape.fullmatch(part)), None)


def _file(asked: Asked, answer: str) -> str | None:
    return answer or "-" if asked.has_files else None


_CHECKS: Mapping[SlotType, Callable[[Asked, str], str | None]] = {
    SlotType.TEXT: _text,
    SlotType.NAME: _name,
    SlotType.EMAIL: _email,
    SlotType.PHONE: _phone,
    SlotType.ACCOUNT: _account,
    SlotType.CHOICE: _choice,
    SlotType.NUMBER: _number,
    SlotType.DATE: _date,
    SlotType.TIME: _time,
    SlotType.PATTERN: _pattern,
    SlotType.FILE: _file,
}
