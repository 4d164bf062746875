import pytest

from chatserver.core.attachments import (
    DOCX,
    GIF,
    HEAD_BYTES,
    JPEG,
    MAX_NAME_CHARS,
    MP4,
    PDF,
    PNG,
    TEXT,
    WEBP,
    XLSX,
    ZIP,
    clean_name,
    form_of,
    form_of_archive,
    is_plain,
)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"GIF87a", GIF),
        (b"GIF89a", GIF),
        (b"RIFF1234WEBPVP8 ", WEBP),
        (b"RIFF1234WAVE\x00", None),
        (b"%PDF-1.4", PDF),
        (b" %PDF-1.4\x00", None),
        (b"PK\x03\x04", ZIP),
        (b"\0\0\0\x18ftypisom", MP4),
        (b"\0\0\0\x18ftypheic", None),
        (b"hello", TEXT),
        ("Größe".encode(), TEXT),
        ("ё".encode() * (HEAD_BYTES // 2), TEXT),
        (("x" + "ё" * HEAD_BYTES).encode()[:HEAD_BYTES], TEXT),
        (b"x" + "ё".encode()[:1], None),
        (b"", None),
        (b"\0", None),
        (b"MZ\x90\x00", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head, form):
    assert form_of(head) == form


@pytest.mark.parametrize(
    "text",
    [
        "<html>",
        " \n\t<HTML lang=de>",
        "\ufeff<!doctype html>",
        "<!-- --><svg>",
        "<svg xmlns='x'>",
        '<?xml version="1.0"?><!-- x --><svg>',
        '<?xml version="1.0"?><a:svg>',
        "<script>",
        "<script",
        "<b>x</b>",
        "<a href='x'>",
        "<x><iframe src=x>",
        "<math><x>",
        "a\x00",
        "a\x1a",
        "a\x07",
    ],
)
def test_markup_and_controls_are_no_plain_text(text):
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "12:00 <html>",
        "<134>1 2026-11-21 syslog",
        "<?xml version='1.0'?><soap:Envelope><a/></soap:Envelope>",
        "a < b && c > d",
        "<angle@example.com> wrote:",
        "\x1b[31mred\x1b[0m\tand\f\r\n",
        "\ufeffhello",
        "<br0ken",
    ],
)
def test_logs_and_data_are_plain_text(text):
    assert is_plain(text)


def test_an_archive_is_what_its_entries_say():
    assert form_of_archive(["a", "b/c"]) is ZIP
    assert form_of_archive(["[Content_Types].xml", "word/document.xml"]) is DOCX
    assert form_of_archive(["[Content_Types].xml", "xl/workbook.xml"]) is XLSX
    assert form_of_archive(["word/document.xml"]) is ZIP
    assert form_of_archive(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]) is None


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("photo.png", "photo.png"),
        ("photo.PNG", "photo.png"),
        ("photo", "photo.png"),
        ("photo.jpg", "photo.png"),
        ("../../etc/passwd", "passwd.png"),
        ("a\\b\\c.png", "c.png"),
        ("scan.png.exe", "scan.png"),
        ("scan.pdf.exe", "scan.pdf.png"),
        ("x\u202egnp.exe", "xgnp.png"),
        ("zero\u200bwidth\u2066.png", "zerowidth.png"),
        ("line\nbreak\ttab.png", "line break tab.png"),
        (".htaccess", "htaccess.png"),
        ("...", "file.png"),
        ("", "file.png"),
        ("CON.png", "file.png"),
        ("falcon.x.png", "falcon.x.png"),
        ("e\u0301.png", "\u00e9.png"),
        ("\ud800.png", "png.png"),
        ("a" * 500, "a" * (MAX_NAME_CHARS - 4) + ".png"),
        ("Screenshot 2026-11-21 at 12.30.45.png", "Screenshot 2026-11-21 at 12.30.45.png"),
        ("IMG_20261121_123045123.jpg", "IMG_20261121_123045123.png"),
        ("4111 1111 1111 1111.png", "•••• 1111.png"),
        ("4111_1111_1111_1111.png", "•••• 1111.png"),
        ("password_hunter2secret.png", "password ••••••••.png"),
    ],
)
def test_a_name_is_one_plain_line_without_secrets_that_agrees_with_the_form(claimed, kept):
    assert clean_name(claimed, PNG) == kept


def test_a_text_keeps_the_extensions_of_texts_and_no_other():
    assert clean_name("table.csv", TEXT) == "table.csv"
    assert clean_name("run.bat", TEXT) == "run.txt"
    assert clean_name("page.html", TEXT) == "page.txt"
