"""A chronicle: lines that begin with a year, tables of years, and lists of what happened in each."""

import re

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import cut_at_breaks, drop_break, move_inside, wrap_start
from kyyeu.content.prose.idiom import MARK, Idiom
from kyyeu.content.prose.meant import find_verbatim
from kyyeu.content.prose.signs import LINE_SIGN

_YEAR = r"\d{3,4}(?:\s*[–—-]\s*(?:\d{2,4}|nay))?"
_EVENT = re.compile(rf"{LINE_SIGN}?(?P<year>{MARK}(?:Năm\s+)?{_YEAR}\s*(?:[.:]|[–—-](?=\s)))\s+(?=\S)")
_NARROW = 6  # characters of a year with the sign behind it, for which the usual column has room
_CELL = re.compile(MARK + _YEAR)


def write_years(text: str) -> str:
    """The Markdown; a line that begins with a year gets a sign, so that it is no item of a list."""
    lines = text.split("\n")
    verbatim = find_verbatim(lines)
    events = [place not in verbatim and bool(_EVENT.match(line)) for place, line in enumerate(lines)]
    return "\n".join(
        _write_event(line, events[place + 1 : place + 2] == [True]) if event else line
        for place, (line, event) in enumerate(zip(lines, events, strict=True))
    )


def _write_event(line: str, goes_on: bool) -> str:
    return LINE_SIGN + drop_break(line.lstrip(LINE_SIGN)) + "\\" * goes_on


def shape_years(tree: HtmlElement) -> None:
    """Each event is a paragraph that begins with its year; a table's years are told from its events."""
    for paragraph in [*tree.iter("p")]:
        if LINE_SIGN in "".join(paragraph.itertext()):
            _shape_events(paragraph)
    _make_room(tree)
    for table in tree.iter("table"):
        years = [row[0] for row in table.iter("tr") if row.getparent().tag == "tbody"]  # type: ignore[union-attr]
        if years and all(_CELL.fullmatch((year.text_content()).strip()) for year in years):
            table.set("class", "years")


def _make_room(tree: HtmlElement) -> None:
    """Where a year is more than its digits, all have the wider column: “1930 – 1945”, “Năm 1945”."""
    events = tree.xpath(".//p[@class='event']")
    said = (re.sub(MARK, "", event[0].text_content()) for event in events)
    if any(len(year.strip()) > _NARROW for year in said):
        for event in events:
            event.set("class", "event event-wide")


def _shape_events(paragraph: HtmlElement) -> None:
    for line in cut_at_breaks(paragraph):
        event = lxml.html.Element("p")
        move_inside(line, event)
        event.text = (event.text or "").replace(LINE_SIGN, "").lstrip()
        begins = _EVENT.match(event.text + " ·")
        if begins:
            event.set("class", "event")
            wrap_start(event, begins.end("year"), "strong", "year")
        paragraph.addprevious(event)
    paragraph.drop_tree()


YEARS = Idiom(write_years, shape_years)
"""The idiom of chronicles."""
