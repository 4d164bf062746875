"""Metrics: what happened, counted, for Prometheus. Numbers only: no name, no text, nothing of a secret."""

import hmac
from collections import Counter as Tally
from collections.abc import Sequence
from itertools import product

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from chatserver.core.addresses import is_loopback
from chatserver.core.chat import Chat
from chatserver.core.errors import Refused
from chatserver.core.events import (
    ChatClosed,
    ChatStarted,
    EscalationReached,
    MessagePosted,
    MessageRedacted,
    NoteAdded,
    NoteRedacted,
    RedactionDisputed,
)
from chatserver.core.people import AuthorKind
from chatserver.core.routing.ladder import Step
from chatserver.services import outbox, reports
from chatserver.services.outgoing import Kind, Outcome
from chatserver.services.ports import Context, News
from chatserver.services.site_ports import RuleCount

# What is not known is no number.
_UNKNOWN = float("nan")


class Metrics:
    """Counts the events of the logs; `token` opens them to other machines, without one only this machine may ask."""

    def __init__(self, token: str, ctx: Context) -> None:
        self._token = token
        self._ctx = ctx
        self._registry = CollectorRegistry()
        self._chats = self._counter("chats_started_total", "Chats that visitors have started.")
        self._messages = self._counter("messages_total", "Messages and notes, by who wrote them.", "by")
        # The library looks a label up under a lock, at three times what counting costs.
        self._messages_by = {kind: self._messages.labels(kind.value) for kind in AuthorKind}
        self._redactions = self._counter("redactions_total", "Masks, by kind and rule.", "kind", "rule")
        self._disputed = self._counter("redactions_disputed_total", "Masks that visitors call wrong, by rule.", "rule")

        self._breaches = self._counter("waits_breached_total", "Chats that waited in the queue for the whole target.")
        self._left = self._counter("waits_left_total", "Visitors who left, or whose chat was closed, unanswered.")
        self._post = self._counter(
            "outbox_tries_total", "Tries to send something, by what came of it.", "kind", "outcome"
        )
        for kind, outcome in product(Kind, Outcome):
            self._post.labels(kind.value, outcome.value)
        self._unsent = self._gauge("outbox_waiting", "What is still to be sent.", "kind")
        self._share = self._gauge(
            "answered_in_target_ratio",
            "Answered within the target, of those who asked in the last 30 minutes and for whom it is decided.",
        )
        self._waiting = self._gauge("waiting_chats", "Chats in the queue.")
        self._longest = self._gauge("longest_wait_seconds", "How long the one who waits longest has waited.")

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self.metrics)]

    def observe(self, news: Sequence[News]) -> None:
        """Counts what has been committed."""
        for chat, event in ((item.chat, recorded.event) for item in news for recorded in item.log):
            match event:
                case EscalationReached() if event.step is Step.BREACH:
                    self._breaches.inc()
                case ChatClosed() if _waited_in_vain(chat):
                    self._left.inc()
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

    def observe_post(self, kind: Kind, outcome: Outcome) -> None:
        """Counts what came of a try to send something."""
        self._post.labels(kind.value, outcome.value).inc()

    def rule_counts(self) -> dict[str, RuleCount]:
        """Returns what each rule of redaction did since the server began, and what visitors said of it."""
        masked, disputed = self._by_rule(self._redactions), self._by_rule(self._disputed)
        return {rule: RuleCount(masked[rule], disputed[rule]) for rule in {**masked, **disputed}}

    def _by_rule(self, counter: Counter) -> Tally[str]:
        counts: Tally[str] = Tally()
        for sample in (one for family in counter.collect() for one in family.samples):
            if sample.name.endswith("_total"):
                counts[sample.labels["rule"]] += int(sample.value)
        return counts

    async def metrics(self, request: web.Request) -> web.Response:
        if not self._may_ask(request):
            raise web.HTTPForbidden(
                text="Ask from this machine, or with the header Authorization: Bearer <metrics_token>.\n"
            )
        await self._look()
        return web.Response(body=generate_latest(self._registry), content_type="text/plain", charset="utf-8")

    async def _look(self) -> None:
        """What stands now is asked for when somebody wants to know; a store that does not answer gives no number."""
        try:
            found = await reports.lately(self._ctx)
            unsent = await outbox.waiting(self._ctx)
        except Refused:
            unsent_of = [self._unsent.labels(kind.value) for kind in Kind]
            for gauge in (self._share, self._waiting, self._longest, *unsent_of):
                gauge.set(_UNKNOWN)
            return
        for kind, count in unsent.items():
            self._unsent.labels(kind.value).set(count)
        share = found.group.share
        self._share.set(_UNKNOWN if share is None else share)
        self._waiting.set(found.waiting)
        self._longest.set(found.longest_wait.total_seconds() if found.longest_wait is not None else 0)

    def _may_ask(self, request: web.Request) -> bool:
        if self._token:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(), self._token.encode())
        # A proxy on this machine speaks for others.
        return is_loopback(request.remote or "") and "X-Forwarded-For" not in request.headers

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"chatserver_{name.removesuffix('_total')}", about, labels, registry=self._registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"chatserver_{name}", about, labels, registry=self._registry)


def _waited_in_vain(chat: Chat) -> bool:
    """True when a chat that is closed had asked for a human, and none had said a word."""
    return chat.waiting_since is not None and chat.first_answered_at is None
