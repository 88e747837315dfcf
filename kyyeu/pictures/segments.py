"""A JPEG in segments (ISO 10918-1, B.1): what decides how it looks, and no more.

Cameras put behind and between these where they were, when, and other pictures: small ones, and in a file of
two pictures (MPO) a whole second one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SEQUENTIAL = {0xC0, 0xC1}
_PROGRESSIVE = {0xC2}  # these three are what every reader decodes, and a PDF may hold (32000-1, 7.4.8)
_APPLICATION = range(0xE0, 0xF0)
_COMMENT = 0xFE
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_AFTER_SCAN = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
"""The marker that ends the coded data of a scan; a zero or a restart belongs to them."""
_JFIF_LENGTH, _ADOBE_LENGTH = 12, 12  # bytes that say how it looks; a small picture may follow


@dataclass(frozen=True, slots=True)
class Segments:
    """The first picture of a JPEG file."""

    frame: int
    """The marker of its frame: which way it is coded."""
    precision: int
    """Bits of a sample."""
    components: bytes
    """What its components are called."""
    adobe: bool
    """Whether Adobe's segment says what they mean; CMYK is then the other way round."""
    jfif: bool
    """Whether it is of the file format that says they are luminance and chrominance."""
    bare: bytes
    """It alone, as a file, without its colour profile."""
    with_profile: bytes
    """The same with what it has of a colour profile."""
    exif: bytes
    """What the camera says of it (EXIF); may be empty."""

    @property
    def is_sequential(self) -> bool:
        """Whether it can be decoded line by line, and need never be in memory whole."""
        return self.frame in _SEQUENTIAL

    @property
    def is_plain(self) -> bool:
        """Whether every reader decodes it, and all to the same colours."""
        named_rgb = self.components == b"RGB" and not (self.adobe or self.jfif)
        return self.frame in _SEQUENTIAL | _PROGRESSIVE and self.precision == 8 and not named_rgb


def split_jpeg(data: bytes) -> Segments | None:
    """The first picture of the file; None where it does not end, or is not made of such segments."""
    kept, profile, frame, exif, adobe, jfif = [b"\xff\xd8"], list[bytes](), b"", b"", False, False
    try:
        for marker, whole in _walk(data):
            content = whole[4:]
            if marker in _FRAMES:
                frame = whole
            if marker == _JFIF and content.startswith(b"JFIF\0"):
                jfif = True
                kept.append(_make(marker, content[:_JFIF_LENGTH] + b"\0\0"))
            elif marker == _ADOBE and content.startswith(b"Adobe"):
                adobe = True
                kept.append(_make(marker, content[:_ADOBE_LENGTH]))
            elif marker == _EXIF and content.startswith(b"Exif\0"):
                exif = exif or content
            elif marker == _ICC and content.startswith(b"ICC_PROFILE\0"):
                profile.append(whole)
            elif marker not in _APPLICATION and marker != _COMMENT:
                kept.append(whole)
    except (IndexError, ValueError):
        return None
    if len(frame) < 10:
        return None
    head = 1 + jfif  # a JFIF segment comes first
    return Segments(
        frame[1], frame[4], frame[10::3][: frame[9]], adobe, jfif,
        b"".join(kept), b"".join([*kept[:head], *profile, *kept[head:]]), exif,
    )  # fmt: skip


def _walk(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments between the picture's start and its end, each with its marker; a scan with its data.

    Raises ValueError or IndexError where the picture breaks off.
    """
    if not data.startswith(b"\xff\xd8"):
        raise ValueError
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError
        while data[place + 1] == 0xFF:  # any number may fill up (B.1.1.2)
            place += 1
        marker = data[place + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        if marker in _BARE or marker == _START:
            raise ValueError
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if end < place + 4 or end > len(data):
            raise ValueError
        if marker == _SCAN:
            found = _AFTER_SCAN.search(data, end)
            if found is None:
                raise ValueError
            end = found.start()
        yield marker, data[place:end]
        place = end


def _make(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content
