import asyncio
import tempfile

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.files import examining
from chatserver.files.examining import Examiner, refusal_of
from chatserver.files.verdicts import Fault
from tests.samples import GOOD, picture


async def examine(examiner: Examiner, data: bytes):
    with tempfile.TemporaryFile(buffering=0) as source, tempfile.TemporaryFile(buffering=0) as target:
        source.write(data)
        source.seek(0)
        return await examiner.examine(source, target)


async def test_the_verdict_comes_back_from_the_process():
    verdict = await examine(Examiner(), picture())
    assert (verdict.media_type, verdict.width, verdict.height) == ("image/png", 40, 30)
    with pytest.raises(Refused) as refused:
        await examine(Examiner(), b"\0")
    assert refused.value.code is Code.BAD_REQUEST


async def test_few_run_at_once_and_a_crowd_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(examining, "MAX_WAITING", 3)
    examiner = Examiner()
    tried = await asyncio.gather(*(examine(examiner, picture()) for _ in range(5)), return_exceptions=True)
    refused = [found for found in tried if isinstance(found, Refused)]
    assert len(refused) == 2
    assert all(found.code is Code.BUSY and found.retry_after for found in refused)
    await examine(examiner, picture())


async def test_one_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE_SECONDS", 0.001)
    with pytest.raises(Refused) as refused:
        await examine(Examiner(), GOOD["bill.pdf"][0])
    assert refused.value.code is Code.BAD_REQUEST


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words(fault):
    assert refusal_of(fault).message.endswith(".")
