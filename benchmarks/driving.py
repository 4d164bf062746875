"""What a load generator does: messages in a closed loop, or at times that were fixed beforehand.

Ack times of the open loop count from when a message was due, not from when it went out, so a server that stalls cannot
hide the messages that would have come meanwhile (coordinated omission).
"""

import asyncio
import ctypes
import os
import random
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from benchmarks.client import Client
from benchmarks.generator import Crowd

# How long the last acks and events of a run may take.
PATIENCE_SECONDS = 30.0
_TFD_NONBLOCK, _TFD_ABSTIME = os.O_NONBLOCK, 1


@dataclass(frozen=True, slots=True)
class Load:
    """One run. Times in seconds; `told` counts the sockets that heard of a message."""

    times: "array[float]"
    unanswered: int
    told: int
    seconds: float
    # Share of one core that the generator itself took; near 1 it was the bottleneck.
    busy: float
    # 99th percentile of how much later than due messages went out; 0 in a closed loop.
    late_p99: float = 0.0

    @property
    def acked(self) -> int:
        return len(self.times)

    def at(self, share: float) -> float:
        """The ack time that `share` of the messages did not exceed, in milliseconds."""
        return percentile(self.times, share) * 1000


def percentile(values: "array[float]", share: float) -> float:
    """The nearest-rank percentile; NaN of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


class _Counting:
    """Counts what comes back while a run lasts."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.times: array[float] = array("d")
        self.told = 0
        self.cpu, self.began = time.process_time(), perf_counter()
        for client in crowd.everyone:
            client.on_acked, client.on_told = self.acked, self.heard

    def acked(self, client: Client, due: float) -> None:
        self.times.append(perf_counter() - due)

    def heard(self) -> None:
        self.told += 1

    async def finished(self, late_p99: float = 0.0) -> Load:
        """Waits for the acks and events that are still on their way. Raises `RuntimeError` when a client failed."""
        last_ack = perf_counter()
        patience = last_ack + PATIENCE_SECONDS
        while (waiting := sum(len(client.sent) for client in self.crowd.visitors)) and perf_counter() < patience:
            self._require_health()
            await asyncio.sleep(0.001)
            last_ack = perf_counter()
        busy = (time.process_time() - self.cpu) / (last_ack - self.began)
        while self.told < 2 * len(self.times) and perf_counter() < patience:
            self._require_health()
            await asyncio.sleep(0.001)
        self._require_health()
        return Load(self.times, waiting, self.told, last_ack - self.began, busy, late_p99)

    def _require_health(self) -> None:
        faults = [client.fault for client in self.crowd.everyone if client.fault]
        if faults:
            raise RuntimeError(f"{len(faults)} clients failed, the first with: {faults[0]}")


async def closed_loop(crowd: Crowd, seconds: float) -> Load:
    """Each visitor sends the next message when the last one has been acked."""
    counting = _Counting(crowd)
    end = perf_counter() + seconds

    def acked(client: Client, due: float) -> None:
        now = perf_counter()
        counting.times.append(now - due)
        if now < end:
            client.post(now)

    for client in crowd.visitors:
        client.on_acked = acked
        client.post(perf_counter())
    await asyncio.sleep(seconds)
    return await counting.finished()


async def open_loop(crowd: Crowd, per_second: float, seconds: float, seed: int) -> Load:
    """Messages arrive as a Poisson process, one visitor after the other, whether or not the server keeps up."""
    counting = _Counting(crowd)
    lateness: array[float] = array("d")
    done = asyncio.get_running_loop().create_future()
    arrivals = _arrivals(per_second, seconds, seed, perf_counter() + 0.1)
    due = next(arrivals, None)
    turn = 0
    with _Alarm() as alarm:

        def send_due() -> None:
            nonlocal due, turn
            alarm.read()
            while due is not None and due <= perf_counter():
                lateness.append(perf_counter() - due)
                crowd.visitors[turn % len(crowd.visitors)].post(due)
                turn += 1
                due = next(arrivals, None)
            if due is not None:
                alarm.set(due)
            elif not done.done():
                done.set_result(None)

        asyncio.get_running_loop().add_reader(alarm.fd, send_due)
        alarm.set(due or perf_counter())
        await done
        asyncio.get_running_loop().remove_reader(alarm.fd)
    return await counting.finished(percentile(lateness, 0.99))


def _arrivals(per_second: float, seconds: float, seed: int, start: float) -> Iterator[float]:
    chance = random.Random(seed)
    due, end = start, start + seconds
    while (due := due + chance.expovariate(per_second)) < end:
        yield due


class _Timespec(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]


class _Alarm:
    """A timerfd: the loop's own timers are rounded up to whole milliseconds, which is as long as an ack takes."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.fd: int = self._libc.timerfd_create(time.CLOCK_MONOTONIC, _TFD_NONBLOCK)

    def __enter__(self) -> "_Alarm":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.fd)

    def set(self, at: float) -> None:
        """`at` is a time of `perf_counter`, which is CLOCK_MONOTONIC on Linux."""
        whole = int(at)
        value = (_Timespec * 2)(_Timespec(0, 0), _Timespec(whole, int((at - whole) * 1e9) + 1))
        self._libc.timerfd_settime(self.fd, _TFD_ABSTIME, ctypes.byref(value), None)

    def read(self) -> None:
        try:
            os.read(self.fd, 8)
        except BlockingIOError:
            return
