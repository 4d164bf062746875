"""Reads the corpus: makes its cards and keys, and knows what of each case must go and what must stay."""

import base64
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.forms import example_of
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, Said, redact

FOLDER = Path(__file__).parent / "corpus"
_MARK = re.compile(r"⟦(?P<secret>[^⟦⟧]*)⟧|⟪(?P<harmless>[^⟪⟫]*)⟫", re.DOTALL)
_CARDS = {
    "visa": ("4", 16), "visa13": ("4", 13), "visa19": ("4", 19), "mastercard": ("5{1-5}", 16),
    "mastercard2": ("2{3-6}", 16),
    "amex": ("37", 15), "diners": ("36", 14), "discover": ("6011", 16), "jcb": ("353", 16), "unionpay": ("62", 16),
    "unionpay19": ("62", 19), "maestro12": ("50", 12), "maestro": ("58", 16), "maestro19": ("67", 19),
    "mir": ("2202", 16),
    "elo": ("5067", 16), "hipercard": ("606282", 16), "rupay": ("6075", 16), "troy": ("9792", 16),
}  # fmt: skip
_GAPS = {
    "spaces": " ",
    "dashes": "-",
    "dots": ".",
    "slashes": "/",
    "nbsp": "\u00a0",
    "lines": "\n",
    "zerowidth": "\u200b",
}
_DIGITS = {"fullwidth": 0xFF10, "arabic": 0x0660, "devanagari": 0x0966}


@dataclass(slots=True)
class Secret:
    """Something that must go; of `random`, the parts that are not public, little may stay."""

    kind: str
    message: int
    text: str
    random: str


@dataclass(slots=True)
class Case:
    name: str
    language: str
    authors: list[AuthorKind]
    texts: list[str]
    is_draft: bool
    secrets: list[Secret] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def is_negative(self) -> bool:
        return not self.secrets


@dataclass(slots=True)
class Verdict:
    """`leaks` are kinds of secrets that stayed; `harmed` are words that did not."""

    texts: list[str]
    leaks: list[Secret]
    harmed: list[str]


def read_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip():
                yield _case(f"{path.stem}:{number}", json.loads(line))


def judge(case: Case) -> Verdict:
    """Redacts a case as the server does, message by message, and compares."""
    texts: list[str] = []
    for number, (by, text) in enumerate(zip(case.authors, case.texts, strict=True)):
        context = Context(tuple(Said(who, said) for who, said in zip(case.authors, texts, strict=False)))
        is_draft = case.is_draft and number == len(case.texts) - 1
        result = redact(context, RawText(text), by, is_draft=is_draft)
        for earlier in result.earlier:
            texts[earlier.index] = earlier.text
        texts.append(result.text)
    return judge_texts(case, texts)


