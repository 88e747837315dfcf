"""The boxes of all pages to one structure tree, one element a source element whatever pages it crosses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kyyeu.pdf.boxes import POINTS
from kyyeu.pdf.notes import find_calls, find_way_back
from kyyeu.pdf.tagging.cells import Cell, find_cells
from kyyeu.pdf.tagging.nodes import GROUPS, Content, Node, tidy
from kyyeu.pdf.tagging.rules import LIST_NUMBERING, PICTURES, Standing, describe, types_of
from kyyeu.pdf.tagging.source_text import SourceText, Stretch, language_of

_UNSEEN = "\xad\u200b\u2060\ufeff"  # where a word may be broken, or must not be
_OF_THE_TEXT = ("", "first-line", "first-letter")  # pseudo-elements that show what the document says
_LABELLED = ("LI", "TOCI", "Note")


@dataclass(frozen=True, slots=True)
class StructureTree:
    """A structure tree, before it is drawn."""

    root: Node
    nodes: Mapping[Any, Node]
    """For each element of the document that has a box its element in the tree."""
    contents: Mapping[Any, Content]
    """For each box that draws something of the text what it draws; of all others nothing is read."""
    document: Any
    """The document's root element."""


def grow(pages: Sequence[Any]) -> StructureTree:
    """The tree of what the page boxes show."""
    document = next(child.element for child in pages[0].children if child.element is not None)
    grower = _Grower(document)
    spots = [_Spot(number, page.margin_height(), None) for number, page in enumerate(pages)]
    for at_foot in (False, True):  # what goes over a page is read in one, and so is a note
        for page, spot in zip(pages, spots, strict=True):
            for child in page.children:
                if (child.element is None) == at_foot:
                    grower.walk(child, spot)
    for table in document.iter("table"):
        grower.tell_cells(table)
    grower.place_notes(find_calls(document))
    tidy(grower.root)
    return StructureTree(grower.root, grower.nodes, grower.contents, document)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where in the layout a box stands."""

    page: int
    height: float
    """Of the page, in CSS pixels."""
    block: Any
    """The element whose lines it is in."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Text that was read."""

    box: Any
    content: Content
    block: Any
    stretch: Stretch | None


