"""The places where a text calls a picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import LOST


@dataclass(frozen=True, slots=True)
class Picture:
    """A place where the text calls a picture."""

    src: str
    """The path as written, relative to the content folder."""
    caption: str
    """The words given for it; they are its alternative text too."""
    alone: bool
    """True where it is a figure, with nothing else in its paragraph."""
    lost: bool
    """True where the editor says the file may be missing: the picture itself is lost."""


def frame_pictures(tree: HtmlElement) -> None:
    """A picture alone in its paragraph becomes a figure; what its caption says is said of the picture."""
    for paragraph in list(tree.iter("p")):
        images = [*paragraph]
        alone = len(images) == 1 and images[0].tag == "img"
        if not alone or (paragraph.text or "").strip() or (images[0].tail or "").strip():
            continue
        paragraph.tag, paragraph.text, images[0].tail = "figure", None, None
    for figure in tree.iter("figure"):
        _caption(figure)


def _caption(figure: HtmlElement) -> None:
    """Give the figure its picture's words for a caption, or its pictures the words of its caption."""
    images, caption = [*figure.iter("img")], figure.find("figcaption")
    if caption is not None:
        words = " ".join("".join(caption.itertext()).split())
        for image in images:
            image.set("alt", words)
    elif images:
        etree.SubElement(figure, "figcaption").text = images[0].get("alt", "")


def take_calls(tree: HtmlElement) -> Iterator[Picture]:
    """Each call in reading order; the class that says a picture may be lost has then done its work."""
    for img in tree.iter("img"):
        yield _picture(img)
        img.attrib.pop("class", None)


def place_pictures(tree: HtmlElement, links: Mapping[str, str]) -> None:
    """Give each call the link that `links` has for what it calls; where it has none, the picture is lost."""
    for img in list(tree.iter("img")):
        link = links.get(unquote(img.get("src", "")))
        if link:
            img.set("src", link)
        else:
            _drop(img)


def _drop(img: HtmlElement) -> None:
    parent, lost = img.getparent(), lxml.html.Element(LOST)
    assert parent is not None
    lost.tail = img.tail
    parent.replace(img, lost)


def _picture(img: HtmlElement) -> Picture:
    parent = img.getparent()
    alone = parent is not None and parent.tag == "figure"
    return Picture(unquote(img.get("src", "")), img.get("alt", ""), alone, _is_lost(img))


def _is_lost(img: HtmlElement) -> bool:
    return "lost" in img.get("class", "").split()
