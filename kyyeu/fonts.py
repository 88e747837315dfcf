"""The theme's faces: which letters they have, and subsets of them for the EPUB.

The only module that knows fontTools.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fontTools import subset
from fontTools.ttLib import TTFont

_FACE = re.compile(
    r"@font-face\s*{[^}]*?font-family:\s*[\"']([^\"']+)[\"'][^}]*?url\([\"']?([^\"')]+)[\"']?\)", re.S
)


@dataclass(frozen=True, slots=True)
class Face:
    """One whole font file of the theme."""

    family: str
    """As the style sheet calls it."""
    name: str
    """Its path inside the theme."""
    data: bytes = field(repr=False)
    """The file, unmodified."""


def find_faces(style: str, read: Callable[[str], bytes]) -> tuple[Face, ...]:
    """The faces that the ``@font-face`` rules of a style sheet name, in their order."""
    return tuple(Face(family, name, read(name)) for family, name in _FACE.findall(style))


def find_coverage(faces: Iterable[Face]) -> frozenset[str]:
    """The characters that some family has in all its faces."""
    families = defaultdict[str, list[set[int]]](list)
    for face in faces:
        families[face.family].append(set(TTFont(io.BytesIO(face.data), lazy=True).getBestCmap()))
    return frozenset(chr(code) for maps in families.values() for code in set.intersection(*maps))


def subset_face(face: Face, text: str) -> bytes:
    """The face with the glyphs of `text` alone, all its layout features kept, the same bytes every time."""
    options = subset.Options(
        layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False, recalc_timestamp=False
    )
    font = TTFont(io.BytesIO(face.data), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
