"""The server under test: a process of its own, on a port that it keeps over restarts, with its folder and its log."""

import asyncio
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import aiohttp

from chatserver.storage import FILE_NAME, open_store
from tests.conftest import ROOT, add_agent

# Generous: the machine may be busy with something else.
START_SECONDS = 40
STOP_SECONDS = 40
# So many answers of /readyz in a row, a tenth of a second apart, are no accident.
STEADY = 8
FAILING_SERVER = Path(__file__).parent / "failing_server.py"


class NotInTime(AssertionError):
    """What was waited for did not come."""


async def until(true: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """Returns the first true value of `true()`; asks again and again, since nobody tells a test when."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        if time.monotonic() > deadline:
            raise NotInTime(f"not within {seconds} s: {what}")
        await asyncio.sleep(0.02)
    return value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """`python -m chatserver serve`, or the same with faults planted from outside (see failing_server.py)."""

    def __init__(self, data: Path, work: Path | None = None, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._work = work or data.parent
        self._out = self._work / f"server-{self.port}.out"
        self._err = self._work / f"server-{self.port}.err"
        self._settings = {f"CHATSERVER_{name.upper()}": value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.data / FILE_NAME

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server has not been started"
        return self._process

    @property
    def log(self) -> str:
        """All that the server has written to stderr, over all its lives."""
        return self._err.read_text(errors="replace") if self._err.exists() else ""

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def spawn(self, **faults: Any) -> None:
        """Starts a process and does not wait for it. `faults` are those of failing_server.py."""
        self._out.write_bytes(b"")
        program = [str(FAILING_SERVER)] if faults else ["-m", "chatserver"]
        environment = {
            **os.environ,
            **self._settings,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            "FAULTS_PLANTED": json.dumps(faults),
        }
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self._process = subprocess.Popen(
                [sys.executable, *program, "serve", "--port", str(self.port), "--data", str(self.data)],
                stdout=out,
                stderr=err,
                cwd=self._work,
                env=environment,
            )

    async def start(self, **faults: Any) -> Self:
        """Returns when the server accepts connections."""
        self.spawn(**faults)
        await until(lambda: self.has_ended or b"ready on" in self._out.read_bytes(), "a ready server", START_SECONDS)
        assert not self.has_ended, f"the server did not start:\n{self.log[-3000:]}"
        return self

    def kill(self) -> None:
        """As a power cut would: nothing in the process gets to run again."""
        if self._process is not None:
            if not self.has_ended:
                self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    async def ended(self, seconds: float = STOP_SECONDS) -> int:
        """Returns the exit code."""
        await until(lambda: self.has_ended, "the end of the server", seconds)
        return self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    def signal(self, name: signal.Signals) -> None:
        self.process.send_signal(name)

    def limit_files(self, most: int) -> None:
        """Lowers the number of files that the running process may have open."""
        resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE, (most, most))

    @property
    def resident_bytes(self) -> int:
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize()

    @property
    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as http, http.get(self.url + path) as response:
            return response.status, await response.text()

    async def readiness(self) -> int | None:
        """The status of /readyz; None when nobody answers in time."""
        try:
            async with asyncio.timeout(5):
                return (await self.get("/readyz"))[0]
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None

    async def becomes(self, status: int, seconds: float = 30) -> None:
        """Waits until /readyz answers with this status and stays with it: a balancer asks every now and then."""
        deadline = time.monotonic() + seconds
        answers: list[int | None] = []
        while answers[-STEADY:] != [status] * STEADY:
            if time.monotonic() > deadline:
                raise NotInTime(f"/readyz does not stay at {status} within {seconds} s: {answers[-STEADY:]}")
            answers.append(await self.readiness())
            await asyncio.sleep(0.1)


async def add_agents(data: Path, *names: str) -> None:
    """Puts agents into the folder's database, as the command line does, beside a server or before it."""
    store = open_store(data, lambda: f"epoch-{data.parent.name}", as_server=False)
    try:
        for name in names:
            await store.run(lambda tx, name=name: add_agent(tx, name))
    finally:
        store.close()


def chatserver(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "chatserver", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
