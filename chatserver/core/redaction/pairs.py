"""Pairs: the name of an account and its password side by side, "login anna / hunter2"."""

import re
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.password_values import TRAILING, is_talk, looks_secret
from chatserver.core.redaction.password_words import PAIR_CUES
from chatserver.core.redaction.spans import DOT, Span

_MASK = DOT * 8
_WORD = re.compile(r"[^\W_]+")
_EMAIL_PAIR = re.compile(
    r"(?<=[\w.+-])@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}(?P<link>\s{0,4}[/|:;,]\s{0,4}|\s{1,4}-{1,2}\s{1,4}"
    r"|\s{1,4})(?P<value>[^\s•]{3,128})"
)
_CUE_PAIR = re.compile(
    r"(?:\s{0,3}(?:[/|&+]|und|and|y|e|и)\s{0,3}(?:\w{3,20}))?(?:\s{1,3}(?:data|details|info|daten|is|ist|ware"
    r"|waere|would be|sind|are|mit|with|con|com|as|als|como|para|von|de|do|da|for|fur|для|на|по|с|me|mich|:)){0,3}"
    r"\s{0,3}(?P<colon>[:=>-]{0,2})\s{0,4}[\"']?(?P<name>[\w.+@-]{2,80})[\"']?(?P<link>\s{0,4}(?:[/|:;,]|->?"
    r"|>)\s{0,4}|\s{1,4})[\"']?(?P<value>[^\s•\"',;]{3,128})"
)


_SLASHED = re.compile(
    r"(?<![\w/.@+-])(?P<name>[a-z][\w.@+-]{2,60})(?P<link>\s{1,3}/\s{1,3})(?P<value>[^\s•\"',;]{4,128})"
)
_ID = re.compile(r"[a-z]{1,4}-?\d{2,}\w?|\d+\w?|[a-z_]+")
# A name that is nobody's word: with a dot, a digit or an underscore.
_USER_NAME = re.compile(r"[\d._@]")


def find_pairs(folded: Folded) -> Iterator[Span]:
    """Yields a span for each password that stands beside its account's name."""
    low = folded.low
    if "@" in low:
        for found in _EMAIL_PAIR.finditer(low):
            if "://" not in low[max(0, found.start() - 100) : found.start()].rpartition(" ")[2]:
                yield from _span(found, "password.pair")
    if " / " in low:
        for found in _SLASHED.finditer(low):
            if _USER_NAME.search(found["name"]) and _is_mixed(found["value"].rstrip(TRAILING)):
                yield from _span(found, "password.pair")
    if PAIR_CUES.isdisjoint(folded.words):
        return
    for cue in _WORD.finditer(low):
        if cue[0] in PAIR_CUES:
            pair = _CUE_PAIR.match(low, cue.end())
            if (
                pair is not None
                and pair["name"] not in PAIR_CUES
                and (not is_talk(pair["name"]) or "@" in pair["name"])
            ):
                yield from _span(pair, "password.pair")


def _is_mixed(value: str) -> bool:
    return any(sign.isalpha() for sign in value) and looks_secret(value, False) and not _ID.fullmatch(value)


def _span(found: re.Match[str], rule: str) -> Iterator[Span]:
    value, link = found["value"].rstrip(TRAILING), found["link"].strip()
    if value in PAIR_CUES or "=" in value[:-1] or ("@" in value[1:] and "." in value.rsplit("@", 1)[1]):
        return
    is_linked = link in {"/", "|", ":", "->", ">", ";"}
    is_mixed = any(sign.isalpha() for sign in value) and looks_secret(value, is_linked)
    is_number = is_linked and value.isdigit() and 4 <= len(value) <= 12 and link != ":"
    is_plain = (
        link == "/"
        and value.isalpha()
        and len(value) >= 4
        and not is_talk(value)
        and _USER_NAME.search(found.groupdict().get("name") or "") is not None
    )
    if is_mixed or is_number or is_plain:
        yield Span(found.start("value"), found.start("value") + len(value), SecretKind.PASSWORD, rule, _MASK)
