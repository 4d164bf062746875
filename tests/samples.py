"""Files made on the spot: good ones of every kind, and hostile ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image

CARD = "4111 1111 1111 1111"
KEY = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """Returns a picture whose left half is red."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.convert(mode).save(written, form, **options)
    return written.getvalue()


def photo_with_place() -> bytes:
    """Returns a JPEG that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (40, 30), exif=exif, comment=b"secret comment")


def jpeg_of_scans(scans: int) -> bytes:
    """Returns a progressive JPEG that paints its last scan again and again."""
    whole = picture("JPEG", progressive=True)
    last = whole[whole.rfind(b"\xff\xda") : -2]
    return whole[:-2] + last * scans + whole[-2:]


def animated_gif() -> bytes:
    frames = [Image.new("P", (20, 20), color) for color in (0, 1, 2)]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    return written.getvalue()


def archive(entries: dict[str, bytes] | None = None, comment: bytes = b"") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (entries or {"readme.txt": b"hello"}).items():
            made.writestr(name, data)
        made.comment = comment
    return written.getvalue()


def document(main: str = "word/document.xml", **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", main: b"<document/>", **more})


def pdf(tail: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n" + tail


def video(brand: bytes = b"isom", tail: bytes = b"") -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), kind) + body

    return box(b"ftyp", brand + b"\0\0\2\0" + brand) + box(b"moov", b"\0" * 40) + box(b"mdat", b"\1" * 99) + tail


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int, data: bytes = b"") -> bytes:
    """Returns a PNG that claims a size; its pixels are whatever `data` unpacks to."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zip_over_itself(entries: int = 50, size: int = 1 << 20) -> bytes:
    """Returns an archive whose entries all unpack the same bytes, as the bombs of David Fifield do."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"\0" * size) + packed.flush()
    crc = zlib.crc32(b"\0" * size)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(body), size, 2, 0) + b"00"
    directory = b""
    for number in range(entries):
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(body), size, 2, 0, 0, 0, 0, 0, 0
        )
        directory += f"{number:02d}".encode()
    start = len(local) + len(body)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, entries, entries, len(directory), start, 0)
    return local + body + directory + end


GOOD: dict[str, tuple[bytes, str, str]] = {
    # claimed name: (bytes, media type, kept name)
    "screen.png": (picture(), "image/png", "screen.png"),
    "grey.png": (picture(mode="L"), "image/png", "grey.png"),
    "palette.png": (picture(mode="P"), "image/png", "palette.png"),
    "photo.JPG": (photo_with_place(), "image/jpeg", "photo.jpg"),
    "cmyk.jpeg": (picture("JPEG", mode="CMYK"), "image/jpeg", "cmyk.jpeg"),
    "party.gif": (animated_gif(), "image/png", "party.png"),
    "small.webp": (picture("WEBP"), "image/jpeg", "small.jpg"),
    "clear.webp": (picture("WEBP", mode="RGBA", lossless=True, exact=True), "image/jpeg", "clear.jpg"),
    "bill.pdf": (pdf(), "application/pdf", "bill.pdf"),
    "server.log": (b"12:00 started\n12:01 stopped\n", "text/plain", "server.log"),
    "quotes.log": (b"12:00 got <html><script>alert(1)</script>\n", "text/plain", "quotes.log"),
    "table.csv": ("Name;Stra\u00dfe\nAnna;Weg 1\n".encode(), "text/plain", "table.csv"),
    "bom.txt": (b"\xef\xbb\xbfhello", "text/plain", "bom.txt"),
    "answer.json": (b'{"a": 1}', "text/plain", "answer.json"),
    "things.zip": (archive(), "application/zip", "things.zip"),
    "commented.zip": (archive(comment=b"made today"), "application/zip", "commented.zip"),
    "letter.docx": (
        document(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "letter.docx",
    ),
    "sheet.xlsx": (
        document("xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "sheet.xlsx",
    ),
    "screen.mp4": (video(), "video/mp4", "screen.mp4"),
}

HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "page.html": b"<!DOCTYPE html><script>alert(1)</script>",
    "page behind blanks": b"\n\t <HTML><body onload=alert(1)>",
    "page behind a mark": b"\xef\xbb\xbf<html><script>alert(1)</script></html>",
    "page behind a comment": b"<!-- x --><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "drawing behind a declaration": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "drawing with a prefix": b'<?xml version="1.0"?><x:svg xmlns:x="http://www.w3.org/2000/svg"/>',
    "program of Windows": b"MZ\x90\x00\x03" + b"\0" * 200,
    "program of Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "text with NUL": b"hello\0world",
    "text that is no UTF-8": b"caf\xe9 au lait",
    "text in UTF-16": "hello".encode("utf-16"),
    "text that turns bad late": b"x" * 9000 + b"\xff\xfe",
    "text with controls": b"\x1b[2J\x07\x08hello",
    "picture that is a page": b"GIF89a/*" + b"<script>alert(1)</script>*/=1;",
    "picture cut off": picture()[:60],
    "picture of noise": b"\x89PNG\r\n\x1a\n" + b"noise" * 50,
    "JPEG of noise": b"\xff\xd8\xff\xe0" + b"noise" * 50,
    "JPEG of many scans": jpeg_of_scans(5000),
    "WebP of noise": b"RIFF\x10\0\0\0WEBPVP8 " + b"noise" * 50,
    "picture of 10^9 pixels": png_of_size(40_000, 40_000, zlib.compress(b"\0" * 1000)),
    "picture of 26 million pixels": picture(size=(5_200, 5_001)),
    "picture with no pixels": png_of_size(0, 0),
    "TIFF": b"II*\0" + b"\0" * 50,
    "BMP": b"BM" + b"\0" * 60,
    "icon": b"\0\0\1\0\1\0" + b"\0" * 50,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n\x04",
    "HEIC": struct.pack(">I4s", 24, b"ftyp") + b"heic\0\0\0\0mif1heic",
    "QuickTime": video(b"qt  "),
    "PDF without an end": b"%PDF-1.7\nhello",
    "PDF that is a ZIP": pdf(archive()),
    "video that is a ZIP": video(tail=archive()),
    "video that is a page": video(tail=b"<script>alert(1)</script>"),
    "ZIP with something behind": archive() + b"<script>alert(1)</script>",
    "ZIP cut off": archive()[:40],
    "ZIP that is empty": b"PK\5\6" + b"\0" * 18,
    "ZIP that leaves its folder": archive({"../../etc/cron.d/x": b"x"}),
    "ZIP that leaves its folder on Windows": archive({"..\\..\\x": b"x"}),
    "ZIP with a root": archive({"/etc/passwd": b"x"}),
    "ZIP bomb": archive({f"{number}": b"\0" * (40 << 20) for number in range(6)}),
    "ZIP bomb over itself": zip_over_itself(),
    "RAR": b"Rar!\x1a\x07\x01\0" + b"\0" * 50,
    "gzip": b"\x1f\x8b\x08\0" + b"\0" * 50,
    "letter with macros": document(**{"word/vbaProject.bin": b"x"}),
}
