"""What an editor gives an element in braces behind it: ``{.lost}``, ``{#id}``, ``{width=50%}``.

Any other words in braces are words: “tập {a, b}”.
"""

import re

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor

_NAMED = r"[#.][^\s{}#.=\"'<>]+"
_VALUE = r"(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"'=]+)"
_ONE = rf"(?:{_NAMED}|[A-Za-z][A-Za-z0-9_-]*={_VALUE})"
LIST = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"
"""What such a list looks like, as a regular expression; its one group is what stands in the braces."""
_AFTER_WORDS = 8  # Markdown's priority of its own reader


def take_attributes(markdown: Markdown) -> None:
    """Let the parser take lists of attributes, and leave all else that stands in braces."""
    markdown.treeprocessors.register(_Attributes(markdown), "attr_list", _AFTER_WORDS)


class _Attributes(AttrListTreeprocessor):
    """Markdown's own reader takes any words for attributes, and prints tags where they are not English."""

    BASE_RE = LIST  # type: ignore[misc]
    HEADER_RE = re.compile(rf"(?<! ) +{LIST} *$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n *{LIST} *$")  # type: ignore[misc]
    INLINE_RE = re.compile(f"^{LIST}")  # type: ignore[misc]
