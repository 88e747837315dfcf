"""The theme's faces: which letters they have, how wide they set a text, and subsets of them for the EPUB.

The only module that knows HarfBuzz, which cuts a subset two hundred times faster than fontTools.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import tinycss2
import uharfbuzz as harfbuzz
from tinycss2.ast import Node

from kyyeu.errors import TemplateError
from kyyeu.rendering.asking import find_urls, locate

_HYPHEN, _UNBREAKABLE_HYPHEN = 0x2010, 0x2011  # the one is drawn for the other where a face has it not
_NAMES = {"normal": "400", "bold": "700"}


@dataclass(frozen=True, slots=True)
class Face:
    """One whole font file of the theme."""

    family: str
    """As the style sheet calls it."""
    name: str
    """Its path inside the theme."""
    data: bytes = field(repr=False)
    """The file, unmodified."""
    style: str = "normal"
    """``normal`` or ``italic``."""
    weight: str = "400"
    """From 1 to 1000."""


def find_faces(files: Mapping[str, bytes], read: Callable[[str], bytes | None]) -> tuple[Face, ...]:
    """The faces that the ``@font-face`` rules of the style sheets among `files` name, in their order.

    `read` gives the bytes behind a face's name; one that is not there is left out.
    """
    named = {
        name: entries
        for sheet, data in files.items()
        if sheet.endswith(".css")
        for entries in _face_rules(data.decode())
        for url, _ in find_urls(entries.get("src", ()))
        if (name := locate(url, sheet))
    }
    found = ((name, entries, read(name)) for name, entries in named.items())
    return tuple(_face(entries, name, data) for name, entries, data in found if data is not None)


def find_coverage(faces: Iterable[Face]) -> frozenset[str]:
    """The characters that some family has in all its faces."""
    families = defaultdict[str, list[set[int]]](list)
    for face in faces:
        families[face.family].append(set(harfbuzz.Face(face.data).unicodes))
    return frozenset(chr(code) for maps in families.values() for code in set.intersection(*maps))


@lru_cache(maxsize=4)  # designs, whose every glyph is looked at
def find_alike(faces: tuple[Face, ...]) -> Mapping[int, str]:
    """For signs that a face draws with the glyph of another one that other, by their code points.

    A PDF has one of them for both: a hyphen for U+2010, and U+03BC for the sign of a millionth.
    """
    first = dict[tuple[str, int], int]()
    alike = dict[int, str]()
    for face in faces:
        font = harfbuzz.Font(whole := harfbuzz.Face(face.data))
        for code in sorted(whole.unicodes):
            other = first.setdefault((face.name, font.get_nominal_glyph(code) or 0), code)
            if other != code:
                alike[code] = alike.get(other, chr(other))
    return alike | {_UNBREAKABLE_HYPHEN: alike.get(_HYPHEN, chr(_HYPHEN))}


def measure_text(text: str, face: Face) -> float:
    """How wide the face sets the text on one line, in em."""
    font = harfbuzz.Font(harfbuzz.Face(face.data))
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    advances = [int(place.x_advance) for place in buffer.glyph_positions]
    return sum(advances) / int(font.face.upem)


def subset_face(face: Face, text: str) -> bytes:
    """The face with the glyphs of `text` alone, its layout features and its licence kept.

    Raises TemplateError where the font is broken.
    """
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.layout_feature_tag_set.invert()  # every feature
    wanted.name_id_set.invert()  # every name: the licence is one of them
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    try:
        return bytes(harfbuzz.subset(harfbuzz.Face(face.data), wanted).blob.data)
    except RuntimeError:
        raise TemplateError("broken-face", name=face.name) from None


@lru_cache(maxsize=32)
def _face_rules(style: str) -> tuple[dict[str, Sequence[Node]], ...]:
    """What each ``@font-face`` rule says of its face, without white space; both books ask, and the theme."""
    return tuple(_find_face_rules(style))


def _find_face_rules(style: str) -> Iterator[dict[str, Sequence[Node]]]:
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face" and rule.content:
            entries = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield {
                entry.lower_name: [node for node in entry.value if node.type != "whitespace"]
                for entry in entries
                if entry.type == "declaration"
            }


def _face(entries: dict[str, Sequence[Node]], name: str, data: bytes) -> Face:
    family, style, weight = (_word(entries.get(f"font-{what}", ())) for what in ("family", "style", "weight"))
    return Face(family, name, data, style or "normal", _NAMES.get(weight, weight) or "400")


def _word(nodes: Sequence[Node]) -> str:
    """A descriptor's words or its number; a family's name may be a string or several words."""
    return " ".join(node.representation if node.type == "number" else node.value for node in nodes)
