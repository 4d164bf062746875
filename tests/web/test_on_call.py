import logging
from datetime import timedelta

import pytest
from aiohttp import web

from chatserver.core.evolve import fold
from chatserver.services.outgoing import Alarm, Undelivered
from chatserver.web.on_call import OnCallHook, log_alarms
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, queued, started

ALARM = Alarm(CHAT_ID, NOON, NOON + timedelta(minutes=10), "en", "Billing")
CONSOLE = "https://chat.example.com/console"


@pytest.fixture
async def service(aiohttp_server):
    """A service that hears alarms, and what it answers first."""
    heard, answers = [], []

    async def hear(request):
        if answers:
            return web.Response(status=answers.pop(), headers={"Location": "/hook"})
        heard.append(await request.json())
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/hook", hear)
    server = await aiohttp_server(app)
    return str(server.make_url("/hook")), heard, answers


async def test_the_service_hears_who_waits_since_when_and_where(service):
    url, heard, _ = service
    await OnCallHook(url, CONSOLE).tell("o-1", ALARM)
    assert heard == [
        {
            "event": "wait_alarm",
            "id": "o-1",
            "chat_id": CHAT_ID,
            "waiting_since": "2026-11-21T12:00:00+00:00",
            "waited_s": 600,
            "lang": "en",
            "topic": "Billing",
            "console": CONSOLE,
        }
    ]


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
async def test_whatever_is_no_success_has_not_been_heard(service, status):
    url, heard, answers = service
    answers.append(status)
    with pytest.raises(Undelivered) as caught:
        await OnCallHook(url, CONSOLE).tell("o-1", ALARM)
    assert (caught.value.code, caught.value.is_final, heard) == (f"http {status}", False, [])
    await OnCallHook(url, CONSOLE).tell("o-1", ALARM)
    assert len(heard) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/hook", "ftp://x.example", "not an address"])
async def test_a_service_that_is_not_there_is_no_defect(url):
    with pytest.raises(Undelivered) as caught:
        await OnCallHook(url, CONSOLE).tell("o-1", ALARM)
    assert not caught.value.is_final
    assert url not in str(caught.value)


def test_the_log_has_it_in_any_case(caplog):
    caplog.set_level(logging.WARNING)
    log_alarms(lambda: NOON + timedelta(minutes=10), [fold(log_of(started(), queued()))])
    assert f"chat {CHAT_ID} has waited for 10 minutes" in caplog.text
