"""The process that examines files, run as it is run."""

import io
import os
import subprocess
import sys
import tempfile

import msgspec
import pytest
from PIL import Image

from chatserver.core.redaction.rules import SHIPPED
from chatserver.files import examine
from chatserver.files.verdicts import Fault, Job, NotTaken, Verdict
from tests.samples import GOOD, HOSTILE, picture


def examined(data: bytes, before: str = "") -> tuple[Verdict, bytes]:
    """Runs the process; `before` is what it does first."""
    with tempfile.TemporaryFile(buffering=0) as source, tempfile.TemporaryFile(buffering=0) as target:
        source.write(data)
        source.seek(0)
        run = subprocess.run(
            [sys.executable, "-c", f"{before}\nfrom chatserver.files.examine import main\nmain()"],
            input=msgspec.json.encode(Job(source.fileno(), target.fileno())),
            pass_fds=(source.fileno(), target.fileno()),
            capture_output=True,
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            check=False,
        )
        target.seek(0)
        told = run.stdout if run.returncode == 0 else b'{"fault": "broken"}'
        return msgspec.json.decode(told, type=Verdict), target.read()


@pytest.mark.parametrize("name", GOOD)
def test_under_its_limits_it_reads_every_kind(name):
    data, media_type, _ = GOOD[name]
    verdict, kept = examined(data)
    assert (verdict.media_type, verdict.size_bytes) == (media_type, len(kept))


def test_the_largest_picture_fits_into_the_limits():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture("JPEG", (5000, 5000), exif=exif)
    assert examined(data)[0].width == 5000
    assert examined(picture("WEBP", (5000, 5000)))[0].width == 5000


# Says BOMB when nothing of it was possible.
TRIAL = """
import os, socket
from chatserver.files import containers, examine

def fails(what):
    try:
        what()
    except (OSError, MemoryError):
        return True
    return False

def alone(source, form):
    tried = [lambda: open("/etc/passwd"), socket.socket, lambda: bytearray(2 << 30)]
    # Root may start processes whatever the limit.
    if os.getuid() != 0:
        tried.append(os.fork)
    if all(fails(what) for what in tried):
        raise examine.NotTaken(examine.Fault.BOMB)

containers.require_alone = alone
"""


def test_it_can_open_nothing_start_nothing_and_take_no_more_memory_than_it_may():
    data, _, _ = GOOD["bill.pdf"]
    assert examined(data, TRIAL)[0].fault is Fault.BOMB
    # The trial itself can tell: without the limits, all of it is possible.
    assert examined(data, TRIAL + "examine.limit_resources = lambda: None")[0].fault is None


def test_it_does_not_run_for_ever():
    trial = """
from chatserver.files import containers, examine
examine.MAX_CPU_SECONDS = 1
def alone(source, form):
    while True: pass
containers.require_alone = alone
"""
    assert examined(GOOD["bill.pdf"][0], trial)[0].fault is Fault.BROKEN


@pytest.mark.parametrize("name", ["drawing.svg", "nothing", "gzip"])
def test_what_is_not_of_the_list_is_not_looked_at(name):
    with pytest.raises(NotTaken):
        examine.examine(io.BytesIO(HOSTILE[name]), io.BytesIO(), SHIPPED)
