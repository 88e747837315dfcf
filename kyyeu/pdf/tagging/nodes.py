"""An element of the structure tree, and what is drawn for it (ISO 32000-1, 14.7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Code", "Em", "Strong"})
"""Types that stand in a paragraph (14.8.4.4), Em and Strong, which PDF 2.0 has, among them."""
GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOCI", "Note")
"""Types that hold blocks and no words of their own."""
_ROWS = frozenset({"Caption", "THead", "TBody", "TFoot", "TR"})
_FITS: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "L": (frozenset({"LI", "Caption"}), ("LI", "LBody")),
    "LI": (frozenset({"Lbl", "LBody"}), ("LBody",)),
    "TOC": (frozenset({"TOC", "TOCI", "Caption"}), ("TOCI",)),
    "TR": (frozenset({"TH", "TD"}), ("TD",)),
    **dict.fromkeys(("Table", "THead", "TBody", "TFoot"), (_ROWS, ("TR", "TD"))),
}
"""For types that hold only certain others: which, and what all else is wrapped in, from the outermost."""
_MERE = frozenset({"Div", "Span"})  # they say nothing by themselves
_KEPT = frozenset({"TD", "TH", "Link"})  # a table keeps its grid, a link leads somewhere


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked-content sequence (14.6): its content stream, and its number there."""

    stream: Any
    number: int


@dataclass(eq=False, slots=True)
class Content:
    """What one box draws: words on a line, a picture."""

    page: int
    """The page it stands on, from 0."""
    node: "Node"
    """The element it is of."""
    spaced: bool = False
    """Whether it ends with a space that its box has not, for the text has one there."""
    before: "Content | None" = None
    """What is drawn before it for the same element on the same page, with nothing between."""
    marks: list[MarkedContent] = field(default_factory=list)
    """Its marks, once it is drawn; none where it shares that of what is before it."""


@dataclass(eq=False, slots=True)
class LinkArea:
    """Where a link can be followed on one page."""

    area: int
    """Which of the document's areas it is."""


@dataclass(eq=False, slots=True)
class Node:
    """A structure element."""

    type: str
    """Its type, which the standard names."""
    parent: "Node | None" = None
    """The element that it is in."""
    kids: list["Node | Content | LinkArea"] = field(default_factory=list)
    """What it holds, in the order of reading."""
    texts: dict[str, str] = field(default_factory=dict)
    """Its entries that are text: ``Alt``, ``E``, ``ID``, ``Lang``."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """What else is known of it, by the standard's names (14.8.5); ``O`` says whose names they are."""

    def add(self, type_: str, first: bool = False) -> "Node":
        """A new element in it, behind all others or before them."""
        node = Node(type_, self)
        self.kids.insert(0 if first else len(self.kids), node)
        return node

    def nodes(self) -> Iterator["Node"]:
        """The elements in it."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def find(self, type_: str) -> "Node | None":
        """The nearest element of the type, itself or around it."""
        node: Node | None = self
        while node and node.type != type_:
            node = node.parent
        return node

    @property
    def paragraph(self) -> "Node":
        """The element, itself or around it, that holds text as a paragraph does."""
        node = self
        while node.type in INLINE and node.parent:
            node = node.parent
        return node


Kid = Node | Content | LinkArea


def tidy(node: Node) -> None:
    """Bring into order what an element holds, and what that holds: only what says something is left.

    What is a wrapper and no more gives way to what is in it, text that stands in a group gets a paragraph,
    and what may not stand in a list or a table gets an item or a cell.
    """
    _arrange(node)
    _connect(node)


def _arrange(node: Node) -> None:
    for kid in node.nodes():
        _arrange(kid)
    node.kids = [*_fit(node.type, _spread(node))]
    if node.type == "Table":
        node.kids = _with_head_first(node.kids)


def _with_head_first(kids: list[Kid]) -> list[Kid]:
    """A table's kids, its head before its rows: these may leave it no room on the first page."""
    heads = [kid for kid in kids if isinstance(kid, Node) and kid.type == "THead"]
    others = [kid for kid in kids if kid not in heads]
    rows = (index for index, kid in enumerate(others) if isinstance(kid, Node) and kid.type != "Caption")
    first = next(rows, len(others))
    return others[:first] + heads + others[first:]


def _spread(node: Node) -> Iterator[Kid]:
    """What is in it, without what is empty, and of mere wrappers what is in them."""
    for kid in node.kids:
        if not isinstance(kid, Node):
            yield kid
        elif kid.type in _MERE and not kid.texts:
            yield from kid.kids
        elif kid.kids or kid.type in _KEPT:
            yield kid


def _fit(type_: str, kids: Iterable[Kid]) -> Iterator[Kid]:
    """The kids of an element of the type, those that may not stand in it together in one that may."""
    for wrappers, run in groupby(kids, key=lambda kid: _wrappers(type_, kid)):
        inner = [*run]
        for wrapper in reversed(wrappers):
            inner = [Node(wrapper, kids=inner)]
        yield from inner


def _wrappers(type_: str, kid: Kid) -> tuple[str, ...]:
    """What a kid must be wrapped in, from the outermost, to stand in an element of the type."""
    kind = kid.type if isinstance(kid, Node) else "Span"
    if type_ in _FITS:
        fitting, wrappers = _FITS[type_]
        return () if kind in fitting else wrappers
    is_entry = type_ == "TOCI" and kind == "Reference"
    return ("P",) if type_ in GROUPS and kind in INLINE and not is_entry else ()


def _connect(node: Node) -> None:
    """Let everything know what it is in, and content what it follows."""
    before = None
    for kid in node.kids:
        if isinstance(kid, Node):
            kid.parent = node
            _connect(kid)
        elif isinstance(kid, Content):
            kid.node = node
            if isinstance(before, Content) and before.page == kid.page:
                kid.before = before
        before = kid
