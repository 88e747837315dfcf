"""A paragraph cut into its lines, whatever is set off within them."""

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.cleaning import append_text

_BREAKS_BACKWARDS = re.compile(r"(?:\s|\\(?!\\)|>/? ?rb<)*")
"""What ends a line, from its end: so each sign is looked at once, however many blanks a line has."""


def drop_break(line: str) -> str:
    r"""The line of Markdown without blanks and what breaks it at its end.

    >>> drop_break("Một  hai <br>\\ ")
    'Một  hai'
    """
    ending = _BREAKS_BACKWARDS.match(line[::-1])
    assert ending
    return line[: len(line) - ending.end()]


def cut_at_breaks(element: HtmlElement) -> list[HtmlElement]:
    """A copy of the element for each of its lines, without the breaks; an id stays with the first."""
    lines = [_empty_copy(element, keep_id=True)]
    append_text(lines[-1], element.text or "")
    for child in element:
        if child.tag == "br":
            lines.append(_empty_copy(element))
        else:
            first, *others = cut_at_breaks(child)
            lines[-1].append(first)
            for other in others:
                lines.append(_empty_copy(element))
                lines[-1].append(other)
        append_text(lines[-1], child.tail or "")
    return lines


def _empty_copy(element: HtmlElement, keep_id: bool = False) -> HtmlElement:
    copy = lxml.html.Element(element.tag, dict(element.attrib))
    if not keep_id:
        copy.attrib.pop("id", None)
    return copy


def move_inside(source: HtmlElement, target: HtmlElement) -> None:
    """Put all that the source holds at the end of the target."""
    append_text(target, source.text or "")
    target.extend([*source])


def wrap_start(element: HtmlElement, length: int, tag: str, class_: str) -> HtmlElement:
    """Put the first letters of the element's own text into an element of their own, which is given back."""
    text = element.text or ""
    element.text, wrapper = None, lxml.html.Element(tag)
    wrapper.set("class", class_)
    wrapper.text, wrapper.tail = text[:length], text[length:]
    element.insert(0, wrapper)
    return wrapper


def add_break(element: HtmlElement) -> None:
    """End a line of the element."""
    etree.SubElement(element, "br")
