"""What is mended in WeasyPrint while it works for us: its warnings have the name of their style sheet."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import weasyprint

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


Mend = tuple[Any, str, Any]
"""Where something stands, its name there, and what stands there instead."""

MENDS: tuple[Mend, ...] = (
    (weasyprint, "preprocess_stylesheet", _sheet_is_known(weasyprint.preprocess_stylesheet)),
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
