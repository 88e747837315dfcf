"""A tree's content marked in the streams that draw it, all else an artifact (ISO 14289-1, 7.1)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf.stream import Stream

from kyyeu.pdf.tagging.nodes import Content, MarkedContent
from kyyeu.pdf.tagging.tree import StructureTree


class Marking:
    """The content streams of one document while its pages are painted."""

    def __init__(self, tree: StructureTree) -> None:
        """Begin before the first page."""
        self.tree = tree
        self.streams = list[MarkedStream]()
        """All of them, those of a page's forms behind the page's own."""
        self._pages = self._marks = 0

    def open_page(self, *args: Any, **options: Any) -> "MarkedStream":
        """The content stream of the next page, made as WeasyPrint makes its own."""
        self._pages, self._marks = self._pages + 1, 0
        return MarkedStream(self, self._pages - 1, False, *args, **options)

    def next_mark(self) -> int:
        """A number for a mark, which no other has on its page, in a form on it neither."""
        self._marks += 1
        return self._marks - 1


class MarkedStream(Stream):  # type: ignore[misc]
    """A content stream of WeasyPrint's that marks what belongs to a tree.

    Lines of one element that nothing stands between share a mark.
    """

    def __init__(self, marking: Marking, page: int, is_form: bool, *args: Any, **options: Any) -> None:
        """That of a page, counted from 0, or of a form on it."""
        super().__init__(*args, **options)
        self.page = page
        self.is_form = is_form
        self.owners = dict[int, Content]()
        """For each mark's number the first content that it holds."""
        self._marking = marking
        self._open: Content | None = None
        self._begun = 0
        self._last: Content | None = None
        self._is_artifact = False
        marking.streams.append(self)

    def clone(self, **changed: Any) -> "MarkedStream":
        """A form's stream, which WeasyPrint asks for."""
        own = {
            "fonts": self._fonts, "page_rectangle": self.page_rectangle, "resources": self._resources,
            "images": self._images, "tags": self._tags, "color_profiles": self._color_profiles,
            "output_intent": self._output_intent, "compress": self.compress,
        }  # fmt: skip
        return MarkedStream(self._marking, self.page, True, **(own | changed))

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Whatever the box draws, as content of its element, or as an artifact where it has no place."""
        content = self._marking.tree.contents.get(box)
        if content:
            self._begin(content)
            with _spaced(box, content.spaced):
                yield
            if content.spaced:
                self._narrow_last_space()
            self._end()
        elif isinstance(box, TextBox) and not box.text.strip():
            yield  # nothing is drawn
        else:
            with self._artifact("Pagination" if _is_pagination(box) else "Layout"):
                yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What only adorns the page; within content, between two marks of it."""
        with self._artifact("Layout"):
            yield

    @contextmanager
    def _artifact(self, kind: str) -> Iterator[None]:
        if self._is_artifact:
            yield
            return
        content = self._open
        if content:
            self._end()
        self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": f"/{kind}"}))
        self._is_artifact = True
        yield
        self._is_artifact = False
        self.end_marked_content()
        self._last = None
        if content:
            self._begin(content)

    def _narrow_last_space(self) -> None:
        """Let the added space be no wider than its glyph: in a justified line it could leave the page."""
        shown = (place for place, step in enumerate(reversed(self.stream), 1) if _shows_text(step))
        if last := next(shown, 0):
            self.stream[-last] = _LAST_SHIFTS.sub(rb"><\1>] TJ", self.stream[-last])

    def _begin(self, content: Content) -> None:
        self._open = content
        if self._last and self.stream[-1:] == [b"EMC"] and self._last in (content, content.before):
            self.stream.pop()
            self._begun = -1
            return
        self._begun, number = len(self.stream), self._marking.next_mark()
        self.begin_marked_content(content.node.type, pydyf.Dictionary({"MCID": number}))
        self.owners[number] = content
        content.marks.append(MarkedContent(self, number))

    def _end(self) -> None:
        content, self._open = self._open, None
        if len(self.stream) == self._begun + _BEGINNING:  # nothing was drawn
            assert content
            del self.stream[self._begun :], self.owners[content.marks.pop().number]
            return
        self.end_marked_content()
        self._last = content


_LAST_SHIFTS = re.compile(rb"(?:>[-.\d]+<){1,9}([0-9a-f]{4})>[-.\d]*\] TJ$")  # about the last glyph


def _shows_text(step: object) -> bool:
    return isinstance(step, bytes) and step.endswith(b"] TJ")


def adorning(draw: Callable[..., None]) -> Callable[..., None]:
    """What draws a line under words, as an artifact: it says nothing."""

    def draw_apart(stream: MarkedStream, *rest: Any) -> None:
        with stream.artifact():
            draw(stream, *rest)

    return draw_apart


_BEGINNING = 3  # how much of a stream begins a mark: its tag, its properties, the operator


def _is_pagination(box: Any) -> bool:
    """Whether it is what a page says and its text does not: a running head, a folio, a table's head again."""
    return isinstance(box, TextBox) and not box.is_leader


@contextmanager
def _spaced(box: Any, spaced: bool) -> Iterator[None]:
    """The box's text with a space behind it, where nothing else is moved by it."""
    if not spaced:
        yield
        return
    layout, text = box.pango_layout, box.pango_layout.text
    layout.text = f"{text} "
    yield
    layout.text = text
