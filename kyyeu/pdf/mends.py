"""What is mended in WeasyPrint while it works for us.

Its warnings have the name of their style sheet. What fits on a line but for the blank after it stays whole.
Leaders of white space are not drawn. Columns that are to stay together do, and no one or two lines of others.
Faces are put where fontconfig can read them.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import weasyprint
from weasyprint.layout import block, inline, leader
from weasyprint.text import fonts
from weasyprint.text.line_break import strut

from kyyeu.pdf.short_names import in_plain_place

SHEET = ContextVar("SHEET", default="")
"""The address of the style sheet that is being read: the document's own for what stands in itself."""


def _sheet_is_known(preprocess: Any) -> Any:
    """While a style sheet is read `SHEET` is its address: what WeasyPrint warns of has a line and no file."""

    def preprocess_stylesheet(media_type: str, base_url: str, *rest: Any, **more: Any) -> None:
        outer = SHEET.set(base_url)  # a sheet may import another
        try:
            preprocess(media_type, base_url, *rest, **more)
        finally:
            SHEET.reset(outer)

    return preprocess_stylesheet


_LONGEST = 4  # letters in an em, at most; more than a line holds need not be tried


def _words_stay_whole(split: Any) -> Any:
    """Words that fit on the line but for their last blank are set on it, whatever follows them.

    WeasyPrint 70 (`text/line_break.py`, step 3 of `split_first_line`) takes them for words that fit nowhere,
    and ends the line after the first of them, where a link or bold letters follow.
    """

    def split_first_line(
        text: str, style: Any, context: Any, width: float | None, spacing: float, *rest: Any, **more: Any
    ) -> Any:
        made = split(text, style, context, width, spacing, *rest, **more)
        _, _, resume, *_ = made
        may_be = resume is not None and text.endswith(" ") and style["white_space"] == "normal"
        if may_be and width and len(text) * style["font_size"] < _LONGEST * width:
            bare = split(text.rstrip(" "), style, context, None, spacing)
            if "\n" not in text and bare[3] <= width:
                return split(text, style, context, None, spacing)
        return made

    return split_first_line


def _blank_leaders_are_not_drawn(handle: Any) -> Any:
    """A leader of white space takes its room and draws nothing.

    WeasyPrint 70 (`layout/leader.py`) sets each of its spaces as a text of its own, twenty in a line of the
    contents, and draws them all.
    """

    def handle_leader(context: Any, line: Any, block: Any) -> None:
        handle(context, line, block)
        _, found = leader.leader_index(line)
        if found is not None and not any(child.text.strip() for child in found.children):
            found.children = ()

    return handle_leader


_FEW = 2.5  # lines of columns: a row or two of names say little at the foot of a page


def _columns_stay_whole(lay_out: Any) -> Any:
    """Columns with ``break-inside: avoid`` go to the next page where this one has no room for all of them.

    WeasyPrint 70 (`layout/column.py`) does not look at it, as it does for all other blocks. Others go there
    too where it has room for no more than two lines of them.
    """

    def columns_layout(
        context: Any, box: Any, bottom: float, skip: Any, around: Any, page_is_empty: bool, *rest: Any
    ) -> Any:
        made = lay_out(context, box, bottom, skip, around, page_is_empty, *rest)
        if made[1] is None or page_is_empty:
            return made
        few = made[0] and not skip and made[0].height < _FEW * strut(box.style)[0]
        if not few and not block.avoid_page_break(box.style["break_inside"], context):
            return made
        block.remove_placeholders(context, [made[0]] if made[0] else [], rest[0], rest[1])
        return None, made[1], {"break": "any", "page": None}, [], False

    return columns_layout


Mend = tuple[Any, str, Any]
"""Where something stands, its name there, and what stands there instead."""

MENDS: tuple[Mend, ...] = (
    (weasyprint, "preprocess_stylesheet", _sheet_is_known(weasyprint.preprocess_stylesheet)),
    (inline, "split_first_line", _words_stay_whole(inline.split_first_line)),
    (inline, "handle_leader", _blank_leaders_are_not_drawn(inline.handle_leader)),
    (block, "columns_layout", _columns_stay_whole(block.columns_layout)),
    (fonts, "mkdtemp", in_plain_place(fonts.mkdtemp)),
)
"""What is mended whatever WeasyPrint does for us."""


@contextmanager
def mended(mends: Iterable[Mend] = MENDS) -> Iterator[None]:
    """WeasyPrint with the mends for as long as the context lasts; only who has the engine may enter it."""
    with ExitStack() as undone:
        for owner, name, mend in mends:
            undone.callback(setattr, owner, name, vars(owner)[name])
            setattr(owner, name, mend)
        yield
