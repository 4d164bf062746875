"""The servers under test, each a process of its own, and what `/proc` says about them."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from chatserver.settings import Settings, options

PASSWORD = "a password of the benchmark"
# Names of settings that hold somebody back; all of them are computed, and none is reached.
_LIMITING = ("burst", "_per_", "max_")
_NO_LIMIT = 1_000_000
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a server: seconds from SIGTERM until the process had gone, and its CPU time in them."""

    seconds: float
    cpu_seconds: float
    was_killed: bool


@dataclass(slots=True)
class Server:
    """A server that accepts connections on 127.0.0.1."""

    process: "subprocess.Popen[bytes]"
    port: int

    def cpu_seconds(self) -> float:
        """User and system time so far, of all threads (proc(5), fields 14 and 15 of stat)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_kib(self) -> int:
        """Memory that the process has in RAM."""
        rows = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith("Rss:"))

    def stop(self) -> Stop:
        """Sends SIGTERM and waits until the process has gone."""
        began, cpu, others = time.perf_counter(), self.cpu_seconds(), _cpu_of_the_dead()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_STOP_SECONDS)
            was_killed = False
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            was_killed = True
        return Stop(time.perf_counter() - began, _cpu_of_the_dead() - others - cpu, was_killed)


@contextmanager
def chatserver(folder: Path, *origins: str) -> Iterator[Server]:
    """This program with everything on, on the database in `folder`; websites of these origins may embed it."""
    settings = folder / "chatserver.toml"
    settings.write_text(f"origins = {json.dumps(origins)}\n{_settings()}")
    port = _free_port()
    command = ["-m", "chatserver", "serve", "--config", str(settings), "--port", str(port), "--data", str(folder)]
    with _running(port, *command) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """Stock python-socketio."""
    port = _free_port()
    with _running(port, "-m", "benchmarks.bare_echo", str(port)) as server:
        yield server


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder for a database, on whatever TMPDIR is on."""
    with tempfile.TemporaryDirectory(prefix="chatserver-bench-") as name:
        yield Path(name)


def add_agents(folder: Path, names: list[str]) -> None:
    """Makes agents in the database of `folder`."""
    for name in names:
        command = [sys.executable, "-m", "chatserver", "agents", "add", name, "--password-stdin", "--data", str(folder)]
        subprocess.run(command, input=PASSWORD.encode(), check=True, capture_output=True)


def _cpu_of_the_dead() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _settings() -> str:
    rows = [
        f"{option.name} = {_most(option.name)}"
        for option in options()
        if isinstance(option.default, int | float) and any(part in option.name for part in _LIMITING)
    ]
    return "\n".join([*rows, ""])


def _most(name: str) -> int:
    """The highest value that the setting takes, within reason."""
    described = msgspec.inspect.type_info(Settings)
    assert isinstance(described, msgspec.inspect.StructType)
    kind: Any = next(field.type for field in described.fields if field.name == name)
    kind = getattr(kind, "type", kind)
    highest = getattr(kind, "le", None)
    return _NO_LIMIT if highest is None else min(_NO_LIMIT, int(highest))


@contextmanager
def _running(port: int, *command: str) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_open(process, port)
        yield Server(process, port)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_until_open(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.perf_counter() + _START_SECONDS
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(f"the server did not start: {process.args!r}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
