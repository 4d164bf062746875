"""Containers: ZIP, PDF and MP4 are kept as they are, when they are whole, alone in their file, and no bomb.

Nothing is unpacked here. What lies about its size is found by arithmetic on the directory, not by trying.
"""

# The names of old archives are in it; loaded now, since later the process may open no file.
import encodings.cp437  # noqa: F401
import os
import stat
import struct
import zipfile
from typing import BinaryIO

from chatserver.core.attachments import MP4, PDF, Form, form_of_archive
from chatserver.files.verdicts import Fault, NotTaken

# A report with pictures unpacks to a few times its size; a bomb to a thousand times.
MAX_UNPACKED_BYTES = 200 << 20
MAX_ENTRIES = 10_000
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_BYTES = 22
_MAX_COMMENT_BYTES = 65_535
_LOCAL_HEADER_BYTES = 30
# Adobe's readers look for the end mark in the last kilobyte; mail programs append some.
_PDF_TAIL_BYTES = 4096


def form_of_zip(source: BinaryIO) -> Form:
    """Returns what a ZIP file is. Raises `NotTaken`, or what `zipfile` raises."""
    if not _ends_as_zip(source):
        raise NotTaken(Fault.BROKEN)
    source.seek(0)
    with zipfile.ZipFile(source) as archive:
        entries = archive.infolist()
    if not entries or len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise NotTaken(Fault.BOMB if entries else Fault.BROKEN)
    _require_apart(entries)
    if any(_leads_away(entry) for entry in entries):
        raise NotTaken(Fault.KIND)
    form = form_of_archive([entry.filename for entry in entries])
    if form is None:
        raise NotTaken(Fault.KIND)
    return form


def require_alone(source: BinaryIO, form: Form) -> None:
    """Raises `NotTaken` for a PDF or MP4 that has no end, or is another file as well."""
    if _ends_as_zip(source):
        raise NotTaken(Fault.KIND)
    if form is PDF and b"%%EOF" not in _tail(source, _PDF_TAIL_BYTES):
        raise NotTaken(Fault.BROKEN)
    if form is MP4 and not _is_chain_of_boxes(source):
        raise NotTaken(Fault.BROKEN)


def _require_apart(entries: list[zipfile.ZipInfo]) -> None:
    """A bomb of our time has many entries over the same bytes; and the first begins where the file does."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
            raise NotTaken(Fault.BOMB)
        end = entry.header_offset + _LOCAL_HEADER_BYTES + len(entry.orig_filename) + entry.compress_size


def _leads_away(entry: zipfile.ZipInfo) -> bool:
    """True for a link, or a path that leaves the folder that somebody unpacks into."""
    name = entry.orig_filename.replace("\\", "/")
    is_away = name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name
    return is_away or stat.S_ISLNK(entry.external_attr >> 16)


def _ends_as_zip(source: BinaryIO) -> bool:
    """True when a directory of ZIP ends with the file (APPNOTE.TXT 4.3.16): nothing stands behind it."""
    tail = _tail(source, _END_BYTES + _MAX_COMMENT_BYTES)
    at = tail.rfind(_END_OF_DIRECTORY)
    while at >= 0:
        if len(tail) - at >= _END_BYTES:
            (comment_bytes,) = struct.unpack("<H", tail[at + 20 : at + 22])
            if at + _END_BYTES + comment_bytes == len(tail):
                return True
        at = tail.rfind(_END_OF_DIRECTORY, 0, at)
    return False


def _is_chain_of_boxes(source: BinaryIO) -> bool:
    """True when the file is boxes from its first byte to its last, with a `moov` among them (ISO/IEC 14496-12)."""
    size = source.seek(0, os.SEEK_END)
    at, kinds = 0, set()
    while at + 8 <= size:
        source.seek(at)
        header = source.read(16)
        length, kind = struct.unpack(">I4s", header[:8])
        least = 8
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack(">Q", header[8:])
            least = 16
        elif length == 0:
            length = size - at
        if length < least:
            return False
        kinds.add(kind)
        at += length
    return at == size and b"moov" in kinds


def _tail(source: BinaryIO, length: int) -> bytes:
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - length))
    return source.read(length)
