"""The postman: takes what is due out of the outbox, several at a time, and writes down what came of each.

Every kind has its own hands, so that a mail server that does not answer keeps no alarm from its webhook. A stop of the
server lets what is under way come to its end for a moment; the rest is there at the next start.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from chatserver.core.defects import place_of
from chatserver.core.errors import Refused
from chatserver.mail.letters import alarm_letter, transcript_letter
from chatserver.services import outbox, transcripts
from chatserver.services.outgoing import Claimed, Hook, Kind, Mailer, Outcome, Undelivered
from chatserver.services.ports import Context

T = TypeVar("T")

log = logging.getLogger(__name__)

AT_ONCE = 8
LOOK_SECONDS = 1.0
SWEEP_EVERY = timedelta(hours=1)
# How long a stop waits for what is under way.
GRACE_SECONDS = 3.0
_SETTLE_TRIES = 30

Carry = Callable[[Claimed], Awaitable[None]]
Observe = Callable[[Kind, Outcome], None]


def carriers(ctx: Context, mailer: Mailer | None, hook: Hook | None) -> Mapping[Kind, Carry]:
    """Returns who carries which kind; what nobody carries any more is given up."""

    async def transcript(claimed: Claimed) -> None:
        # Made now and not when it was ordered: what was redacted since is not in it.
        made = await transcripts.transcript_by_id(ctx, claimed.order.chat_id)
        await _set_up(mailer).send(
            await asyncio.to_thread(transcript_letter, claimed.order_id, claimed.order.address, made)
        )

    async def alarm_mail(claimed: Claimed) -> None:
        order = claimed.order
        if order.alarm is not None:
            await _set_up(mailer).send(
                alarm_letter(claimed.order_id, order.address, order.alarm, ctx.policy.post.console)
            )

    async def alarm_hook(claimed: Claimed) -> None:
        if claimed.order.alarm is not None:
            await _set_up(hook).tell(claimed.order_id, claimed.order.alarm)

    return {Kind.TRANSCRIPT: transcript, Kind.ALARM_MAIL: alarm_mail, Kind.ALARM_HOOK: alarm_hook}


class Postman:
    """Carries what the outbox has; `observe` is told what came of each try."""

    def __init__(self, ctx: Context, carry: Mapping[Kind, Carry], observe: Observe) -> None:
        self._ctx = ctx
        self._carry = carry
        self._observe = observe
        self._under_way: dict[asyncio.Task[None], Kind] = {}
        self._freed = asyncio.Event()
        self._swept_at: datetime | None = None

    async def work(self) -> None:
        """Looks for what is due until cancelled."""
        async with asyncio.TaskGroup() as hands:
            try:
                while True:
                    await self._look_and_sweep(hands)
                    # Whoever is done takes up the next at once.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_SECONDS):
                            await self._freed.wait()
                    self._freed.clear()
            finally:
                if self._under_way:
                    await asyncio.wait(self._under_way, timeout=GRACE_SECONDS)
                for task in list(self._under_way):
                    task.cancel()

    async def _look_and_sweep(self, hands: asyncio.TaskGroup) -> None:
        now = self._ctx.clock.now()
        try:
            await self.look(hands)
            if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
                await outbox.sweep(self._ctx)
                self._swept_at = now
        except Refused as refused:
            log.warning("the outbox was not looked after: %s", refused.code)
        except Exception as error:  # noqa: BLE001 - one row that cannot be read must not stop the server
            log.error("the outbox was not looked after: %s\n%s", type(error).__name__, place_of(error))

    async def look(self, hands: asyncio.TaskGroup) -> None:
        """Takes up what is due, as far as there are hands for it. Raises `Refused` when the store does not answer."""
        busy = Counter(self._under_way.values())
        for kind in await outbox.kinds_due(self._ctx):
            free = AT_ONCE - busy[kind]
            for claimed in await outbox.claim(self._ctx, kind, free) if free > 0 else []:
                task = hands.create_task(self._deliver(claimed))
                self._under_way[task] = kind
                task.add_done_callback(self._put_down)

    def _put_down(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._freed.set()

    async def _deliver(self, claimed: Claimed) -> None:
        kind, trouble = claimed.order.kind, None
        try:
            await self._carry[kind](claimed)
        except Undelivered as undelivered:
            trouble = undelivered
        except Refused as refused:
            trouble = Undelivered(refused.code)
        except Exception as error:  # noqa: BLE001 - one that cannot be written must not stop all the others
            log.error("%s %s: %s\n%s", kind, claimed.order_id, type(error).__name__, place_of(error))
            trouble = Undelivered("defect")
        outcome = await self._settle(claimed, trouble)
        self._observe(kind, outcome)
        if outcome is Outcome.FAILED:
            log.error("%s %s for chat %s was given up: %s", kind, claimed.order_id, claimed.order.chat_id, trouble)
        elif outcome is Outcome.RETRIED:
            log.warning("%s %s, try %s: %s", kind, claimed.order_id, claimed.tries, trouble)

    async def _settle(self, claimed: Claimed, trouble: Undelivered | None) -> Outcome:
        """Until the store takes it: a letter that was sent and not written down would be sent again."""
        for _ in range(_SETTLE_TRIES):
            try:
                return await outbox.settle(self._ctx, claimed, trouble)
            except Refused:
                await asyncio.sleep(LOOK_SECONDS)
        log.error("what came of %s %s could not be stored", claimed.order.kind, claimed.order_id)
        return Outcome.RETRIED


def _set_up(carrier: T | None) -> T:
    if carrier is None:
        raise Undelivered("not set up any more", is_final=True)
    return carrier
