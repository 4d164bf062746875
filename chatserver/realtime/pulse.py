"""The pulse: a beat a second, and one whenever something changed, so that nothing waits for a visitor to move."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence

from chatserver.answers import PresenceChanged
from chatserver.core.chat import Chat
from chatserver.core.defects import place_of
from chatserver.core.errors import Refused
from chatserver.core.people import AgentRef
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, Notice, RoomPublisher
from chatserver.services import filing, searching, watching
from chatserver.services.file_ports import FileFolder
from chatserver.services.ports import Context, Presence

log = logging.getLogger(__name__)

Alarm = Callable[[Sequence[Chat]], None]

BEAT_SECONDS = 1.0
# After a wake-up, so that a burst of news costs one look at the queue.
SETTLE_SECONDS = 0.05
SWEEP_SECONDS = 300.0
# A message can be found so soon after it was sent.
INDEX_SECONDS = 0.5
# Between two portions the writer is free for messages.
INDEX_PAUSE_SECONDS = 0.02
# After a fault, so that it does not fill the log.
INDEX_RETRY_SECONDS = 30.0


async def beat(ctx: Context, publisher: RoomPublisher, wake: asyncio.Event, alarm: Alarm) -> None:
    """Keeps promises until cancelled; `alarm` is told of chats for which somebody must be called."""
    watch = watching.Watch()
    while True:
        # Not `wait_for`: until Python 3.12 it swallows a cancellation that comes together with the wake-up.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEAT_SECONDS):
                await wake.wait()
            await asyncio.sleep(SETTLE_SECONDS)
        wake.clear()
        try:
            done = await watching.keep_promises(ctx, watch)
        except Refused as refused:
            log.warning("the queue was not looked after: %s", refused.code)
            continue
        except Exception as error:  # noqa: BLE001 - one chat that cannot be read must not stop all the others
            log.error("the queue was not looked after: %s\n%s", type(error).__name__, place_of(error))
            continue
        publisher.publish(done.news)
        publisher.tell_places(done.value.places, ctx.clock.now())
        publisher.tell([_set_away(agent) for agent in done.value.away])
        alarm(done.value.alarms)


def _set_away(agent: AgentRef) -> Notice:
    told = PresenceChanged(agent, Presence.AWAY, watching.MISSED_OFFER)
    return Notice("presence_changed", told, EVERY_AGENT, AGENT)


async def sweep_files(ctx: Context, folder: FileFolder) -> None:
    """Removes files that nobody posted, at the start and every few minutes, until cancelled."""
    while True:
        try:
            count = await filing.sweep(ctx, folder)
            if count:
                log.info("removed %s files that were never posted", count)
        except (Refused, OSError) as error:
            log.warning("the files were not looked after: %s", type(error).__name__)
        await asyncio.sleep(SWEEP_SECONDS)


async def index_messages(ctx: Context) -> None:
    """Keeps the search index up to date, and brings an older database into it, until cancelled."""
    while True:
        pause = INDEX_SECONDS
        try:
            if await searching.is_index_behind(ctx) and (
                await searching.index_some(ctx) or await searching.purge_some(ctx)
            ):
                pause = INDEX_PAUSE_SECONDS
        except Refused as refused:
            log.warning("the search index was not looked after: %s", refused.code)
        except Exception as error:  # noqa: BLE001 - a search that finds less must not stop the chats
            log.error("the search index was not looked after: %s\n%s", type(error).__name__, place_of(error))
            pause = INDEX_RETRY_SECONDS
        await asyncio.sleep(pause)
