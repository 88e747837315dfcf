"""Style sheets that keep words or pictures from whoever reads on a screen, whatever that screen is.

Nobody lays an EPUB out here, so a rule is judged by itself: one that hides a word on some screens, or would
if no other took it back, hides it. The only module that knows cssselect2.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cssselect2
import tinycss2
from cssselect2 import ElementWrapper, Matcher
from cssselect2.compiler import CompiledSelector
from lxml import etree
from tinycss2.ast import Declaration, Node
from tinycss2.color4 import D50, D65, Color, parse_color

from kyyeu.rendering.css import within
from kyyeu.rendering.hiding import DISORDERING, HIDING, MEASURES, OF_TYPE, lies_over

_Colour = tuple[float, float, float]
# red, green and blue, from 0 to 1

_WORDLESS = frozenset(["before", "after", "marker", "backdrop", "selection", "placeholder"])
_PHRASES = frozenset("a abbr b cite code em i kbd q small span strong sub sup u".split())
_PARTS = {
    **dict.fromkeys(_PHRASES, "none"),
    **dict.fromkeys(("td", "th", "tr", "tbody"), "none"),
    "thead": "table-header-group",
    "tfoot": "table-footer-group",
}
"""What stands in lines and in tables, each with the `display` that it may have though others may not."""
_UNSHOWN = frozenset(["head", "title", "style", "script"])
_BLACK, _WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)  # as readers have it where nobody says otherwise
_OVERLAID = frozenset(["before", "after"])
_INKS = frozenset(["color", "-webkit-text-fill-color"])
_GROUNDS = frozenset(["background", "background-color"])
_COLOURS = _INKS | _GROUNDS
_NUMBERS = frozenset("list-style list-style-type counter-reset counter-set counter-increment".split())
_HEIGHTS = frozenset(["height", "max-height", "block-size", "max-block-size"])
_OVERFLOWS = frozenset(["overflow", "overflow-x", "overflow-y", "overflow-block", "overflow-inline"])
_CUT = ("hidden", "clip")
_WRAPS = frozenset(["white-space", "text-wrap"])
_ON_ONE_LINE = 60  # letters, beyond which none fits any screen
_ASKED_MORE = _COLOURS | _NUMBERS | _HEIGHTS | _OVERFLOWS | _WRAPS | {"content"}
"""The properties of which more than the value tells whether they hide something."""
_NESTED = frozenset(["media", "supports", "layer", "container"])
_MOST_STEPS = 30  # of a selector: whatever matches goes down into each, and into those in brackets
_WHATEVER = "*"  # what a selector may mean that only other programs know
_MOST_BRIGHT = 1000.0  # of any part of a colour: far beyond white
_TO_RED_GREEN_BLUE = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))


@dataclass(frozen=True, slots=True)
class Concealment:
    """A declaration that hides words."""

    sheet: str
    """The style sheet's name; empty for an element's own style."""
    line: int | None
    """Its line there, from 1."""
    written: str
    """The declaration."""
    words: str
    """The words."""


class _Style(NamedTuple):
    """A declaration, with the style sheet that it is in."""

    sheet: str
    declaration: Declaration
    is_cut: bool = False
    """Whether what has no room where it says so is cut off."""
    of_number: bool = False
    """Whether it is about the number before an item, and not about the item."""


class Sheets:
    """The style sheets of a book, as far as they may hide something."""

    def __init__(self, sheets: Mapping[str, str], is_pale: Callable[[_Colour, _Colour], bool]):
        """`sheets` are texts by their names; `is_pale` tells whether letters vanish on a ground."""
        self._matcher, self._is_pale, self._concerns = Matcher(), is_pale, False
        for name, text in sheets.items():
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            self._gather(name, rules, dict(_find_namespaces(rules)))

    def _gather(
        self,
        sheet: str,
        rules: Sequence[Node],
        namespaces: Mapping[str | None, str],
        outer: Sequence[Node] = (),
    ) -> None:
        """Remember what rules say that may hide words, those within others too: these select the `outer`."""
        for rule in rules:
            if rule.type == "qualified-rule":
                self._note(sheet, _selector_within(outer, rule.prelude), rule.content, namespaces)
            elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in _NESTED:
                if outer:
                    self._note(sheet, outer, rule.content, namespaces)
                else:
                    self._gather(sheet, tinycss2.parse_rule_list(rule.content, True, True), namespaces)

    def _note(
        self,
        sheet: str,
        prelude: Sequence[Node],
        content: Sequence[Node],
        namespaces: Mapping[str | None, str],
    ) -> None:
        """Remember what one rule says, and those in it."""
        self._gather(sheet, _find_rules(content), namespaces, prelude)
        styles = [*_find_concerning(sheet, content)]
        laid_over = [style for style in styles if style.declaration.lower_name == "position"]
        of_numbers = [style._replace(of_number=True) for style in styles if _unnumbers(style.declaration)]
        for selector in _compile(prelude, namespaces) if styles else ():
            if selector.pseudo_element not in _WORDLESS:
                self._add(selector, styles)
            elif selector.pseudo_element in _OVERLAID:
                self._add(selector, laid_over)
            elif selector.pseudo_element == "marker":
                self._add(selector, of_numbers)

    def _add(self, selector: CompiledSelector, styles: Sequence[_Style]) -> None:
        if styles:
            self._matcher.add_selector(selector, styles)
            self._concerns = True

    def find_concealed(self, document: etree._Element) -> Iterator[Concealment]:
        """What hides words in the body of the document, whose root is given, each declaration once."""
        told = set[tuple[str, int | None, str]]()
        for style, words in self._find(document):
            written = f"{style.declaration.lower_name}: {tinycss2.serialize(style.declaration.value).strip()}"
            place = (style.sheet, style.declaration.source_line if style.sheet else None, written)
            if place not in told:
                told.add(place)
                yield Concealment(*place, words)

    def _find(self, document: etree._Element) -> Iterator[tuple[_Style, str]]:
        """Each style that hides words of the body, with the words."""
        if not (self._concerns or any(element.get("style") for element in document.iter(etree.Element))):
            return
        inks = dict[object, _Ink]()
        for wrapper in ElementWrapper.from_xml_root(document).iter_subtree():
            element = wrapper.etree_element
            styles = [style for *_, found in self._matcher.match(wrapper) for style in found]
            styles += _find_concerning("", _parse(element.get("style", "")))
            ink = inks[element] = _dip(styles, inks.get(element.getparent(), _Ink(None, _BLACK, _WHITE)))
            hidden = ((style, _what_is_hidden(style, element)) for style in styles)
            yield from ((style, what) for style, what in hidden if what)
            if ink.style and _words_in(element) and (ink.is_unknown or self._is_pale(ink.colour, ink.ground)):
                yield ink.style, _shown_in(element)


def _find_rules(content: Sequence[Node]) -> Sequence[Node]:
    """The rules that stand among declarations."""
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return [each for each in found if each.type in ("at-rule", "qualified-rule")]


def _selector_within(outer: Sequence[Node], inner: Sequence[Node]) -> Sequence[Node]:
    """What a rule selects that stands in another, which selects the `outer`; in none of an empty one."""
    if not outer:
        return inner
    around, written = f":is({tinycss2.serialize(outer)})", tinycss2.serialize(inner).strip()
    begins = written[:1] in (">", "+", "~")
    within_it = f"{around} {written}" if begins else f"{around} :is({written})"
    return _parse(written.replace("&", around) if "&" in written else within_it)


def _find_namespaces(rules: Sequence[Node]) -> Iterator[tuple[str | None, str]]:
    """The prefixes that selectors may have, with what they stand for; None for those that have none."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "namespace":
            prefix = next((node.value for node in rule.prelude if node.type == "ident"), None)
            yield from ((prefix, node.value) for node in rule.prelude if node.type in ("url", "string"))


