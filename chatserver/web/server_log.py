"""What aiohttp logs of itself, without what clients sent: it quotes a request that is none, line by line.

Such a request may hold a secret, and anybody can send thousands: at the usual level it is no line at all.
"""

import logging

from aiohttp.http_exceptions import HttpProcessingError

from chatserver.core.defects import place_of

_NAME = "chatserver.http"


def server_logger() -> logging.Logger:
    """Returns the logger for `web.AppRunner`."""
    logger = logging.getLogger(_NAME)
    if not any(isinstance(known, _Unquoted) for known in logger.filters):
        logger.addFilter(_Unquoted())
    return logger


class _Unquoted(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        record.exc_info = None
        if isinstance(error, HttpProcessingError):
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
            record.msg, record.args = "a request is not well formed: %s", (type(error).__name__,)
            return logging.getLogger(_NAME).isEnabledFor(logging.DEBUG)
        record.msg, record.args = "%s: %s\n%s", (record.getMessage(), type(error).__name__, place_of(error))
        return True
