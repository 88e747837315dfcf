"""Headings, ids and links as one text among others of a booklet has them."""

import re
from urllib.parse import quote

from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import HEADINGS

_URL_CHARACTERS = "/:?#[]@!$&'()*+,;=%~"  # RFC 3986: reserved, and what is escaped already


def lower_headings(tree: HtmlElement) -> None:
    """The text's own highest heading becomes h2, since h1 is the article's title; no level is skipped."""
    used = sorted({element.tag for element in tree.iter(*HEADINGS)})
    previous = 1
    for element in list(tree.iter(*HEADINGS)):
        previous = min(used.index(element.tag) + 2, previous + 1, 6)
        element.tag = f"h{previous}"


def prefix_ids(tree: HtmlElement, prefix: str) -> None:
    """Ids that are ASCII and unique in the booklet (no slug has a full stop), and the links to them."""
    known = set[str]()
    for element in tree.iter():
        name = element.attrib.pop("id", "")
        if re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII) and name not in known:
            element.set("id", f"{prefix}.{name}")
            known.add(name)
    for number, heading in enumerate(tree.iter(*HEADINGS), 1):
        heading.set("id", heading.get("id", f"{prefix}.muc-{number}"))
    for link in tree.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] in known:
            link.set("href", f"#{prefix}.{target[1:]}")
        elif re.match(r"(https?|mailto):", target):
            link.set("href", quote(target, safe=_URL_CHARACTERS))
        else:
            link.attrib.pop("href", None)  # it leads nowhere in a booklet
