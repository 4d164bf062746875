"""Transcripts over HTTP: a copy of a chat to keep, for those who may read it; everybody else gets the same 404."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from chatserver.core.errors import Code, Refused
from chatserver.core.transcript import Transcript, as_html, as_text
from chatserver.services import transcripts
from chatserver.services.filing import Holder, VisitorToken
from chatserver.services.ports import Context
from chatserver.web.doors import refused_response
from chatserver.web.holders import holder_of

_FORMS: dict[str, tuple[Callable[[Transcript], str], str, str]] = {
    "text": (as_text, "text/plain", "txt"),
    "html": (as_html, "text/html", "html"),
}


class Transcripts:
    """The route of transcripts. `take` counts what one person asks for; it raises `Refused` (RATE_LIMITED)."""

    def __init__(self, ctx: Context, take: Callable[[str], None]) -> None:
        self._ctx = ctx
        self._take = take

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/transcript/{chat_id}", self.transcript)]

    async def transcript(self, request: web.Request) -> web.Response:
        """Gives the copy as something to save, never as a page."""
        form = _FORMS.get(request.query.get("format", "text"))
        if form is None:
            raise Refused(Code.BAD_REQUEST, "The format is text or html.")
        write, media_type, extension = form
        try:
            holder = await holder_of(self._ctx, request)
            self._take(_name_of(holder))
            made = await transcripts.transcript_for(self._ctx, holder, request.match_info["chat_id"])
        except Refused as refused:
            if refused.code in {Code.BUSY, Code.RATE_LIMITED}:
                raise
            return _not_there()
        body = await asyncio.to_thread(write, made)
        return web.Response(
            text=body, content_type=media_type, charset="utf-8", headers=_headers(f"chat-{made.chat_id}.{extension}")
        )


def _name_of(holder: Holder | None) -> str:
    if holder is None:
        return "nobody"
    return holder.token if isinstance(holder, VisitorToken) else holder.id


def _not_there() -> web.Response:
    response = refused_response(Refused(Code.FORBIDDEN, "There is no such chat."))
    response.set_status(404)
    response.headers["Cache-Control"] = "no-store"
    return response


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        # Should a browser show it after all: with its own looks, and nothing that runs or loads.
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Vary": "Authorization, Cookie",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