def _compile(prelude: Sequence[Node], namespaces: Mapping[str | None, str]) -> Sequence[CompiledSelector]:
    """The selectors of a rule; one that can't be read may mean whatever there is."""
    if _steps_of(prelude) <= _MOST_STEPS:
        try:
            return list(cssselect2.compile_selector_list(prelude, namespaces))
        except cssselect2.SelectorError:
            pass
    return list(cssselect2.compile_selector_list(_WHATEVER))


def _steps_of(prelude: Sequence[Node]) -> int:
    """How many steps the longest selector takes at most, those in its brackets counted too."""
    most = steps = 0
    for node in prelude:
        steps = 0 if node == "," else steps + (node.type == "whitespace" or node in (">", "+", "~"))
        steps += 1 + _steps_of(within(node)) if node.type == "function" else 0
        most = max(most, steps)
    return most


def _shown_in(element: etree._Element) -> str:
    """The words of an element, and after them those of its pictures."""
    images = _body_of(element).iter("{*}img")
    return " ".join([_words_in(element), *(image.get("alt") or image.get("src") or "" for image in images)])


def _words_in(element: etree._Element) -> str:
    return " ".join("".join(_body_of(element).itertext()).split())


def _body_of(element: etree._Element) -> etree._Element:
    """The part of an element that is shown."""
    name = etree.QName(element).localname
    if name == "html":
        body = element.find("{*}body")
        return element if body is None else body
    return etree.Element("none") if name in _UNSHOWN else element


