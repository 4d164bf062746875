"""The on-call hook: tells a service of the operator's choice that somebody has waited for too long."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import aiohttp

from chatserver.core.chat import Chat

log = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_TRIES = 4
_FIRST_PAUSE_SECONDS = 2.0
# A hook that is down must not pile up what it was to be told.
_MAX_WAITING = 1000


class OnCall:
    """Collects alarms and posts them one after the other, each tried a few times; what fails then is logged."""

    def __init__(self, url: str, public_url: str, now: Callable[[], datetime]) -> None:
        """`url` is empty when nobody is to be called; then alarms are only logged."""
        self._url = url
        self._console = f"{public_url.rstrip('/')}/console"
        self._now = now
        self._alarms: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MAX_WAITING)

    def raise_alarms(self, chats: Sequence[Chat]) -> None:
        """Remembers the alarms; returns at once."""
        for chat in chats:
            waited = self._now() - (chat.waiting_since or chat.started_at)
            log.warning("chat %s has waited for %.0f minutes", chat.chat_id, waited.total_seconds() / 60)
            if self._url and not self._alarms.full():
                self._alarms.put_nowait(self._body(chat, waited.total_seconds()))

    async def post(self) -> None:
        """Posts alarms until cancelled."""
        while True:
            body = await self._alarms.get()
            await self._deliver(body)

    async def _deliver(self, body: dict[str, Any]) -> None:
        pause = _FIRST_PAUSE_SECONDS
        for number in range(1, _TRIES + 1):
            try:
                async with (
                    aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                    session.post(self._url, json=body, allow_redirects=False) as answer,
                ):
                    answer.raise_for_status()
                return
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                if number == _TRIES:
                    log.error("nobody could be called for chat %s: %s", body["chat_id"], type(error).__name__)
                    return
            await asyncio.sleep(pause)
            pause *= 2

    def _body(self, chat: Chat, waited_s: float) -> dict[str, Any]:
        return {
            "event": "wait_alarm",
            "chat_id": chat.chat_id,
            "waiting_since": (chat.waiting_since or chat.started_at).isoformat(),
            "waited_s": round(waited_s),
            "lang": chat.lang,
            "topic": chat.packet.title if chat.packet else None,
            "console": self._console,
        }
