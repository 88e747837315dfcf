"""The places where a text calls a picture."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from math import ceil
from urllib.parse import unquote

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import LOST, SIGNED_WITH
from kyyeu.content.prose.cleaning import append_text
from kyyeu.content.prose.credits import set_credit_apart

_Line = list[str | HtmlElement]
ROW = "picture-row"
"""The class of what holds figures that stand beside each other."""
_WIDTHS = ("two-thirds", "half", "third")
_SHOWN = ("full", "double", "beside", *_WIDTHS)
"""What an editor calls a picture that is to have a page, two facing ones, text round it, or less width."""
DOUBLE = "picture-double"
"""The class of a picture over two pages."""
BESIDE = "picture-beside"
"""The class of a picture with text round it."""
_ABREAST, _GAP = 3, 2  # pictures in a row at most; percent between them
_LETTER = 1.5  # percent that a letter of a caption is wide, on a page of 14.5 cm
_PARTS_OF_WORDS = re.compile(r"[\s/\u200b-]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A place where the text calls a picture."""

    src: str
    """The path as written, relative to the content folder."""
    caption: str
    """What a reader who does not see it hears: its description, or else its caption."""
    alone: bool
    """True where it is a figure, with nothing else in its paragraph."""
    amid: bool
    """True where it stands among the words of a paragraph, which have no room for its caption."""
    unsaid: str
    """The caption that has no room where it stands; empty where there is none, or it is printed."""
    decorative: bool
    """True where the editor says that there is nothing to describe."""
    lost: bool
    """True where the editor says the file may be missing: the picture itself is lost."""
    idle: tuple[str, ...] = ()
    """What else the editor calls it, which means nothing here."""


def free_pictures(tree: HtmlElement) -> Iterator[str]:
    """Take pictures out of links that hold nothing else: what is followed is words, and heard.

    The caption of one that stands alone is the link. Yields where the others led, which are links no more.
    """
    for link in [each for each in tree.iter("a") if each.get("href")]:
        images, paragraph = [*link.iter("img")], link.getparent()
        if not images or "".join(link.itertext()).strip():
            continue
        words = _words_of(images[0])[0]
        if len(images) > 1 or not words or paragraph is None or not _is_alone(link, paragraph):
            yield str(link.get("href"))
            link.drop_tag()
            continue
        calls, link.tail = [*link.iter("sup")], None
        paragraph.tag, paragraph.text, images[0].tail = "figure", None, None
        paragraph.insert(0, images[0])
        caption = etree.SubElement(paragraph, "figcaption")
        caption.append(link)
        for rest in [*link]:
            link.remove(rest)
        link.text = words
        for call in calls:
            call.tail = None
            caption.append(call)


def _is_alone(link: HtmlElement, paragraph: HtmlElement) -> bool:
    """Whether the paragraph has nothing else."""
    others = (paragraph.text, link.tail)
    return paragraph.tag == "p" and len(paragraph) == 1 and not any(text and text.strip() for text in others)


def frame_pictures(tree: HtmlElement) -> None:
    """Pictures on lines of their own become figures, those of one line beside each other.

    What a caption says is said of the picture.
    """
    for paragraph in list(tree.iter("p")):
        images = [*paragraph]
        alone = len(images) == 1 and images[0].tag == "img"
        if alone and not (paragraph.text or "").strip() and not (images[0].tail or "").strip():
            paragraph.tag, paragraph.text, images[0].tail = "figure", None, None
        else:
            _lift_pictures(paragraph)
    for figure in tree.iter("figure"):
        caption = _caption(figure)
        if not len(caption) and not caption.text:
            figure.remove(caption)
        set_credit_apart(caption)
        _give_place(figure)
    for image in tree.iter("img"):
        _, description = _words_of(image)
        if description or _has_class(image, "decorative"):
            image.set("alt", description)
        if _is_said(image):  # else what it says is told
            image.attrib.pop("title", None)


def _is_said(image: HtmlElement) -> bool:
    """Whether the caption of the picture's figure says what the picture's does."""
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else figure.find("figcaption")
    if caption is None:
        return False
    return "".join(caption.itertext()).split() == image.get("title", "").split()


def _lift_pictures(paragraph: HtmlElement) -> None:
    """Part a paragraph that has lines of nothing but pictures: into figures and paragraphs of words."""
    lines = _cut_lines(paragraph)
    if not any(map(_shows_pictures, lines)):
        return
    for shows, group in groupby(lines, key=_shows_pictures):
        inside = [*group]
        parts = chain.from_iterable(map(_frame_line, inside)) if shows else [_join(inside)]
        for part in parts:
            paragraph.addprevious(part)
    paragraph.drop_tree()


