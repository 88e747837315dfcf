"""Style sheets that keep words from whoever reads them on a screen, whatever that screen is.

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

_Colour = tuple[float, float, float]
# red, green and blue, from 0 to 1

_LEAST_EM, _LEAST_POINTS = 0.4, 4.0  # smaller type nobody reads
_LEAST_OPACITY = 0.35
_LEAST_LEADING = 0.6  # where lines are nearer they lie upon each other
_FAR = 50  # em to one side: off every screen
_ROOM = 0.2  # em: no room for a letter
_IN_POINTS = {"pt": 1, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "pc": 12, "q": 18 / 25.4}
_EM = 12  # points, as good as any
_WORDLESS = frozenset(["before", "after", "marker", "backdrop", "selection", "placeholder"])
_PHRASES = frozenset("a abbr b cite code em i kbd q small span strong sub sup u".split())
_UNSHOWN = frozenset(["head", "title", "style", "script"])
_BLACK, _WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)  # as readers have it where nobody says otherwise
_NUMBERS = frozenset("list-style list-style-type counter-reset counter-set counter-increment".split())
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


class Sheets:
    """The style sheets of a book, as far as they may hide something."""

    def __init__(self, sheets: Mapping[str, str], is_pale: Callable[[_Colour, _Colour], bool]):
        """`sheets` are texts by their names; `is_pale` tells whether letters vanish on a ground."""
        self._matcher, self._is_pale, self._concerns = Matcher(), is_pale, False
        for name, text in sheets.items():
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            self._gather(name, rules, dict(_find_namespaces(rules)))

    def _gather(self, sheet: str, rules: Sequence[Node], namespaces: Mapping[str | None, str]) -> None:
        """Remember what rules say that may hide words, those within others too."""
        for rule in rules:
            if rule.type == "at-rule" and rule.content and rule.lower_at_keyword in _NESTED:
                self._gather(sheet, tinycss2.parse_rule_list(rule.content, True, True), namespaces)
            elif rule.type == "qualified-rule":
                styles = [_Style(sheet, declaration) for declaration in _find_concerning(rule.content)]
                for selector in _compile(rule.prelude, namespaces) if styles else ():
                    if selector.pseudo_element not in _WORDLESS:
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
            styles += [_Style("", each) for each in _find_concerning(_parse(element.get("style", "")))]
            ink = inks[element] = _dip(styles, inks.get(element.getparent(), _Ink(None, _BLACK, _WHITE)))
            words = " ".join("".join(_body_of(element).itertext()).split()) if styles else ""
            hidden = ((style, _what_is_hidden(style.declaration, element, words)) for style in styles)
            yield from ((style, what) for style, what in hidden if what)
            if ink.style and words and self._is_pale(ink.colour, ink.ground):
                yield ink.style, words


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


def _parse(style: str) -> Sequence[Node]:
    return tinycss2.parse_component_value_list(style) if style else ()


def _find_concerning(content: Sequence[Node]) -> Iterator[Declaration]:
    """The declarations that hide something, or have a part in it: colours, and what does so only together."""
    found = [
        entry
        for entry in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if entry.type == "declaration"
    ]
    cuts = any(entry.lower_name.startswith("overflow") and _says(entry, "hidden", "clip") for entry in found)
    for entry in found:
        name, hides = entry.lower_name, _HIDING.get(entry.lower_name)
        cut = cuts and name in _MEASURES and not _says(entry, "auto", "none")
        if cut or name in _COLOURS | _NUMBERS or (hides and hides(_values(entry))):
            yield entry


def _what_is_hidden(declaration: Declaration, element: etree._Element, words: str) -> str:
    """The words that the declaration hides where it is the element's; empty for none."""
    name, tag = declaration.lower_name, etree.QName(element).localname
    if name in _NUMBERS:
        items = element.iter("{*}li") if tag in ("ol", "li") else ()
        numbered = [item for item in items if item.get("value")]
        says = _says(declaration, "none") if name.startswith("list") else _says(declaration, "list-item")
        return f"{numbered[0].get('value')}. {words}" if numbered and says else ""
    within_lines = name == "line-height" and tag in _PHRASES  # of which the lines take no notice
    return "" if name in _COLOURS or within_lines else words


def _dip(styles: Sequence[_Style], outer: _Ink) -> _Ink:
    """The ink of an element in which the `outer` one goes on as far as the element's styles let it."""
    style, colour, ground = outer
    for each in styles:
        name, found = (
            each.declaration.lower_name,
            next(filter(None, map(_colour, _values(each.declaration))), None),
        )
        if found and name in ("color", "-webkit-text-fill-color"):
            style, colour = each, found
        elif found and name in ("background", "background-color"):
            style, ground = style or each, found
    return _Ink(style, colour, ground)


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


