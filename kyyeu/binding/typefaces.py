"""The faces of a book: what all of its pages use of each, cut out of the face once (ISO 32000-1, 9.7)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import uharfbuzz
from msgspec import structs

from kyyeu.binding.fragment import Use
from kyyeu.binding.objects import (
    Objects,
    refer,
    write_dictionary,
    write_name,
    write_numbers,
    write_references,
    write_string,
)

# What a PDF has no use for: it names glyphs and places them itself.
_USELESS = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "STAT", "SVG ")
_FIXED_PITCH = 1  # font flag (9.8.2)
_STEM = 80  # a middling stem: no reader asks for more where the face is embedded
_AT_ONCE = 100  # rows of a character map (9.10.3)

_SYSTEM = b"<</Registry(Adobe)/Ordering(%s)/Supplement 0>>"
_MAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
%s def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%sendcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def add_up(uses: Iterable[Mapping[str, Use]]) -> dict[str, Use]:
    """What is used of each face in all; a glyph that stands for several letters is the first of them."""
    found = dict[str, Use]()
    for part in uses:
        for key, use in part.items():
            if (known := found.get(key)) is None:
                found[key] = use
            elif not use.letters.keys() <= known.letters.keys():
                letters, widths = {**use.letters, **known.letters}, {**use.widths, **known.widths}
                found[key] = structs.replace(known, letters=letters, widths=widths)
    return found


def write_faces(objects: Objects, uses: Mapping[str, Use], files: Mapping[str, bytes]) -> dict[str, int]:
    """For each face the number of a font with the glyphs that are used; `files` go by their digests."""
    return {key: _write_font(objects, use, files[use.file]) for key, use in sorted(uses.items())}


def _write_font(objects: Objects, use: Use, file: bytes) -> int:
    """The number of a composite font (9.7.6)."""
    name, outlines = write_name(use.name), file[:4] == b"OTTO"
    glyphs = write_dictionary(
        Type=b"/Font",
        Subtype=b"/CIDFontType0" if outlines else b"/CIDFontType2",
        BaseFont=name,
        CIDSystemInfo=_SYSTEM % b"Identity",
        CIDToGIDMap=b"/Identity",
        W=b"[%s]" % b"".join(_widths(use.widths)),
        FontDescriptor=refer(_write_descriptor(objects, use, _cut(file, use.letters), outlines)),
    )
    letters = _MAP % (_SYSTEM % b"UCS", b"".join(_rows(use.letters)))
    return objects.put(
        write_dictionary(
            Type=b"/Font",
            Subtype=b"/Type0",
            BaseFont=name,
            Encoding=b"/Identity-H",
            DescendantFonts=write_references([objects.put(glyphs)]),
            ToUnicode=refer(objects.put_deflated(letters)),
        )
    )


def _write_descriptor(objects: Objects, use: Use, cut: bytes, outlines: bool) -> int:
    """The number of what is told of a face, its file among it (9.8)."""
    head = {"Subtype": b"/OpenType"} if outlines else {"Length1": b"%d" % len(cut)}
    file = {"FontFile3" if outlines else "FontFile2": refer(objects.put_deflated(cut, **head))}
    one_width = len({*use.widths.values()}) == 1 < len(use.widths)
    widest = max(use.widths.values(), default=0)
    return objects.put(
        write_dictionary(
            Type=b"/FontDescriptor",
            FontName=write_name(use.name),
            FontFamily=write_string(use.family),
            Flags=b"%d" % (use.flags | (_FIXED_PITCH if one_width else 0)),
            FontBBox=write_numbers([0, use.descent, widest, use.ascent]),
            ItalicAngle=b"0",
            Ascent=b"%d" % use.ascent,
            Descent=b"%d" % use.descent,
            CapHeight=b"%d" % use.ascent,
            StemV=b"%d" % _STEM,
            **file,
        )
    )


def measure_glyphs(file: bytes) -> dict[int, int]:
    """How wide each glyph of a face is, in thousandths of its size."""
    face = uharfbuzz.Face(file)
    whole, scale = uharfbuzz.Font(face), 1000 / face.upem
    return {glyph: round(whole.get_glyph_h_advance(glyph) * scale) for glyph in range(face.glyph_count)}


def _cut(file: bytes, glyphs: Iterable[int]) -> bytes:
    """The face with those glyphs, which keep their numbers."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.DESUBROUTINIZE
    wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(table.encode()) for table in _USELESS
    )
    return bytes(uharfbuzz.subset(uharfbuzz.Face(file), wanted).blob.data)


def _widths(widths: Mapping[int, int]) -> Iterator[bytes]:
    """The widths of glyphs whose numbers follow each other together (9.7.4.3)."""
    for _, run in groupby(enumerate(sorted(widths)), key=lambda pair: pair[1] - pair[0]):
        glyphs = [glyph for _, glyph in run]
        yield b"%d[%s]" % (glyphs[0], b" ".join(b"%d" % widths[glyph] for glyph in glyphs))


def _rows(letters: Mapping[int, str]) -> Iterator[bytes]:
    """What each glyph stands for."""
    rows = [b"<%04x> <%s>\n" % (glyph, text.encode("utf-16-be").hex().encode())
            for glyph, text in sorted(letters.items()) if text]  # fmt: skip
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        yield b"%d beginbfchar\n%sendbfchar\n" % (len(some), b"".join(some))
