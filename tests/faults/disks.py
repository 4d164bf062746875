"""Disks of their own for a test: small ones that fill up, and ones whose file system gives up. They take root."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# The smallest block: with it, nothing is left.
BLOCK_BYTES = 512


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=30)


class Disk:
    """A mounted file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Takes all the space there is."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            block = 1024 * 1024
            while block >= BLOCK_BYTES:
                try:
                    filler.write(b"\0" * block)
                except OSError:
                    block //= 2

    def make_room(self) -> None:
        (self.folder / "filler").unlink()

    def give_up(self) -> None:
        """What ext4 does when it meets an error: read-only from now on, also for files that are open."""
        _run("mount", "-o", "remount,abort", str(self.folder))

    def make_read_only(self) -> None:
        """Only possible while no file on it is open for writing."""
        _run("mount", "-o", "remount,ro", str(self.folder))

    def make_writable(self) -> None:
        _run("mount", "-o", "remount,rw", str(self.folder))


@contextlib.contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Disk]:
    """A file system in memory."""
    with mounted(folder, "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs") as disk:
        yield disk


@contextlib.contextmanager
def journalling_disk(folder: Path, image: Path) -> Iterator[Disk]:
    """An ext4 in a file."""
    with image.open("wb") as made:
        made.truncate(16 * 1024 * 1024)
    try:
        _run("mkfs.ext4", "-q", str(image))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no ext4 can be made here: {error}")
    with mounted(folder, "-o", "loop", str(image)) as disk:
        yield disk


@contextlib.contextmanager
def mounted(folder: Path, *how: str) -> Iterator[Disk]:
    """Mounts as `mount` is told to; skips the test where that is not allowed."""
    folder.mkdir()
    try:
        _run("mount", *how, str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"nothing can be mounted here: {error}")
    try:
        yield Disk(folder)
    finally:
        # Lazily: a server that a failed test left behind must not keep the folder.
        _run("umount", "--lazy", str(folder))
