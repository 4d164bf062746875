"""Pictures: decoded and written anew, so that nothing but pixels is kept: no metadata, no second file behind the end.

Only the process that examines files imports this, under its limits.
"""

# What Pillow loads only when it meets it: by then the process may open no file.
import copy  # noqa: F401
from typing import BinaryIO

from PIL import (  # noqa: F401
    GifImagePlugin,
    Image,
    ImageChops,
    ImageColor,
    ImageOps,
    ImagePalette,
    ImageSequence,
    JpegImagePlugin,
    JpegPresets,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from chatserver.core.attachments import GIF, JPEG, PNG, WEBP, Form
from chatserver.files.verdicts import Fault, NotTaken, Verdict

# A whole screen of 6,016 × 3,384 has 20 million; each takes four bytes, and a turned copy as many again.
MAX_PIXELS = 25_000_000
# A progressive JPEG has about ten; each goes over all pixels, and a bomb has thousands. Within the pixels' data the
# marker cannot stand (ITU-T T.81, B.1.1.5).
MAX_SCANS = 200
_SCAN = b"\xff\xda"
# The formats are said, not guessed: a decoder for anything else is never asked. Animations keep their first frame.
_FORMATS = {PNG: "PNG", JPEG: "JPEG", GIF: "GIF", WEBP: "WEBP"}
_OPTIONS: dict[Form, dict[str, int]] = {JPEG: {"quality": 85}, PNG: {"compress_level": 6}}


def prepare() -> None:
    """Loads everything now."""
    Image.preinit()
    # Ours is a refusal with a reason of its own.
    Image.MAX_IMAGE_PIXELS = None


def write_anew(source: BinaryIO, target: BinaryIO, form: Form) -> Verdict:
    """Writes the picture's pixels to `target`, upright. Raises `NotTaken`, or whatever a decoder raises."""
    with Image.open(source, formats=[_FORMATS[form]]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise NotTaken(Fault.PICTURE_TOO_LARGE)
        if form is JPEG and _scans(source) > MAX_SCANS:
            raise NotTaken(Fault.BOMB)
        opened.load()
        picture = _plain(ImageOps.exif_transpose(opened), form)
    # What a format keeps beside the pixels: profiles, comments, positions.
    picture.info = {}
    written = _written_as(form, picture)
    picture.save(target, _FORMATS[written], **_OPTIONS[written])
    return Verdict(written.media_type, target.tell(), picture.width, picture.height)


def _scans(source: BinaryIO) -> int:
    place = source.tell()
    source.seek(0)
    count = source.read().count(_SCAN)
    source.seek(place)
    return count


def _written_as(form: Form, picture: Image.Image) -> Form:
    """WebP's encoder takes seventeen seconds and a gigabyte for what JPEG's does in one second and 300 MB."""
    if form is JPEG or (form is WEBP and picture.mode != "RGBA"):
        return JPEG
    return PNG


def _plain(picture: Image.Image, form: Form) -> Image.Image:
    """In one of the modes that every format can write."""
    if picture.mode in {"1", "L"} and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would make most of it white.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = form is not JPEG and ("A" in picture.getbands() or "transparency" in picture.info)
    return picture.convert("RGBA" if has_alpha else "RGB")
