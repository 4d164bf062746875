import logging

from chatserver.core.errors import Code
from chatserver.realtime import refusal_log
from chatserver.realtime.refusal_log import RefusalLog


def test_a_flood_of_refusals_is_a_few_lines_and_a_number(caplog):
    caplog.set_level(logging.INFO)
    now = [0.0]
    lines = RefusalLog(lambda: now[0])
    for _ in range(5000):
        lines.note("post_message", Code.RATE_LIMITED, "")
    assert len(caplog.records) == refusal_log.LINES.burst
    now[0] = 1.0
    lines.note("close_chat", Code.CLOSED, "")
    assert [record.getMessage().strip() for record in caplog.records[-2:]] == [
        "4800 more refusals",
        "refused close_chat: closed",
    ]
