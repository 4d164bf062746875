"""Files over HTTP: one upload a request, and downloads that a browser never runs.

An upload is counted while it arrives and has no name on the disk until it has been examined. A visitor comes with the
token of their chats, an agent with the session cookie; the door has made sure that the page is our own.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO
from urllib.parse import quote, unquote

import msgspec
from aiohttp import web

from chatserver.core.addresses import client_address, household
from chatserver.core.attachments import (
    FORMS,
    HEAD_BYTES,
    MAX_FILES_PER_MESSAGE,
    MAX_TEXT_BYTES,
    TEXT,
    Attachment,
    clean_name,
    form_of,
)
from chatserver.core.errors import Code, Refused
from chatserver.files.examining import Examiner, refusal_of
from chatserver.files.folder import Folder
from chatserver.files.verdicts import Fault
from chatserver.services import filing
from chatserver.services.filing import Holder
from chatserver.services.ports import Context
from chatserver.web.doors import refused_response
from chatserver.web.holders import holder_of

log = logging.getLogger(__name__)

# A slow line sends something now and then; 10 MiB at 128 kbit/s take eleven minutes.
IDLE_SECONDS = 30.0
LONGEST_SECONDS = 900.0
# Under way at once, of all, of one address, of one person: each holds up to `file_mib` of the disk.
MAX_UPLOADS = 64
MAX_UPLOADS_OF_ADDRESS = 16
MAX_UPLOADS_EACH = 3
_ALL = "all"
_MAX_CLAIMED_CHARS = 1_000
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Take = Callable[[str], None]


class Limits(msgspec.Struct):
    """What a page tells people before they choose a file."""

    ok: bool
    is_on: bool
    file_bytes: int
    text_bytes: int
    files_per_message: int
    extensions: list[str]


class Uploaded(msgspec.Struct):
    """The answer to an upload."""

    ok: bool
    file: Attachment


class Files:
    """The routes of files. `take_sender` and `take_address` raise `Refused` (RATE_LIMITED)."""

    def __init__(
        self,
        ctx: Context,
        folder: Folder,
        examiner: Examiner,
        take_sender: Take,
        take_address: Take,
        *,
        trusted_proxies: int,
    ) -> None:
        self._ctx = ctx
        self._folder = folder
        self._examiner = examiner
        self._take_sender = take_sender
        self._take_address = take_address
        self._trusted_proxies = trusted_proxies
        self._under_way: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/files", self.limits),
            web.post("/api/files", self.upload),
            web.get("/files/{file_id}", self.download),
        ]

    async def limits(self, request: web.Request) -> web.Response:
        limits = self._ctx.policy.files
        extensions = [extension for form in FORMS for extension in form.extensions]
        told = Limits(
            True, limits.files_per_chat > 0, limits.file_bytes, MAX_TEXT_BYTES, MAX_FILES_PER_MESSAGE, extensions
        )
        return _json(told)

    async def upload(self, request: web.Request) -> web.Response:
        """Takes the raw body as one file. Whatever can be refused before it is read, is."""
        address = household(self._address(request))
        self._take_address(address)
        holder = await holder_of(self._ctx, request)
        if holder is None:
            raise Refused(Code.FORBIDDEN, "This is not your chat.")
        if "Content-Encoding" in request.headers:
            raise Refused(Code.BAD_REQUEST, "Send the file as it is, without Content-Encoding.")
        limit, announced = self._ctx.policy.files.file_bytes, request.content_length or 0
        if announced > limit:
            raise _too_large(limit)
        chat_id = request.query.get("chat_id", "")
        author = await filing.require_room(self._ctx, holder, chat_id, announced)
        self._take_sender(author.key)
        with self._slot(author.key, address), _disk_troubles(), self._folder.incoming() as source:
            await _receive(request, source, limit)
            file = await self._keep(holder, chat_id, _claimed_name(request), source)
        return _json(Uploaded(True, file))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Gives a file to those who may read it, never as a page; everybody else gets the same 404."""
        try:
            holder = await holder_of(self._ctx, request)
            file = await filing.find_file(self._ctx, holder, _plain_id(request.match_info["file_id"]))
        except Refused as refused:
            if refused.code is Code.BUSY:
                raise
            return _not_there()
        path = self._folder.path / file.stored_as
        if not await asyncio.to_thread(path.is_file):
            return _not_there()
        return web.FileResponse(path, headers=_headers(file.attachment))

    async def _keep(self, holder: Holder, chat_id: str, claimed: str, source: BinaryIO) -> Attachment:
        stored_as = self._ctx.ids.short()
        with self._folder.create(stored_as) as target:
            # Whoever is cancelled here leaves a file that the next sweep takes.
            try:
                verdict = await self._examiner.examine(source, target)
                await asyncio.to_thread(self._folder.flush, target)
                form = next(form for form in FORMS if form.media_type == verdict.media_type)
                name = clean_name(claimed, form, self._ctx.rules)
                size = (verdict.size_bytes, verdict.width, verdict.height)
                found = Attachment("", name, verdict.media_type, *size, redactions=verdict.redactions)
                return await filing.keep_file(self._ctx, holder, chat_id, found, stored_as)
            except Exception:
                await self._folder.remove([stored_as])
                raise

    def _address(self, request: web.Request) -> str:
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
        return client_address(request.remote or "", forwarded, self._trusted_proxies)

    @contextmanager
    def _slot(self, sender: str, address: str) -> Iterator[None]:
        places = ((_ALL, MAX_UPLOADS), (f"address {address}", MAX_UPLOADS_OF_ADDRESS), (sender, MAX_UPLOADS_EACH))
        if any(self._under_way[name] >= most for name, most in places):
            raise Refused(Code.BUSY, "Too many files are on their way.", retry_after=timedelta(seconds=5))
        self._under_way.update(name for name, _ in places)
        try:
            yield
        finally:
            self._under_way.subtract(name for name, _ in places)
            # Zeros go.
            self._under_way = +self._under_way


