"""`python -m chatserver.files.examine`: looks at one file, in a process that may do little and does not live long.

It is asked over its standard input and answers over its standard output (`verdicts`). Whatever a decoder falls over,
it falls here: without the chats, without the network's sockets, with bounded memory and time.
"""

import os
import resource
import shutil
import sys
from typing import BinaryIO

import msgspec

from chatserver.core.attachments import HEAD_BYTES, Kind, form_of
from chatserver.core.redaction.rules import Rules
from chatserver.files import containers
from chatserver.files.verdicts import Fault, Job, NotTaken, Verdict

# 25 million pixels in four bytes, turned, and what the encoders need beside them: see `test_examine`.
MAX_MEMORY_BYTES = 1 << 30
MAX_CPU_SECONDS = 12
# Pixels that were packed well before may take more room than they did.
MAX_KEPT_BYTES = 64 << 20


def main() -> None:
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    with os.fdopen(job.source, "rb") as source, os.fdopen(job.target, "wb") as target:
        try:
            verdict = examine(source, target, job.rules)
            target.flush()
        except NotTaken as refused:
            verdict = Verdict(fault=refused.fault)
        except Exception:  # noqa: BLE001 - decoders raise what they like, and none of it is our defect
            verdict = Verdict(fault=Fault.BROKEN)
    sys.stdout.buffer.write(msgspec.json.encode(verdict))


def examine(source: BinaryIO, target: BinaryIO, rules: Rules) -> Verdict:
    """Writes to `target` what of `source` is kept. Raises `NotTaken`, or whatever a decoder raises."""
    form = form_of(source.read(HEAD_BYTES))
    if form is None:
        raise NotTaken(Fault.KIND)
    source.seek(0)
    if form.kind is Kind.PICTURE:
        # Only who needs it waits for it.
        from chatserver.files import pictures

        pictures.prepare()
        limit_resources()
        return pictures.write_anew(source, target, form)
    if form.kind is Kind.TEXT:
        from chatserver.files import texts

        limit_resources()
        kept, verdict = texts.write_redacted(source.read(), rules)
        target.write(kept)
        return verdict
    limit_resources()
    if form.kind is Kind.ARCHIVE:
        form = containers.form_of_zip(source)
    else:
        containers.require_alone(source, form)
    source.seek(0)
    shutil.copyfileobj(source, target)
    return Verdict(form.media_type, target.tell())


def limit_resources() -> None:
    """From here on: bounded memory, time and output, no further file, no further process, no core dump."""
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_KEPT_BYTES),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), min(most, hard)))
    # Whoever chats goes first.
    os.nice(10)


if __name__ == "__main__":
    main()
