"""What a network does to frames: cuts, losses, doubles, wrong order, delay. Each class is one kind of bad weather."""

import asyncio
import random

from tests.faults.proxy import Cut, Frame, Road, Way

# A frame waits this long for one to change places with; whoever waits for an ack sends none.
SWAP_WITHIN_SECONDS = 0.03


class CutEvery:
    """Ends the connection at every k-th frame, whichever it is, before it has passed."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._frames = 0
        self.cuts = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        self._frames += 1
        if self._frames % self._k == 0:
            self.cuts += 1
            raise Cut
        await road.forward(way, frame.raw)


class SwallowAcks:
    """Every k-th ack is never heard of."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._acks = 0
        self.swallowed = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        if way is Way.DOWN and frame.is_ack:
            self._acks += 1
            if self._acks % self._k == 0:
                self.swallowed += 1
                return
        await road.forward(way, frame.raw)


class SwallowEvents:
    """Loses a share of what the server tells, without a trace; acks pass."""

    def __init__(self, chance: random.Random, share: float) -> None:
        self._chance = chance
        self._share = share
        self.swallowed = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        if way is Way.DOWN and frame.is_command and self._chance.random() < self._share:
            self.swallowed += 1
            return
        await road.forward(way, frame.raw)


class DoubleCommands:
    """Every command reaches the server twice."""

    def __init__(self) -> None:
        self.doubled = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        await road.forward(way, frame.raw)
        if way is Way.UP and frame.is_command:
            self.doubled += 1
            await road.forward(way, frame.raw)


class SwapCommands:
    """Two commands that follow each other closely on one connection change places."""

    def __init__(self) -> None:
        self._held: dict[Road, bytes] = {}
        self.swapped = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        if way is Way.DOWN or not frame.is_command:
            await road.forward(way, frame.raw)
        elif road in self._held:
            self.swapped += 1
            await road.forward(way, frame.raw)
            await road.forward(way, self._held.pop(road))
        else:
            self._held[road] = frame.raw
            road.proxy.own(self._release(road, frame.raw))

    async def _release(self, road: Road, raw: bytes) -> None:
        """Sends on a frame that found no partner in time."""
        await asyncio.sleep(SWAP_WITHIN_SECONDS)
        if self._held.get(road) is raw:
            del self._held[road]
            await road.forward(Way.UP, raw)


class Delay:
    """Every frame takes up to so long; the frames of one direction keep their order, as TCP does."""

    def __init__(self, chance: random.Random, most_seconds: float) -> None:
        self._chance = chance
        self._most = most_seconds

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        await asyncio.sleep(self._chance.uniform(0, self._most))
        await road.forward(way, frame.raw)
