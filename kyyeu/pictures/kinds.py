"""What a file is, by how it begins: pictures that are taken, and what is often sent in a picture's place."""

import re
from collections.abc import Mapping

TAKEN = ("JPEG", "PNG", "HEIF", "AVIF", "WEBP", "TIFF", "BMP", "GIF")
"""The kinds that are taken, as Pillow calls them."""

_SIGNS: Mapping[str, str] = {
    "JPEG": r"\xff\xd8\xff",
    "PNG": r"\x89PNG\r\n\x1a\n",
    "GIF": r"GIF8[79]a",
    "WEBP": r"RIFF....WEBP",
    "RAW": r"II\*\0....CR|II(RO|RS|U)\0?|MMOR|FUJIFILMCCD-RAW|\0MRM|....ftypcrx |FOVb",
    "TIFF": r"II[*+]\0|MM\0[*+]",
    "AVIF": r"....ftyp(avi[fs]|(?=mif1|msf1|miaf).{4}.{4}(.{4}){0,16}?avi[fs])",
    "HEIF": r"....ftyp(hei[cxms]|hev[cxms]|mif[12]|msf1|miaf)",
    "video (MP4, MOV)": r"....(ftyp|moov|mdat|wide)|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xba\xb3]",
    "JPEG 2000": r"\0\0\0\x0cjP  |\xff\x4f\xff\x51",
    "JPEG XL": r"\xff\x0a|\0\0\0\x0cJXL ",
    "Photoshop (PSD)": r"8BP[SB]",
    "GIMP (XCF)": r"gimp xcf",
    "CorelDRAW (CDR)": r"RIFF....CDR",
    "PDF": r"\s{0,1024}%PDF-",
    "EPS": r"%!PS|\xc5\xd0\xd3\xc6",
    "SVG": r"(?i:(\xef\xbb\xbf)?\s*+(?><\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*|<!--.*?-->\s*)*+<([a-z]+:)?svg\b)",
    "HTML": r"(?i:(\xef\xbb\xbf)?\s*+(?><!--.*?-->\s*)*+<(!doctype html|html|head|body)\b)",
    "EMF": r"\x01\0\0\0.{36} EMF",
    "WMF": r"\xd7\xcd\xc6\x9a",
    "ICO": r"\0\0[\x01\x02]\0",
    "Word, Excel, ZIP": r"PK\x03\x04|\xd0\xcf\x11\xe0",
    "RTF": r"\{\\rtf",
    "RAR": r"Rar!",
    "gzip": r"\x1f\x8b",
    "BMP": r"BM",
}  # fmt: skip
"""How files of each kind begin; the first that fits is it, so the vaguest come last."""

_MOST_LOOKED_AT = 4096  # bytes
_FIRST = re.compile(
    b"|".join(b"(%b)" % re.sub(r"\((?!\?)", "(?:", sign).encode("latin-1") for sign in _SIGNS.values()),
    re.DOTALL,
)
_NAMES = tuple(_SIGNS)


def kind_of(data: bytes) -> str | None:
    """The kind of file, one of `TAKEN` or what else it is called; None where it is none of those known."""
    found = _FIRST.match(data[:_MOST_LOOKED_AT])
    return _NAMES[found.lastindex - 1] if found and found.lastindex else None
