"""The refusals' log: a line each, without the content; of a flood only a few, and how many there were."""

import logging
from collections.abc import Callable

from chatserver.core.errors import Code, Refused
from chatserver.realtime.limits import Limiter, Rate

log = logging.getLogger(__name__)

LINES = Rate(burst=200, per_second=10)


class RefusalLog:
    """`monotonic` gives seconds that never go back."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._lines = Limiter(LINES, monotonic)
        self._untold = 0

    def note(self, command: str, code: Code, fault: str) -> None:
        try:
            self._lines.take("all")
        except Refused:
            self._untold += 1
            return
        if self._untold:
            log.info("%s more refusals", self._untold)
            self._untold = 0
        log.info("refused %s: %s %s", command, code, fault)
