"""Who makes the press ready while a booklet is rendered, and composes the few sections that were edited.

To bring in the layout engine takes as long as to find out which sections these are.
"""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from kyyeu.cache import Store
from kyyeu.model import Booklet
from kyyeu.processes.ahead import Ahead, ahead
from kyyeu.processes.apart import keep_within
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.theme import Theme

if TYPE_CHECKING:
    from kyyeu.pdf.press import Press


def engage(
    booklet: Booklet, theme: Theme, content: Path, store: Store
) -> "AbstractContextManager[Ahead[Press] | None]":
    """A press in a copy of this process, and in it already what all documents of the booklet share.

    None in a process that makes books again and again, whose press stays; nor where the store recalls
    nothing, and all is to be composed; nor where there is no core for it.
    """
    if store.stays or not store.recalls:
        return nullcontext()

    def make_ready() -> "Press":
        from kyyeu.making.materials import supply_of  # what makes books is brought in there
        from kyyeu.pdf.press import Press
        from kyyeu.pdf.standing import bounds_of

        keep_within(bounds_of(0))
        press = Press(supply_of(booklet, theme, content, store))
        press.lay_out(render_print(booklet, theme))
        return press

    return ahead(make_ready)
