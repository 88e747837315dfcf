"""WeasyPrint writing a PDF with a structure tree of ours instead of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.draw import text

from kyyeu.pdf.mends import mended
from kyyeu.pdf.tagging.annotations import Linking
from kyyeu.pdf.tagging.inscribing import inscribe
from kyyeu.pdf.tagging.marking import MarkedStream, Marking
from kyyeu.pdf.tagging.tree import grow


@contextmanager
def tagged(document: Any) -> Iterator[None]:
    """As long as the context lasts WeasyPrint writes its laid-out `document`, once, with a tree of ours."""
    tree = grow([page._page_box for page in document.pages])
    marking, linking = Marking(tree), Linking(tree, document.pages)

    def add_tags(pdf: pydyf.PDF, *rest: Any) -> None:
        inscribe(pdf, marking)

    mends = (
        (weasyprint.pdf, "Stream", marking.open_page),
        (weasyprint.pdf, "add_links", linking.instead_of(weasyprint.pdf.add_links)),
        (weasyprint.pdf, "add_tags", add_tags),
        (text, "draw_text_decoration", _adorning(text.draw_text_decoration)),
    )
    with mended(mends):
        yield


def _adorning(draw: Callable[..., None]) -> Callable[..., None]:
    """What draws a line under words, as an artifact: it says nothing."""

    def draw_apart(stream: MarkedStream, *rest: Any) -> None:
        with stream.artifact():
            draw(stream, *rest)

    return draw_apart
