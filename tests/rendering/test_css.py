"""No style sheet, drawing or manifest is too deep or too long for its reader: it is refused with its line."""

import time
from pathlib import Path

import pytest
from sampling import crossed

from kyyeu.errors import Problems, TemplateError
from kyyeu.rendering.asking import Asker, find_requests
from kyyeu.rendering.css import MOST_DEEP, MOST_DIGITS, parse_css
from kyyeu.rendering.manifest import parse_manifest
from kyyeu.rendering.properties import resolve_style

AT = Path("a.css")
OPENING = {"(": ")", "[": "]", "{": "}", "f(": ")", ":not(": ")", "@media x {": "}", "calc(1 + (": "))"}
BLINDS = ["", '")"', "/* ) */", "](", "\\)", "'}'"]
"""What looks like a bracket that closes and is none."""


@pytest.mark.parametrize(("opening", "blind"), crossed(OPENING, BLINDS))
def test_what_lies_too_deep_is_told_with_its_line(opening: str, blind: str) -> None:
    for number in (MOST_DEEP + 1, 20_000 if not blind else 1_000):
        with pytest.raises(TemplateError) as raised:
            resolve_style("p { color: red }\n" + f"{opening} {blind} x " * number, {}, AT)
        assert (raised.value.code, raised.value.path, raised.value.line) == ("style-deep", AT, 2)


def test_what_lies_as_deep_as_it_may_is_read() -> None:
    for opening, closing in OPENING.items():
        number = MOST_DEEP // len(closing)
        assert parse_css(opening * number + "x" + closing * number, AT)


ENDLESS = ["{}", "a {{ width: {}px }}", "/* {} */", "-{}.5e3", "0.{}%", "1e{}", "#{}", "U+{}", "f({}n+1)"]


@pytest.mark.parametrize("written", ENDLESS)
def test_a_number_without_end_is_told_with_its_line(written: str) -> None:
    for number in (MOST_DIGITS + 1, 100_000):
        with pytest.raises(TemplateError) as raised:
            resolve_style("\n\n" + written.format("9" * number), {}, AT)
        assert (raised.value.code, raised.value.line) == ("style-endless", 3)
    assert parse_css(written.format("9" * MOST_DIGITS), AT)


@pytest.mark.parametrize("wrong", ["(" * 99, "9" * 5000])
@pytest.mark.parametrize(
    "markup",
    [
        '<svg xmlns="http://www.w3.org/2000/svg">\n<path style="{}"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg">\n<path fill="{}"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg">\n<style>{}</style></svg>',
    ],
)
def test_what_a_drawing_has_of_the_kind_is_told_too(markup: str, wrong: str) -> None:
    with pytest.raises(TemplateError) as raised:
        [*find_requests(Asker("a.svg", markup.format(wrong).encode(), Path("a.svg")))]
    assert (raised.value.path, raised.value.line) == (Path("a.svg"), 2)


@pytest.mark.parametrize(
    "written",
    [
        "trim = " + "9" * 5000,
        '[measures]\nx = "' + "9" * 5000 + 'pt"',
        '[colours]\nx = "rgb(' + "9" * 5000 + ' 0 0)"',
        "trim = " + "[" * 20_000,
        "trim = " + "[\n" * 400,
        "trim = " + "{a=" * 10_000,
        "[measures]\nx." + "a." * 10_000 + "a = 1",
        "[" + "a." * 10_000 + "a]",
    ],
)
def test_no_manifest_makes_its_reader_fall_over(written: str) -> None:
    with pytest.raises(Problems) as raised:
        parse_manifest(written, Path("theme.toml"))
    assert all(error.line for error in raised.value.errors)


LONG = {
    "names": "a { " + "--a " * 50_000 + "}",
    "values": "a { " + "".join(f"var(--x{number}) " for number in range(20_000)) + "}",
}


@pytest.mark.parametrize("style", LONG.values(), ids=LONG.keys())
def test_no_style_sheet_takes_for_ever(style: str) -> None:
    start = time.process_time()
    try:
        resolve_style(style, {f"--measure-{number}": "1em" for number in range(100)}, AT)
    except Problems as problems:
        assert problems.errors
    assert time.process_time() - start < 10
