"""The words of marked content, read out of the content streams of a PDF that WeasyPrint wrote.

Only what it writes is understood: words in arrays of hexadecimal strings, two bytes a glyph, and a map from
glyphs to letters for each font. Words written otherwise are not found, and so are missed by whoever compares.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from struct import unpack
from typing import Any

from pikepdf import Array, Dictionary, Name

_STEPS = re.compile(
    rb"""/(?P<font>[^\s/]+)\s[\d.]+\sTf\b
    | (?P<artifact>/Artifact)\s(?:<<[^>]*>>\s)?(?:BDC|BMC)\b
    | <</MCID\s(?P<mark>\d+)>>\sBDC\b
    | (?P<other>BDC|BMC)\b
    | (?P<end>EMC)\b
    | \[(?P<shown>[^\[\]]*)\]\sTJ\b
    | /(?P<form>[^\s/]+)\sDo\b""",
    re.VERBOSE,
)
_STRING = re.compile(rb"<((?:[0-9a-f]{4})+)>")
_LETTERS = re.compile(rb"<([0-9a-f]{4})>\s*<([0-9a-f]+)>")
_UNKNOWN = "\ufffd"
_ARTIFACT = -1


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """What one page draws, as far as it is content."""

    marks: dict[int, str] = field(default_factory=lambda: defaultdict(str))
    """For the number of each marked content what it says; nothing for a picture."""
    loose: list[str] = field(default_factory=list)
    """Words in no mark, which are no artifact either."""


class _Letters(dict[int, str]):
    """For each glyph of a font the letters that it stands for; any other stands for nothing known."""

    def __missing__(self, glyph: int) -> str:
        return _UNKNOWN


class WordReader:
    """Reads the pages of one file; its fonts are read once."""

    def __init__(self) -> None:
        """Begin with no font read."""
        self._letters = dict[tuple[int, int], _Letters]()

    def read(self, page: Any) -> MarkedWords:
        """What the page draws, in its forms too."""
        found, contents = MarkedWords(), page.get("/Contents")
        for stream in contents if isinstance(contents, Array) else [contents]:
            self._read(stream.read_bytes(), page.get("/Resources", Dictionary()), [], found)
        return found

    def _read(self, data: bytes, resources: Any, within: list[int], found: MarkedWords) -> None:
        letters = _Letters()
        for step in _STEPS.finditer(data):
            match step.lastgroup:
                case "font":
                    letters = self._letters_of(resources.Font[f"/{step['font'].decode()}"])
                case "artifact":
                    within.append(_ARTIFACT)
                case "mark":
                    within.append(int(step["mark"]))
                    found.marks[within[-1]] += ""
                case "other":
                    within.append(within[-1] if within else _ARTIFACT)
                case "end":
                    within.pop()
                case "shown":
                    self._say(step["shown"], letters, within, found)
                case "form":
                    form = resources.XObject[f"/{step['form'].decode()}"]
                    if form.Subtype == Name.Form:
                        self._read(form.read_bytes(), form.get("/Resources", Dictionary()), [*within], found)

    def _say(self, shown: bytes, letters: _Letters, within: list[int], found: MarkedWords) -> None:
        glyphs = bytes.fromhex(b"".join(_STRING.findall(shown)).decode())
        words = "".join(map(letters.__getitem__, unpack(f">{len(glyphs) // 2}H", glyphs)))
        if not within:
            found.loose.append(words)
        elif within[-1] != _ARTIFACT:
            found.marks[within[-1]] += words

    def _letters_of(self, font: Any) -> _Letters:
        if font.objgen not in self._letters:
            self._letters[font.objgen] = _Letters(read_letters(font))
        return self._letters[font.objgen]


def read_letters(font: Any) -> dict[int, str]:
    """For each glyph of a font the letters that it stands for."""
    pairs = _LETTERS.findall(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else []
    return {
        int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")
        for glyph, letters in pairs
    }