def judge_texts(case: Case, texts: list[str]) -> Verdict:
    """Compares what somebody has made of a case's messages with what should be left of them."""
    leaks = [secret for secret in case.secrets if _is_left(secret, texts[secret.message], case)]
    if case.is_draft:
        return Verdict(texts, leaks, [])
    harmed = []
    if case.is_negative and texts != case.texts:
        harmed = [text for text, before in zip(texts, case.texts, strict=True) if text != before]
    elif not case.is_negative:
        together = _words(" ".join(texts))
        harmed = [word for word in case.kept if word not in together]
    return Verdict(texts, leaks, harmed)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _is_left(secret: Secret, text: str, case: Case) -> bool:
    if secret.kind == "card":
        shown = re.sub(r"[^\w\n]+", "", re.sub(r"[^\W\d_]+|•+", "|", _ascii_digits(text)).replace("|", "_"))
        digits = "".join(re.findall(r"\d", _ascii_digits(secret.random)))
        kept = "".join(case.kept)
        pieces = [digits[place : place + 5] for place in range(max(1, len(digits) - 4))]
        return any(piece in shown and piece not in kept for piece in pieces) if len(digits) > 4 else False
    if secret.kind == "key":
        least = max(5, len(secret.random) // 4 + 1)
        return any(
            secret.random[place : place + least] in text for place in range(max(1, len(secret.random) - least + 1))
        )
    return secret.text in text


def _words_outside(text: str, secrets: list[Secret]) -> list[str]:
    for secret in secrets:
        text = text.replace(secret.text, "\0", 1)
    # What touches a secret may go with it.
    return [word[1] for word in re.finditer(r"(?<![\w\0])(\w+)(?![\w\0])", text)]


def _ascii_digits(text: str) -> str:
    import unicodedata

    return "".join(str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in text)


def _case(name: str, row: dict[str, Any]) -> Case:
    chance = random.Random(name)
    messages = row.get("messages") or [{"from": "visitor", "text": row["text"]}]
    case = Case(f"{name} {row.get('note', '')}", name.partition(":")[0], [], [], bool(row.get("preview")))
    made: dict[str, str] = {}
    for number, message in enumerate(messages):
        case.is_draft = case.is_draft or bool(message.get("preview"))
        parts, place = [], 0
        for mark in _MARK.finditer(message["text"]):
            outside = message["text"][place : mark.start()]
            parts.append(outside)
            place = mark.end()
            kind, _, rest = (mark["secret"] if mark["secret"] is not None else mark["harmless"]).partition("|")
            if mark["secret"] is None:
                outside = _card(rest, chance, made) if kind == "card" else _made(mark["harmless"], chance)[0]
                parts.append(outside)
                continue
            if kind == "card":
                text = hidden = _card(rest, chance, made)
            elif kind == "key":
                text, hidden = _made(rest, chance)
            else:
                text = hidden = rest
            parts.append(text)
            case.secrets.append(Secret(kind, number, text, hidden))
        outside = message["text"][place:]
        case.kept += _words_outside(
            "".join(parts) + outside, [secret for secret in case.secrets if secret.message == number]
        )
        case.authors.append(AuthorKind(message["from"]))
        case.texts.append("".join(parts) + outside)
    return case


def _card(recipe: str, chance: random.Random, made: dict[str, str]) -> str:
    brand, _, rest = recipe.partition("|")
    style, _, part = rest.partition("|")
    if "-" in style and style.replace("-", "").isdigit():
        style, part = "", style
    if brand not in made or not part:
        made[brand] = _number(brand, chance)
    digits = made[brand]
    sizes = {15: (4, 6, 5), 14: (4, 6, 4), 13: (4, 4, 5), 12: (4, 4, 4)}.get(
        len(digits), (4,) * 4 + (len(digits) - 16,)
    )
    groups, place = [], 0
    for size in sizes:
        if size > 0:
            groups.append(digits[place : place + size])
            place += size
    if part:
        first, _, last = part.partition("-")
        groups = groups[int(first) - 1 : int(last or first)]
    if style in _DIGITS:
        return " ".join("".join(chr(_DIGITS[style] + int(digit)) for digit in group) for group in groups)
    return _GAPS.get(style, "").join(groups)


def _number(brand: str, chance: random.Random) -> str:
    prefix, length = _CARDS[brand]
    prefix = re.sub(r"\{(\d)-(\d)\}", lambda found: str(chance.randint(int(found[1]), int(found[2]))), prefix)
    body = prefix + "".join(chance.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    total = sum(int(d) * 2 - 9 * (int(d) > 4) if place % 2 == 0 else int(d) for place, d in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def _made(recipe: str, chance: random.Random) -> tuple[str, str]:
    """The text of a recipe, and its random parts alone."""
    hidden: list[str] = []

    def make(found: re.Match[str]) -> str:
        name = found["name"]
        if found["length"]:
            text = example_of(f"<{name}:{found['length']}>", chance)
        elif name == "uuid":
            text = example_of("<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>", chance)
        elif name == "jwt":
            text = example_of("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx<url:60>.<url:43>", chance)
        elif name == "basic":
            text = base64.b64encode(example_of("<az:6>:<b62:12>", chance).encode()).decode()
        elif name in {"pem", "pemcut"}:
            lines = [example_of("<b64:64>", chance) for _ in range(5)]
            end = "\n-----END RSA PRIVATE KEY-----" if name == "pem" else ""
            text = "-----BEGIN RSA PRIVATE KEY-----\n" + "\n".join(lines) + end
        else:
            raise ValueError(f"no such class: {name}")
        hidden.append(text)
        return text

    text = re.sub(r"<(?P<name>\w+)(?::(?P<length>\d+(?:-\d+)?))?>", make, recipe)
    return text, max(hidden, key=len) if hidden else text
