"""What a declaration hides by its value alone, property by property.

Lengths are judged in em, as on a telephone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, pi

from tinycss2.ast import Node

_LEAST_EM, _LEAST_POINTS = 0.4, 4.0  # smaller type nobody reads
_LEAST_OPACITY = 0.35
_LEAST_ADJUSTED = 0.2  # of the size: how high an x is
_LEAST_LEADING = 0.6  # where lines are nearer they lie upon each other
_IN_A_LINE = 30  # letters, on a telephone
_SPARE = 0.5  # of a line, which may reach below its element
_FAR = 50  # em to one side: off every screen
_ROOM = 0.2  # em: no room for a letter
_IN_POINTS = {"pt": 1, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "pc": 12, "q": 18 / 25.4}
_EM = 12  # points, as good as any
_OF_SCREEN = {"vw": 0.2, "vi": 0.2, "vmin": 0.2, "vh": 0.3, "vb": 0.3, "vmax": 0.3}  # em, on a telephone
_IN_TURNS = {"turn": 1, "deg": 360, "grad": 400, "rad": 2 * pi}
_TURNED = 0.3  # of a turn
_OF_SIGNS = frozenset("wingdings webdings symbol marlett dingbats".split())
_ASIDE = 0.5  # of the room of a picture, beyond its edge
_SCREENFUL = 90  # of a hundredth of a screen: off it
_MATHS = frozenset(["calc", "min", "max", "clamp"])


def _ems(value: Node) -> float | None:
    """How long a length is, in em; None for what is none, or depends on the screen."""
    if value.type == "dimension" and value.lower_unit in _IN_POINTS:
        return float(value.value * _IN_POINTS[value.lower_unit] / _EM)
    if value.type == "dimension" and value.lower_unit in ("em", "rem", "ex", "ch", "lh", "rlh"):
        return float(value.value)
    if value.type == "dimension" and (unit := _screen_unit(value)) in _OF_SCREEN:
        return float(value.value * _OF_SCREEN[unit])
    return 0.0 if value.type == "number" and value.value == 0 else None


def _screen_unit(value: Node) -> str:
    """The unit, whether of the small, the large or the present screen."""
    return str(value.lower_unit).lstrip("sld")


def _part(value: Node) -> float | None:
    """A number, or so many percent; None for anything else."""
    if value.type == "percentage":
        return float(value.value / 100)
    return float(value.value) if value.type == "number" else None


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
    values = [*_lengths(values)]
    on_screen = (value for value in values if value.type == "dimension" and _screen_unit(value) in _OF_SCREEN)
    if any(abs(value.value) >= _SCREENFUL for value in on_screen):
        return True
    parts = [_part(value) for value in values if value.type == "percentage"]
    ems = [_ems(value) for value in values]
    return any(abs(part) >= 0.9 for part in parts if part) or any(abs(em) >= _FAR for em in ems if em)


def _is_narrow(values: Sequence[Node]) -> bool:
    return any((ems := _ems(value)) is not None and abs(ems) < _ROOM for value in values)


def _is_drawn_over(values: Sequence[Node]) -> bool:
    """Whether what stands beside lies upon it."""
    return _is_far(values) or any((ems := _ems(value)) is not None and ems < -1 for value in _lengths(values))


def _is_shifted(values: Sequence[Node]) -> bool:
    """Whether something is put where what stands beside it belongs."""
    return _is_far(values) or any(abs(ems) > 1 for ems in map(_ems, _lengths(values)) if ems)


def _is_placed(values: Sequence[Node]) -> bool:
    """Whether something in a grid has a place of its own, not that of its turn; 1 / -1 is all of a row."""
    spans = {second for first, second in pairwise(values) if _is("span")([first])}
    numbers = [value for value in values if value.type == "number" and value not in spans]
    named = [value for value in values if value.type == "ident" and value.lower_value not in ("auto", "span")]
    return bool(named) or any(value.value not in (1, -1) for value in numbers)


def _is_upside_down(value: Node) -> bool:
    """Whether it is an angle so wide that lines follow one another upwards."""
    turns = float(value.value) / _IN_TURNS[value.lower_unit] % 1 if _is_angle(value) else 0
    return _TURNED < turns < 1 - _TURNED


def _is_angle(value: Node) -> bool:
    return value.type == "dimension" and value.lower_unit in _IN_TURNS


def _is_of_signs(values: Sequence[Node]) -> bool:
    """Whether a face has pictures where letters are asked for."""
    names = [str(value.value).lower() for value in values if value.type in ("ident", "string")]
    return any(name in _OF_SIGNS for each in names for name in each.split())


def _is_type_unread(values: Sequence[Node]) -> bool:
    return _sized(_is_tiny)(values) or _is_of_signs(values)


def _is_aside(values: Sequence[Node]) -> bool:
    """Whether a picture stands beside its own room."""
    parts = [_part(value) for value in values if value.type == "percentage"]
    return any(not -_ASIDE <= part <= 1 + _ASIDE for part in parts if part is not None) or _is_far(
        [value for value in values if value.type != "percentage"]
    )


def _is_negative(values: Sequence[Node]) -> bool:
    return any(value.type == "number" and value.value < 0 for value in values)


def _lengths(values: Sequence[Node]) -> Iterator[Node]:
    """All lengths, those that others are calculated from too."""
    for value in values:
        if value.type == "function" and value.lower_name in _MATHS:
            yield from _lengths(value.arguments)
        else:
            yield value


def _sized(test: Callable[[Sequence[Node]], bool]) -> Callable[[Sequence[Node]], bool]:
    """The test, of what is calculated too: the least of several where any passes, else where all do."""

    def passes(values: Sequence[Node]) -> bool:
        return any(_passes(value) for value in values) or test(
            [value for value in values if value.type != "function"]
        )

    def _passes(value: Node) -> bool:
        if value.type != "function" or value.lower_name not in _MATHS:
            return False
        lengths = [each for each in _lengths([value]) if each.type in ("dimension", "percentage", "number")]
        found = [test([each]) for each in lengths]
        return any(found) if value.lower_name == "min" else bool(found) and all(found)

    return passes


def lies_over(values: Sequence[Node], letters: int) -> bool:
    """Whether so many letters have lines below an element of such a height, which lie upon what follows."""
    heights = [ems for ems in map(_ems, values) if ems is not None]
    return any(ceil(letters / _IN_A_LINE) - _SPARE > height for height in heights)


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
        upset = name in ("rotate", "rotatez") and any(map(_is_upside_down, arguments))
        shifted = name.startswith("translate") and _is_far(arguments)
        if scaled or turned or upset or shifted:
            return True
    return False


def _is_moved_a_little(values: Sequence[Node]) -> bool:
    """Whether a transform puts something where what stands beside it belongs."""
    functions = (value for value in values if value.type == "function")
    return any(each.lower_name.startswith("translate") and _is_shifted(each.arguments) for each in functions)


OF_TYPE = frozenset(
    "font font-size line-height letter-spacing word-spacing direction unicode-bidi text-overflow line-clamp "
    "-webkit-line-clamp -webkit-text-security font-family font-size-adjust text-decoration "
    "text-decoration-line".split()
)
"""The properties that hide words alone, and no picture."""
_OFFSETS = ("left", "right", "top", "bottom", "inset", "inset-block", "inset-inline")
MEASURES = frozenset("height max-height width max-width block-size inline-size max-block-size".split())
"""The properties that cut off, where `overflow` hides what has no room."""
HIDING: Mapping[str, Callable[[Sequence[Node]], bool]] = {
    "display": _is("none"),
    "visibility": _is("hidden", "collapse"),
    "content-visibility": _is("hidden"),
    "opacity": _is_below(_LEAST_OPACITY),
    "filter": _is_not("none"),
    **dict.fromkeys("mask mask-image -webkit-mask -webkit-mask-image".split(), _is_not("none")),
    **dict.fromkeys("animation animation-name offset offset-path".split(), _is_not("none")),
    "content": _is_not("normal", "none"),
    "direction": _is("rtl"),
    "z-index": _is_negative,
    "clip": _is_not("auto"),
    "clip-path": _is_not("none"),
    "contain": _is("size", "inline-size", "strict"),
    "mix-blend-mode": _is_not("normal"),
    "object-position": _is_aside,
    **dict.fromkeys(("text-decoration", "text-decoration-line"), _is("line-through")),
    "font": _is_type_unread,
    "font-family": _is_of_signs,
    "font-size-adjust": _is_below(_LEAST_ADJUSTED),
    "font-size": _sized(_is_tiny),
    "zoom": _is_below(_LEAST_EM),
    "line-height": _is_below(_LEAST_LEADING),
    "letter-spacing": _is_run_together,
    "word-spacing": _is_run_together,
    "transform": _is_moved,
    "scale": _is_below(_LEAST_EM),
    "rotate": lambda values: _is("x", "y")(values) or any(map(_is_upside_down, values)),
    "translate": _is_far,
    "position": _is("absolute", "fixed"),
    "text-overflow": _is_not("clip"),
    "line-clamp": _is_not("none"),
    "-webkit-line-clamp": _is_not("none"),
    "-webkit-text-security": _is_not("none"),
    "unicode-bidi": _is("bidi-override", "isolate-override"),
    "order": _is_not("normal"),
    **dict.fromkeys(
        "flex-direction flex-flow flex-wrap".split(), _is("row-reverse", "column-reverse", "wrap-reverse")
    ),
    "grid-auto-flow": _is("dense"),
    "grid": _is("dense"),
    **dict.fromkeys("grid-area grid-row grid-column grid-row-start grid-column-start".split(), _is_placed),
    **dict.fromkeys("writing-mode -webkit-writing-mode -epub-writing-mode".split(), _is_not("horizontal-tb")),
    **dict.fromkeys(MEASURES, _sized(_is_narrow)),
    **dict.fromkeys("text-indent margin margin-left margin-right".split(), _is_far),
    **dict.fromkeys("margin-top margin-bottom margin-block".split(), _is_drawn_over),
    **dict.fromkeys(_OFFSETS, _is_far),
    **dict.fromkeys(("top", "bottom"), _is_shifted),
}  # fmt: skip
"""For each property that may hide what an element shows, whether such values do."""
DISORDERING: Mapping[str, Callable[[Sequence[Node]], bool]] = {
    "float": _is_not("none"),
    "transform": _is_moved_a_little,
    **dict.fromkeys(("translate", *_OFFSETS), _is_shifted),
    "display": _is("table-header-group", "table-footer-group"),
}
"""For each property that may take words of a line, or a table's cells and rows, out of their order."""