@contextmanager
def _disk_troubles() -> Iterator[None]:
    try:
        yield
    except ConnectionError:
        raise
    except OSError as error:
        log.error("a file was not kept: %s", type(error).__name__)
        raise Refused(Code.BUSY, "The server cannot store anything at the moment.") from error


async def _receive(request: web.Request, target: BinaryIO, limit: int) -> None:
    """Writes the body to `target`, counting; stops at the first bytes of what is not taken. Raises `Refused`."""
    head, count, is_known = b"", 0, False
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            while True:
                async with asyncio.timeout(IDLE_SECONDS):
                    part = await request.content.readany()
                count += len(part)
                if count > limit:
                    raise _too_large(limit)
                if not is_known:
                    head = (head + part)[:HEAD_BYTES]
                    is_known = len(head) == HEAD_BYTES
                    if (is_known or not part) and head and form_of(head) is None:
                        raise refusal_of(Fault.KIND)
                if not part:
                    break
                await asyncio.to_thread(target.write, part)
    except TimeoutError:
        raise Refused(Code.BAD_REQUEST, "The file did not arrive in time.") from None
    except web.RequestPayloadError:
        raise Refused(Code.BAD_REQUEST, "The file was cut off on its way.") from None
    if not count:
        raise Refused(Code.BAD_REQUEST, "The file is empty.")
    target.seek(0)


def _claimed_name(request: web.Request) -> str:
    return unquote(request.headers.get("X-File-Name", "")[: 3 * _MAX_CLAIMED_CHARS])[:_MAX_CLAIMED_CHARS]


def _plain_id(file_id: str) -> str:
    if not _FILE_ID.fullmatch(file_id):
        raise Refused(Code.FORBIDDEN, "There is no such file.")
    return file_id


def _too_large(limit: int) -> Refused:
    return Refused(Code.TOO_LONG, f"A file may have {limit >> 20} MiB.")


def _not_there() -> web.Response:
    response = refused_response(Refused(Code.FORBIDDEN, "There is no such file."))
    response.set_status(404)
    response.headers["Cache-Control"] = "no-store"
    return response


def _headers(file: Attachment) -> dict[str, str]:
    """A browser saves it, runs nothing of it, and asks us again each time."""
    extension = file.name.rpartition(".")[2]
    charset = "; charset=utf-8" if file.media_type == TEXT.media_type else ""
    name = f"filename=\"file.{extension}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    return {
        "Content-Type": file.media_type + charset,
        "Content-Disposition": f"attachment; {name}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Cookie",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _json(value: object) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(value), content_type="application/json", headers={"Cache-Control": "no-store"}
    )
