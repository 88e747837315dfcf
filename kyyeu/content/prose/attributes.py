"""What an editor gives an element in braces behind it: ``{.lost}``, ``{#id}``, ``{width=50%}``.

Any other words in braces are words: “tập {a, b}”.
"""

import re

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor

_NAMED = r"[#.][^\s{}#.=\"'<>]+"
_VALUE = r"(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"'=]+)"
_ONE = rf"(?:{_NAMED}|[A-Za-z][A-Za-z0-9_-]*={_VALUE})"
_LIST = rf"\{{:? *({_ONE}(?: +{_ONE})*) *\}}"
_AFTER_WORDS = 8  # Markdown's priority of its own reader


def take_attributes(markdown: Markdown) -> None:
    """Let the parser take lists of attributes, and leave all else that stands in braces."""
    markdown.treeprocessors.register(_Attributes(markdown), "attr_list", _AFTER_WORDS)


class _Attributes(AttrListTreeprocessor):
    """Markdown's own reader takes any words for attributes, and prints tags where they are not English."""

    BASE_RE = _LIST  # type: ignore[misc]
    HEADER_RE = re.compile(rf" +{_LIST} *$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n *{_LIST} *$")  # type: ignore[misc]
    INLINE_RE = re.compile(f"^{_LIST}")  # type: ignore[misc]
