"""Transcripts: what a visitor may see of a chat, as text and as HTML.

Made from the events that everybody may see, and of those only from what is listed here: whatever is new, or for agents
only, does not get in by being forgotten. Texts are as they are stored, so a secret that was removed later is not in it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from chatserver.core import events as ev
from chatserver.core.attachments import Attachment
from chatserver.core.chat import Chat
from chatserver.core.events import Audience, Recorded
from chatserver.core.markup import Html, element, html_page, lines_to_html
from chatserver.core.people import Author, AuthorKind
from chatserver.core.transcript_words import Words, date_in, size_in_words, words_of

# A mail server takes 10 MB or more, and a mail holds the words twice, with a third more for their encoding.
MAX_BYTES = 2 << 20
_INDENT = "    "
# What would turn the letters around it; in a name it could make one person look like another.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
_STYLE = (
    "body{margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}"
    "main{max-width:44rem;margin:0 auto}h1{font-size:1.5rem;line-height:1.25;margin:0 0 16px}"
    "h2{font-size:.875rem;font-weight:600;margin:32px 0 8px;padding-bottom:4px;border-bottom:1px solid #d0d0d0}"
    "dl{margin:0 0 4px}dt,dd{display:inline;margin:0}dt{font-weight:600}article{margin:0 0 16px}"
    "article p,.notice,.small{margin:0}.notice,.small,time{font-size:.875rem;color:#5c5c5c}.notice{margin:0 0 16px}"
    ".text{overflow-wrap:anywhere}ul{margin:4px 0 0;padding-left:20px}.small{margin-top:32px}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}h2{border-color:#444}"
    ".notice,.small,time{color:#b0b0b0}}"
)


class Entry(Struct, frozen=True):
    """One thing that was said, with the files that came along; or, without `who`, one that happened.

    `summary` is what an agent has written for the visitor at the end.
    """

    at: datetime
    who: str
    text: str
    files: tuple[str, ...] = ()
    summary: str = ""


class Transcript(Struct, frozen=True):
    """A chat as its visitor may keep it. `is_cut`: the earlier part is left out."""

    chat_id: str
    brand: str
    lang: str
    zone: str
    started_at: datetime
    closed_at: datetime | None
    entries: tuple[Entry, ...]
    is_cut: bool


def transcript_of(chat: Chat, log: Iterable[Recorded], brand: str) -> Transcript:
    """Returns what the visitor may see of a chat; of a very long one, the last `MAX_BYTES` of it."""
    words = words_of(chat.lang)
    kept: deque[Entry] = deque()
    size, is_cut = 0, False
    for recorded in log:
        entry = _entry(recorded, chat, words)
        if entry is None:
            continue
        kept.append(entry)
        size += _size(entry)
        while size > MAX_BYTES:
            is_cut = True
            size -= _size(kept.popleft())
    name, zone = _one_line(brand), _zone_name(chat.zone)
    closed_at = None if chat.is_open else chat.closed_at
    return Transcript(chat.chat_id, name, chat.lang, zone, chat.started_at, closed_at, tuple(kept), is_cut)


def as_text(made: Transcript, *, footer: str = "") -> str:
    """Returns the transcript as lines, `footer` below them.

    What people wrote is indented, so that it cannot pass for another's words.
    """
    words, zone = words_of(made.lang), _zone(made.zone)
    lines = [words.title.format(brand=made.brand), ""]
    lines += [f"{name}: {value}" for name, value in _header(made, words, zone)]
    lines += [words.zone.format(zone=made.zone)]
    if made.is_cut:
        lines += ["", words.left_out]
    for day, entries in _days(made, zone):
        lines += ["", f"--- {date_in(words, day)} ---"]
        for entry in entries:
            lines += ["", *_text_lines(entry, words, zone)]
    return "\n".join([*lines, *(["", "---", footer] if footer else []), ""])


def as_html(made: Transcript, *, footer: str = "") -> str:
    """Returns the transcript as a whole page; `footer` is a paragraph below it."""
    words, zone = words_of(made.lang), _zone(made.zone)
    title = words.title.format(brand=made.brand)
    rows = [
        element("div", element("dt", f"{name}: "), element("dd", value)) for name, value in _header(made, words, zone)
    ]
    body = [
        element("h1", title),
        element("dl", *rows),
        element("p", words.zone.format(zone=made.zone), class_="notice"),
    ]
    if made.is_cut:
        body.append(element("p", words.left_out, class_="notice"))
    for day, entries in _days(made, zone):
        body.append(element("h2", date_in(words, day)))
        body += [_html_entry(entry, words, zone) for entry in entries]
    if footer:
        body.append(element("p", footer, class_="small"))
    return html_page(made.lang, f"{title}, {made.chat_id}", _STYLE, element("main", *body))


def _entry(recorded: Recorded, chat: Chat, words: Words) -> Entry | None:
    event = recorded.event
    if event.audience is not Audience.EVERYONE:
        return None
    match event:
        case ev.MessagePosted():
            files = tuple(_file_line(file, words) for file in event.files)
            return Entry(recorded.at, _name(event.author, chat, words), event.text, files)
        case ev.AgentAssigned():
            return Entry(recorded.at, "", words.joined.format(name=_one_line(event.agent.name)))
        case ev.ChatTransferred():
            return Entry(recorded.at, "", words.joined.format(name=_one_line(event.to_agent.name)))
        case ev.TicketOpened():
            return Entry(recorded.at, "", words.by_email)
        case ev.ChatReopened():
            return Entry(recorded.at, "", words.reopened)
        case ev.ChatClosed():
            return Entry(recorded.at, "", words.closed, summary=event.summary)
        case _:
            return None


def _name(author: Author, chat: Chat, words: Words) -> str:
    if author.kind is AuthorKind.BOT:
        return words.bot.format(name=_one_line(author.name))
    if author.kind is AuthorKind.VISITOR:
        return _one_line(author.name or chat.visitor_name) or words.visitor
    return _one_line(author.name)


def _file_line(file: Attachment, words: Words) -> str:
    return words.file.format(name=_one_line(file.name), size=size_in_words(file.size_bytes))


def _size(entry: Entry) -> int:
    # Each entry has a frame of its own.
    return 100 + len((entry.text + entry.summary).encode()) + sum(len(file.encode()) for file in entry.files)


def _header(made: Transcript, words: Words, zone: tzinfo) -> list[tuple[str, str]]:
    rows = [(words.chat_id, made.chat_id), (words.began, _moment(made.started_at, words, zone))]
    if made.closed_at is not None:
        rows.append((words.ended, _moment(made.closed_at, words, zone)))
    return rows


def _moment(at: datetime, words: Words, zone: tzinfo) -> str:
    return f"{date_in(words, at.astimezone(zone).date())}, {_time(at, zone)}"


def _time(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%H:%M")


def _days(made: Transcript, zone: tzinfo) -> Iterator[tuple[datetime, list[Entry]]]:
    for _, entries in groupby(made.entries, lambda entry: entry.at.astimezone(zone).date()):
        found = list(entries)
        yield found[0].at.astimezone(zone), found


def _text_lines(entry: Entry, words: Words, zone: tzinfo) -> list[str]:
    # Whatever ends a line anywhere ends one here, and the next is indented.
    summary = [words.summary, *entry.summary.splitlines()] if entry.summary else []
    said = [*entry.text.splitlines(), *entry.files] if entry.who else summary
    first = f"{entry.who}:" if entry.who else entry.text
    return [f"[{_time(entry.at, zone)}] {first}", *(f"{_INDENT}{line}".rstrip() for line in said)]


def _html_entry(entry: Entry, words: Words, zone: tzinfo) -> Html:
    at = element("time", _time(entry.at, zone), datetime=entry.at.astimezone(UTC).isoformat(timespec="seconds"))
    if not entry.who:
        happened = element("p", at, " ", entry.text, class_="notice")
        if not entry.summary:
            return happened
        summary = element("div", lines_to_html(entry.summary), class_="text", dir="auto")
        return element("article", happened, element("p", element("strong", words.summary)), summary)
    parts = [element("p", element("strong", element("bdi", entry.who)), " ", at)]
    if entry.text:
        parts.append(element("div", lines_to_html(entry.text), class_="text", dir="auto"))
    if entry.files:
        parts.append(element("ul", *(element("li", file) for file in entry.files)))
    return element("article", *parts)


def _one_line(name: str) -> str:
    return " ".join(name.translate(_TURNING).split())


def _zone_name(name: str) -> str:
    return name if name and isinstance(_zone(name), ZoneInfo) else "UTC"


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
