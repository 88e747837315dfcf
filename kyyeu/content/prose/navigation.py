"""Headings, pictures, ids and links as one text among others of a booklet has them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import HEADINGS, LEADS_TO
from kyyeu.content.prose.credits import part_credit
from kyyeu.restorer.damage.letters import bare

_URL_CHARACTERS = "/:?#[]@!$&'()*+,;=%~"  # RFC 3986: reserved, and what is escaped already
_OTHER_TEXT = re.compile(r"(?:\./|(?:\.\./)?articles/)?([a-z0-9-]+)\.md(?:#(.*))?")
_PLAIN_ID = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_OWN_ID = re.compile(r"fn(ref\d*)?-\d+|(muc|anh|bang|nhom)-\d+")


def lower_headings(tree: HtmlElement) -> None:
    """The text's own highest heading becomes h2, since h1 is the article's title; no level is skipped."""
    used = sorted({element.tag for element in tree.iter(*HEADINGS)})
    previous = 1
    for element in list(tree.iter(*HEADINGS)):
        previous = min(used.index(element.tag) + 2, previous + 1, 6)
        element.tag = f"h{previous}"


def name_places(trees: Iterable[HtmlElement], prefix: str) -> dict[str, str]:
    """The ids of the trees made ASCII and unique in the booklet (no slug has a full stop).

    Every heading has one, and every figure and table with a caption. By what the editor calls each place,
    its id: the id given, and the words of a heading or a caption with hyphens between them, as the sites do
    that show Markdown.
    """
    places, headings = dict[str, str](), list[HtmlElement]()
    captions, tables = list[HtmlElement](), list[HtmlElement]()
    for element in (element for tree in trees for element in tree.iter()):
        name = element.attrib.pop("id", "")
        if name and name not in places:
            number = len(places) + 1
            good = _PLAIN_ID.fullmatch(name) and not _OWN_ID.fullmatch(name)
            places[name] = f"{prefix}.{name if good else f'cho-{number}'}"
            element.set("id", places[name])
        if element.tag in HEADINGS:
            headings.append(element)
        elif element.tag == "figcaption":
            captions.append(element)
        elif element.tag == "caption":
            tables.append(element)
    named = [*((f"muc-{number}", heading, heading) for number, heading in enumerate(headings, 1))]
    named += [(f"anh-{number}", caption, _owner_of(caption)) for number, caption in enumerate(captions, 1)]
    named += [(f"bang-{number}", caption, _owner_of(caption)) for number, caption in enumerate(tables, 1)]
    for id_, says, place in named:
        place.set("id", place.get("id", f"{prefix}.{id_}"))
        for words in _ways_to_call(says):
            for name in _called(words):
                places.setdefault(name, str(place.get("id")))
    return places


def name_new_headings(tree: HtmlElement, prefix: str, places: Mapping[str, str]) -> dict[str, str]:
    """Give headings that were made of something else ids, and say what links of other texts may call them.

    A name that a place has already stays that place's.
    """
    found = dict[str, str]()
    for number, heading in enumerate((one for one in tree.iter(*HEADINGS) if not one.get("id")), 1):
        heading.set("id", f"{prefix}.nhom-{number}")
        said = "".join(heading.xpath(".//text()[not(ancestor::*[@class='footnote-ref'])]"))
        for name in _called(" ".join(said.split())):
            if name not in places:
                found.setdefault(name, str(heading.get("id")))
    return found


def _ways_to_call(says: HtmlElement) -> Iterator[str]:
    """The words of a heading or a caption, and those of a caption without who made the picture."""
    words = " ".join("".join(says.itertext()).split())
    yield words
    yield part_credit(words)[0]


def _owner_of(caption: HtmlElement) -> HtmlElement:
    """The figure or the table that a caption is of."""
    owner = caption.getparent()
    assert owner is not None  # a caption anywhere else is none any more
    return owner


def find_wordless(tree: HtmlElement) -> Iterator[str]:
    """Where links lead that nothing is printed of."""
    for link in tree.iter("a"):
        if link.get("href") and not "".join(link.itertext()).strip() and link.find(".//img") is None:
            yield str(link.get("href"))


def settle_links(trees: Iterable[HtmlElement], places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Have each link lead to its place in this text or another, or out of the booklet.

    Yields where those lead, as written, that lead out of the text, and to what other text; where there is no
    such, they are links no more.
    """
    for link in (link for tree in trees for link in tree.iter("a") if "href" in link.attrib):
        target = unquote(link.get("href", ""))
        if re.match(r"(https?|mailto):.", target):
            link.set("href", quote(link.get("href", ""), safe=_URL_CHARACTERS))
            continue
        place = places.get(target[1:]) or places.get(target[1:].lower()) if target.startswith("#") else None
        del link.attrib["href"]
        if place:
            link.set("href", f"#{place}")
        elif other := _OTHER_TEXT.fullmatch(target):
            link.set(LEADS_TO, f"{other[1]}#{other[2]}" if other[2] else other[1])
            yield target, str(link.get(LEADS_TO))
        else:
            yield target, ""


def _called(words: str) -> Iterator[str]:
    """What links may call a heading of those words: with its letters' marks, and without."""
    name = re.sub(r"[^\w -]", "", words.lower()).strip().replace(" ", "-")
    yield from (name, bare(name))