def _frame_line(line: _Line) -> list[HtmlElement]:
    """The figure of a line's picture; of several rows of no more than three, as even as can be."""
    figures = _frame(line)
    if len(figures) < 2:
        return figures
    count = ceil(len(figures) / _ABREAST)
    rows = [lxml.html.Element("div", {"class": ROW}) for _ in range(count)]
    for number, figure in enumerate(figures):
        rows[number * count // len(figures)].append(figure)
    return rows


def _give_place(figure: HtmlElement) -> None:
    """Say of a figure of one picture what place the editor wants it to have."""
    images, parent = [*figure.iter("img")], figure.getparent()
    if len(images) != 1 or parent is None or parent.get("class") == ROW:
        return
    for name in _SHOWN:
        has_room = name != "beside" or parent.getparent() is None  # a list has none
        if has_room and _has_class(images[0], name):
            figure.set("class", f"picture-{name}")


def share_rows(tree: HtmlElement, aspects: Mapping[str, float]) -> None:
    """Give pictures in a row widths that make them of one height.

    The `aspects` are widths divided by heights, by what calls have; one that is lost has its frame's. Where
    one would be so narrow that its caption had no room for a word, they stand below one another.
    """
    for row in [*tree.iterfind(f".//div[@class='{ROW}']")]:
        shapes = [aspects.get(unquote(image.get("src", "")), 1.5) for image in row.iter("img")]
        room = 100 - _GAP * (len(shapes) - 1)
        shares = [room * shape / sum(shapes) for shape in shapes]
        if any(share < _LETTER * _longest_in(figure) for share, figure in zip(shares, row, strict=True)):
            row.drop_tag()
            continue
        for number, (figure, share) in enumerate(zip(row, shares, strict=True)):
            gap = f"; margin-left: {_GAP}%" if number else ""
            figure.set("style", f"width: {share:.4g}%{gap}")


def _longest_in(figure: HtmlElement) -> int:
    """How many letters the longest word of the figure's caption has that no line's end may part."""
    return max(map(len, _PARTS_OF_WORDS.split("".join(figure.itertext()))))


def _cut_lines(paragraph: HtmlElement) -> list[_Line]:
    """What stands on each line of the paragraph, as it was typed or broken."""
    lines: list[_Line] = [[]]

    def add(text: str | None) -> None:
        first, *others = (text or "").split("\n")
        lines[-1].append(first)
        lines.extend([other] for other in others)

    add(paragraph.text)
    for child in paragraph:
        lines[-1].append(child)
        add(child.tail)
    return lines


def _shows_pictures(line: _Line) -> bool:
    """Whether pictures stand there, and nothing else but calls of notes and a break."""
    tags = {part.tag for part in line if not isinstance(part, str)}
    return "img" in tags <= {"img", "sup", "br"} and not any(
        part.strip() if isinstance(part, str) else part.tag == "sup" and "".join(part.itertext())
        for part in line
    )


def _frame(parts: Iterable[str | HtmlElement]) -> list[HtmlElement]:
    """A figure for each picture; notes called after it, or before the first, are called in its caption."""
    figures, before = list[HtmlElement](), list[HtmlElement]()
    for part in parts:
        if isinstance(part, str):
            continue
        part.tail = None
        if part.tag == "img":
            figures.append(lxml.html.Element("figure"))
            figures[-1].append(part)
            if before:
                _caption(figures[-1]).extend(before)
                before.clear()
        elif part.tag == "sup":
            (_caption(figures[-1]) if figures else before).append(part)
    return figures


def _join(lines: Sequence[_Line]) -> HtmlElement:
    """A paragraph of these lines."""
    paragraph = lxml.html.Element("p")
    for number, line in enumerate(lines):
        append_text(paragraph, "\n" if number else "")
        for part in line:
            if isinstance(part, str):
                append_text(paragraph, part)
            else:
                part.tail = None
                paragraph.append(part)
    return paragraph


def _caption(figure: HtmlElement) -> HtmlElement:
    """The figure's caption: its picture's words, or else those of its own, which its pictures are given."""
    images, caption = [*figure.iter("img")], figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
        caption.text = _words_of(images[0])[0] if images else None
        return caption
    words = " ".join("".join(caption.itertext()).split())  # calls of notes have no words yet
    for image in images:
        if not (image.get("title") or image.get("alt")):
            image.set("alt", words)
    return caption


def _words_of(image: HtmlElement) -> tuple[str, str]:
    """What stands under a picture, and what is heard instead of it: each is the other where it is not given.

    Nothing is heard instead of one that is only there for the eye.
    """
    description, caption = image.get("alt", ""), image.get("title", "")
    return caption or description, "" if _has_class(image, "decorative") else description or caption


def take_calls(tree: HtmlElement) -> Iterator[Picture]:
    """Each call in reading order; the classes that say something of a picture have then done their work."""
    for img in tree.iter("img"):
        yield _picture(img)
        for name in ("class", "title"):
            img.attrib.pop(name, None)


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
    if parent.get("class") in (DOUBLE, BESIDE):  # its frame is no larger than others, and no smaller
        del parent.attrib["class"]
    lost.tail = img.tail
    parent.replace(img, lost)


def _picture(img: HtmlElement) -> Picture:
    parent = img.getparent()
    alone = parent is not None and parent.tag == "figure"
    signs = parent is not None and parent.get("class") == SIGNED_WITH
    amid = not signs and {each.tag for each in img.iterancestors()}.isdisjoint({"figure", "td", "th"})
    decorative, lost = _has_class(img, "decorative"), _has_class(img, "lost")
    idle = tuple(name for name in img.get("class", "").split() if not _means_something(name, img))
    description, caption = img.get("alt", ""), img.get("title", "")
    unsaid = caption or (description if amid else "")
    return Picture(
        unquote(img.get("src", "")), description or caption, alone, amid, unsaid, decorative, lost, idle
    )


def _means_something(name: str, img: HtmlElement) -> bool:
    """Whether a class changes anything where the picture stands."""
    parent = img.getparent()
    alone = parent is not None and parent.get("class") == f"picture-{name}"
    return name in ("decorative", "lost") or (name in _SHOWN and alone)


def _has_class(img: HtmlElement, name: str) -> bool:
    return name in img.get("class", "").split()
