"""Sixty pictures of full size from three phones, a scanner, a print shop and the net, in one booklet."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy
from corpus import NEEDLE, cmyk_profile, deepened, drawing, exif, rgb_profile, scene, stored, write
from PIL import Image

PHONE, SHEET, SHEET_OF_LINES = (4032, 3024), (1748, 2480), (3496, 4960)
PRINTED, NET = (2400, 1600), (1280, 960)
KEPT = (840, 540)
"""Of pictures that need not be changed for print: no finer than that is."""
XMP = b"<x:xmpmeta><exif:GPSLatitude>" + NEEDLE + b"</exif:GPSLatitude></x:xmpmeta>"
_QUICK = {"preset": "ultrafast"}  # how much work the encoder makes of it
_AN_ARTICLE = 12  # pictures

Files = Iterator[tuple[str, bytes]]


def write_album(content: Path) -> dict[str, bytes]:
    """Put the pictures into the folder of the content, with articles that show them; by their names."""
    files = dict(chain(_phones(), _scanner(), _print_shop(), _net()))
    for name, data in files.items():
        (content / "images" / name).write_bytes(data)
    names, slugs = [*files], list[str]()
    for start in range(0, len(names), _AN_ARTICLE):
        slugs.append(f"anh-{start}")
        calls = "\n\n".join(f"![Ảnh {name}](images/{name})" for name in names[start : start + _AN_ARTICLE])
        text = f"---\ntitle: Ảnh từ số {start + 1}\n---\nMở đầu.\n\n{calls}\n"
        (content / "articles" / f"{slugs[-1]}.md").write_text(text, "utf-8")
    (content / "booklet.yaml").write_text(
        "title: Ảnh\nslug: anh\noffice: Văn phòng\nissued: 2026-01-02\n"
        "occasion: {name: Ngày thử, founded: 2000-02-29, year: 2026}\n"
        f"articles: [{', '.join(slugs)}]\n",
        "utf-8",
    )
    return files


def _phones() -> Files:
    """Held in every way, with all that they know; of the second HEIC, of the third two pictures in a file."""
    photograph = _grainy(PHONE)
    for number in range(16):
        held = number % 8 + 1
        said: dict[str, object] = {"exif": exif(held), "xmp": XMP, "comment": NEEDLE}
        yield f"mot-{number}.jpg", write(stored(_own(photograph, number), held), "JPEG", quality=92, **said)
    for number in range(12):
        yield (
            f"hai-{number}.heic",
            write(
                _own(photograph, number), "HEIF", quality=60, enc_params=_QUICK, xmp=XMP,
                exif=exif((1, 3, 6, 8)[number % 4]).tobytes(), icc_profile=rgb_profile("Display P3"),
            ),
        )  # fmt: skip
    for number in range(8):
        behind = {"save_all": True, "append_images": [scene((320, 240))]}
        yield (
            f"ba-{number}.jpg",
            write(_own(photograph, number + 20), "MPO", quality=90, exif=exif(), **behind),
        )


def _scanner() -> Files:
    sheet, lines = _grainy(SHEET), drawing(SHEET_OF_LINES).convert("1")
    for number in (1, 2):
        own = _own(sheet, number)
        yield f"quet-sau-{number}.png", write(deepened(own), "PNG", dpi=(300, 300))
        yield f"quet-mau-{number}.tif", write(own, "TIFF", compression="tiff_lzw", dpi=(300, 300))
        yield f"quet-den-{number}.tif", write(_own(lines, number), "TIFF", compression="group4")
        more = {"save_all": True, "append_images": [scene((300, 400))]}
        yield f"quet-trang-{number}.tif", write(own.convert("L"), "TIFF", **more)


def _print_shop() -> Files:
    inks = _grainy(PRINTED).convert("CMYK")
    for number in (1, 2, 3):
        own = {"icc_profile": cmyk_profile()}
        yield f"in-{number}.tif", write(_own(inks, number), "TIFF", compression="tiff_lzw", **own)
        yield f"in-{number}.jpg", write(_own(inks, number + 9), "JPEG", quality=90, progressive=True, **own)
    for number in (1, 2):
        said: dict[str, object] = {"exif": exif(), "comment": NEEDLE, "icc_profile": rgb_profile("Adobe RGB")}
        yield f"giu-{number}.jpg", write(_own(_grainy(KEPT), number), "JPEG", quality=92, **said)


def _net() -> Files:
    picture = _grainy(NET)
    few, clear = picture.quantize(200), picture.copy()
    clear.putalpha(Image.linear_gradient("L").resize(NET))
    yield "mang.webp", write(picture, "WEBP", quality=85, exif=exif(), xmp=XMP)
    yield "mang.avif", write(picture, "AVIF", quality=70, exif=exif().tobytes(), xmp=XMP)
    yield "mang.bmp", write(picture, "BMP")
    yield "mang.gif", write(few, "GIF", save_all=True, append_images=[few.rotate(180)], comment=NEEDLE)
    yield "mang-bang-mau.png", write(few, "PNG", transparency=0)
    yield "mang-xam.jpg", write(picture.convert("L"), "JPEG", quality=85, exif=exif(6))
    yield "mang-trong.png", write(clear, "PNG")
    yield "mang-ve.png", write(drawing(NET), "PNG")


def _grainy(size: tuple[int, int]) -> Image.Image:
    """A photograph of a kind with detail at several scales, as a lens and a sensor make it."""
    noise, pixels = numpy.random.default_rng(1), numpy.asarray(scene(size)).astype("float32")
    for scale in (1, 3, 9, 27):
        shape = (size[1] // scale + 1, size[0] // scale + 1)
        layer = Image.fromarray(noise.normal(0, 6, shape).astype("float32"))
        pixels += numpy.asarray(layer.resize(size, Image.Resampling.BILINEAR))[:, :, None]
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype("uint8"))


def _own(image: Image.Image, number: int) -> Image.Image:
    """The same with a mark that no other has."""
    own = image.copy()
    own.paste(0, (0, 0, 40 * (number + 1), 40))
    return own
