"""Raw HTML is untrusted: what could run, load or draw outside the page is taken out.

What is left is a tree that says no more than was written. No class of theirs passes: a class means something
to the templates and to the proof. The only module that knows nh3.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple

import lxml.html
import nh3
from lxml import etree
from lxml.html import HtmlElement, defs

from kyyeu.content.prose.blocks import BLOCKS, VOID

PHRASING = frozenset("a abbr b br cite code em i img kbd q small span strong sub sup u".split())
_ATTRIBUTES = {
    "*": {"id", "lang"},
    "a": {"href"},
    "abbr": {"title"},
    "img": {"alt", "class", "src", "title"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
_SCHEMES = {"http", "https", "mailto"}
UNSEEN = frozenset(["script", "style"])
"""Elements that are taken out with all that is in them."""
_TAG = re.compile(r"<(?=/?(?:([a-zA-Z][^\t\n\r\f />]{0,50})(?![^\t\n\r\f />])([^<>]*)|[a-zA-Z]))")
"""What may be a tag, with its name and its attributes; no tag has a longer name."""
_VALUE = re.compile(r"""=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'>]+)""")
_OF_WORD = re.compile("(?:o|w|v|m|st1):[a-z0-9]+")  # <o:p>, <st1:place>
_OTHER_TAGS = {
    "dialog",
    "frame",
    "main",
    "nobr",
    "noframes",
    "picture",
    "slot",
    "template",
    "wbr",
}  # not of lxml
_MOST_DEPTH = 60
"""Elements one within the other; what lies deeper stays, without its own tags."""
_UNPRINTABLE = re.compile("[^\t\n\r -\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold (1.0, 2.2), and separators that no face has."""
_TEMPLATE = re.compile("</?template[^>]*>", re.IGNORECASE)  # what is in one would be gone with it
_PARTING = re.compile(
    r"<(/?)(?:address|article|aside|center|details|dialog|dir|fieldset|footer|form|header|hgroup|legend|main"
    r"|menu|nav|option|section|summary|title)(?=[\s/>])",
    re.IGNORECASE,
)
"""Elements that are taken out, yet part what is in them from what is around them."""
_SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):")
_NUMBER = re.compile("0|[1-9][0-9]{0,3}", re.ASCII)
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?", re.ASCII)  # of BCP 47
_VALUES = {
    "start": _NUMBER,
    "value": _NUMBER,
    "colspan": _NUMBER,
    "rowspan": _NUMBER,
    "lang": _LANGUAGE,
    "scope": re.compile("(row|col)(group)?"),
    "style": re.compile(" *text-align: *(left|right|center|justify) *(?:; *)?"),
}
"""What an attribute may say; one that says anything else is not there."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Written(NamedTuple):
    """A tag or an attribute that was written."""

    tag: str
    """The element's name."""
    name: str
    """The attribute's name; empty for the tag itself."""
    value: str
    """The attribute's value."""
    number: str = ""
    """The tag's number, where tags have one."""


def clean_html(html: str, kept: Collection[str]) -> HtmlElement:
    """A ``div`` around all that `html` says; the attributes `kept` are left on whatever has them."""
    clean = nh3.clean(
        _TEMPLATE.sub("", _PARTING.sub(r"<\1div", _keep_words(html))),
        tags={*BLOCKS, *PHRASING},
        clean_content_tags=set(UNSEEN),
        attributes=_ATTRIBUTES | {"*": {*_ATTRIBUTES["*"], *kept}},
        url_schemes=_SCHEMES,
        link_rel=None,
        filter_style_properties={"text-align"},
    )
    builder = _Builder()
    builder.feed(_UNPRINTABLE.sub("\ufffd", clean))
    builder.close()
    for element in builder.tree.iter():
        _check_values(element)
    return builder.tree


def _keep_words(html: str) -> str:
    """The HTML, what stands between < and > and is no tag written as words: <Văn kiện>, a <b và c> d."""
    return _TAG.sub(lambda match: "<" if match[1] and _is_tag(match[1].lower(), match[2]) else "&lt;", html)


def _is_tag(name: str, attributes: str) -> bool:
    known = name in defs.tags or name in _OTHER_TAGS or _OF_WORD.fullmatch(name)
    return bool(known) and _VALUE.sub("", attributes).isascii()


def find_dropped(html: str, mark: str) -> Iterator[Written]:
    """Each tag and attribute of `html` that cleaning takes out, in order; tags are numbered in `mark`."""
    reader = _Reader()
    reader.feed(_keep_words(html))
    reader.close()
    for tag, attributes in reader.tags:
        number = attributes.get(mark, "")
        if tag not in BLOCKS | PHRASING:
            yield Written(tag, "", "", number)
            continue
        for name, value in attributes.items():
            known = name in _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set())
            if not known or not _is_good(name, value) or _leads_in(name, value):
                yield Written(tag, name, value, number)


class _Reader(HTMLParser):
    """Reads every start tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


class _Builder(HTMLParser):
    """Builds a tree out of what nh3 wrote, where every element is closed: no rule of HTML moves anything."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = lxml.html.Element("div")
        self._open = [self.tree]
        self._ignored = 0
        self._said = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, unless it lies too deep."""
        self._write()
        if len(self._open) > _MOST_DEPTH and tag not in VOID:
            self._ignored += 1
            return
        element = etree.SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self._write()
        if self._ignored:
            self._ignored -= 1
        elif tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add words where they stand."""
        self._said.append(data)

    def close(self) -> None:
        """Add the last of them."""
        super().close()
        self._write()

    def _write(self) -> None:
        """Put what was said into the tree: once, since each sign that might begin a tag is told apart."""
        if self._said:
            append_text(self._open[-1], "".join(self._said))
            self._said.clear()


def append_text(element: HtmlElement, text: str) -> None:
    """Add the words at the end of the element."""
    last = next(element.iterchildren(reversed=True), None)  # len() would count all children each time
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def _check_values(element: HtmlElement) -> None:
    for name, value in [*element.items()]:
        if not _is_good(str(name), str(value)):
            del element.attrib[name]
    if language := element.get("lang"):
        element.set(_XML_LANG, language)


def _is_good(name: str, value: str) -> bool:
    return name not in _VALUES or bool(_VALUES[name].fullmatch(value))


def _leads_in(name: str, value: str) -> bool:
    """Whether the attribute is a link, and one by a scheme that could run something."""
    scheme = _SCHEME.match(re.sub(r"\s", "", value))
    return name == "href" and scheme is not None and scheme[1].lower() not in _SCHEMES