class _Ink(NamedTuple):
    """The colour of an element's words, who says so, and the colour of their ground."""

    style: _Style | None
    colour: _Colour
    ground: _Colour
    is_unknown: bool = False


def _parse(style: str) -> Sequence[Node]:
    return tinycss2.parse_component_value_list(style) if style else ()


def _find_concerning(sheet: str, content: Sequence[Node]) -> Iterator[_Style]:
    """The declarations that hide something, or have a part in it: colours, and what does so only together."""
    found = [
        entry
        for entry in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if entry.type == "declaration"
    ]
    cuts = any(entry.lower_name in _OVERFLOWS and _says(entry, *_CUT) for entry in found)
    for entry in found:
        name, values = entry.lower_name, _values(entry)
        hides = any(name in each and each[name](values) for each in (HIDING, DISORDERING))
        measured = name in MEASURES and not _says(entry, "auto", "none")
        cut = cuts and (measured or _is_on_one_line(entry))
        if cut or hides or name in _ASKED_MORE:
            yield _Style(sheet, entry, cut)


def _is_on_one_line(declaration: Declaration) -> bool:
    return declaration.lower_name in _WRAPS and _says(declaration, "nowrap", "pre")


def _unnumbers(declaration: Declaration) -> bool:
    """Whether it takes a number away, or puts something else there."""
    if declaration.lower_name == "content":
        return not _says(declaration, "normal")
    return declaration.lower_name in ("font", "font-size") and HIDING["font-size"](_values(declaration))


def _what_is_hidden(style: _Style, element: etree._Element) -> str:
    """The words that the declaration hides where it is the element's; empty for none."""
    declaration, tag = style.declaration, etree.QName(element).localname
    name, values = declaration.lower_name, _values(declaration)
    if style.of_number:
        return _numbered(element)
    if name in _NUMBERS:
        says = _says(declaration, "none") if name.startswith("list") else _says(declaration, "list-item")
        return _numbered(element) if says and tag in ("ol", "li") else ""
    if name in _OVERFLOWS:
        return _cut_from(element, tag) if _says(declaration, *_CUT) else ""
    if name in DISORDERING and not (name in HIDING and HIDING[name](values)):
        moved = tag in _PARTS and not _says(declaration, _PARTS[tag])
        return (_words_in(element) or _words_beside(element, tag, name)) if moved else ""
    if name in OF_TYPE:
        within_lines = name == "line-height" and tag in _PHRASES  # of which the lines take no notice
        return "" if within_lines else _words_in(element)
    if name in _HEIGHTS and not (style.is_cut or HIDING[name](values)):
        return _shown_in(element) if lies_over(values, len(_words_in(element))) else ""
    if name in _WRAPS and not style.is_cut:
        long = _is_on_one_line(declaration) and len(_words_in(element)) > _ON_ONE_LINE
        return _shown_in(element) if long else ""
    if name in _COLOURS or (name == "content" and not HIDING[name](values)):
        return ""
    return _shown_in(element).strip() or _words_beside(element, tag, name)


