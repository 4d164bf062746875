import io

import pytest
from PIL import Image, PngImagePlugin

from chatserver.core.attachments import GIF, JPEG, PNG, WEBP
from chatserver.files.pictures import MAX_PIXELS, prepare, write_anew
from chatserver.files.verdicts import Fault, NotTaken
from tests.samples import animated_gif, jpeg_of_scans, photo_with_place, picture, png_of_size


def rewritten(data: bytes, form) -> tuple[bytes, Image.Image]:
    prepare()
    target = io.BytesIO()
    verdict = write_anew(io.BytesIO(data), target, form)
    assert verdict.size_bytes == len(target.getvalue())
    image = Image.open(io.BytesIO(target.getvalue()))
    image.load()
    assert (image.size, Image.MIME[image.format]) == ((verdict.width, verdict.height), verdict.media_type)
    return target.getvalue(), image


def test_text_profiles_and_times_are_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "secret author")
    info.add_itxt("XML:com.adobe.xmp", "secret packet")
    data, image = rewritten(picture(pnginfo=info, icc_profile=b"secret profile", dpi=(300, 300)), PNG)
    assert b"secret" not in data
    assert image.info == {}
    data, image = rewritten(photo_with_place(), JPEG)
    assert (image.getexif(), "comment" in image.info) == ({}, False)


def test_a_picture_stands_upright_and_an_animation_keeps_its_first_frame():
    assert rewritten(photo_with_place(), JPEG)[1].size == (30, 40)
    assert getattr(rewritten(animated_gif(), GIF)[1], "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_keeps_its_pixels(mode):
    original = picture(mode=mode) if mode != "I;16" else grey_of_sixteen_bits()
    _, image = rewritten(original, PNG)
    left, right = image.convert("L").getpixel((2, 2)), image.convert("L").getpixel((38, 2))
    assert left < 160 < 240 < right


def grey_of_sixteen_bits() -> bytes:
    image = Image.new("I;16", (40, 30), 65_535)
    image.paste(20_000, (0, 0, 20, 30))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_what_is_transparent_stays_so():
    image = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    written = io.BytesIO()
    image.save(written, "WEBP", lossless=True)
    kept = rewritten(written.getvalue(), WEBP)[1]
    assert (kept.format, kept.mode, kept.getpixel((0, 0))[3]) == ("PNG", "RGBA", 0)


def test_a_picture_with_too_many_pixels_is_not_decoded():
    for width in (MAX_PIXELS // 1000 + 1, 1_000_000):
        with pytest.raises(NotTaken) as refused:
            rewritten(png_of_size(width, 1000), PNG)
        assert refused.value.fault is Fault.PICTURE_TOO_LARGE


def test_a_progressive_picture_is_taken_and_one_of_endless_scans_is_not():
    assert rewritten(picture("JPEG", progressive=True), JPEG)[1].size == (40, 30)
    with pytest.raises(NotTaken) as refused:
        rewritten(jpeg_of_scans(300), JPEG)
    assert refused.value.fault is Fault.BOMB


def test_only_the_decoder_of_the_form_is_asked():
    with pytest.raises(Image.UnidentifiedImageError):
        rewritten(picture("JPEG"), PNG)
