"""Where WeasyPrint is told that a document is a part of a book: what it can't see from there.

It lays out whole documents: page 1 is its first, on the right; an anchor that is not in it is none; margins
say what strings and counters are at the end. Of a part other pages come before, other parts hold anchors, and
the margins are set when all pages are known. Each function stands for one of WeasyPrint's own and calls it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import weasyprint.css
import weasyprint.layout
from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token, get_url_tuple
from weasyprint.layout import page as pages

from kyyeu.binding.fragment import Edge
from kyyeu.binding.pagination import Start
from kyyeu.errors import TemplateError
from kyyeu.pdf.mends import mended

# What comes before a part, for style sheets that count pages of the whole (`:first`, `:nth`): far from all
# that they name, and even, so that what they say of every second page holds.
_BEFORE = 1 << 20

EDGES = {
    "top": ("@top-left", "@top-center", "@top-right"),
    "bottom": ("@bottom-left", "@bottom-center", "@bottom-right"),
    "left": ("@left-top", "@left-middle", "@left-bottom"),
    "right": ("@right-top", "@right-middle", "@right-bottom"),
    "corner": ("@top-left-corner", "@top-right-corner", "@bottom-left-corner", "@bottom-right-corner"),
}
"""The margin boxes along each edge, which share its length (CSS Paged Media 3, 5.3)."""


@dataclass(slots=True)
class Heard:
    """What a part asked for while it was laid out."""

    anchors: set[str] = field(default_factory=set)
    """Those whose pages it prints."""
    counted: bool = False
    """Whether it prints numbers of its own pages in its text."""
    totalled: bool = False
    """Whether it prints there how many pages the book has."""
    sizes: dict[str, tuple[float, float]] = field(default_factory=dict)
    """The pictures that it asked for, each with its own width and height."""
    edges: dict[Any, tuple[Edge, ...]] = field(default_factory=dict)
    """For each page what is to stand along its edges."""


@contextmanager
def as_part(start: Start, sheets: dict[Any, Sequence[Any]]) -> Iterator[Heard]:
    """Documents are laid out as parts that begin at `start`; `sheets` keeps what style sheets were parsed."""
    heard = Heard()
    seams = (
        (weasyprint.css, "find_stylesheets", _sheets_once(weasyprint.css.find_stylesheets, sheets)),
        (
            weasyprint.layout,
            "initialize_page_maker",
            _begins(weasyprint.layout.initialize_page_maker, start, heard),
        ),
        (weasyprint.layout, "make_margin_boxes", _margins_noted(heard)),
        (pages, "PageType", _counted_from(pages.PageType, start)),
        (TargetCollector, "lookup_target", _anchors_known(TargetCollector.lookup_target, start.told, heard)),
    )
    with mended(seams):
        yield heard


def _sheets_once(find: Any, known: dict[Any, Sequence[Any]]) -> Any:
    """Style sheets parsed once for all documents that ask for the same ones."""

    def find_stylesheets(wrapper: Any, *rest: Any, **more: Any) -> Iterator[Any]:
        asked = wrapper.query_all("style", "link")
        key = tuple((each.etree_element.get("href"), each.etree_element.text) for each in asked)
        if key not in known:
            known[key] = tuple(find(wrapper, *rest, **more))
        yield from known[key]

    return find_stylesheets


def _begins(initialize: Any, start: Start, heard: Heard) -> Any:
    """The first page has the number, and so the side, that it has in the book."""

    def initialize_page_maker(context: Any, root_box: Any) -> None:
        initialize(context, root_box)
        resume_at, next_page, _, (depth, _, scopes, groups), remake = context.page_maker[0]
        counters = _Counters({"page": [start.page - 1], "pages": [0]}, start.pages)
        state = depth, counters, [{*scopes[0], "page"}, *scopes[1:]], groups
        next_page = next_page | {"break": start.opens}
        context.page_maker[0] = resume_at, next_page, start.right, state, remake
        missed = {
            name for item in context.target_collector.counter_lookup_items.values() for name in _missed(item)
        }
        heard.counted, heard.totalled = "page" in missed, "pages" in missed

    return initialize_page_maker


class _Counters(dict[str, list[int]]):
    """The counters of a page; once WeasyPrint has counted the pages of the part it has those of the book."""

    def __init__(self, counters: Mapping[str, list[int]], pages: int) -> None:
        super().__init__(counters)
        self._pages = pages

    def __setitem__(self, name: str, values: list[int]) -> None:
        super().__setitem__(name, [self._pages] if name == "pages" and self._pages else values)

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Counters":
        return _Counters({name: [*values] for name, values in self.items()}, self._pages)


def _missed(item: Any) -> Iterator[str]:
    """The counters of pages that a text shows, its own or those of anchors in it."""
    yield from item.missing_counters
    for names in item.missing_target_counters.values():
        yield from names


def _counted_from(page_type: Any, start: Start) -> Any:
    """A page's place among all pages, where style sheets ask for it."""
    before = 0 if start.page == 1 else _BEFORE + (not start.right)
    return lambda side, blank, name, place, groups: page_type(side, blank, name, before + place, groups)


