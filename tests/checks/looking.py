"""Finished books as other programs read them: the PDF by poppler, the EPUB by lxml."""

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_UNSEEN = re.compile("[\xad\u200b\u2060]")
_SIGN_OF_ITEM = re.compile(r"•|\d+\.")  # drawn when all of the page's text is
_EDGES = ("xMin", "yMin", "xMax", "yMax")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """Letters between blanks on a page, in points from its upper left corner."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    width: float
    """The page's."""
    height: float
    """The page's."""

    @property
    def beyond(self) -> float:
        """How far it reaches off the page."""
        return max(-self.left, -self.top, self.right - self.width, self.bottom - self.height)


def look_at(pdf: bytes) -> list[SeenWord]:
    """The words of the PDF in the order they are drawn; a page's paper is its trim."""
    command = ["pdftotext", "-raw", "-bbox", "-", "-"]
    said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    words = list[SeenWord]()
    root = etree.fromstring(said, etree.XMLParser(recover=True, huge_tree=True))
    for number, page in enumerate(root.iter(f"{XHTML}page"), 1):
        size = (float(page.get("width", 0)), float(page.get("height", 0)))
        for word in page.iter(f"{XHTML}word"):
            left, top, right, bottom = (float(word.get(edge, 0)) for edge in _EDGES)
            words.append(SeenWord(word.text or "", number, left, top, right, bottom, *size))
    return words


def read_documents(epub: bytes) -> Mapping[str, etree._Element]:
    """The documents of the EPUB by their names."""
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        return {name.removeprefix("EPUB/"): etree.fromstring(book.read(name)) for name in names}


def letters_of(text: str, alike: Mapping[int, str]) -> str:
    """The text without blanks and what shows nothing; signs that a face draws alike are one.

    So are quotation marks: a straight one is typed, where print has another.
    """
    said = "".join(unicodedata.normalize("NFC", text).split())
    return _UNSEEN.sub("", said).translate(_STRAIGHT).translate(alike)


def is_of_the_text(word: SeenWord) -> bool:
    """Whether the word is neither a head nor a folio by its place, nor the sign of a list's item."""
    in_block = word.bottom > 0.085 * word.height + 1 and word.top < 0.905 * word.height - 1
    return in_block and not _SIGN_OF_ITEM.fullmatch(word.text)


def find_astray(phrases: Iterable[str], said: str) -> list[str]:
    """Those of the phrases that do not stand whole in what is said, each after the one before."""
    place, astray = 0, list[str]()
    for phrase in phrases:
        found = said.find(phrase, place)
        if found < 0:
            astray.append(phrase)
        else:
            place = found + len(phrase)
    return astray
