"""Doors: what every HTTP request passes. Refusals as JSON, security headers, and no request of a foreign website.

A browser's request from another website is refused unless that website is listed in `origins`. A client that is no
browser sends neither Origin nor Sec-Fetch-Site and is let through: it has no cookie but those given to it on purpose.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from chatserver.core.addresses import origin_of
from chatserver.core.defects import place_of
from chatserver.core.errors import Code, Refused
from chatserver.wire import refusal

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATUS = {
    Code.FORBIDDEN: 403,
    Code.RATE_LIMITED: 429,
    Code.BUSY: 503,
    Code.DRAINING: 503,
    Code.TOO_LONG: 413,
    Code.CONFLICT: 409,
    Code.INTERNAL: 500,
}
_SOCKET = "/socket.io/"
_GUARDED = ("/api/", "/files/", _SOCKET)
# Its handler counts what arrives, and stops where its own limit is.
_UPLOADS = "/api/files"
# As long as the longest frame.
MAX_BODY_BYTES = 1_000_000


class Origins:
    """Which origins may speak to this server: its own, and the websites that embed the widget."""

    def __init__(self, public_url: str, listed: list[str]) -> None:
        self._own = origin_of(public_url)
        self._listed = frozenset(listed)

    def is_own(self, origin: str, host: str) -> bool:
        """True for a page of this server, whichever of its names the browser used."""
        return bool(origin) and (origin == self._own or origin in (f"http://{host}", f"https://{host}"))

    def may_chat(self, origin: str, host: str) -> bool:
        return self.is_own(origin, host) or origin in self._listed

    @property
    def frame_ancestors(self) -> str:
        return " ".join(["'self'", *sorted(self._listed)])


def guard(origins: Origins) -> Middleware:
    """Returns the middleware."""

    @web.middleware
    async def pass_door(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.path.startswith(_GUARDED):
                _require_welcome(request, origins)
            if (request.content_length or 0) > MAX_BODY_BYTES and request.path != _UPLOADS:
                raise Refused(Code.TOO_LONG, "The request is too long.")
            response = await handler(request)
        except Refused as refused:
            response = refused_response(refused)
        except web.HTTPException:
            raise
        except ConnectionError:
            # The client has gone meanwhile; nobody will read this.
            response = web.Response(status=400)
        except Exception as error:  # noqa: BLE001 - the rim: whatever it was, the client gets an answer
            if request.path.startswith(_SOCKET) and isinstance(error, ValueError | IndexError | KeyError):
                # The library's parser, on a frame that is none.
                log.info("a connection ended on a malformed frame: %s", type(error).__name__)
                response = refused_response(Refused(Code.BAD_REQUEST, "The frame is not well formed."))
            else:
                response = refused_response(_incident(request, error))
        if not response.prepared:
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return pass_door


def refused_response(refused: Refused) -> web.Response:
    body = msgspec.json.encode(refusal(refused))
    headers = {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(refused.retry_after.total_seconds())))
    status = _STATUS.get(refused.code, 400)
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def _require_welcome(request: web.Request, origins: Origins) -> None:
    origin = request.headers.get("Origin")
    if origin is not None:
        is_welcome = (
            origins.may_chat(origin, request.host)
            if request.path.startswith(_SOCKET)
            else origins.is_own(origin, request.host)
        )
    else:
        is_welcome = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    if not is_welcome:
        log.info("refused a request of a foreign website on %s", _route(request))
        raise Refused(Code.FORBIDDEN, "This website may not use the chat. Its operator can list it in `origins`.")


def _route(request: web.Request) -> str:
    """The route in our own words: a path is the client's, and may have line breaks or secrets."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "an unknown path"


def _incident(request: web.Request, error: Exception) -> Refused:
    number = secrets.token_hex(4)
    log.error("incident %s on %s: %s\n%s", number, _route(request), type(error).__name__, place_of(error))
    return Refused(Code.INTERNAL, f"Something went wrong on our side (incident {number}).")
