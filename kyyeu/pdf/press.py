"""The layout engine made ready for one design: faces and style sheets are read once for many documents."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kyyeu.binding.fragment import Fragment, Stamp
from kyyeu.binding.pagination import BEGINNING, Start, Wanted
from kyyeu.errors import MachineError, TemplateError
from kyyeu.pdf.engine import BASE, engine_at_work, fetcher_of
from kyyeu.pdf.fitting import find_high_tables, fit_tables
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.page_lists import settle_page_lists
from kyyeu.pdf.pango import describe_press
from kyyeu.pdf.placed import Stock, Supply
from kyyeu.pdf.word_columns import widen_columns


@dataclass(slots=True)
class Cases:
    """Faces and style sheets of one design, as WeasyPrint has them once it has read them."""

    sheets: dict[Any, Sequence[Any]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    faces: dict[Any, Any] = field(default_factory=dict)
    _maps: dict[int, Any] = field(default_factory=dict)

    def empty(self) -> None:
        """Forget all that was read."""
        self.sheets, self.shared, self.faces, self._maps = {}, {}, {}, {}

    def bring_to_this_process(self) -> None:
        """Let faces be found in a copy of the process that read them.

        Pango 1.56, and not 1.50, has a thread of its map of fonts find them. No copy has that thread, so
        that it would wait for ever.
        """
        fonts, process = self.shared["font_config"], os.getpid()
        if process not in self._maps:
            if self._maps:
                fonts.font_map = _map_fonts(fonts._config)
            self._maps[process] = fonts.font_map  # that of the other process stays: its faces are in use


def _map_fonts(config: Any) -> Any:
    """A map of the fonts that fontconfig has been told of, as WeasyPrint makes one."""
    from weasyprint.text.ffi import ffi, gobject, pangoft2

    made = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
    pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", made), config)
    return made


class Press:
    """WeasyPrint with faces and style sheets that documents of one design share, for one thread at a time.

    What it is asked raises MachineError without Pango, whatever `read` raises, and TemplateError with
    everything that the layout engine would only have warned of.
    """

    def __init__(self, supply: Supply, cases: Cases | None = None):
        """Documents have their files from the `supply`; nothing else is fetched.

        The `cases` may have been filled for another booklet of the same design.
        """
        self._supply, self._cases = supply, cases or Cases()

    def lay_out(self, html: str, start: Start = BEGINNING) -> Laid:
        """The document laid out as a part of a book that begins at `start`."""
        with self._at_work() as parse:
            from kyyeu.pdf.seams import as_part

            with as_part(start, self._cases.sheets) as heard:
                # the numbers of lists are such hints
                stock = Stock(self._supply, BASE, heard.sizes)
                parsed = parse(html)
                widen_columns(parsed.etree_element)
                repeated = settle_page_lists(parsed.etree_element, start.told)
                document = parsed.render(presentational_hints=True, cache=stock, **self._cases.shared)
                heard.anchors |= repeated  # so that it is told their pages the next time too
            document.fonts = self._cases.faces
        if self._cases.shared["font_config"]._folder is None:  # where it puts faces
            raise TemplateError("no-faces")  # Pango would have nothing to draw letters with, and crash
        return Laid(document, heard)

    def compile_all(self, documents: Sequence[tuple[str, Start]]) -> list[Fragment]:
        """The fragment of each document."""
        return [self.compile(html, start) for html, start in documents]

    def compile(self, html: str, start: Start = BEGINNING) -> Fragment:
        """The document as a fragment, its tables as wide as their pages where they can be."""
        lay_out = partial(self.lay_out, start=start)
        laid = fit_tables(html, lay_out)
        return laid.paint(find_high_tables(html, laid, lay_out))

    def stamp(self, html: str, wanted: Sequence[Wanted]) -> tuple[Stamp, ...]:
        """What stands in the margins; `html` has the head that all documents of the book have."""
        with self._at_work() as parse:
            from kyyeu.pdf.seams import as_part
            from kyyeu.pdf.stamping import draw_stamps

            with as_part(BEGINNING, self._cases.sheets):
                return tuple(draw_stamps(parse(html), wanted, self._cases.shared, self._cases.faces))

    @contextmanager
    def _at_work(self) -> Iterator[Callable[[str], Any]]:
        """WeasyPrint for this thread, as what parses a document.

        It warns of a style sheet where it reads it. So what was read meanwhile is read again afterwards.
        """
        with self._emptied_where_refused(), engine_at_work() as engine:
            from weasyprint.css.counters import CounterStyle
            from weasyprint.text.fonts import FontConfiguration

            from kyyeu.pdf.painting import Faces

            if not self._cases.shared:
                self._cases.shared = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}
                self._cases.faces = Faces()
            self._cases.bring_to_this_process()
            fetcher = fetcher_of(self._supply.read)
            yield lambda html: engine.HTML(string=html, base_url=BASE, url_fetcher=fetcher)

    @contextmanager
    def _emptied_where_refused(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._cases.empty()
            raise


@dataclass(frozen=True, slots=True)
class Kit:
    """All that fragments of one design are made with, to be taken to another machine."""

    design: str
    """Tells it from any other."""
    press: str
    """What it must be composed by, as `describe_press` has it."""
    files: Mapping[str, bytes]
    """What documents and style sheets ask for, by name."""
    sizes: Mapping[str, tuple[float, float]]
    """Each picture's own width and height."""


def compile_elsewhere(given: tuple[Kit, str, Start]) -> bytes:
    """The fragment of a document as bytes. Raises as a Press does, and where it would be another one here."""
    kit, html, start = given
    if kit.press != describe_press():
        raise MachineError("cluster-differs")
    return _press_of(kit).compile(html, start).packed()


_KNOWN = dict[str, Press]()


def _press_of(kit: Kit) -> Press:
    """The press that this process has for that design; of another design it has none any more."""
    if kit.design not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[kit.design] = Press(Supply(kit.files.__getitem__, kit.sizes))
    return _KNOWN[kit.design]


def lay_out(html: str, supply: Supply) -> Laid:
    """One document laid out by itself. Raises as a Press does."""
    return Press(supply).lay_out(html)
