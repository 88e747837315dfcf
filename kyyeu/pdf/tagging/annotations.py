"""Links as annotations: one a link and page, each saying where it leads (ISO 14289-1, 7.18.5).

How that is said the document's ``body`` has in attributes: ``data-leads``, where ``{words}`` are those of the
link and ``{page}`` is the page that it leads to, and ``data-note`` for the call of a note.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pydyf

from kyyeu.pdf.tagging.nodes import LinkArea
from kyyeu.pdf.tagging.source_text import words_of
from kyyeu.pdf.tagging.tree import StructureTree

_LINKS = ("internal", "external")
_PRINTED = 4  # the flag (ISO 32000-1, table 165): not hidden, since PDF/UA wants it known
_Edges = tuple[float, float, float, float]


class Linking:
    """The links of one document while its pages are written."""

    def __init__(self, tree: StructureTree, pages: Iterable[Any]) -> None:
        """Know on which of WeasyPrint's `pages` each anchor stands."""
        self._tree = tree
        self._pages = dict[str, int]()
        for number, page in enumerate(pages, 1):
            for name in page.anchors:
                self._pages.setdefault(name, number)
        self._names = {
            element.get("id"): name for element in tree.document.iter() if (name := element.get("data-name"))
        }
        body = tree.document.find("body")
        self._said: Mapping[str, str] = {} if body is None else body.attrib

    def instead_of(self, add_links: Callable[..., None]) -> Callable[..., None]:
        """What stands in the place of WeasyPrint's function, which goes on placing anchors."""

        def add_own(found: tuple[list[Any], Any], matrix: Any, pdf: pydyf.PDF, page: Any, *rest: Any) -> None:
            links, anchors = found
            add_links(([], anchors), matrix, pdf, page, *rest)
            areas = defaultdict[tuple[Any, str, str], list[_Edges]](list)
            for kind, target, (left, top, right, bottom), box in links:
                if kind in _LINKS and box.link and "::" not in box.element_tag:
                    low, high = matrix.transform_point(left, bottom), matrix.transform_point(right, top)
                    areas[box.element, kind, target].append((*low, *high))
            # the more lines, the earlier: where areas overlap, some programs take the last
            for (element, kind, target), edges in sorted(areas.items(), key=lambda area: -len(area[1])):
                self._add(pdf, page, element, kind, target, edges)

        return add_own

    def _add(
        self, pdf: pydyf.PDF, page: Any, element: Any, kind: str, target: str, lines: list[_Edges]
    ) -> None:
        lefts, lows, rights, highs = zip(*lines, strict=True)
        annotation = pydyf.Dictionary({
            "Type": "/Annot", "Subtype": "/Link", "F": _PRINTED, "BS": pydyf.Dictionary({"W": 0}),
            "Rect": pydyf.Array([min(lefts), min(lows), max(rights), max(highs)]),
            "Contents": pydyf.String(self.describe(element, target if kind == "internal" else "")),
        })  # fmt: skip
        if len(lines) > 1:
            corners = ((x1, y2, x2, y2, x1, y1, x2, y1) for x1, y1, x2, y2 in lines)
            annotation["QuadPoints"] = pydyf.Array([place for line in corners for place in line])
        if kind == "internal":
            annotation["Dest"] = pydyf.String(target)
        else:
            address = {"Type": "/Action", "S": "/URI", "URI": pydyf.String(target)}
            annotation["A"] = pydyf.Dictionary(address)
        pdf.add_object(annotation)
        page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
        self._tree.nodes[element].kids.append(LinkArea(annotation, page))

    def describe(self, element: Any, target: str) -> str:
        """Where a link leads: to the anchor `target`, or out of the document where that is empty."""
        if label := element.get("aria-label"):
            return str(label)
        words = words_of(element) or self._names.get(target, "")
        if not target:
            address = str(element.get("href"))
            return words if words in address else f"{words}, {address}"
        says = self._said.get(
            "data-note" if element.get("role") == "doc-noteref" else "data-leads", "{words}"
        )
        return says.replace("{words}", words).replace("{page}", str(self._pages[target]))
