import io
import zipfile

import pytest

from chatserver.core.attachments import DOCX, MP4, PDF, XLSX, ZIP
from chatserver.files.containers import MAX_ENTRIES, form_of_zip, require_alone
from chatserver.files.verdicts import Fault, NotTaken
from tests.samples import archive, document, pdf, video, zip_over_itself


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (archive(), ZIP),
        (archive(comment=b"a comment"), ZIP),
        (document(), DOCX),
        (document("xl/workbook.xml"), XLSX),
    ],
)
def test_an_archive_that_is_whole_is_told_by_its_entries(data, form):
    assert form_of_zip(io.BytesIO(data)) is form


def link() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (archive() + b"x", Fault.BROKEN),
        (archive({"../x": b""}), Fault.KIND),
        (archive({"a/../../x": b""}), Fault.KIND),
        (archive({"/x": b""}), Fault.KIND),
        (archive({"C:x": b""}), Fault.KIND),
        (link(), Fault.KIND),
        (document(**{"word/vbaProject.bin": b""}), Fault.KIND),
        (archive({"a": b"\0" * (201 << 20)}), Fault.BOMB),
        (archive({str(number): b"" for number in range(MAX_ENTRIES + 1)}), Fault.BOMB),
        (zip_over_itself(), Fault.BOMB),
        (b"MZ" + archive(), Fault.BOMB),
    ],
)
def test_an_archive_that_could_hurt_is_not_taken(data, fault):
    with pytest.raises(NotTaken) as refused:
        form_of_zip(io.BytesIO(data))
    assert refused.value.fault is fault


def test_a_pdf_and_a_video_are_alone_in_their_file():
    require_alone(io.BytesIO(pdf()), PDF)
    require_alone(io.BytesIO(pdf(b"\r\n" * 100)), PDF)
    require_alone(io.BytesIO(video()), MP4)
    for data, form in (
        (b"%PDF-1.7", PDF),
        (pdf(archive()), PDF),
        (video()[:-1], MP4),
        (video(tail=b"x"), MP4),
        (video(tail=archive()), MP4),
        (b"\0\0\0\x08ftyp\0\0\0\x04isom", MP4),
    ):
        with pytest.raises(NotTaken):
            require_alone(io.BytesIO(data), form)
