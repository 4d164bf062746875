"""Searching: chats by what was said, by who is in them, and by ChatIDs as people type them.

What is searched for is neither logged nor kept. Each result has passed `access`, and shows what the log has now.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import MessagePosted, NoteAdded, Recorded
from chatserver.core.ids import BadChatId, chat_id_symbols, dashed_start, near_chat_ids, parse_chat_id
from chatserver.core.people import Author
from chatserver.core.search.query import ANY, Filters, Query, Wanted, parse_query
from chatserver.core.search.showing import Said, Snippet, fits, said, snippet
from chatserver.core.search.texts import shown
from chatserver.services.access import chat_for_agent
from chatserver.services.finding import FoundChat, Scan
from chatserver.services.ports import Context, Tx

PAGE_LENGTH = 30
# So many of the newest chats that answer are put in order; the next so many come on later pages.
RANKED = 150
# Of a long text, what its order depends on.
_RANKED_CHARS = 1_000
# The newest messages of a chat that are compared.
_COMPARED = 2
_IDS = 5
# Fewer symbols begin too many ChatIDs; without a digit or a dash they are more likely a word.
_LEAST_SYMBOLS = 3
_LEAST_LETTERS = 5
# All chats are looked through for a part that is not the beginning: not for every number that is typed.
_LEAST_WITHIN = 6
_PLACE = re.compile(r"(?P<side>[pb])(?P<row>-?\d{0,18})\.(?P<offset>\d{1,6})", re.ASCII)
# A unit of work of some 5 ms: a message that comes meanwhile waits no longer.
INDEXED_AT_ONCE = 25


class Kind(StrEnum):
    """What was found: the ChatID, one that is only a slip away, a message, a note, what is known of a chat, or a chat
    that the filters let through."""

    CHAT_ID = "chat_id"
    NEAR_ID = "near_id"
    MESSAGE = "message"
    NOTE = "note"
    DETAILS = "details"
    CHAT = "chat"


class Result(Struct, frozen=True):
    """A chat that answers. `recorded`: the event that does best; `count`: how many do."""

    kind: Kind
    chat: Chat
    snippet: Snippet
    recorded: Recorded | None = None
    count: int = 0

    @property
    def author(self) -> Author | None:
        event = self.recorded.event if self.recorded is not None else None
        return event.author if isinstance(event, MessagePosted | NoteAdded) else None


class Results(Struct, frozen=True):
    """A page of results. `next`: what to ask for the following page; `is_partial`: older chats were not looked at."""

    results: list[Result]
    words: tuple[Wanted, ...]
    next: str | None = None
    is_partial: bool = False


class _Place(Struct, frozen=True):
    """Where a page begins: below a row of the index, after so many results; `side`: people's words or the bot's."""

    side: str = "p"
    row: int | None = None
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.side}{'' if self.row is None else self.row}.{self.offset}"


async def search_chats(ctx: Context, text: str, filters: Filters = ANY, after: str | None = None) -> Results:
    """Returns a page of the chats that answer; nothing that is typed is an error. Raises `Refused` (BAD_REQUEST) for an
    `after` that no earlier page gave."""
    query = parse_query(text, filters)
    place = _place(after)
    now = ctx.clock.now()
    return await ctx.store.read(lambda tx: _search(tx, query, place, now, is_first=after is None))


async def is_index_behind(ctx: Context) -> bool:
    """True when there is something that cannot be found yet."""
    return await ctx.store.read(lambda tx: tx.search.is_behind())


async def index_some(ctx: Context) -> int:
    """Brings a portion of the messages into the index; returns how much that was."""
    return await ctx.store.run(lambda tx: tx.search.index_some(INDEXED_AT_ONCE))


async def purge_some(ctx: Context) -> bool:
    """Removes a part of what was redacted from the index's pages on the disk; False when there is none."""
    return await ctx.store.run(lambda tx: tx.search.purge_some(ctx.clock.now()))


def _search(tx: Tx, query: Query, place: _Place, now: datetime, *, is_first: bool) -> Results:
    by_id = _by_chat_id(tx, query) if is_first else []
    if query.is_empty:
        return Results(by_id, query.words)
    if place.side == "b":
        query = _of_bot(query)
    scan = tx.search.find(query, place.row, RANKED)
    if not scan.chats and not by_id and _may_ask_bot(query, scan, place):
        # Nobody has said it: perhaps the bot has.
        query, place = _of_bot(query), _Place("b")
        scan = tx.search.find(query, None, RANKED)
    ordered = _ordered(tx, query, scan.chats, now)
    page = ordered[place.offset : place.offset + PAGE_LENGTH]
    known = {result.chat.chat_id for result in by_id}
    results = by_id + [result for one in page if one.chat_id not in known and (result := _shown(tx, query, one))]
    return Results(results, query.words, _next(place, len(ordered), scan), scan.is_cut_short)


