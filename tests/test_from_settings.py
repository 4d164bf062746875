from datetime import timedelta
from pathlib import Path

import pytest

from chatserver.app import running
from chatserver.core.sla.policies import ClockKind, Within
from chatserver.from_settings import WrongIntents, bundled
from chatserver.settings import Settings
from tests.conftest import ROOT


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
