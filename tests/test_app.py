import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from chatserver.app import WrongIntents, bundled, running
from chatserver.core.sla.policies import ClockKind, Within
from chatserver.settings import Settings
from chatserver.storage import StoreUnusable
from tests.clients import VisitorClient
from tests.conftest import ROOT, serving


async def test_a_second_server_on_the_same_data_is_told(server, tmp_path):
    with pytest.raises(StoreUnusable):
        async with serving(Settings(port=0, data=str(tmp_path / "data"))):
            pass


async def test_a_taken_port_is_an_os_error_and_nothing_stays_open(server, tmp_path):
    port = int(server.url.rsplit(":", 1)[1])
    with pytest.raises(OSError):
        async with serving(Settings(port=port, data=str(tmp_path / "other"))):
            pass


async def test_broken_intents_stop_the_start(tmp_path):
    (tmp_path / "intents").mkdir()
    with pytest.raises(WrongIntents, match=r"bot\.yml"):
        async with running(Settings(port=0, data=str(tmp_path / "d"), intents=str(tmp_path / "intents"))):
            pass


async def test_a_chat_is_there_again_after_a_restart(tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "data"))
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        await visitor.start()
        await visitor.say("remember me")
        before = await visitor.log()
        token, chat_id = visitor.token, visitor.chat_id
    async with serving(settings) as server, VisitorClient(server.url) as visitor:
        visitor.token, visitor.chat_id = token, chat_id
        assert await visitor.log() == before


async def test_stopping_waits_for_nobody_who_is_connected(tmp_path):
    async with asyncio.timeout(5):
        async with serving(Settings(port=0, data=str(tmp_path / "data"))) as server:
            visitor = await VisitorClient(server.url).__aenter__()
            await visitor.start()
        await visitor.sio.disconnect()


def test_what_travels_with_the_program_is_found():
    assert (bundled("intents") / "bot.yml").is_file()
    assert (bundled("static") / "widget.js").is_file()
    assert bundled("docs") == Path(ROOT / "docs")


async def test_a_wrong_sla_file_stops_the_start_and_says_where(tmp_path):
    wrong = tmp_path / "sla.yml"
    wrong.write_text("format: 1\npolicies:\n  pickup:\n    target: soon\n")
    settings = Settings(port=0, data=str(tmp_path / "data"), sla=str(wrong))
    with pytest.raises(WrongIntents, match=r"sla\.yml:4:13: error: "):
        async with running(settings):
            pass
    assert not (tmp_path / "data").exists(), "nothing was begun"
    with pytest.raises(WrongIntents, match=r"none\.yml"):
        async with running(Settings(port=0, data=str(tmp_path / "data"), sla=str(tmp_path / "none.yml"))):
            pass


async def test_the_server_promises_what_the_sla_file_says(tmp_path):
    file = tmp_path / "sla.yml"
    file.write_text("format: 1\npolicies:\n  pickup:\n    target: 3 min\n")
    async with running(Settings(port=0, data=str(tmp_path / "data"), sla=str(file))) as server:
        assert server.ctx.policies.table[ClockKind.PICKUP].target == Within(timedelta(minutes=3))


async def test_the_pickup_has_one_source_and_two_that_disagree_are_refused(tmp_path):
    data, file = str(tmp_path / "data"), tmp_path / "sla.yml"
    file.write_text("format: 1\npolicies:\n  pickup:\n    target: 3 min\n")
    with pytest.raises(WrongIntents, match="Leave the setting out"):
        async with running(Settings(port=0, data=data, sla=str(file), pickup_seconds=240)):
            pass
    async with running(Settings(port=0, data=data, sla=str(file))) as server:
        assert server.ctx.policy.urgency.target == server.ctx.policy.rungs.target == timedelta(minutes=3)
    async with running(Settings(port=0, data=data, pickup_seconds=240)) as server:
        assert server.ctx.policies.pickup == server.ctx.policy.rungs.target == timedelta(minutes=4)


async def test_where_identities_are_signed_a_claimed_plan_counts_for_nothing(tmp_path):
    async with running(Settings(port=0, data=str(tmp_path), identity_secret="x" * 40)) as server:
        assert server.ctx.policies.plans_are_signed
