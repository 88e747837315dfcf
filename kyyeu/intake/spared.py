"""The words of a text that the damage passed by, in as few stretches as they stand in."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from kyyeu.intake.lines import SourceLine
from kyyeu.intake.pointers import Excerpt, Passage
from kyyeu.restorer import Span


def find_spared(passage: Passage) -> Iterator[Excerpt]:
    """The stretches of a passage that stand as in the source although the damage would have changed them.

    A line of which nothing was restored is one stretch, and lines that follow one another are one together.
    """
    stretches, before = list[Span](), 0
    for line in passage.paragraph.lines:
        stretches += [Span(before + start, before + end) for start, end in _stretches(line)]
        before += len(line.written) + 1
    for start, end in _join(stretches, lambda one, other: passage.written[one.end : other.start].isspace()):
        yield Excerpt(passage, start, end)


def _stretches(line: SourceLine) -> Iterator[Span]:
    """From a spared word to the last one before something was restored, or was left open."""
    if line.untouched:
        yield Span(len(line.written) - len(line.written.lstrip()), len(line.written.rstrip()))
        return
    marks = [mark.start for mark in line.marks]
    yield from _join(
        line.spared, lambda one, other: bisect_left(marks, one.end) == bisect_left(marks, other.start)
    )


def _join(stretches: Iterable[Span], together: Callable[[Span, Span], bool]) -> Iterator[Span]:
    """The stretches, neighbours as one where they belong together."""
    pending: Span | None = None
    for stretch in stretches:
        if pending and together(pending, stretch):
            pending = Span(pending.start, stretch.end)
            continue
        if pending:
            yield pending
        pending = stretch
    if pending:
        yield pending
