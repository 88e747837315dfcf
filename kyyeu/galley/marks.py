"""An article's traces marked in its XHTML: elements are put round letters, and no letter is touched."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.prose import Run, find_blocks, render_element
from kyyeu.model import Article, Trace


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article's words as XHTML, each trace in a ``span`` whose class is the trace's kind."""

    title: str
    """As printed."""
    author: str
    """As signed; may be empty."""
    position: str
    """The author's post as signed; may be empty."""
    body: str
    """A run of block elements without a wrapper."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of one run of text that a trace covers."""

    start: int
    """Its first character, from 0 within the run."""
    end: int
    """The character after its last."""
    kind: str
    """The trace's kind."""
    anchor: str
    """The id of the trace, on the first of its stretches; else empty."""


def name_anchor(article: Article, number: int) -> str:
    """The id of the article's trace `number`, from 0; full stops keep it apart from the ids of the text."""
    return f"trace.{article.slug}.{number}"


def mark_article(article: Article) -> MarkedArticle:
    """The article with every trace of its account in a ``span`` that bears its kind and its id."""
    traces = defaultdict[tuple[str, int], list[tuple[str, Trace]]](list)
    for number, trace in enumerate(article.account.traces if article.account else ()):
        traces[trace.line, trace.block].append((name_anchor(article, number), trace))
    return MarkedArticle(
        title=_mark_line(article.title, traces["title", 0]),
        author=_mark_line(article.author, traces["author", 0]),
        position=_mark_line(article.position, traces["position", 0]),
        body=_mark_body(article.body, traces),
    )


def _mark_line(text: str, traces: Sequence[tuple[str, Trace]]) -> str:
    line = lxml.html.Element("p")
    line.text = text
    _mark_runs([Run(text, line, False)], [(0, place) for place in range(len(text))], traces)
    return render_element(line).removeprefix("<p>").removesuffix("</p>")


def _mark_body(body: str, traces: defaultdict[tuple[str, int], list[tuple[str, Trace]]]) -> str:
    tree = lxml.html.fragment_fromstring(body, create_parent="div")
    for number, (_, runs) in enumerate([*find_blocks(tree)]):
        _mark_runs(runs, _fold(runs), traces["", number])
    return "".join(render_element(child) for child in tree)


def _fold(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """For each character of the runs' text, white space folded: its run, and its place there."""
    places, blank = list[tuple[int, int]](), True
    for number, run in enumerate(runs):
        for offset, char in enumerate(run.text):
            if not (blank and char.isspace()):
                places.append((number, offset))
            blank = char.isspace()
    return places


def _mark_runs(
    runs: Sequence[Run], places: Sequence[tuple[int, int]], traces: Sequence[tuple[str, Trace]]
) -> None:
    cuts = defaultdict[int, list[_Cut]](list)
    for anchor, trace in traces:
        for number, stretch in groupby(places[trace.start : trace.end], key=lambda place: place[0]):
            offsets = [offset for _, offset in stretch]
            if runs[number].element is not None:
                cuts[number].append(_Cut(offsets[0], offsets[-1] + 1, trace.kind, anchor))
                anchor = ""
    for number, wanted in cuts.items():
        _replace(runs[number], *_split(runs[number].text, wanted))


def _split(text: str, cuts: Sequence[_Cut]) -> tuple[str, list[HtmlElement]]:
    """The text before the first cut, and a span for each cut, narrower ones inside wider ones.

    Where two cross, the later one is parted in two.
    """
    if not cuts:
        return text, []
    first, *others = sorted(cuts, key=lambda cut: (cut.start, -cut.end))
    span = lxml.html.Element("span", {"class": first.kind, **({"id": first.anchor} if first.anchor else {})})
    inner = [_shift(cut, first.start, first.end) for cut in others if cut.start < first.end]
    span.text, children = _split(text[first.start : first.end], inner)
    span.extend(children)
    # the rest of a cut that crosses the border begins there, and its id stands already
    outer = [_shift(cut, first.end, len(text)) for cut in others if cut.end > first.end]
    span.tail, following = _split(text[first.end :], outer)
    return text[: first.start], [span, *following]


def _shift(cut: _Cut, start: int, end: int) -> _Cut:
    """What of the cut lies between `start` and `end`, counted from `start`."""
    return replace(
        cut,
        start=max(cut.start, start) - start,
        end=min(cut.end, end) - start,
        anchor=cut.anchor if cut.start >= start else "",
    )


def _replace(run: Run, text: str, spans: Sequence[HtmlElement]) -> None:
    element = run.element
    assert element is not None
    parent, place = element, 0
    if run.tail:
        above = element.getparent()
        assert above is not None
        parent, place, element.tail = above, above.index(element) + 1, text
    else:
        element.text = text
    for number, span in enumerate(spans):
        parent.insert(place + number, span)
