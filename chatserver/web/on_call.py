"""The on-call hook: tells a service of the operator's choice that somebody has waited for too long."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import aiohttp

from chatserver.core.chat import Chat
from chatserver.services.outgoing import Alarm, Undelivered

log = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_SUCCESS = range(200, 300)


class OnCallHook:
    """See `services.outgoing.Hook`. Posts an alarm once; the outbox tries again."""

    def __init__(self, url: str, console: str) -> None:
        self._url = url
        self._console = console

    async def tell(self, order_id: str, alarm: Alarm) -> None:
        body = _body(order_id, alarm, self._console)
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.post(self._url, json=body, allow_redirects=False) as answer,
            ):
                # A redirection is not followed, and so nobody has heard it.
                if answer.status not in _SUCCESS:
                    raise Undelivered(f"http {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Undelivered(type(error).__name__) from None


def log_alarms(now: Callable[[], datetime], chats: Sequence[Chat]) -> None:
    """Says in the log that somebody must be called, whoever else is told."""
    for chat in chats:
        waited = now() - (chat.waiting_since or chat.started_at)
        log.warning("chat %s has waited for %.0f minutes", chat.chat_id, waited.total_seconds() / 60)


def _body(order_id: str, alarm: Alarm, console: str) -> dict[str, Any]:
    # An alarm that is heard twice, after a crash, has the same id.
    return {
        "event": "wait_alarm",
        "id": order_id,
        "chat_id": alarm.chat_id,
        "waiting_since": alarm.waiting_since.isoformat(),
        "waited_s": round((alarm.raised_at - alarm.waiting_since).total_seconds()),
        "lang": alarm.lang,
        "topic": alarm.topic,
        "console": console,
    }
