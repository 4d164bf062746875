"""The driver of the Node people: visitors and agents who use the product's own browser code (see people.mjs)."""

import asyncio
import itertools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.clients import sign_in
from tests.conftest import PASSWORD
from tests.scenarios.test_replay import NODE

PEOPLE = Path(__file__).parent / "people.mjs"
# A report of many long chats is one line.
LINE_BYTES = 64 * 1024 * 1024
ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Ledger:
    """What was said, what the server has acked and refused, and what it told in passing, in the order it happened."""

    said: list[dict[str, Any]]
    acked: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    passing: list[dict[str, Any]]
    broken: list[str]


class People:
    """All visitors and agents of one test; a name stands for one tab of one browser."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._ids = itertools.count(1)
        self._reader: asyncio.Task[None] | None = None

    async def start(self, speed: int) -> None:
        assert NODE is not None, "there is no node"
        self._process = await asyncio.create_subprocess_exec(
            NODE,
            str(PEOPLE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            env={**os.environ, "PEOPLE_SPEED": str(speed)},
        )
        self._reader = asyncio.get_running_loop().create_task(self._read())

    async def end(self) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        if self._reader is not None:
            await self._reader

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = json.loads(line)
            answer = self._answers.pop(told["id"])
            if answer.done():
                continue
            if "error" in told:
                answer.set_exception(RuntimeError(told["error"]))
            else:
                answer.set_result(told["value"])

    async def do(self, command: str, **fields: Any) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(json.dumps({"id": number, "do": command, **fields}).encode() + b"\n")
        return await asyncio.wait_for(answer, ANSWER_SECONDS)

    async def visitor(self, name: str, url: str, store: str | None = None) -> str:
        """Opens the widget in a tab. Tabs with the same `store` are tabs of one browser."""
        await self.do("enter", name=name, kind="visitor", url=url, store=store or name)
        return name

    async def visitors(self, count: int, url: str, prefix: str = "v") -> list[str]:
        """Opens the widget in as many browsers, and waits until each has its chat."""
        names = [await self.visitor(f"{prefix}{number}", url) for number in range(count)]
        await self.have_chats(names)
        return names

    async def agent(self, name: str, url: str, direct_url: str | None = None) -> str:
        """Signs in and opens the console, available for chats. `direct_url` is for what must not pass a proxy."""
        cookie = await sign_in(direct_url or url, name, PASSWORD)
        async with (
            aiohttp.ClientSession(cookies={"chatserver_session": cookie}) as http,
            http.get(f"{direct_url or url}/api/me") as me,
        ):
            await self.do("enter", name=name, kind="agent", url=url, cookie=cookie, me=await me.json())
        await self.online([name])
        await self.do("act", name=name, method="setPresence", args=["available"])
        return name

    async def report(self) -> dict[str, dict[str, Any]]:
        return {row["name"]: row for row in await self.do("report")}

    async def ledger(self) -> Ledger:
        return Ledger(**await self.do("ledger"))

    async def have_chats(self, names: list[str], seconds: float = 30) -> dict[str, str]:
        """Waits until each of these tabs shows a chat; returns the ChatIDs by name."""
        found = await self.sees(
            lambda tabs: all(tabs[name]["shows"] for name in names), f"a chat for each of {names}", seconds
        )
        return {name: found[name]["shows"]["chat_id"] for name in names}

    async def online(self, names: list[str], seconds: float = 30) -> None:
        await self.sees(lambda tabs: all(tabs[name]["online"] for name in names), f"{names} online", seconds)

    async def silent(self, names: list[str], seconds: float = 120) -> None:
        """Waits until they have said all they were told to say; it may still wait in their outboxes."""
        await self.sees(lambda tabs: not any(tabs[name]["talking"] for name in names), f"{names} silent", seconds)

    async def sees(self, true: Any, what: str, seconds: float = 30) -> dict[str, dict[str, Any]]:
        """Waits until `true(report)`; returns that report."""
        last: dict[str, dict[str, Any]] = {}

        async def look() -> bool:
            nonlocal last
            last = await self.report()
            return bool(true(last))

        deadline = asyncio.get_running_loop().time() + seconds
        while not await look():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"not within {seconds} s: {what}; {_brief(last)}")
            await asyncio.sleep(0.05)
        return last


def _brief(tabs: dict[str, dict[str, Any]]) -> str:
    rows = (
        f"{row['name']}: online={row['online']} talking={row['talking']} outbox={len(row['outbox'])}"
        f" pending={row['pending']} seq={(row['shows'] or {}).get('seq')}"
        for row in tabs.values()
    )
    return "; ".join(rows)
