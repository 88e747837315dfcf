"""A tree as the content model of XHTML wants it: every element where it may stand, with what it may hold.

What stands elsewhere is unwrapped, wrapped or called otherwise; no word is lost, and none is printed before
one that the proof reads after it.
"""

from collections.abc import Container, Iterable, Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import BLOCKS, HEADINGS
from kyyeu.content.prose.cleaning import PHRASING, append_text
from kyyeu.content.prose.grid import mend_table

_SIZED = frozenset(["small", "sub", "sup"])
"""They make letters smaller: one in another could hide a word."""
_ONCE = {"a": {"a"}, "code": {"code", "kbd"}, "kbd": {"code", "kbd"}, **dict.fromkeys(_SIZED, _SIZED)}
"""What may not lie in what."""
_SPEECH = ("“", "”")
_MOST_QUOTES = 3  # quotations one within the other, each set smaller
_EMPTY = (
    "p",
    *HEADINGS,
    "caption",
    "figcaption",
    "figure",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "div",
)


def settle_structure(tree: HtmlElement) -> None:
    """Bring the tree, a ``div``, into order."""
    _mend_phrases(tree)
    _mend_tables(tree)
    _mend_lists(tree)
    _mend_terms(tree)
    _mend_figures(tree)
    _mend_quotations(tree)
    wrap_loose(tree, "p", BLOCKS)
    _drop_empty(tree)


def _mend_phrases(tree: HtmlElement) -> None:
    """No block in a phrase, none in a heading; nothing smaller in what is smaller; quotes are letters."""
    for element in [*tree.iter()]:
        above = {ancestor.tag for ancestor in element.iterancestors()}
        if (element.tag in PHRASING and _has(element, BLOCKS)) or above & _ONCE.get(str(element.tag), set()):
            element.drop_tag()
        elif element.tag == "q":
            element.text = _SPEECH[0] + (element.text or "")
            append_text(element, _SPEECH[1])
            element.drop_tag()
        elif element.tag in ("p", "pre", *HEADINGS) and _has(element, BLOCKS):
            element.tag = "div"
        elif element.tag in HEADINGS and above & {"dt", "th", "caption", "figcaption"}:
            element.tag = "p"
        if element.tag not in ("img", "abbr"):  # of which it is the caption, or what the letters stand for
            element.attrib.pop("title", None)


def _mend_tables(tree: HtmlElement) -> None:
    """No table in a table; each with its caption and its head first, and all rows of one width."""
    for table in [*tree.iter("table")]:
        if _lies_in(table, {"table"}):
            for part in [*table.iter("table", "caption", "thead", "tbody", "tr", "th", "td")]:
                part.tag = "div"
                _drop_attributes(part)
    for table in [*tree.iter("table")]:
        mend_table(table)


def _mend_lists(tree: HtmlElement) -> None:
    for items in [*tree.iter("ul", "ol")]:
        if _has_words_between(items) or {child.tag for child in items} - {"li"}:
            wrap_loose(items, "li", {"li"})
    for item in [*tree.iter("li")]:
        if not _is_child(item, ("ul", "ol")):
            item.tag = "div"
            item.attrib.pop("value", None)
    for items in tree.iter("ul"):
        for item in items:
            item.attrib.pop("value", None)


def _mend_terms(tree: HtmlElement) -> None:
    """A list of terms has each term before what is said of it; one that has not is no such list."""
    for terms in [*tree.iter("dl")]:
        for group in [*terms.iterchildren("div")]:
            group.drop_tag()
        tags = [str(child.tag) for child in terms]
        if _has_words_between(terms) or not _are_terms(tags):
            for part in [terms, *terms.iterchildren("dt", "dd")]:
                part.tag = "div"
    for part in [*tree.iter("dt", "dd")]:
        if not _is_child(part, ("dl",)):
            part.tag = "div"


def _are_terms(tags: Sequence[str]) -> bool:
    """Whether terms and what is said of them follow each other as they should."""
    return {*tags} <= {"dt", "dd"} and [*tags[:1], *tags[-1:]] == ["dt", "dd"]


def _mend_figures(tree: HtmlElement) -> None:
    """No figure in a figure or a table's head; its caption is one, and its first or last part."""
    for figure in [*tree.iter("figure")]:
        if _lies_in(figure, {"figure", "caption"}):
            figure.tag = "div"
    for caption in [*tree.iter("figcaption")]:
        parent = caption.getparent()
        assert parent is not None
        if parent.tag != "figure" or not (caption is parent[-1] or _is_first_and_only(caption, parent)):
            caption.tag = "div"


def _is_first_and_only(caption: HtmlElement, figure: HtmlElement) -> bool:
    return caption is figure[0] and sum(1 for _ in figure.iterchildren("figcaption")) == 1


def _mend_quotations(tree: HtmlElement) -> None:
    for quotation in [*tree.iter("blockquote")]:
        if sum(ancestor.tag == "blockquote" for ancestor in quotation.iterancestors()) >= _MOST_QUOTES:
            quotation.tag = "div"


def wrap_loose(parent: HtmlElement, tag: str, good: Container[str]) -> None:
    """Put whatever is not `good` in the parent into elements of that tag, neighbours together."""
    loose: HtmlElement | None = None
    pending, parent.text = parent.text, None
    for child in [*parent]:
        if pending and pending.strip():
            loose = loose if loose is not None else _insert(tag, child)
            append_text(loose, pending)
        pending, child.tail = child.tail, None
        if child.tag in good:
            loose = None
        else:
            loose = loose if loose is not None else _insert(tag, child)
            loose.append(child)
    if pending and pending.strip():
        append_text(loose if loose is not None else etree.SubElement(parent, tag), pending)


def _insert(tag: str, before: HtmlElement) -> HtmlElement:
    made = lxml.html.Element(tag)
    before.addprevious(made)
    return made


def _drop_empty(tree: HtmlElement) -> None:
    """What has neither words nor pictures is nothing to a reader, and less to one who cannot see."""
    for element in reversed([*tree.iter(*_EMPTY)]):
        if (
            element is not tree
            and not _has(element, {"img", "hr", "li"})
            and not "".join(element.itertext()).strip()
        ):
            element.drop_tree()


def _drop_attributes(element: HtmlElement) -> None:
    for name in ("style", "scope", "colspan", "rowspan"):
        element.attrib.pop(name, None)


def _has(element: HtmlElement, tags: Iterable[str]) -> bool:
    return next(element.iterdescendants(*tags), None) is not None


def _lies_in(element: HtmlElement, tags: Container[str]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def _is_child(element: HtmlElement, tags: Container[str]) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in tags


def _has_words_between(parent: HtmlElement) -> bool:
    return any(text and text.strip() for text in (parent.text, *(child.tail for child in parent)))