def _next(place: _Place, count: int, scan: Scan) -> str | None:
    if place.offset + PAGE_LENGTH < count:
        return str(replace(place, offset=place.offset + PAGE_LENGTH))
    return str(_Place(place.side, scan.next)) if scan.next is not None else None


def _place(after: str | None) -> _Place:
    if after is None:
        return _Place()
    found = _PLACE.fullmatch(after)
    if found is None or found["row"] == "-":
        raise Refused(Code.BAD_REQUEST, "There is no such page of results.")
    return _Place(found["side"], int(found["row"]) if found["row"] else None, int(found["offset"]))


def _may_ask_bot(query: Query, scan: Scan, place: _Place) -> bool:
    filters = query.filters
    return bool(query.words) and place == _Place() and scan.next is None and not filters.speaker and not filters.sender


def _of_bot(query: Query) -> Query:
    return replace(query, filters=replace(query.filters, speaker="bot"))


class _Candidate(Struct, frozen=True):
    """A chat that answers, and those of its events that may be shown, with what is compared of each."""

    chat_id: str
    count: int
    events: tuple[tuple[Recorded, Said], ...]


def _ordered(tx: Tx, query: Query, chats: Iterable[FoundChat], now: datetime) -> list[_Candidate]:
    """The best first; the best event of each chat first. Without words: as they come, the newest first."""
    candidates = [_Candidate(chat.chat_id, chat.count, _events(tx, query, chat)) for chat in chats]
    if not query.words:
        return [one for one in candidates if one.events or query.filters.sender == ""]
    every = [(place, event) for place, one in enumerate(candidates) for event in one.events]
    scores = fits([text for _, (_, text) in every], query.words, [now - recorded.at for _, (recorded, _) in every])
    best: dict[int, tuple[float, tuple[Recorded, Said]]] = {}
    for (place, event), score in zip(every, scores, strict=True):
        if place not in best or score > best[place][0]:
            best[place] = (score, event)
    order = sorted(best, key=lambda place: -best[place][0])
    return [replace(candidates[place], events=(best[place][1],)) for place in order]


def _events(tx: Tx, query: Query, chat: FoundChat) -> tuple[tuple[Recorded, Said], ...]:
    """The newest events that answer, and are of the time that was asked for."""
    since, until = query.filters.since, query.filters.until
    found = (tx.chats.event(chat.chat_id, seq) for seq in chat.seqs)
    meant = (one for one in found if one and (since is None or one.at >= since) and (until is None or one.at < until))
    return tuple((one, said(shown(one.event), _RANKED_CHARS)) for one in islice(meant, _COMPARED))


def _shown(tx: Tx, query: Query, found: _Candidate) -> Result | None:
    try:
        chat = chat_for_agent(tx, found.chat_id)
    except Refused:
        return None
    if not found.events:
        return Result(Kind.CHAT, chat, Snippet(chat.last_text))
    recorded = found.events[0][0]
    match recorded.event:
        case MessagePosted():
            kind = Kind.MESSAGE
        case NoteAdded():
            kind = Kind.NOTE
        case _:
            kind = Kind.DETAILS
    return Result(kind, chat, snippet(said(shown(recorded.event)), query.words), recorded, found.count)


def _by_chat_id(tx: Tx, query: Query) -> list[Result]:
    """The chats whose ChatID was typed: whole, in part, or with one slip."""
    symbols = chat_id_symbols(query.typed)
    if symbols is None or query.without:
        return []
    is_likely = any(sign.isdigit() or sign == "-" for sign in query.typed)
    if len(symbols) < (_LEAST_SYMBOLS if is_likely else _LEAST_LETTERS):
        return []
    try:
        return _with_ids(tx, [parse_chat_id(query.typed)], Kind.CHAT_ID)
    except BadChatId:
        found = tx.search.chat_ids(dashed_start(symbols), _IDS)
    if not found and is_likely and len(symbols) >= _LEAST_WITHIN:
        found = tx.search.chat_ids_with(symbols, _IDS)
    return _with_ids(tx, found, Kind.CHAT_ID) or _with_ids(tx, near_chat_ids(query.typed), Kind.NEAR_ID)


def _with_ids(tx: Tx, chat_ids: Sequence[str], kind: Kind) -> list[Result]:
    found = [chat for chat_id in chat_ids if (chat := tx.chats.get(chat_id)) is not None]
    return [Result(kind, chat_for_agent(tx, chat.chat_id), Snippet(chat.last_text)) for chat in found]
