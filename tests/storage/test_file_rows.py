from datetime import timedelta

import pytest
from msgspec.structs import replace

from chatserver.core.attachments import Attachment
from chatserver.core.evolve import begin
from chatserver.services.file_ports import FileUsage, StoredFile
from chatserver.storage import open_store
from tests.doubles import NOON
from tests.story import CHAT_ID, log_of, started

PICTURE = StoredFile(Attachment("f-1", "a.png", "image/png", 100, 3, 4, 0), CHAT_ID, "visitor:v-1", "random-1")
TEXT = StoredFile(Attachment("f-2", "a.txt", "text/plain", 20, redactions=2), CHAT_ID, "agent:a-1", "random-2")


@pytest.fixture
async def store(tmp_path):
    opened = open_store(tmp_path, lambda: "epoch", as_server=True)

    def fill(tx):
        tx.visitors.add("v-1", b"hash", NOON)
        first = log_of(started())
        tx.chats.append(None, begin(first[0]), first, None)
        tx.files.add(PICTURE, NOON)
        tx.files.add(TEXT, NOON + timedelta(minutes=1))

    await opened.run(fill)
    yield opened
    opened.close()


async def test_a_file_comes_back_as_it_was(store):
    for work in (store.read, store.run):
        assert await work(lambda tx: tx.files.get("f-1")) == PICTURE
        assert await work(lambda tx: tx.files.get("f-2")) == TEXT
        assert await work(lambda tx: tx.files.get("f-3")) is None


async def test_the_usage_is_counted_for_the_chat_and_for_all(store):
    assert await store.read(lambda tx: tx.files.usage(CHAT_ID)) == FileUsage(2, 120, 120)
    assert await store.read(lambda tx: tx.files.usage("other")) == FileUsage(0, 0, 120)


async def test_what_was_not_posted_is_forgotten_in_time(store):
    await store.run(lambda tx: tx.files.mark_posted(["f-1"]))
    assert await store.read(lambda tx: tx.files.get("f-1")) == replace(PICTURE, is_posted=True)
    assert await store.run(lambda tx: tx.files.drop_unposted(NOON + timedelta(seconds=60))) == []
    assert await store.run(lambda tx: tx.files.drop_unposted(NOON + timedelta(seconds=61))) == ["random-2"]
    assert await store.read(lambda tx: tx.files.known(["random-1", "random-2", *map(str, range(1200))])) == {"random-1"}
