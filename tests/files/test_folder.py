import os
from datetime import UTC, datetime, timedelta

import pytest

from chatserver.files.folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "data" / "files")


def test_what_arrives_has_no_name(folder):
    with folder.incoming() as arriving:
        arriving.write(b"secret")
        assert list(folder.path.iterdir()) == []


def test_what_is_kept_can_be_read_by_the_server_alone_and_replaces_nothing(folder):
    folder.incoming().close()
    with folder.create("a") as kept:
        kept.write(b"x")
        folder.flush(kept)
    assert (folder.path / "a").stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        folder.create("a")


async def test_what_is_old_is_found_and_removed(folder):
    now = datetime.now(UTC)  # noqa: TID251
    assert await folder.older_than(now) == []
    folder.incoming().close()
    for name in ("old", "new"):
        folder.create(name).close()
    hour_ago = (now - timedelta(hours=2)).timestamp()
    os.utime(folder.path / "old", (hour_ago, hour_ago))
    assert await folder.older_than(now - timedelta(hours=1)) == ["old"]
    await folder.remove(["old", "missing"])
    assert [path.name for path in folder.path.iterdir()] == ["new"]
