"""Plain text as Markdown that says that text and nothing else."""

import re

# Everywhere: what opens emphasis, code, links, notes, raw HTML and attribute lists.
_SPECIAL = re.compile(r"[\\`*_\[\]{}]")
# An entity would be read as the character it names; a bare ampersand stays as it is.
_ENTITY = re.compile(r"&(?=#?\w)")
# At the beginning: headings, quotations, lists, rules, definitions.
_OPENING = re.compile(r"^(?:[#>+\-=](?=.)|[#>+\-=]+$|\d+(?=[.)])|:)")


def escape(text: str) -> str:
    r"""One paragraph of Markdown.

    >>> print(escape("1. Điểm *mới*: R&D < 5%"))
    1\. Điểm \*mới\*: R&amp;D &lt; 5%
    """
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _OPENING.sub(_escape_opening, text)


def _escape_opening(match: re.Match[str]) -> str:
    opening = match[0]
    if opening == ":":
        return "&#58;"  # Markdown knows no backslash before a colon
    if opening.isdigit():
        return opening + "\\"
    return "".join("\\" + char if char in "#>+-" else f"&#{ord(char)};" for char in opening)
