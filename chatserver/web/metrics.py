"""Metrics: what happened, counted, for Prometheus. Numbers only: no name, no text, nothing of a secret."""

import hmac
from collections.abc import Sequence

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, generate_latest

from chatserver.core.addresses import is_loopback
from chatserver.core.events import (
    ChatStarted,
    MessagePosted,
    MessageRedacted,
    NoteAdded,
    NoteRedacted,
    RedactionDisputed,
)
from chatserver.core.people import AuthorKind
from chatserver.services.ports import News


class Metrics:
    """Counts the events of the logs; `token` opens them to other machines, without one only this machine may ask."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._registry = CollectorRegistry()
        self._chats = self._counter("chats_started_total", "Chats that visitors have started.")
        self._messages = self._counter("messages_total", "Messages and notes, by who wrote them.", "by")
        # The library looks a label up under a lock, at three times what counting costs.
        self._messages_by = {kind: self._messages.labels(kind.value) for kind in AuthorKind}
        self._redactions = self._counter("redactions_total", "Masks, by kind and rule.", "kind", "rule")
        self._disputed = self._counter("redactions_disputed_total", "Masks that visitors call wrong, by rule.", "rule")

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self.metrics)]

    def observe(self, news: Sequence[News]) -> None:
        """Counts what has been committed."""
        for event in (recorded.event for item in news for recorded in item.log):
            match event:
                case ChatStarted():
                    self._chats.inc()
                case MessagePosted() | NoteAdded():
                    self._messages_by[event.author.kind].inc()
                    for mask in event.redactions:
                        self._redactions.labels(mask.kind.value, mask.rule).inc()
                case MessageRedacted() | NoteRedacted():
                    for cut in event.cuts:
                        self._redactions.labels(cut.kind.value, cut.rule).inc()
                case RedactionDisputed():
                    for rule in event.rules:
                        self._disputed.labels(rule).inc()

    async def metrics(self, request: web.Request) -> web.Response:
        if not self._may_ask(request):
            raise web.HTTPForbidden(
                text="Ask from this machine, or with the header Authorization: Bearer <metrics_token>.\n"
            )
        return web.Response(body=generate_latest(self._registry), content_type="text/plain", charset="utf-8")

    def _may_ask(self, request: web.Request) -> bool:
        if self._token:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(), self._token.encode())
        # A proxy on this machine speaks for others.
        return is_loopback(request.remote or "") and "X-Forwarded-For" not in request.headers

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"chatserver_{name.removesuffix('_total')}", about, labels, registry=self._registry)