def _anchors_known(look_up: Any, told: Mapping[str, int], heard: Heard) -> Any:
    """The page of an anchor elsewhere in the book, where the text prints it."""

    def lookup_target(self: Any, token: Any, source: Any, *rest: Any) -> Any:
        name = _name_of(token, source)
        heard.anchors.add(name)
        if name in self.target_lookup_items:
            return look_up(self, token, source, *rest)
        item = TargetLookupItem("up-to-date")
        item.target_box = _Elsewhere({"page": [told.get(name, 0)]})
        return item

    return lookup_target


def _name_of(token: Any, source: Any) -> str:
    """The anchor that a token of a style sheet names."""
    if token[0] == "attr()":
        attribute, kind, fallback = token[1]
        value = source.element.get(attribute, fallback)
        token = (
            ("string", value) if kind == "string" else ("url", get_url_tuple(value, source.style.base_url))
        )
    return str(anchor_name_from_token(token))


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """What WeasyPrint asks of an anchor's box."""

    cached_counter_values: Mapping[str, Sequence[int]]


def _margins_noted(heard: Heard) -> Any:
    """No margins yet: what is to stand there is noted."""

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
        heard.edges[page] = tuple(_edges(context, page))
        return iter(())

    return make_margin_boxes


def _edges(context: Any, page: Any) -> Iterator[Edge]:
    for side, boxes in EDGES.items():
        styles = [context.style_for(page.page_type, box) for box in boxes]
        contents = [style["content"] for style in styles if style is not None]
        tokens = [token for content in contents if not isinstance(content, str) for token in content]
        if any(kind == "element()" for kind, _ in tokens):
            raise TemplateError("element-in-margin")
        if tokens:
            strings = {value: None for kind, value in tokens if kind == "string()"}
            said = (("".join(context.get_string_set_for(page, *value)), value) for value in strings)
            counters = {value[0] for kind, value in tokens if kind in ("counter()", "counters()")}
            rules = _digest_rules(context.style_for, page.page_type, (None, *boxes))
            yield Edge(side, tuple((*value, text) for text, value in said), tuple(sorted(counters)), rules)


def _digest_rules(style_for: Any, page_type: Any, boxes: Collection[str | None]) -> str:
    """Which rules hold for those boxes of a page, None for itself.

    Documents of one design have the same rules in the same order.
    """
    rules = (
        (sheet_number, rule_number)
        for sheet_number, (sheet, *_) in enumerate(style_for._sheets)
        for rule_number, (_, selectors, _) in enumerate(sheet.page_rules)
        if any(box in boxes and style_for._page_type_match(kind, page_type) for _, box, kind in selectors)
    )
    return sha256(repr(list(rules)).encode()).hexdigest()[:16]
