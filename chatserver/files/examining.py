"""Examining: one file at a time goes to a process of its own, and few of them run at once."""

import asyncio
import os
import sys
from datetime import timedelta
from typing import BinaryIO

import msgspec

from chatserver.core.attachments import MAX_TEXT_BYTES
from chatserver.core.errors import Code, Refused
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.files.verdicts import Fault, Job, Verdict

# Each may take a gigabyte and twelve seconds of a processor.
PROCESSES = 2
MAX_WAITING = 8
# Beside its own limit of processor time: a process that waits for something that never comes.
PATIENCE_SECONDS = 30.0

_REFUSALS = {
    Fault.KIND: (Code.BAD_REQUEST, "This kind of file is not accepted."),
    Fault.BROKEN: (Code.BAD_REQUEST, "The file is damaged, or not what it begins as."),
    Fault.TEXT_TOO_LONG: (Code.TOO_LONG, f"A text file may have {MAX_TEXT_BYTES >> 20} MiB. Please pack it as ZIP."),
    Fault.PICTURE_TOO_LARGE: (Code.TOO_LONG, "The picture has too many pixels."),
    Fault.BOMB: (Code.BAD_REQUEST, "The file would unpack to far more than it should."),
}


class Examiner:
    """Runs `chatserver.files.examine`; `rules` are the site's own for texts."""

    def __init__(self, rules: Rules = SHIPPED) -> None:
        self._rules = rules
        self._free = asyncio.Semaphore(PROCESSES)
        self._waiting = 0

    async def examine(self, source: BinaryIO, target: BinaryIO) -> Verdict:
        """Returns what was kept in `target` of the file `source`. Raises `Refused`."""
        if self._waiting >= MAX_WAITING:
            raise Refused(Code.BUSY, "Too many files are being looked at.", retry_after=timedelta(seconds=5))
        self._waiting += 1
        try:
            async with self._free:
                verdict = await self._run(Job(source.fileno(), target.fileno(), self._rules))
        finally:
            self._waiting -= 1
        if verdict.fault is not None:
            raise refusal_of(verdict.fault)
        return verdict

    async def _run(self, job: Job) -> Verdict:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-s", "-P", "-X", "utf8", "-m", "chatserver.files.examine"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(job.source, job.target),
            # Nothing of ours but where the code is.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            cwd="/",
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                told, _ = await process.communicate(msgspec.json.encode(job))
        except TimeoutError:
            told = b""
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        # One that met its limits says nothing more.
        return msgspec.json.decode(told, type=Verdict) if process.returncode == 0 else Verdict(fault=Fault.BROKEN)


def refusal_of(fault: Fault) -> Refused:
    """Returns the refusal of a file with this fault."""
    return Refused(*_REFUSALS[fault])
