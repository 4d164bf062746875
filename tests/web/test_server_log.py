import asyncio
import logging
from urllib.parse import urlsplit

import pytest

from chatserver.web.server_log import server_logger

CARD = b"4111111111111111"


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /\xd9\xa1?card=%b HTTP/1.1\r\nHost: x",
        b"GET / HTTP/1.1\r\nX-Card: %b\x00",
        b"%b\x01 / HTTP/1.1\r\nHost: x",
    ],
)
@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
async def test_a_request_that_is_none_is_refused_and_not_quoted_in_the_log(server, caplog, request_line, level):
    caplog.set_level(level)
    address = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(request_line % CARD + b"\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert b" 400 " in answer.split(b"\r\n")[0]
    assert CARD.decode() not in caplog.text
    assert "Traceback" not in caplog.text
    assert ("not well formed" in caplog.text) is (level == logging.DEBUG)


def test_a_defect_is_logged_with_its_place_and_without_its_words(caplog):
    try:
        raise ValueError(CARD.decode())
    except ValueError as error:
        server_logger().exception("Unhandled exception", exc_info=error)
    assert "Unhandled exception: ValueError" in caplog.text
    assert "test_server_log" in caplog.text
    assert CARD.decode() not in caplog.text
