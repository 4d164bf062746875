"""Defects: what is logged of one. Its message is left out, since it may quote what somebody wrote."""

import traceback


def place_of(error: BaseException) -> str:
    """Returns where the error happened, without its message."""
    return "".join(traceback.format_tb(error.__traceback__))
