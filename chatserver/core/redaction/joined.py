"""Across messages: what shows only when a message is read together with the one before it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.password_labels import WORD, may_have_label
from chatserver.core.redaction.password_values import TRAILING, is_talk, looks_secret
from chatserver.core.redaction.password_words import LABELS, NOT_CODE, OTHER_IDS, PAIR_CUES
from chatserver.core.redaction.spans import DOT, Span
from chatserver.core.redaction.words import words

# So much of the message before is read again.
_TAIL_CHARS = 300
_KEY_CUES = words(
    """
    key keys token secret bearer authorization apikey basic schlussel llave clave chave segredo secreto ключ ключа
    токен секрет begin cookie
"""
)
# Somebody is about to say it.
_HANDS_OVER = re.compile(
    r"here(?:'s| is| comes)|i'?ll (?:send|give|type|tell)|sending|this is|(?:ich )?(?:schick|sag|gebe"
    r"|schreib)\w*|hier (?:ist|kommt)|te paso|te mando|ahi va|aqui (?:esta|va)|le paso|esta es|vou te|segue"
    r"|ai vai|essa e|essa \u2261|\bвот\b|\bсеичас (?:пришлю|напишу|скину)|скину|держи|ловите"
)
# "my order is 48291734", "card 4012 8888": a number that its own word explains.
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:card|order|ticket|invoice|tracking|karte\w*|bestell\w*|rechnung\w*|sendung\w*|tarjeta|pedido|factura"
    r"|cartao|fatura|protocolo|карт\w*|заказ\w*|трек\w*)\b"
)
_STARTS = re.compile(
    r"\s*(?:is|was|ist|war|es|era|e|eh|это|-|=|:|/|\(|as|als|como|password|passwort|mein|my|mi|minha|мои)"
)


def is_open(before: Folded, folded: Folded) -> bool:
    """True when the two may belong together: a label at the end of the one, or at the beginning of the other."""
    if _ends_open(before.low):
        return True
    return len(before.low) <= 80 and _STARTS.match(folded.low) is not None and may_have_label(folded.low[:80])


@lru_cache(maxsize=4096)
def _ends_open(low: str) -> bool:
    """True for a message whose end may want a value. It is looked at again with each message after it."""
    last = WORD.findall(low[-_TAIL_CHARS:])[-12:]
    if not LABELS.isdisjoint(last) or not _KEY_CUES.isdisjoint(last) or not PAIR_CUES.isdisjoint(last):
        return True
    return "-----begin" in low or low.rstrip()[-1:] in {"/", ":", "="}


def find_across(
    before: Folded, folded: Folded, detectors: Sequence[Callable[[Folded], Iterator[Span]]]
) -> tuple[list[Span], list[Span]]:
    """Returns the spans of this text and of the one before that the two have only together."""
    tail = before.low[-_TAIL_CHARS:]
    offset = len(before.low) - len(tail)
    border = len(tail) + 1
    together = Folded(f"{before.text[offset:]}\n{folded.text}", f"{tail}\n{folded.low}", None)
    here: list[Span] = []
    there: list[Span] = []
    for detector in detectors:
        for span in detector(together):
            if span.start >= border:
                here.append(Span(span.start - border, span.end - border, span.kind, span.rule, span.mask))
            elif span.end < border:
                there.append(Span(span.start + offset, span.end + offset, span.kind, span.rule, span.mask))
            else:
                there.append(Span(span.start + offset, len(before.low), span.kind, span.rule, span.mask))
                if span.end > border:
                    here.append(Span(0, span.end - border, span.kind, span.rule, span.mask))
    words = folded.low.split()
    if not here and len(words) <= 2 and may_have_label(" ".join(tail.split()[-14:])):
        # "I'll send you my passcode", and then nothing but "830174".
        is_other = len(words) == 2 and words[0].strip(".:#") in OTHER_IDS | NOT_CODE
        for token in re.finditer(r"[^\s•]{3,60}", folded.low) if not is_other else ():
            value = token[0].rstrip(TRAILING)
            is_handed = (
                len(words) == 1 and value.isalpha() and not is_talk(value) and _HANDS_OVER.search(tail) is not None
            )
            if (
                (is_handed or looks_secret(value, True))
                and len(value) <= 40
                and (not value.isdigit() or 4 <= len(value) <= 8)
            ):
                here.append(
                    Span(token.start(), token.start() + len(value), SecretKind.PASSWORD, "password.next", DOT * 8)
                )
    if not here and DOT in tail and len(folded.low) <= 60 and may_have_label(tail):
        # "my pin is ••••••••", and then: "sorry, 5519".
        for token in re.finditer(r"[^\s•]{4,60}", folded.low):
            value = token[0].rstrip(TRAILING)
            if value.isdigit() and _OTHER_NUMBER.search(folded.low, 0, token.start()):
                continue
            if looks_secret(value, False) and (not value.isdigit() or len(value) <= 8):
                here.append(
                    Span(token.start(), token.start() + len(value), SecretKind.PASSWORD, "password.corrected", DOT * 8)
                )
    return here, there
