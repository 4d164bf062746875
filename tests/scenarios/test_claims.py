"""Ten thousand races for a chat, from several threads with a loop of their own, as of several processes.

Each chat has one winner, everybody else is told who, and nobody goes over their cap.
"""

import asyncio
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.services import handling, signing_in
from chatserver.services.ports import Presence
from tests.services.conftest import PlainPasswords
from tests.services.conftest import desk as desk

CHATS, ROUNDS = 200, 50
CAPS = {"Ada": 70, "Ben": 60, "Cem": 50, "Dora": 40}


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is a file system in it: what is shown here is not the disk."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory)) if memory.is_dir() else tmp_path_factory.mktemp("claims")
    yield folder
    shutil.rmtree(folder)


class Racer(threading.Thread):
    """One agent's process: claims every chat as fast as it can, all at once."""

    def __init__(self, ctx, agent, chat_ids, number):
        super().__init__()
        self.ctx, self.agent, self.chat_ids, self.number = ctx, agent, chat_ids, number
        self.won, self.told, self.full = {}, {}, 0

    def run(self):
        asyncio.run(self._claim_all())

    async def _claim_all(self):
        await asyncio.gather(*map(self._claim, self.chat_ids))

    async def _claim(self, chat_id):
        try:
            done = await handling.claim_chat(self.ctx, self.agent, chat_id, f"claim-{self.number}")
            self.won[chat_id] = done.value[1]
        except Refused as refused:
            if refused.code is Code.TAKEN:
                self.told[chat_id] = refused.taken_by
            self.full += refused.code is Code.FORBIDDEN


async def test_of_ten_thousand_races_each_has_one_winner_and_nobody_goes_over_the_cap(desk):
    agents = []
    for name, cap in CAPS.items():
        agents.append(await signing_in.add_agent(desk.ctx, PlainPasswords(), name, "long enough"))
        await signing_in.set_profile(desk.ctx, name, cap=cap)
        await handling.set_presence(desk.ctx, agents[-1], Presence.AWAY, "")
    chats = [(await desk.visitor()).chat_id for _ in range(CHATS)]
    winners = Counter()
    for number in range(ROUNDS):
        # Each begins elsewhere, so that everybody wins some.
        turned = [chats[shift:] + chats[:shift] for shift in range(0, CHATS, CHATS // len(agents))]
        racers = [Racer(desk.ctx, agent, ids, number) for agent, ids in zip(agents, turned, strict=True)]
        for racer in racers:
            racer.start()
        await asyncio.gather(*(asyncio.to_thread(racer.join) for racer in racers))
        won = {chat_id: racer.agent.name for racer in racers for chat_id in racer.won}
        assert sum(len(racer.won) for racer in racers) == len(won) == CHATS
        for racer in racers:
            assert len(racer.won) <= CAPS[racer.agent.name]
            assert all(won[chat_id] == name for chat_id, name in racer.told.items())
            assert len(racer.won) + len(racer.told) + racer.full == CHATS
            winners[racer.agent.name] += len(racer.won)
            await asyncio.gather(
                *(
                    handling.hand_back_chat(desk.ctx, racer.agent, chat_id, f"back-{number}", version)
                    for chat_id, version in racer.won.items()
                )
            )
    assert set(winners) == set(CAPS), winners
