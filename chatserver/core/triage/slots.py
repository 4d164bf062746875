"""Slots: whether an answer fits the question that a form asked, and what is kept of it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

import regex
from msgspec import Struct
from rapidfuzz import fuzz, process

from chatserver.core.triage.dates import read_date, read_time
from chatserver.core.triage.intents import Slot, SlotType, SlotWords
from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.words import in_latin, normalise, words_of

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,39}")
_PHONE = re.compile(r"\+?\(?\d(?:[\s()./-]{0,2}\d){5,14}")
# Digits with the signs that group them; a space only before three.
_NUMBER = re.compile(r"(?<![\w.,-])-?\d+(?:[.,']\d+| \d{3}(?!\d))*(?![\w-])")
_MAX_NUMBER_CHARS = 24
# 1234 5678 9012, or AB 12-34-56.
_GROUPS = re.compile(r"(?<!\w)(?:[A-Za-z]{1,4}[ -]?)?\d{2,}(?:[ -]\d{2,})+(?!\w)")
_MAX_ACCOUNT_WORDS = 4
_LONG_NUMBER = 5
# A search goes over an answer from each of its letters; nobody's address is longer.
_MAX_SEARCHED_CHARS = 400
_NAME_SAID = re.compile(
    r"(?:\bmy name(?:'s| is)|\b(?:the )?name is|\bich hei(?:ß|ss)e|\bmein name ist|\bme llamo|\bmi nombre es|"
    r"\bmeu nome [eé]|\bme chamo|\bменя зовут|\bмо[её] имя)\s+",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"\s+(?:and|und|y|и)\s+|[,;?!]|\s-\s", re.IGNORECASE)
_NAME_PARTICLES = frozenset(
    {
        "de",
        "del",
        "la",
        "los",
        "las",
        "da",
        "do",
        "dos",
        "das",
        "e",
        "y",
        "van",
        "von",
        "zu",
        "der",
        "den",
        "el",
        "al",
        "i",
    }
)
# "1.234" is a thousand and more, "1.5" is not.
_GROUPED = re.compile(r"-?\d{1,3}(?:(?P<sign>[.,' ])\d{3})(?:(?P=sign)\d{3})*")
# People write their name, not a story.
_MAX_NAME_WORDS = 6
_MAX_ANSWER_CHARS = 2000
_MAX_PATTERN_CHARS = 200
# Authors' patterns are tried before they are used; this is a net below it.
_PATTERN_SECONDS = 0.05
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
    answer = text.strip()
    if asked.slot.type not in {SlotType.TEXT, SlotType.FILE} and len(answer) > _MAX_SEARCHED_CHARS:
        return None
    return _CHECKS[asked.slot.type](asked, answer)


def find_address(text: str) -> str | None:
    """Returns the first e-mail address in a text."""
    found = _EMAIL.search(text[:_MAX_SEARCHED_CHARS])
    return found[0] if found else None


def say_name(text: str) -> str | None:
    """Returns what stands after "my name is" and the like; None when nobody says their name so."""
    found = _NAME_SAID.search(text[:_MAX_SEARCHED_CHARS])
    return _first_part(text[found.end() :]) if found else None


def is_telling(slot: Slot) -> bool:
    """True for a type whose values are known when seen: an address, a number, a date, and not just any words."""
    return slot.type not in {SlotType.TEXT, SlotType.NAME, SlotType.FILE}


def _text(asked: Asked, answer: str) -> str | None:
    return answer if 1 < len(answer) <= _MAX_ANSWER_CHARS else None


def _name(asked: Asked, answer: str) -> str | None:
    """A name has few words, and none of those that carry a sentence."""
    said = say_name(answer)
    name = said if said is not None else _first_part(_NAME_LEAD.sub("", answer))
    words = words_of(name)
    is_short = 0 < len(words) <= _MAX_NAME_WORDS and len(name) <= 80
    small = _small_words(asked.tag) - _NAME_PARTICLES
    is_sentence = any(word in small for word in words)
    return name if is_short and any(sign.isalpha() for sign in name) and not is_sentence and "@" not in name else None


def _first_part(text: str) -> str:
    return _NAME_END.split(text.strip(" .,!:"), maxsplit=1)[0].strip(" .,!:")


@lru_cache(maxsize=16)
def _small_words(tag: str) -> frozenset[str]:
    return frozenset(word for line in knowledge_of(tag).stop_words for word in words_of(line))


def _email(asked: Asked, answer: str) -> str | None:
    return find_address(answer)


def _phone(asked: Asked, answer: str) -> str | None:
    found = _PHONE.search(answer)
    return " ".join(found[0].split()) if found else None


def _account(asked: Asked, answer: str) -> str | None:
    address = find_address(answer)
    if address is not None:
        return address
    grouped = _GROUPS.search(answer)
    found = grouped or _ACCOUNT.search(answer)
    if found is None:
        return None
    value = " ".join(found[0].split())
    # "I have 500 customers waiting" is no account number.
    is_bare = len(answer.split()) <= _MAX_ACCOUNT_WORDS or sum(sign.isdigit() for sign in value) >= _LONG_NUMBER
    return value if is_bare else None


def _choice(asked: Asked, answer: str) -> str | None:
    """The key of the choice that the answer names: by label with a typo forgiven, by key, or by its place."""
    keys = list(asked.words.choices)
    wanted = normalise(answer).strip(" .!")
    by_key = {normalise(key): key for key in keys}
    if wanted in by_key:
        return by_key[wanted]
    place = place_of(wanted)
    if 1 <= place <= len(keys):
        return keys[place - 1]
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


def place_of(said: str) -> int:
    """Returns the number of a button that somebody typed; 0 when it is none."""
    return int(said) if len(said) <= 2 and said.isascii() and said.isdecimal() else 0


def _number(asked: Asked, answer: str) -> str | None:
    """The one number in an answer; of several nobody knows which is meant."""
    every = _NUMBER.findall(answer)
    if len(every) != 1 or len(every[0]) > _MAX_NUMBER_CHARS:
        return None
    digits = every[0].strip(" .,'")
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
    parts = (part.strip(" .,;!") for part in (answer, *answer.split()))
    return next((part for part in parts if fits(asked.slot.pattern, part)), None)


def fits(pattern: str, text: str) -> bool:
    """Returns whether the whole text fits, letters' case forgiven; one that takes too long to find out does not."""
    try:
        return regex.fullmatch(pattern, text, regex.IGNORECASE, timeout=_PATTERN_SECONDS) is not None
    except TimeoutError:
        return False


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