def _numbered(element: etree._Element) -> str:
    """The words of items with numbers, the first number before them; none where no item has one."""
    numbered = [item for item in element.iter("{*}li") if item.get("value")]
    return f"{numbered[0].get('value')}. {_shown_in(element)}" if numbered else ""


def _cut_from(element: etree._Element, tag: str) -> str:
    """What has no room in an element: an item's number stands beside it, what follows a screenful below."""
    return (
        _shown_in(element) if tag in ("html", "body") else _numbered(element) if tag in ("li", "ol") else ""
    )


def _words_beside(element: etree._Element, tag: str, name: str) -> str:
    """The words of cells that take the place of an empty one, where that is taken out of its row."""
    leaves = tag in ("td", "th") and name in ("display", "float", "position")
    return " ".join(filter(None, map(_words_in, element.itersiblings()))) if leaves else ""


def _dip(styles: Sequence[_Style], outer: _Ink) -> _Ink:
    """The ink of an element in which the `outer` one goes on as far as the element's styles let it."""
    style, colour, ground, unknown = outer
    for each in styles:
        name, values = each.declaration.lower_name, _values(each.declaration)
        found = next(filter(None, map(_colour, values)), None)
        if name in _INKS and (found or any(map(_is_mixed, values))):
            style, colour, unknown = each, found or colour, not found
        elif name in _GROUNDS and (found or _says(each.declaration, "currentcolor")):
            style, ground = each if found is None else style or each, found or colour
    return _Ink(style, colour, ground, unknown)


def _is_mixed(value: Node) -> bool:
    """Whether a colour is made of others, by a function that is not known here."""
    return value.type == "function" and _colour(value) is None


def _colour(value: Node) -> _Colour | None:
    colour = parse_color(value)
    if colour is None or isinstance(colour, str):
        return None
    red, green, blue = (colour.alpha * part + 1 - colour.alpha for part in _as_srgb(colour))
    return red, green, blue


def _as_srgb(colour: Color) -> _Colour:
    """The colour as a screen shows it; what is beyond the screen's own as the nearest of these."""
    bounded = (min(_MOST_BRIGHT, max(-_MOST_BRIGHT, part or 0)) for part in colour.coordinates)
    colour = Color(colour.space, bounded, 1)
    match colour.space:
        case "hsl" | "hwb":
            parts = colour.to("srgb").coordinates
        case "lab" | "lch" | "xyz-d50":
            measured = zip(colour.to("xyz-d50").coordinates, D50, D65, strict=True)
            parts = _from_xyz([part / white * new for part, white, new in measured])
        case "oklab" | "oklch" | "xyz" | "xyz-d65":
            parts = _from_xyz(colour.to("xyz-d65").coordinates)
        case _:  # that of a wider screen is nearly the same
            parts = colour.coordinates
    red, green, blue = (min(1.0, max(0.0, part)) for part in parts)
    return red, green, blue


def _from_xyz(xyz: Sequence[float]) -> Sequence[float]:
    linear = [sum(one * other for one, other in zip(row, xyz, strict=True)) for row in _TO_RED_GREEN_BLUE]
    return [part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear]


def _values(declaration: Declaration) -> Sequence[Node]:
    return [node for node in declaration.value if node.type not in ("whitespace", "comment")]


def _says(declaration: Declaration, *words: str) -> bool:
    return any(node.type == "ident" and node.lower_value in words for node in _values(declaration))
