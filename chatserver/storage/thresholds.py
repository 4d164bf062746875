"""Thresholds kept: a restart with the same intent files need not find them out again. Nothing is lost with the file."""

import logging
from collections.abc import Mapping
from pathlib import Path

import msgspec

from chatserver.core.triage.self_check import Thresholds

FILE_NAME = "thresholds.json"
# Of so many sets, the last ones: one for each language of some versions.
MAX_KEPT = 64

log = logging.getLogger(__name__)


def read_thresholds(folder: Path) -> dict[str, Thresholds]:
    """Returns what was kept; nothing when the file is missing or cannot be read."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=dict[str, Thresholds])
    except (OSError, msgspec.DecodeError):
        return {}


def keep_thresholds(folder: Path, known: Mapping[str, Thresholds]) -> None:
    """Writes the file anew; a disk that does not take it costs only time at the next start."""
    kept = dict(list(known.items())[-MAX_KEPT:])
    try:
        (folder / FILE_NAME).write_bytes(msgspec.json.encode(kept))
    except OSError as error:
        log.warning("the thresholds were not kept: %s", error.strerror)