class _Grower:
    """The way through the boxes of one document."""

    def __init__(self, document: Any) -> None:
        self.root = Node("Document")
        self.nodes = dict[Any, Node]()
        self.contents = dict[Any, Content]()
        self._source = SourceText(document)
        self._parents = {child: parent for parent in document.iter() for child in parent}
        self._repeatable = dict[Any, int]()
        """For each head or foot of a table the page that it stands on first."""
        self._labels = dict[Any, Node]()
        self._last: _Text | None = None
        self._blank = False
        """Whether something that is not read, white space or a leader, came after the last text."""
        self._tables = 0
        first = document.find("body/section")
        self._scope = "" if first is None else f"{first.get('id')}."
        """What names of its own begin with, since no name may be twice in the book."""

    # From boxes

    def walk(self, box: Any, spot: _Spot) -> None:
        """Everything in a box, in the order of the document."""
        from weasyprint.formatting_structure import boxes

        box = getattr(box, "_box", box)  # what stands for one that is positioned elsewhere
        if isinstance(box, boxes.MarginBox) or self._is_repeated(box, spot.page, boxes):
            return
        if box.is_leader:
            self._blank = True
        elif isinstance(box, boxes.TextBox):
            self._read(box, spot)
        elif isinstance(box, boxes.ReplacedBox):
            self._show(box, spot)
        else:
            inside = self._enter(box, spot, boxes)
            for child in getattr(box, "children", ()):
                self.walk(child, inside)

    def _enter(self, box: Any, spot: _Spot, boxes: Any) -> _Spot:
        """Where that stands which is in the box; the box's element has its place in the tree from now on."""
        if box.element is None:
            return spot
        node = self._node_of(box.element)
        if box.link and box.element_tag.endswith("::marker"):
            self._lead_back(box.element)
        if box.element.tag == "li" and node.parent and node.parent.type == "LI":
            self._number(node.parent.parent, box.style["list_style_type"])
        if isinstance(box, boxes.InlineLevelBox | boxes.LineBox) or "::" in box.element_tag:
            return spot  # a line of an inline-block is in the line that the block stands in
        return replace(spot, block=box.element)

    def _is_repeated(self, box: Any, page: int, boxes: Any) -> bool:
        """Whether it is the head or the foot of a table on another page than the first that has it."""
        if not isinstance(box, boxes.TableRowGroupBox) or not (box.is_header or box.is_footer):
            return False
        return self._repeatable.setdefault(box.element, page) != page

    def _read(self, box: Any, spot: _Spot) -> None:
        """Words of a line."""
        if box.style["visibility"] != "visible" or not box.style["font_size"]:
            return
        if not box.text.strip().strip(_UNSEEN):
            self._blank = self._blank or box.text.isspace()
            return
        pseudo = box.element_tag.partition("::")[2]
        node = self._label_of(box.element) if pseudo == "marker" else self._node_of(box.element)
        stretch = self._source.find(box.element, box.text, box.style) if pseudo in _OF_THE_TEXT else None
        text = _Text(box, self._hold(box, node, spot.page), spot.block, stretch)
        if self._last and self._is_apart(self._last, text):
            self._last.content.spaced = True
        self._last, self._blank = text, False

    def _is_apart(self, before: _Text, text: _Text) -> bool:
        """Whether the document has white space between two texts of one paragraph that neither shows."""
        if before.content.node.paragraph is not text.content.node.paragraph:
            return False
        if before.box.text[-1].isspace() or text.box.text[0].isspace():
            return False
        if before.stretch and text.stretch and before.block is text.block:
            return self._source.parts(before.stretch, text.stretch)
        return self._blank or before.block is not text.block or not _on_one_line(before.box, text.box)

    def _hold(self, box: Any, node: Node, page: int) -> Content:
        content = self.contents[box] = Content(page, node)
        node.kids.append(content)
        return content

    def _show(self, box: Any, spot: _Spot) -> None:
        """A picture; one for the eye alone has no place in the tree."""
        element = box.element
        if "::" in box.element_tag or element.tag not in PICTURES or not (alt := describe(element)):
            return
        if box.style["visibility"] != "visible" or not box.width or not box.height:
            return
        home = self._node_of(self._parents[element])
        while home.type == "Div" and home.parent:
            home = home.parent
        figure = home.find("Figure")
        if not figure:
            home = figure = self._node_of(element)
        left, top = box.content_box_x(), box.content_box_y()
        sides = (left, spot.height - top - box.height, left + box.width, spot.height - top)
        figure.type, figure.texts["Alt"] = "Figure", alt
        figure.attributes = {"O": "/Layout", "BBox": tuple(round(side * POINTS, 3) for side in sides)}
        self._hold(box, home, spot.page)

    # From elements

    def _node_of(self, element: Any) -> Node:
        """The element of the tree that an element of the document is."""
        if element not in self.nodes:
            parent = self._parents.get(element)
            self.nodes[element] = self.root if parent is None else self._make(element, self._node_of(parent))
        return self.nodes[element]

    def _make(self, element: Any, parent: Node) -> Node:
        types = types_of(Standing(element, parent, self._parents))
        if item := _item_for(element, parent):
            parent, types = item, types[1:]
        for type_ in types:
            parent = parent.add(type_, first=element.tag == "caption")  # wherever it stands
        parent.texts |= dict(self._texts(element, parent.type))
        return parent

    def _texts(self, element: Any, type_: str) -> Iterator[tuple[str, str]]:
        """What is told in words of an element of the document that is of the type in the tree."""
        language = element.get("lang")
        if language and language != language_of(self._parents.get(element), self._parents):
            yield "Lang", language
        if element.tag == "abbr" and element.get("title"):
            yield "E", element.get("title")
        if type_ in ("Note", "Art", "Sect") and element.get("id"):
            yield "ID", element.get("id")

    def _label_of(self, element: Any) -> Node:
        """The label of a list's item or a note, which the style sheet generates."""
        if element not in self._labels:
            node = self._node_of(element)
            item = node.find("LI") if node.type == "LBody" else node
            is_item = item and item.type in _LABELLED
            self._labels[element] = item.add("Lbl", first=True) if item and is_item else node
        return self._labels[element]

    def _lead_back(self, note: Any) -> None:
        """Let a note's label be the link to what calls it."""
        link = find_way_back(note)
        if link is not None and link not in self.nodes:
            self.nodes[link] = self._label_of(note).add("Reference").add("Link")
            self._labels[note] = self.nodes[link]

    def _number(self, items: Node | None, style: Any) -> None:
        """Let a list say how it is numbered."""
        if items and not items.attributes:
            items.attributes = {"O": "/List", "ListNumbering": f"/{LIST_NUMBERING.get(style, 'None')}"}

    def place_notes(self, calls: Mapping[Any, Any]) -> None:
        """Let each note that stands at a page's foot come behind the block that calls it first."""
        for note, call in reversed([*calls.items()]):
            if note not in self.nodes or call not in self.nodes:
                continue
            node, block = self.nodes[note], self.nodes[call]
            while block.parent and block.parent.type not in GROUPS:
                block = block.parent
            if node.parent and block.parent:
                node.parent.kids.remove(node)
                node.parent = block.parent
                node.parent.kids.insert(node.parent.kids.index(block) + 1, node)

    def tell_cells(self, table: Any) -> None:
        """Let the cells of a table say what they span and, where any does, which are their heads."""
        found = [(cell, heads) for cell, heads in find_cells(table) if cell.element in self.nodes]
        is_spanned = any(cell.wide > 1 or cell.high > 1 for cell, _ in found)
        self._tables += 1
        for cell, heads in found:
            node, told = self.nodes[cell.element], dict[str, Any]()
            if cell.scope:
                node.texts["ID"], told["Scope"] = self._name_of(cell), f"/{cell.scope}"
            told |= {name: n for name, n in (("ColSpan", cell.wide), ("RowSpan", cell.high)) if n > 1}
            if is_spanned and heads:
                told["Headers"] = tuple(map(self._name_of, heads))
            node.attributes = {"O": "/Table", **told} if told else {}

    def _name_of(self, head: Cell) -> str:
        return f"{self._scope}th-{self._tables}-{head.top}-{head.left}"


def _item_for(element: Any, items: Node) -> Node | None:
    """The last item of a list of terms, where it takes the element: another term of it, or a meaning."""
    last = items.kids[-1] if items.type == "L" and items.kids else None
    if not isinstance(last, Node):
        return None
    is_explained = any(kid.type == "LBody" for kid in last.nodes())
    return last if element.tag == "dd" or (element.tag == "dt" and not is_explained) else None


def _on_one_line(before: Any, after: Any) -> bool:
    """Whether two boxes stand side by side, as far as can be seen."""
    return bool(before.position_y < after.position_y + after.height and after.position_x > before.position_x)
