"""An article's traces marked in its XHTML: elements are put round letters, and no letter is touched."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.sax.saxutils import escape

from kyyeu.model import Article, HeaderLine, Run, Trace

_Traces = Mapping[tuple[str, int], Sequence[tuple[str, Trace]]]
"""By line and block: the traces there, each with its id."""


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article's words as XHTML, each trace in a ``span`` whose class is the trace's kind."""

    title: str
    """As printed."""
    signed: tuple[HeaderLine, ...]
    """The lines that sign it."""
    lines: tuple[HeaderLine, ...]
    """The lines that only its kind has."""
    body: tuple[Run, ...]
    """The article's own, its words marked."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of one run's text that a trace covers."""

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
        signed=_mark_lines(article.signed, traces),
        lines=_mark_lines(article.lines, traces),
        body=tuple(_mark_body(article.body, traces)),
    )


def _mark_lines(lines: Sequence[HeaderLine], traces: _Traces) -> tuple[HeaderLine, ...]:
    return tuple(
        replace(line, text=_mark_line(line.text, traces.get((line.part, line.number), ()))) for line in lines
    )


def _mark_line(text: str, traces: Sequence[tuple[str, Trace]]) -> str:
    return _render(text, [_Cut(trace.start, trace.end, trace.kind, anchor) for anchor, trace in traces])


def _mark_body(body: Sequence[Run], traces: _Traces) -> Iterator[Run]:
    for block, run in groupby(body, key=lambda run: run.block):
        yield from _mark_block([*run], traces.get(("", block), ()))


def _mark_block(runs: Sequence[Run], traces: Sequence[tuple[str, Trace]]) -> Iterator[Run]:
    """The runs of one block, its words marked."""
    places, cuts = _fold(runs), defaultdict[int, list[_Cut]](list)
    for anchor, trace in traces:
        for number, stretch in groupby(places[trace.start : trace.end], key=lambda place: place[0]):
            offsets = [offset for _, offset in stretch]
            if runs[number].kind == "words":
                cuts[number].append(_Cut(offsets[0], offsets[-1] + 1, trace.kind, anchor))
                anchor = ""
    for number, run in enumerate(runs):
        yield replace(run, xhtml=_render(run.text, cuts[number])) if number in cuts else run


def _fold(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """For each character of the block's text, white space folded: its run, and its place there."""
    places, blank = list[tuple[int, int]](), True
    for number, run in enumerate(runs):
        for offset, char in enumerate(run.text):
            if not (blank and char.isspace()):
                places.append((number, offset))
            blank = char.isspace()
    return places


def _render(text: str, cuts: Sequence[_Cut]) -> str:
    """The text with a span for each cut, later ones in earlier ones; where two cross, one is parted."""
    over = [list[_Cut]() for _ in text]
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        for place in range(cut.start, cut.end):
            over[place].append(cut)
    return "".join(_nest(text, over, range(len(text)), 0))


def _nest(text: str, over: Sequence[Sequence[_Cut]], places: Iterable[int], depth: int) -> Iterator[str]:
    """The letters at the places, which lie in `depth` spans already; `over` has the cuts over each letter."""
    for cut, run in groupby(places, key=lambda place: next(iter(over[place][depth:]), None)):
        first, *others = run
        if cut is None:
            yield escape("".join(text[place] for place in (first, *others)))
            continue
        anchor = f' id="{cut.anchor}"' if cut.anchor and first == cut.start else ""
        yield f'<span class="{cut.kind}"{anchor}>'
        yield from _nest(text, over, (first, *others), depth + 1)
        yield "</span>"
