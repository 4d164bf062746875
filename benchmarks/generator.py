"""A load generator: one process full of clients, which carries out what the main process hands over.

Work goes over as a function (`Work`) and comes back as its result, so that the loop in here has nothing else to do
between two frames: no collector, no other coroutine.
"""

import asyncio
import gc
import multiprocessing
import resource
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Concatenate, ParamSpec, TypeVar

from benchmarks.client import Client

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(slots=True)
class Crowd:
    """The clients of one process."""

    visitors: list[Client] = field(default_factory=list)
    consoles: list[Client] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)

    @property
    def everyone(self) -> list[Client]:
        return [*self.visitors, *self.consoles]


Work = Callable[Concatenate[Crowd, P], Awaitable[T]]


class Generator:
    """The main process's end."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def run(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Has the work done in the generator and returns its result. Raises `RuntimeError` with its traceback."""
        self._pipe.send((work, args, kwargs))
        is_done, value = self._pipe.recv()
        if not is_done:
            raise RuntimeError(f"in the load generator:\n{value}")
        result: T = value
        return result


@contextmanager
def generator() -> Iterator[Generator]:
    """A generator in a process of its own, for as long as the block lasts."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Generator(ours)
    finally:
        ours.close()
        process.join(10)
        if process.is_alive():
            process.kill()


def allow_files(wanted: int) -> None:
    """Raises the limit of open files of this process and its children, as far as the machine lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
            return
        except (ValueError, OSError):
            wanted = hard
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """How many connections one process may hold, with some files to spare."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200


def has_uvloop() -> bool:
    try:
        import uvloop  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
    except ImportError:
        return False
    return True


def _work(pipe: "Connection[Any, Any]") -> None:
    if has_uvloop():
        import uvloop  # type: ignore[import-not-found, unused-ignore]

        uvloop.install()
    gc.freeze()
    gc.disable()
    asyncio.run(_serve(pipe))


async def _serve(pipe: "Connection[Any, Any]") -> None:
    loop, crowd = asyncio.get_running_loop(), Crowd()
    while True:
        try:
            work, args, kwargs = await loop.run_in_executor(None, pipe.recv)
        except EOFError:
            return
        try:
            result = (True, await work(crowd, *args, **kwargs))
        except Exception:  # noqa: BLE001 - the main process tells what it was
            result = (False, traceback.format_exc())
        pipe.send(result)
