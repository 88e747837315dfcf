"""What stands in the margins: running heads and folios, drawn apart from the pages that will bear them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kyyeu.binding.fragment import PageKind, Stamp
from kyyeu.binding.pagination import Wanted
from kyyeu.pdf.pieces import find_set_pieces


def draw_stamps(
    html: Any, wanted: Sequence[Wanted], shared: Mapping[str, Any], faces: Any
) -> Iterator[Stamp]:
    """A stamp for each that is wanted; `html` has the head of the document whose pages they are for."""
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.document import Document, DocumentMetadata, Page

    from kyyeu.pdf.painting import find_uses, page_boxes, paint_pages

    options = DEFAULT_OPTIONS | {"presentational_hints": True}
    font_config, counter_style = shared["font_config"], shared["counter_style"]
    context = Document._build_layout_context(html, font_config, counter_style, {}, options)
    known = dict[tuple[str, str], Any]()
    for one in wanted:
        alike = one.edge.side, one.edge.rules  # another page with the same rules has the same margins
        if alike not in known:
            known[alike] = _read_rules(context, html, one.kind)
        page = _lay_out(context, known[alike], one)
        document = Document([Page(page)], DocumentMetadata(), html.url_fetcher, font_config, {}, None)
        document.fonts = faces
        harvest, drawings = paint_pages(document)
        pieces = tuple(find_set_pieces([page]))
        yield Stamp(
            drawings[0], find_uses(faces), harvest.resources, pieces, *page_boxes(next(harvest.pages()))
        )


def _read_rules(context: Any, html: Any, kind: PageKind) -> Any:
    """The type of a page as WeasyPrint has it, once its rules are read."""
    from weasyprint.layout import page as pages

    page_type = pages.PageType(kind.side, kind.blank, kind.name, kind.place, kind.groups)
    pages.set_page_type_computed_styles(page_type, html, context.style_for)
    return page_type


def _lay_out(context: Any, page_type: Any, wanted: Wanted) -> Any:
    """An empty page with what stands along one of its edges."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import page as pages
    from weasyprint.layout.background import layout_box_backgrounds
    from weasyprint.layout.percent import resolve_percentages

    from kyyeu.pdf.seams import EDGES

    edge = wanted.edge
    page = boxes.PageBox(page_type, context.style_for(page_type))
    resolve_percentages(page, page.style["size"])
    page.position_x = page.position_y = 0
    width, height = page.style["size"]
    pages.page_width(page, context, width)
    pages.page_height(page, context, height)
    page.children = ()
    context.page_bottom = page.content_box_y() + page.height
    said = {(name, keyword): text for name, keyword, text in edge.strings}
    context.get_string_set_for = lambda page, name, keyword="first": (said.get((name, keyword), ""),)
    context.current_page = 1
    state: Any = [0], {"page": [wanted.page], "pages": [wanted.pages]}, [{"page", "pages"}], []
    margins = pages.make_margin_boxes(context, page, state)
    page.children = tuple(box for box in margins if box.at_keyword in EDGES[edge.side])
    for box in page.children:
        layout_box_backgrounds(page, box, context.get_image_from_uri)
    page.background = page.canvas_background = None  # the page itself is drawn already
    return page
