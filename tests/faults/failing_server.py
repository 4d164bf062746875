"""The server with faults planted from outside, for tests only: the program itself has no fail points.

`FAULTS_PLANTED` is a JSON object. `die`: where the process kills itself, `at`: at which message that somebody said.
`ping_seconds` and `heads_seconds`: the heartbeat and the repeated heads at another pace. `clock_file`: the clock is
off by as many seconds as stand in this file. `read_seconds`: what was read arrives so much later.
"""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chatserver import app
from chatserver.cli import main
from chatserver.core.events import MessagePosted
from chatserver.core.people import AuthorKind
from chatserver.realtime import publisher
from chatserver.services.execute import Done
from chatserver.storage import sqlite_store, writing

# Long enough for what was handed over to be written to its socket.
TOLD_WITHIN_SECONDS = 0.05


class Countdown:
    """Kills the process, as a power cut would, when it has been passed `at` times."""

    def __init__(self, at: int) -> None:
        self._left = at

    def is_over(self) -> bool:
        self._left -= 1
        return self._left == 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _said(news: Iterable[Any]) -> bool:
    return any(
        isinstance(recorded.event, MessagePosted) and recorded.event.author.kind is not AuthorKind.BOT
        for item in news
        for recorded in item.log
    )


def die_before_commit(countdown: Countdown) -> None:
    """After the work is done. Whoever would tell of it too early has the time to do so."""
    run, immediate = writing.Writer.run, sqlite_store.immediate
    said: list[bool] = []

    def run_and_note(self: Any, work: Any) -> Any:
        value = run(self, work)
        said.append(isinstance(value, Done) and _said(value.news))
        return value

    @contextlib.contextmanager
    def die_or_commit(db: Any) -> Iterator[None]:
        with immediate(db):
            said.clear()
            yield
            if any(said) and countdown.is_over():
                time.sleep(TOLD_WITHIN_SECONDS)
                die()

    writing.Writer.run = run_and_note  # type: ignore[method-assign]
    sqlite_store.immediate = die_or_commit


def die_before_ack(countdown: Countdown) -> None:
    """After the commit, before anybody can have heard of it."""
    deliver = sqlite_store._deliver

    def die_or_deliver(loop: Any, outcomes: list[Any]) -> None:
        done = [value for _, value, _ in outcomes if isinstance(value, Done)]
        if any(_said(value.news) for value in done) and countdown.is_over():
            die()
        deliver(loop, outcomes)

    sqlite_store._deliver = die_or_deliver


def die_before_broadcast(countdown: Countdown) -> None:
    """After the ack has left, before anybody else is told."""
    publish = publisher.RoomPublisher.publish
    dying: list[bool] = []

    def die_or_publish(self: Any, news: Any) -> None:
        if not dying and _said(news) and countdown.is_over():
            dying.append(True)
            asyncio.get_running_loop().call_later(TOLD_WITHIN_SECONDS, die)
        if not dying:
            publish(self, news)

    publisher.RoomPublisher.publish = die_or_publish  # type: ignore[method-assign]


class MovableClock:
    """The system's clock, off by what stands in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))  # noqa: TID251 - the test's clock


def read_slowly(seconds: float) -> None:
    read = sqlite_store.SqliteStore._read

    def read_and_wait(self: Any, work: Any) -> Any:
        found = read(self, work)
        time.sleep(seconds)
        return found

    sqlite_store.SqliteStore._read = read_and_wait  # type: ignore[method-assign]


PLACES: dict[str, Callable[[Countdown], None]] = {
    "before_commit": die_before_commit,
    "before_ack": die_before_ack,
    "before_broadcast": die_before_broadcast,
}


def plant(faults: dict[str, Any]) -> None:
    if "die" in faults:
        PLACES[faults["die"]](Countdown(faults["at"]))
    if "ping_seconds" in faults:
        app._PING_SECONDS = app._PONG_SECONDS = faults["ping_seconds"]
    if "heads_seconds" in faults:
        publisher.HEADS_EVERY_SECONDS = faults["heads_seconds"]
    if "read_seconds" in faults:
        read_slowly(faults["read_seconds"])
    if "clock_file" in faults:
        app.SystemClock = lambda: MovableClock(Path(faults["clock_file"]))  # type: ignore[assignment,misc]


if __name__ == "__main__":
    plant(json.loads(os.environ["FAULTS_PLANTED"]))
    main()
