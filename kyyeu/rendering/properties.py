"""Style sheets and drawings with the theme's values in the place of the custom properties that ask for them.

They are put in here, and not by whoever shows the book: older reading systems know no custom properties,
and drawings are shown apart from the page whose properties they would inherit.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import tinycss2
from lxml import etree
from tinycss2.ast import FunctionBlock, Node

from kyyeu.errors import Mistakes, TemplateError
from kyyeu.rendering.css import parse_css
from kyyeu.rendering.manifest import find_nearest

_MOST_UNKNOWN = 100  # for each, the name most like it is looked for; the rest are told when these are mended
_ACTIVE = frozenset(
    "script foreignobject animate animatemotion animatetransform set audio video iframe".split()
)

Values = Mapping[str, str]
"""Values of the theme by their custom properties."""


def resolve_style(text: str, values: Values, path: Path) -> str:
    """The style sheet that is the file `path`; nothing else of it changes.

    Raises Problems naming the lines that ask for what the theme has not, TemplateError where no parser can
    take it.
    """
    mistakes = Mistakes()
    resolved = _resolve(text, values, path, 1, mistakes)
    mistakes.settle()
    return resolved


def resolve_drawing(data: bytes, values: Values, path: Path) -> bytes:
    """The SVG drawing that is the file `path`, as it is where it asks for nothing.

    Raises as `resolve_style` does, and TemplateError where it is no XML.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise TemplateError("broken-drawing", path, error.lineno, problem=error.msg) from None
    mistakes = Mistakes(_find_active(root, path))
    changed = [_resolve_element(element, values, path, mistakes) for element in root.iter(etree.Element)]
    mistakes.settle()
    return etree.tostring(root.getroottree(), encoding="utf-8") if any(changed) else data


def _find_active(root: etree._Element, path: Path) -> Iterator[TemplateError]:
    """What in a drawing would do something, or is no drawing: no book has it."""
    for element in root.iter(etree.Element):
        name, line = etree.QName(element).localname, element.sourceline
        if name.lower() in _ACTIVE:
            yield TemplateError("drawing-active", path, line, found=f"<{name}>")
        for key, value in element.attrib.items():
            plain = str(etree.QName(key).localname)
            leads = plain == "href" and "script:" in str(value).lower()
            if leads or plain.lower().startswith("on"):
                yield TemplateError("drawing-active", path, line, found=f'{plain}="{value}"')


def _resolve_element(element: etree._Element, values: Values, path: Path, mistakes: Mistakes) -> bool:
    """Whether its attributes, or the style sheet that it is, have changed."""
    line = element.sourceline or 1
    before = [*element.attrib.items(), element.text]
    for name, value in element.attrib.items():
        if "--" in value:
            element.set(name, _resolve(str(value), values, path, line, mistakes))
    if etree.QName(element).localname == "style" and element.text:
        element.text = _resolve(element.text, values, path, line, mistakes)
    return before != [*element.attrib.items(), element.text]


def _resolve(text: str, values: Values, path: Path, first_line: int, mistakes: Mistakes) -> str:
    """CSS that begins on `first_line` of the file, be it a style sheet or the value of an attribute."""
    tokens = parse_css(text, path, first_line)
    if "--" not in text:
        return text

    nearest = dict[str, str]()

    def resolve(nodes: Sequence[Node]) -> Iterator[Node]:
        for place, node in enumerate(nodes):
            line = first_line + node.source_line - 1
            if node.type == "function" and node.lower_name == "var":
                name = _asked_for(node)
                if name not in values:
                    if name not in nearest:
                        nearest[name] = find_nearest(name, values)
                    facts = {"name": name, "nearest": nearest[name]}
                    mistakes.note(TemplateError("unknown-property", path, line, **facts))
                    if len(nearest) == _MOST_UNKNOWN:
                        mistakes.settle()
                yield from tinycss2.parse_component_value_list(values.get(name, ""))
                continue
            if _declares(nodes, place):
                mistakes.note(TemplateError("property-declared", path, line, name=node.value))
            for inner in ("content", "arguments"):
                if hasattr(node, inner):
                    setattr(node, inner, [*resolve(getattr(node, inner))])
            yield node

    return str(tinycss2.serialize([*resolve(tokens)]))


def _asked_for(function: FunctionBlock) -> str:
    """The custom property that ``var()`` asks for; a second choice after it is never needed."""
    return next((node.value for node in function.arguments if node.type == "ident"), "")


def _declares(nodes: Sequence[Node], place: int) -> bool:
    """Whether a custom property is given a value here; a class may begin with two hyphens too."""
    node, before = nodes[place], nodes[place - 1] if place else None
    if node.type != "ident" or not node.value.startswith("--") or before == ".":
        return False
    following = (nodes[number] for number in range(place + 1, len(nodes)))
    return next((node for node in following if node.type not in ("whitespace", "comment")), None) == ":"