def _ems(value: Node) -> float | None:
    """How long a length is, in em; None for what is none, or depends on the screen."""
    if value.type == "dimension" and value.lower_unit in _IN_POINTS:
        return float(value.value * _IN_POINTS[value.lower_unit] / _EM)
    if value.type == "dimension" and value.lower_unit in ("em", "rem", "ex", "ch", "lh", "rlh"):
        return float(value.value)
    return 0.0 if value.type == "number" and value.value == 0 else None


def _part(value: Node) -> float | None:
    """A number, or so many percent; None for anything else."""
    if value.type == "percentage":
        return float(value.value / 100)
    return float(value.value) if value.type == "number" else None


# What hides, by the property


def _is(*words: str) -> Callable[[Sequence[Node]], bool]:
    return lambda values: any(value.type == "ident" and value.lower_value in words for value in values)


def _is_not(*words: str) -> Callable[[Sequence[Node]], bool]:
    harmless = {*words, "initial", "inherit", "unset", "revert"}
    return lambda values: not all(value.type == "ident" and value.lower_value in harmless for value in values)


def _is_below(least: float) -> Callable[[Sequence[Node]], bool]:
    return lambda values: any((part := _part(value)) is not None and part < least for value in values)


def _is_tiny(values: Sequence[Node]) -> bool:
    """Whether there is a size of type that is too small."""
    for value in values:
        points = value.type == "dimension" and value.lower_unit in _IN_POINTS
        ems = _part(value) if value.type == "percentage" else _ems(value)
        if ems is not None and ems < (_LEAST_POINTS / _EM if points else _LEAST_EM):
            return True
    return False


def _is_far(values: Sequence[Node]) -> bool:
    """Whether something is put so far to one side that no screen shows it."""
    parts = [_part(value) for value in values if value.type == "percentage"]
    ems = [_ems(value) for value in values]
    return any(abs(part) >= 0.9 for part in parts if part) or any(abs(em) >= _FAR for em in ems if em)


def _is_narrow(values: Sequence[Node]) -> bool:
    return any((ems := _ems(value)) is not None and abs(ems) < _ROOM for value in values)


def _is_run_together(values: Sequence[Node]) -> bool:
    return any((ems := _ems(value)) is not None and ems < -0.2 for value in values)


def _is_moved(values: Sequence[Node]) -> bool:
    """Whether a transform makes words small, turns them from the eye, or takes them away."""
    for function in (value for value in values if value.type == "function"):
        name, arguments = (
            function.lower_name,
            [each for each in function.arguments if each.type != "whitespace"],
        )
        scaled = name.startswith("scale") and _is_below(_LEAST_EM)(arguments)
        turned = name in ("rotatex", "rotatey", "rotate3d", "matrix", "matrix3d", "skew", "skewx", "skewy")
        if scaled or turned or (name.startswith("translate") and _is_far(arguments)):
            return True
    return False


_COLOURS = frozenset(["color", "-webkit-text-fill-color", "background", "background-color"])
_MEASURES = frozenset("height max-height width max-width block-size inline-size max-block-size".split())
_HIDING: Mapping[str, Callable[[Sequence[Node]], bool]] = {
    "display": _is("none"),
    "visibility": _is("hidden", "collapse"),
    "content-visibility": _is("hidden"),
    "opacity": _is_below(_LEAST_OPACITY),
    "filter": _is_not("none"),
    "mask": _is_not("none"),
    "mask-image": _is_not("none"),
    "clip": _is_not("auto"),
    "clip-path": _is_not("none"),
    "font": _is_tiny,
    "font-size": _is_tiny,
    "zoom": _is_below(_LEAST_EM),
    "line-height": _is_below(_LEAST_LEADING),
    "letter-spacing": _is_run_together,
    "transform": _is_moved,
    "scale": _is_below(_LEAST_EM),
    "rotate": _is("x", "y"),
    "translate": _is_far,
    "position": _is("absolute", "fixed"),
    "text-overflow": _is_not("clip"),
    "line-clamp": _is_not("none"),
    "-webkit-line-clamp": _is_not("none"),
    "-webkit-text-security": _is_not("none"),
    "unicode-bidi": _is("bidi-override", "isolate-override"),
    "order": _is_not("normal"),
    "flex-direction": _is("row-reverse", "column-reverse"),
    **dict.fromkeys(_MEASURES, _is_narrow),
    **dict.fromkeys("text-indent margin margin-left margin-right margin-top margin-bottom".split(), _is_far),
}  # fmt: skip
