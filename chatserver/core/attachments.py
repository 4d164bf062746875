"""Attachments: what a file in a chat is known as, which files are taken at all, and under which name.

What a file is, its own first bytes say; the name and the type that a stranger sends are claims. Only what the table
lists is taken. HTML and SVG are programs for the reader's browser and never are.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from msgspec import Struct

from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import SHIPPED, Rules

MAX_FILES_PER_MESSAGE = 5
MAX_NAME_CHARS = 120
# Enough for every signature of the table, and for the words that give markup away.
HEAD_BYTES = 4096
# Redaction reads a text whole, at about a megabyte a second.
MAX_TEXT_BYTES = 2 << 20


class Attachment(Struct, frozen=True):
    """A file as everybody in the chat sees it. `redactions` counts the secrets that were removed from its text."""

    file_id: str
    name: str
    media_type: str
    size_bytes: int
    width: int | None = None
    height: int | None = None
    redactions: int = 0


class Kind(StrEnum):
    """What is done with a file before it is kept."""

    PICTURE = "picture"
    TEXT = "text"
    ARCHIVE = "archive"
    OTHER = "other"


class Form(Struct, frozen=True):
    """One row of the table; the first extension is the one that is given to a file without a fitting one."""

    media_type: str
    kind: Kind
    extensions: tuple[str, ...]


PNG = Form("image/png", Kind.PICTURE, ("png",))
JPEG = Form("image/jpeg", Kind.PICTURE, ("jpg", "jpeg"))
GIF = Form("image/gif", Kind.PICTURE, ("gif",))
WEBP = Form("image/webp", Kind.PICTURE, ("webp",))
PDF = Form("application/pdf", Kind.OTHER, ("pdf",))
MP4 = Form("video/mp4", Kind.OTHER, ("mp4", "m4v"))
ZIP = Form("application/zip", Kind.ARCHIVE, ("zip",))
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = Form(f"{_OFFICE}.wordprocessingml.document", Kind.ARCHIVE, ("docx",))
XLSX = Form(f"{_OFFICE}.spreadsheetml.sheet", Kind.ARCHIVE, ("xlsx",))
# Nothing among them that a double click would run, on any system.
TEXT = Form(
    "text/plain",
    Kind.TEXT,
    ("txt", "log", "csv", "tsv", "json", "md", "yaml", "yml", "ini", "conf", "toml", "har"),
)
FORMS = (PNG, JPEG, GIF, WEBP, PDF, TEXT, ZIP, DOCX, XLSX, MP4)

# The brands of plain MP4; HEIC and AVIF pictures, audio and QuickTime have others (mp4ra.org).
_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")
# All of these places must have these bytes.
_SIGNATURES: tuple[tuple[Form, tuple[tuple[int, bytes], ...]], ...] = (
    (PNG, ((0, b"\x89PNG\r\n\x1a\n"),)),
    (JPEG, ((0, b"\xff\xd8\xff"),)),
    (GIF, ((0, b"GIF87a"),)),
    (GIF, ((0, b"GIF89a"),)),
    (WEBP, ((0, b"RIFF"), (8, b"WEBP"))),
    (PDF, ((0, b"%PDF-"),)),
    (ZIP, ((0, b"PK\x03\x04"),)),
    *((MP4, ((4, b"ftyp"), (8, brand))) for brand in _MP4_BRANDS),
)

# What browsers take for HTML when they guess (mimesniff.spec.whatwg.org, 7.1), and SVG wherever it may begin.
_OPENS_AS_MARKUP = re.compile(
    r"<(?:!doctype|!--|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|object|embed)"
    r"(?=[\s/>-]|\Z)",
    re.IGNORECASE,
)
_NAMES_MARKUP = re.compile(r"<(?:\w+:)?(?:!doctype\s+(?:html|svg)|html|svg|script|iframe)(?=[\s/>])", re.IGNORECASE)
# Tab, line ends, form feed, and the escape of coloured terminal output; other controls are no text.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_BOM = "\ufeff"

_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED_ON_WINDOWS = re.compile(r"\A(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MACROS = "vbaproject.bin"


def form_of(head: bytes) -> Form | None:
    """Returns what a file with these first `HEAD_BYTES` is; None for what is not taken."""
    for form, places in _SIGNATURES:
        if all(head.startswith(sign, at) for at, sign in places):
            return form
    return TEXT if _is_text(head) else None


def form_of_archive(names: Collection[str]) -> Form | None:
    """Returns what a ZIP file with these entries is; None when it has macros, which run when it is opened."""
    lowered = {name.lower() for name in names}
    if any(name.rsplit("/", 1)[-1] == _MACROS for name in lowered):
        return None
    if "[content_types].xml" in lowered:
        if "word/document.xml" in lowered:
            return DOCX
        if "xl/workbook.xml" in lowered:
            return XLSX
    return ZIP


def is_plain(text: str) -> bool:
    """True for a text that is no markup and has no control characters but those of text."""
    if _NO_TEXT.search(text):
        return False
    opening = text.removeprefix(_BOM)[:HEAD_BYTES].lstrip()
    # A log that quotes a page further down is a log: nothing that reads it as what it is runs it.
    is_markup = opening.startswith("<") and (_OPENS_AS_MARKUP.match(opening) or _NAMES_MARKUP.search(opening))
    return not is_markup


def _is_text(head: bytes) -> bool:
    # The head may end in the middle of a character, which has four bytes at most.
    for cut in range(min(4, len(head)) if len(head) == HEAD_BYTES else 1):
        try:
            return bool(head) and is_plain(head[: len(head) - cut].decode())
        except UnicodeDecodeError:
            continue
    return False


def clean_name(claimed: str, form: Form, rules: Rules = SHIPPED) -> str:
    """Returns the name that a file is shown and saved under: one line, without secrets, that agrees with its form.

    A path, control and direction characters, and what Windows reserves are taken out; an extension that belongs to
    something else gives way to the form's own.
    """
    name = unicodedata.normalize("NFC", claimed.encode("utf-8", "ignore").decode())
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(sign for sign in _FORBIDDEN_IN_NAMES.sub(" ", name) if unicodedata.category(sign) not in _UNSEEN)
    name = " ".join(name.split()).strip(". ")
    found = _EXTENSION.search(name)
    extension = form.extensions[0]
    if found is not None:
        name = name[: found.start()].rstrip(". ")
        if found[1].lower() in form.extensions:
            extension = found[1].lower()
        elif name.lower().endswith(tuple(f".{own}" for own in form.extensions)):
            # "scan.pdf.exe" is a PDF: it gets its own name back.
            name = name.rpartition(".")[0]
    name = _RESERVED_ON_WINDOWS.sub("file", _redacted(name, rules)).strip(". ")
    return f"{name[: MAX_NAME_CHARS - len(extension) - 1].rstrip('. ') or 'file'}.{extension}"


def _redacted(name: str, rules: Rules) -> str:
    """Where blanks are written as underscores or dashes, they are read as blanks, too."""
    masked = redact_line(name, rules)
    spaced = re.sub(r"[_+-]", " ", name)
    return masked if masked != name else again if (again := redact_line(spaced, rules)) != spaced else name
