from pathlib import Path

from chatserver.files.folder import Folder
from chatserver.services import file_ports as ports
from chatserver.storage.file_rows import SqliteFiles


async def test_the_programs_own_parts_fit_the_ports(desk, tmp_path: Path):
    def work(tx) -> int:
        rows: ports.FileRows = tx.files
        assert isinstance(rows, SqliteFiles)
        return rows.usage("0000-0000-00").count

    assert await desk.ctx.store.run(work) == 0
    folder: ports.FileFolder = Folder(tmp_path / "files")
    assert await folder.older_than(desk.clock.now()) == []


def test_a_chat_may_have_files_unless_the_site_says_otherwise():
    assert ports.FileLimits().files_per_chat > 0
