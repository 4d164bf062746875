"""Fixtures of the fault suite: one Node process of people for all tests, servers that end with their test."""

import os
import random
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.people import People
from tests.faults.processes import ServerProcess, add_agents

# `make faults` runs everything at full size; `make test` a short form of it.
IS_FULL = bool(os.environ.get("FULL_FAULTS"))
full_size_only = pytest.mark.skipif(not IS_FULL, reason="full size only: make faults")
# Faster than anybody clicks, for tests that are not about the limits of one connection.
UNLIMITED = {f"{whose}_{what}": "100000" for whose in ("commands", "address") for what in ("burst", "per_second")}
SEED = int(os.environ.get("FAULTS_SEED", "20261121"))
# The people's patience is divided by this; at 1 they are as slow as browsers.
SPEED = int(os.environ.get("FAULTS_SPEED", "10"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The test's own chance; printed, so that a failure can be had again."""
    print(f"FAULTS_SEED={SEED}")
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture(scope="session")
async def node() -> AsyncIterator[People]:
    started = People()
    await started.start(SPEED)
    yield started
    await started.end()


@pytest.fixture
async def people(node: People) -> AsyncIterator[People]:
    """Nobody yet; whoever comes leaves with the test."""
    yield node
    await node.do("clear")


@pytest.fixture(scope="session")
def intents(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped intents in one language: the others would only cost time at each of many starts."""
    folder = tmp_path_factory.mktemp("intents")
    shutil.copytree(ROOT / "intents/en", folder / "en")
    rules = (ROOT / "intents/bot.yml").read_text()
    (folder / "bot.yml").write_text(re.sub(r"^languages:.*$", "languages: [en]", rules, flags=re.MULTILINE))
    return str(folder)


@pytest.fixture
async def calm_server(shared_server: ServerProcess) -> ServerProcess:
    """A server that many tests share: theirs are faults that it should not even notice."""
    assert not shared_server.has_ended
    return shared_server


@pytest.fixture(scope="session")
async def shared_server(tmp_path_factory: pytest.TempPathFactory, intents: str) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("shared")
    server = ServerProcess(folder / "data", intents=intents, **UNLIMITED)
    await add_agents(server.data, "Ada", "Ben", "Cem", "Dora", "Eva", "Fay", "Gil", "Hal")
    await server.start()
    yield server
    server.kill()


@pytest.fixture
def new_server(tmp_path: Path, intents: str) -> Iterator[Callable[..., ServerProcess]]:
    """Makes servers, each with a folder of its own; kills them in the end."""
    made: list[ServerProcess] = []

    def make(data: Path | None = None, **settings: str) -> ServerProcess:
        folder = tmp_path / f"server{len(made)}"
        folder.mkdir()
        made.append(ServerProcess(data or folder / "data", folder, **{"intents": intents, **settings}))
        return made[-1]

    yield make
    for server in made:
        server.kill()
