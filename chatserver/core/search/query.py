"""Queries: what a person types into the search box. Whatever is typed is a query; nothing is an error.

`from:anna lang:de "exact words" -without` — what looks like an operator and is none is text to be found.
"""

import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import asdict, replace

from chatserver.core.chat import Status

# Longer than anything that is searched for; the rest of a pasted page would only cost time.
MAX_CHARS = 400
MAX_WORDS = 12
SPEAKERS = {
    "visitor": "visitor", "visitors": "visitor", "agent": "agent", "agents": "agent", "bot": "bot", "note": "note",
    "notes": "note",
}  # fmt: skip

_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟＂", '"'))
_MINUSES = str.maketrans(dict.fromkeys("–—−", "-"))
_PIECE = re.compile(r'(?P<minus>-?)(?:(?P<key>[A-Za-z]+):(?=\S))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_LETTER = re.compile(r"[^\W_]")
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_RATING = re.compile(r"(?P<sign>[<>]=?)?(?P<low>[1-5])(?:-(?P<high>[1-5]))?", re.ASCII)
# An operator whose value is still to come.
_UNFINISHED = re.compile(
    "(?:from|agent|lang|language|plan|tag|status|is|state|rating|rated|before|until|after|since|on):", re.IGNORECASE
)
# Nobody has chatted outside of these, and dates can be reckoned with.
_YEARS = range(1970, 2200)
_CONTROLS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Wanted(Struct, frozen=True):
    """Words that must stand one after the other; unless `is_whole`, the last of them may go on."""

    text: str
    is_whole: bool = False


class Filters(Struct, frozen=True):
    """What the chats must be; None and empty: anything. `since` counts, `until` does not; `speaker` is from `SPEAKERS`.

    `sender`: the first letters of who said it; `agent`: of the name of who had the chat.
    """

    status: Status | None = None
    lang: str = ""
    plan: str = ""
    tag: str = ""
    agent: str = ""
    sender: str = ""
    speaker: str = ""
    ratings: tuple[int, int] | None = None
    since: datetime | None = None
    until: datetime | None = None


ANY = Filters()


class Query(Struct, frozen=True):
    """What to find. `typed` is the text without operators, for ChatIDs."""

    typed: str = ""
    words: tuple[Wanted, ...] = ()
    without: tuple[Wanted, ...] = ()
    filters: Filters = ANY

    @property
    def is_empty(self) -> bool:
        return not self.words and self.filters == ANY


def parse_query(text: str, filters: Filters = ANY) -> Query:
    """Returns the query that somebody typed; operators in it come before the given filters."""
    text = _cleaned(text).translate(_QUOTES)
    texts = {name: _cleaned(value) for name, value in asdict(filters).items() if type(value) is str}
    filters = replace(filters, **texts)
    words: list[Wanted] = []
    without: list[Wanted] = []
    typed: list[str] = []
    for piece in _PIECE.finditer(text):
        quoted, bare = piece["quoted"], piece["bare"]
        value = quoted if quoted is not None else bare.translate(_MINUSES)
        if piece["key"] and not piece["minus"]:
            known = _with_operator(filters, piece["key"].lower(), value.strip())
            if known is not None:
                filters = known
                continue
        if piece["key"]:
            value = f"{piece['key']}:{value}"
        if not _LETTER.search(value) or _UNFINISHED.fullmatch(value):
            continue
        wanted = Wanted(value, is_whole=quoted is not None)
        if piece["minus"]:
            without.append(wanted)
        else:
            words.append(wanted)
            typed.append(value)
    return Query(" ".join(typed), tuple(words[:MAX_WORDS]), tuple(without[:MAX_WORDS]), filters)


def _cleaned(text: str) -> str:
    """No store can be asked for a lone surrogate, and nobody searches for a bell."""
    return _CONTROLS.sub(" ", text[:MAX_CHARS])


def _with_operator(filters: Filters, key: str, value: str) -> Filters | None:
    """Returns the filters with one more; None when this is no operator, or its value says nothing."""
    lowered = value.lower()
    match key:
        case "from" if lowered in SPEAKERS:
            return replace(filters, speaker=SPEAKERS[lowered])
        case "from" if _LETTER.search(value):
            return replace(filters, sender=value)
        case "agent" if _LETTER.search(value):
            return replace(filters, agent=value)
        case "lang" | "language" if re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", lowered):
            return replace(filters, lang=lowered.replace("_", "-"))
        case "plan" if value:
            return replace(filters, plan=lowered)
        case "tag" if value:
            return replace(filters, tag=lowered)
        case "status" | "is" | "state" if lowered in set(Status):
            return replace(filters, status=Status(lowered))
        case "rating" | "rated":
            ratings = _ratings(lowered)
            return replace(filters, ratings=ratings) if ratings is not None else None
        case "before" | "until":
            day = _day(value)
            return replace(filters, until=day) if day is not None else None
        case "after" | "since":
            day = _day(value)
            return replace(filters, since=day) if day is not None else None
        case "on":
            day = _day(value)
            return replace(filters, since=day, until=day + timedelta(days=1)) if day is not None else None
        case _:
            return None


def _ratings(value: str) -> tuple[int, int] | None:
    found = _RATING.fullmatch(value)
    if found is None:
        return None
    low = int(found["low"])
    match found["sign"]:
        case "<":
            return 1, low - 1
        case "<=":
            return 1, low
        case ">":
            return low + 1, 5
        case ">=":
            return low, 5
        case _:
            high = int(found["high"] or low)
            return min(low, high), max(low, high)


def _day(value: str) -> datetime | None:
    """Returns the beginning of a day or a month, in UTC: 2026-11-01, 2026-11 or 1.11.2026."""
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, day, other_day, other_month, other_year = found.groups()
    try:
        begins = datetime(int(year or other_year), int(month or other_month), int(day or other_day or 1), tzinfo=UTC)
    except ValueError:
        return None
    return begins if begins.year in _YEARS else None
