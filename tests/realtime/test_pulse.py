import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest

from chatserver.answers import PresenceChanged
from chatserver.core.errors import Code, Refused
from chatserver.core.evolve import fold
from chatserver.realtime import pulse
from chatserver.realtime.pulse import beat
from chatserver.services import filing, searching, watching
from chatserver.services.execute import Done
from chatserver.services.ports import Presence
from chatserver.services.wait import WaitingPlace
from chatserver.services.watching import Kept
from tests.doubles import NotingPublisher, StoppedClock
from tests.story import ADA, log_of, queued, started

CHAT = fold(log_of(started(), queued()))
CTX = SimpleNamespace(clock=StoppedClock())
PLACE = WaitingPlace("A", 1, timedelta(seconds=20))


async def test_a_wake_up_is_a_beat_and_a_busy_store_does_not_stop_the_heart(monkeypatch):
    answers = [Refused(Code.BUSY, "busy"), Done(Kept([PLACE], [ADA], [CHAT]))]

    async def keep_promises(ctx, watch):
        answer = answers.pop(0)
        if isinstance(answer, Refused):
            raise answer
        return answer

    monkeypatch.setattr(watching, "keep_promises", keep_promises)
    publisher, wake = NotingPublisher(), asyncio.Event()
    alarms: list[object] = []
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(beat(CTX, publisher, wake, alarms.extend))  # type: ignore[arg-type]
        for left in (1, 0):
            wake.set()
            while len(answers) > left:
                await asyncio.sleep(0.01)
        task.cancel()
    assert publisher.places == [PLACE]
    assert [notice.body for notice in publisher.notices] == [PresenceChanged(ADA, Presence.AWAY, "missed_offer")]
    assert alarms == [CHAT]


async def test_it_ends_when_it_is_told_even_at_the_moment_of_a_wake_up(monkeypatch):
    async def keep_promises(ctx, watch):
        return Done(Kept([]))

    monkeypatch.setattr(watching, "keep_promises", keep_promises)
    for ticks in range(6):
        wake = asyncio.Event()
        task = asyncio.get_running_loop().create_task(beat(CTX, NotingPublisher(), wake, list))  # type: ignore[arg-type]
        await asyncio.sleep(0.01)
        wake.set()
        for _ in range(ticks):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)


async def test_files_are_swept_at_the_start_and_a_disk_that_fails_does_not_end_it(monkeypatch):
    swept: list[str] = []
    monkeypatch.setattr(pulse, "SWEEP_SECONDS", 0.0)

    async def sweep(ctx, folder):
        swept.append("once")
        if len(swept) == 1:
            raise OSError(5, "Input/output error")
        return 1

    monkeypatch.setattr(filing, "sweep", sweep)
    task = asyncio.get_running_loop().create_task(pulse.sweep_files(None, None))  # type: ignore[arg-type]
    while len(swept) < 3:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_index_is_looked_after_while_it_is_behind_and_no_fault_ends_that(monkeypatch, caplog):
    portions: list[object] = [Refused(Code.BUSY, "busy"), ValueError("xylophonist"), 3, 0]
    purged: list[object] = [False]

    async def is_behind(ctx):
        return bool(portions)

    async def index_some(ctx):
        portion = portions.pop(0)
        if isinstance(portion, Exception):
            raise portion
        return portion

    async def purge_some(ctx):
        return purged.pop()

    monkeypatch.setattr(searching, "is_index_behind", is_behind)
    monkeypatch.setattr(searching, "index_some", index_some)
    monkeypatch.setattr(searching, "purge_some", purge_some)
    for name in ("INDEX_SECONDS", "INDEX_PAUSE_SECONDS", "INDEX_RETRY_SECONDS"):
        monkeypatch.setattr(pulse, name, 0.001)
    task = asyncio.get_running_loop().create_task(pulse.index_messages(CTX))  # type: ignore[arg-type]
    while portions or purged:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "ValueError" in caplog.text
    assert "xylophonist" not in caplog.text
