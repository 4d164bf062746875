import asyncio
import os
import re
import signal
import sys

import aiohttp
from click.testing import CliRunner

from chatserver.cli import main
from chatserver.settings import Settings, read_settings


def test_init_writes_a_file_once(tmp_path):
    file = tmp_path / "chatserver.toml"
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(file)]).exit_code == 0
    assert read_settings(file, {}, {}) == Settings()
    again = runner.invoke(main, ["init", str(file)])
    assert (again.exit_code, "there already" in again.output) == (1, True)


def test_a_wrong_setting_stops_the_start(tmp_path):
    file = tmp_path / "chatserver.toml"
    file.write_text("prot = 1\n")
    result = CliRunner().invoke(main, ["serve", "--config", str(file)])
    assert result.exit_code == 1
    assert f"{file}:1: there is no setting 'prot'. Did you mean 'port'?" in result.output


async def test_the_program_prints_its_links_serves_and_stops_when_told(tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "chatserver", "serve", "--demo", "--port", "0", "--data", str(tmp_path / "data"),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    while not lines or not lines[-1].startswith("ready on"):
        lines.append((await asyncio.wait_for(process.stdout.readline(), 20)).decode())
    output = "".join(lines)
    assert "only this server's own pages may use the chat" in output
    url = re.search(r"ready on (\S+)", output)[1]
    token = re.search(r"/console#sign-in=(\S+)", output)[1]
    async with aiohttp.ClientSession(url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        assert (await http.get("/demo")).status == 200
        assert (await http.get("/docs")).status == 200
        assert (await http.post("/api/sign-in-link", json={"token": token})).status == 200
        # The demo shows every page, the board and the administration too.
        me = await (await http.get("/api/me")).json()
        assert (me["name"], me["role"]) == ("Demo Agent", "admin")
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert b"journal wal, synchronous 2" in errors
