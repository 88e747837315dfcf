"""The text of a document, read along with the boxes that show it: whether a space stands between two of them.

Where a line ends its boxes no longer have the space, yet who reads the tree aloud needs it (ISO 32000-1,
14.8.2.5).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_CASES = {"uppercase": str.upper, "lowercase": str.lower}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a stretch stands in the document's text."""

    start: int
    end: int


class SourceText:
    """The text, and how much of it has been read; a line break of the document's (``br``) is white space."""

    def __init__(self, root: Any) -> None:
        """Begin at the first letter of the element `root`."""
        self._letters = defaultdict[Any, list[int]](list)
        self._read = defaultdict[Any, int](int)
        chars = list[str]()
        self._take(root, chars)
        self._chars = "".join(chars)

    def _take(self, element: Any, chars: list[str]) -> None:
        """All that the element says, each letter noted as that of the element it stands in itself."""
        self._note(element, element.text, chars)
        for child in element:
            if isinstance(child.tag, str):
                self._take(child, chars)
                chars.extend(["\n"] * (child.tag == "br"))
            self._note(element, child.tail, chars)

    def _note(self, owner: Any, text: str | None, chars: list[str]) -> None:
        if text:
            numbers = enumerate(text, len(chars))
            self._letters[owner] += [number for number, char in numbers if _is_letter(char)]
            chars += text

    def find(self, element: Any, text: str, style: Mapping[str, Any]) -> Stretch | None:
        """Where the next text of an element stands, shown in a style; None where the element has no more.

        Letters are counted, not compared. A line may end with its style's hyphen, which the document has not.
        """
        letters, start = self._letters[element], self._read[element]
        count, hyphen = sum(map(_is_letter, text)), style["hyphenate_character"]
        end = self._pass(letters, start, count, _CASES.get(style["text_transform"]))
        if text.endswith(hyphen) and not self._says(letters[start:end], hyphen):
            end -= len(hyphen)
        self._read[element] = end
        return Stretch(letters[start], letters[end - 1] + 1) if end > start else None

    def _pass(self, letters: list[int], start: int, count: int, shown: Callable[[str], str] | None) -> int:
        """The place in `letters` that is as many shown letters behind the `start`: ß is two in capitals."""
        if not shown:
            return min(start + count, len(letters))
        end = start
        while count > 0 and end < len(letters):
            count -= len(shown(self._chars[letters[end]]))
            end += 1
        return end

    def _says(self, letters: list[int], ending: str) -> bool:
        return "".join(self._chars[place] for place in letters).endswith(ending)

    def parts(self, before: Stretch, after: Stretch) -> bool:
        """Whether white space stands between two stretches, whatever else does that is not shown."""
        return any(map(str.isspace, self._chars[before.end : after.start]))


def _is_letter(char: str) -> bool:
    """Whether it is set: no white space, and no soft hyphen, which WeasyPrint may have taken out."""
    return char != "\xad" and not char.isspace()


def language_of(element: Any, parents: Mapping[Any, Any]) -> str:
    """The language that the element is in, a tag of BCP 47; empty where none is named."""
    while element is not None and not element.get("lang"):
        element = parents.get(element)
    return "" if element is None else str(element.get("lang"))


def words_of(element: Any) -> str:
    """What the element says, in one line."""
    return " ".join("".join(element.itertext()).split())
