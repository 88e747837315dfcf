"""Commemorative booklets: one folder of content, one theme, a PDF and an EPUB.

The folders of this package are its rooms. Each says in its ``__init__`` what it is, what stands in it, and
which of that others may use; tests/test_architecture.py holds the arrows between them. What a program of
another's may import stands here, and docs/library.md tells of it:

>>> import kyyeu
>>> kyyeu.restore("Văn phòng cp u t chc tng kết công tác năm.").text
'Văn phòng cấp uỷ tổ chức tổng kết công tác năm.'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kyyeu.content.booklet import read_booklet
    from kyyeu.pipeline import build, build_galley, check
    from kyyeu.rendering.shipped import find_shipped_theme
    from kyyeu.restorer import restore

__all__ = ["build", "build_galley", "check", "find_shipped_theme", "read_booklet", "restore"]


def __getattr__(name: str) -> object:
    """What was asked for, brought in when it is: the command's help must not wait for a layout engine."""
    if name == "read_booklet":
        from kyyeu.content import booklet

        return booklet.read_booklet
    if name in {"build", "build_galley", "check"}:
        from kyyeu import pipeline

        return getattr(pipeline, name)
    if name == "find_shipped_theme":
        from kyyeu.rendering import shipped

        return shipped.find_shipped_theme
    if name == "restore":
        from kyyeu import restorer

        return restorer.restore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
