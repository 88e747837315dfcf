"""Which element of a document is which in the structure tree: a table, its first row that fits.

Themes say with a role of DPUB-ARIA what HTML has no element for: a chapter, contents, notes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kyyeu.pdf.tagging.nodes import Node

SVG = "{http://www.w3.org/2000/svg}svg"
PICTURES = ("img", SVG)
_SVG_TITLE = "{http://www.w3.org/2000/svg}title"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an element stands in its document and its tree."""

    element: Any
    parent: Node
    """The element of the tree that it gets into."""
    parents: Mapping[Any, Any]
    """For each element of the document the one that it is in."""

    def says(self, name: str) -> str:
        """An attribute; empty where it has none."""
        return str(self.element.get(name) or "")

    def role_above(self) -> str:
        """The role of the nearest element around it that has one, without going out of an item of a list."""
        above = self.parents.get(self.element)
        while above is not None and above.tag != "li":
            if role := above.get("role"):
                return str(role)
            above = self.parents.get(above)
        return ""


Condition = Callable[[Standing], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the elements of some names are."""

    tags: str
    """Their names, with blanks between."""
    types: tuple[str, ...]
    """The types that one becomes, each within the one before."""
    when: Condition = lambda place: True
    """Of which of them that is true."""


def _in(*types: str) -> Condition:
    return lambda place: place.parent.type in types


def _role(role: str) -> Condition:
    return lambda place: place.says("role") == role


def _lists(role: str) -> Condition:
    return lambda place: place.role_above() == role


def _has(name: str) -> Condition:
    return lambda place: bool(place.says(name))


def _leads_inside(place: Standing) -> bool:
    return place.says("href").startswith("#")


def _shows_one_picture(place: Standing) -> bool:
    return sum(inner.tag in PICTURES and bool(describe(inner)) for inner in place.element.iter()) == 1


RULES = (
    Rule("section article", ("Art",), _role("doc-chapter")),
    Rule("section article", ("Art",), _role("doc-appendix")),
    Rule("main", ("Part",)),
    Rule("article", ("Art",)),
    Rule("section nav aside", ("Sect",)),
    Rule("blockquote", ("BlockQuote",)),
    Rule("p pre", ("P",)),
    *(Rule(f"h{level}", (f"H{level}",)) for level in range(1, 7)),
    Rule("ol ul", ("TOC",), _lists("doc-toc")),
    Rule("ol ul", ("TOC",), _in("TOCI")),
    Rule("ol ul", ("Div",), _lists("doc-endnotes")),  # each note stands for itself
    Rule("ol ul dl", ("L",)),
    Rule("li", ("TOCI",), _in("TOC")),
    Rule("li", ("Note",), _lists("doc-endnotes")),
    Rule("li dd", ("LI", "LBody"), _in("L")),
    Rule("dt", ("LI", "Lbl"), _in("L")),
    Rule("table", ("Table",)),
    Rule("caption", ("Caption",), _in("Table")),
    Rule("thead", ("THead",), _in("Table")),
    Rule("tbody", ("TBody",), _in("Table")),
    Rule("tfoot", ("TFoot",), _in("Table")),
    Rule("tr", ("TR",), _in("Table", "THead", "TBody", "TFoot")),
    Rule("th", ("TH",), _in("TR")),
    Rule("td", ("TD",), _in("TR")),
    Rule("figure", ("Figure",), _shows_one_picture),
    Rule("figcaption", ("Caption",), _in("Figure")),
    Rule("figcaption", ("P",)),
    Rule("a", ("Reference", "Link"), _leads_inside),
    Rule("a", ("Link",), _has("href")),
    Rule("code kbd samp", ("Code",)),
    Rule("q", ("Quote",)),
    Rule("em", ("Em",)),
    Rule("strong", ("Strong",)),
    Rule(
        "a abbr b bdi bdo big cite data del dfn font i ins label mark ruby rp rt s small span strike sub sup "
        "time tt u var wbr",
        ("Span",),
    ),
)
"""What is in no row is a Div, which gives way to what is in it, as a Span does."""

_BY_TAG: dict[str, list[Rule]] = {}
for _rule in RULES:
    for _tag in _rule.tags.split():
        _BY_TAG.setdefault(_tag, []).append(_rule)


def types_of(place: Standing) -> tuple[str, ...]:
    """The types that an element becomes, each within the one before."""
    return next((rule.types for rule in _BY_TAG.get(place.element.tag, ()) if rule.when(place)), ("Div",))


def describe(picture: Any) -> str:
    """What a picture shows, in words; empty where it is for the eye alone."""
    if picture.tag == SVG:
        title = picture.find(_SVG_TITLE)
        return str(title.text or "") if title is not None else ""
    return str(picture.get("alt") or "")


LIST_NUMBERING = {
    "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha",
}  # fmt: skip
"""The names of the standard (table 347) for those of CSS."""
