"""`redact`: the one door that every text from outside passes before anything stores, logs, shows or sends it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, islice

from msgspec import Struct

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.answers import asked_for, asks_other, find_answers
from chatserver.core.redaction.card_labels import names_card, names_other_number
from chatserver.core.redaction.card_splits import find_split_card
from chatserver.core.redaction.cards import find_back_codes, find_cards
from chatserver.core.redaction.cuts import Cut, apply_cuts
from chatserver.core.redaction.findings import Redaction, SecretKind
from chatserver.core.redaction.folding import Folded, fold
from chatserver.core.redaction.joined import find_across, is_open
from chatserver.core.redaction.key_labels import find_labelled_keys
from chatserver.core.redaction.key_places import find_placed_keys
from chatserver.core.redaction.keys import find_keys
from chatserver.core.redaction.pairs import find_pairs
from chatserver.core.redaction.passwords import find_passwords
from chatserver.core.redaction.preview import find_unfinished
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.core.redaction.spans import DOT, Span, without_overlaps

# In order of trust: where two detectors want the same place, the earlier wins.
DETECTORS: tuple[Callable[[Folded], Iterator[Span]], ...] = (
    find_placed_keys, find_keys, find_labelled_keys, find_cards, find_back_codes, find_passwords, find_pairs,
)  # fmt: skip

WITHHELD = "[message withheld]"
# Of the writer's own messages so many are looked at again.
_EARLIER = 3
# Passwords of one message that are looked for again in it.
_REPEATED = 50
# A shorter run of dots may be anybody's list.
_MASK = DOT * 4
_MASK_AFTER = re.compile(rf"[._:/=-]?{_MASK}")
_MASKED_CARD = re.compile(rf"(?:\A|[^{DOT}]){_MASK} \d{{4}}")
# A text whose masks uncover more is looked at so often again.
_LOOKS = ((4_000, 3), (20_000, 1))
# "One moment, please": no answer yet.
_CHATTER = 40


class Said(Struct, frozen=True):
    """An earlier message of the chat, already redacted."""

    by: AuthorKind
    text: str


class Context(Struct, frozen=True):
    """What was said before: newest last."""

    recent: tuple[Said, ...] = ()


class Earlier(Struct, frozen=True):
    """An earlier message in which the one at hand has completed a secret; `index` counts `Context.recent`."""

    index: int
    text: str
    cuts: tuple[Cut, ...]


class Redacted(Struct, frozen=True):
    """A text that may be kept, and what was taken out of it; the places count code points of `text`."""

    text: str
    redactions: tuple[Redaction, ...] = ()
    earlier: tuple[Earlier, ...] = ()


def redact(
    context: Context,
    raw: RawText,
    by: AuthorKind = AuthorKind.VISITOR,
    *,
    is_draft: bool = False,
    rules: Rules = SHIPPED,
) -> Redacted:
    """Returns the text with every secret masked. A detector that fails withholds the whole text: it fails closed.

    `by` is who writes: what the same person said before, and what the others have asked, belongs to it. A draft also
    hides what may become a secret with the next keys.
    """
    text = raw.reveal()
    try:
        return _redact(context, text, by, is_draft, rules)
    except Exception:  # noqa: BLE001 - whatever failed, the raw text must not go on
        # Told as a mask: people see that something is missing, and the counts show that a rule fails.
        return Redacted(WITHHELD, (Redaction(SecretKind.OTHER, 0, len(WITHHELD), "withheld"),))


def redact_line(text: str, rules: Rules = SHIPPED) -> str:
    """Returns a short field (a name, a title, an address) with every secret masked."""
    return redact(Context(), RawText(text), rules=rules).text


def _redact(context: Context, text: str, by: AuthorKind, is_draft: bool, rules: Rules) -> Redacted:
    folded = fold(text)
    found = _detected(folded, rules)
    before: dict[int, list[Span]] = {}
    here: Iterator[Span] = iter(())
    if context.recent:
        across, before = _across(context, folded, by, rules)
        here = iter(across)
    here = (span for span in here if rules.is_on(span.rule))
    before = {
        index: kept for index, there in before.items() if (kept := [span for span in there if rules.is_on(span.rule)])
    }
    spans = _kept(context, folded, chain(here, found) if before else chain(found, here))
    if is_draft:
        asked = _question(context, by)
        spans = without_overlaps([*find_unfinished(folded, asked, spans), *spans])
    earlier = tuple(_earlier(index, context.recent[index].text, spans_there) for index, spans_there in before.items())
    masked = _masked(text, folded, spans, earlier)
    return masked if is_draft or not spans else _settled(context, masked, rules)


def _kept(context: Context, folded: Folded, found: Iterable[Span]) -> list[Span]:
    spans = without_overlaps(found)
    if context.recent and any(span.kind is SecretKind.CARD for span in spans):
        spans = [span for span in spans if not _is_told_other(context, folded, span)]
    return _with_repeats(folded, spans)


def _settled(context: Context, masked: Redacted, rules: Rules) -> Redacted:
    """Looks again at what is left: a mask may uncover what the first look took for a part of something else."""
    # Each look costs as much as the first.
    for _ in range(next((looks for most, looks in _LOOKS if len(masked.text) <= most), 0)):
        folded = fold(masked.text)
        spans = _kept(context, folded, _detected(folded, rules))
        cuts = _over_masks(_cuts(folded, spans), masked.redactions)
        again = apply_cuts(masked.text, masked.redactions, cuts)
        if again.text == masked.text:
            break
        masked = Redacted(again.text, again.redactions, masked.earlier)
    return masked


def _over_masks(cuts: Sequence[Cut], masks: Sequence[Redaction]) -> list[Cut]:
    """Widens the cuts: one that touches a mask takes the whole of it."""
    wide: list[Cut] = []
    for cut in cuts:
        touched = [mask for mask in masks if mask.start < cut.end and cut.start < mask.end]
        start = min(cut.start, *(mask.start for mask in touched)) if touched else cut.start
        end = max(cut.end, *(mask.end for mask in touched)) if touched else cut.end
        if wide and start < wide[-1].end:
            start = wide.pop().start
        wide.append(Cut(start, end, cut.mask, cut.kind, cut.rule))
    return wide


def _cuts(folded: Folded, spans: Sequence[Span]) -> tuple[Cut, ...]:
    return tuple(Cut(*folded.original(span.start, span.end), span.mask, span.kind, span.rule) for span in spans)


def _detected(folded: Folded, rules: Rules) -> Iterator[Span]:
    """What the detectors find, without the ends that a mask has left of a secret."""
    found = chain(rules.find_own(folded), chain.from_iterable(detector(folded) for detector in DETECTORS))
    for span in (span for span in found if rules.is_on(span.rule)):
        if span.kind is SecretKind.CARD or not _is_masked(folded.low, span):
            yield span


def _is_masked(low: str, span: Span) -> bool:
    return (
        low.endswith(_MASK, 0, span.start)
        or _MASK_AFTER.match(low, span.end) is not None
        or _MASKED_CARD.fullmatch(low[max(0, span.start - 6) : span.end]) is not None
    )


def _with_repeats(folded: Folded, spans: list[Span]) -> list[Span]:
    """A password that is said once with its label may be said again without."""
    if not spans:
        return spans
    said: dict[str, Span] = {}
    for span in spans:
        value = folded.text[span.start : span.end]
        if span.kind is SecretKind.PASSWORD and len(value) >= 5 and not value.isalpha():
            said.setdefault(value, span)
    again = [
        Span(found.start(), found.end(), span.kind, span.rule, span.mask)
        for value, span in islice(said.items(), _REPEATED)
        if folded.text.count(value) > 1
        for found in re.finditer(re.escape(value), folded.text)
    ]
    return without_overlaps([*spans, *again]) if again else spans


def _question(context: Context, by: AuthorKind) -> frozenset[str]:
    """What the others have asked for since the writer spoke last but one."""
    own: list[str] = []
    for said in reversed(context.recent):
        if said.by is by:
            own.append(said.text)
            if len(own) > 2:
                break
        elif asked := asked_for(said.text):
            # What was asked and answered is asked no more, except for what is still missing.
            is_open = all(DOT not in text and len(text) <= _CHATTER for text in own)
            return asked if is_open else asked | {"about"}
        elif "?" in said.text and not own:
            break
    return frozenset()


def _across(context: Context, folded: Folded, by: AuthorKind, rules: Rules) -> tuple[list[Span], dict[int, list[Span]]]:
    """What only shows together with the messages before: spans of this text, and of earlier ones by their index."""
    here: list[Span] = list(find_answers(_question(context, by), folded))
    before: dict[int, list[Span]] = {}
    own = [index for index, said in enumerate(context.recent) if said.by is by][-_EARLIER:]
    if not own:
        return here, before
    texts = [_fold_kept(context.recent[index].text) for index in own]
    for place, span in find_split_card(texts, folded):
        if place < 0:
            here.insert(0, span)
        else:
            before.setdefault(own[place], []).append(span)
    last = texts[-1]
    if is_open(last, folded) and not _is_other_question(context, by):
        spans, spans_before = find_across(last, folded, (partial(_detected, rules=rules),))
        here += spans
        if spans_before:
            before.setdefault(own[-1], []).extend(spans_before)
    return here, {index: kept for index, spans in before.items() if (kept := without_overlaps(spans))}


def _is_other_question(context: Context, by: AuthorKind) -> bool:
    """True when somebody else has asked for something since, and for no secret: the answer belongs to that."""
    said = context.recent[-1]
    return said.by is not by and asks_other(said.text)


def _is_told_other(context: Context, folded: Folded, span: Span) -> bool:
    """True when the message before says that the number at the beginning of this one is no card's."""
    opening = folded.low[: span.start]
    if (
        span.kind is not SecretKind.CARD
        or not context.recent
        or len(opening) > 20
        or names_card(opening)
        or any(sign.isdigit() for sign in opening)
    ):
        return False
    return names_other_number(_fold_kept(context.recent[-1].text).low)


@lru_cache(maxsize=8192)
def _fold_kept(text: str) -> Folded:
    """Folds an earlier message, which is redacted, and is looked at again with each message after it."""
    return fold(text)


def _earlier(index: int, text: str, spans: Sequence[Span]) -> Earlier:
    folded = _fold_kept(text)
    cuts = _cuts(folded, spans)
    return Earlier(index, apply_cuts(text, (), cuts).text, cuts)


def _masked(text: str, folded: Folded, spans: Sequence[Span], earlier: tuple[Earlier, ...] = ()) -> Redacted:
    if not spans:
        return Redacted(text, (), earlier)
    parts: list[str] = []
    redactions: list[Redaction] = []
    read = written = 0
    for span in spans:
        begin, end = folded.original(span.start, span.end)
        parts.append(text[read:begin])
        start = written + begin - read
        parts.append(span.mask)
        written = start + len(span.mask)
        read = end
        redactions.append(Redaction(span.kind, start, written, span.rule))
    parts.append(text[read:])
    return Redacted("".join(parts), tuple(redactions), earlier)
