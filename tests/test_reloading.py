import asyncio
import shutil

import aiohttp

from chatserver.settings import Settings
from tests.conftest import ROOT, serving


async def test_changed_intents_are_used_and_broken_ones_are_not(tmp_path):
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    settings = Settings(port=0, data=str(tmp_path / "data"), intents=str(folder))
    async with serving(settings) as server, aiohttp.ClientSession(server.url) as http:
        file = folder / "en/smalltalk.yml"
        good = file.read_text()
        before = server.ctx.workshop.intents.version

        file.write_text(good.replace("title:", "titel:", 1))
        while not (await (await http.get("/readyz")).json())["notices"]:
            await asyncio.sleep(0.05)
        assert server.ctx.workshop.intents.version == before
        notices = (await (await http.get("/readyz")).json())["notices"]
        assert any("smalltalk.yml" in notice and "Did you mean 'title'?" in notice for notice in notices)

        file.write_text(good)
        while (await (await http.get("/readyz")).json())["notices"]:
            await asyncio.sleep(0.05)

        # A set whose own tests fail is no good set.
        tests = folder / "tests/en/wrong.yml"
        tests.write_text("format: 1\nsilent: |\n  what are your support hours\n")
        file.write_text(good + "\n# tried\n")
        while not (notices := (await (await http.get("/readyz")).json())["notices"]):
            await asyncio.sleep(0.05)
        assert "wrong.yml:3" in notices[0]
        assert server.ctx.workshop.intents.version == before
        tests.unlink()

        file.write_text(good + "\n# changed\n")
        while server.ctx.workshop.intents.version == before:
            await asyncio.sleep(0.05)
        assert (await (await http.get("/readyz")).json())["notices"] == []


async def test_a_folder_that_is_replaced_is_watched_again(tmp_path, monkeypatch):
    monkeypatch.setattr("chatserver.reloading._LOOK_AGAIN_MS", 100)
    folder = tmp_path / "intents"
    shutil.copytree(ROOT / "intents", folder)
    settings = Settings(port=0, data=str(tmp_path / "data"), intents=str(folder))
    async with serving(settings) as server, asyncio.timeout(20):
        before = server.ctx.workshop.intents.version
        folder.rename(tmp_path / "old")
        shutil.copytree(tmp_path / "old", tmp_path / "new")
        await asyncio.sleep(0.3)
        (tmp_path / "new").rename(folder)
        await asyncio.sleep(0.5)
        file = folder / "en/smalltalk.yml"
        file.write_text(file.read_text() + "\n# changed\n")
        while server.ctx.workshop.intents.version == before:
            await asyncio.sleep(0.05)
