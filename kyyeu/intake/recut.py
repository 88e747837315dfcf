"""A source restored with its lines cut where its sense is, since the restorer reads each line by itself.

Lines that were broken to a width are read as one. A line in which the restorer changed nothing, because too
much of it is sound, is read again sentence by sentence. Both times one white space is put for another, so
that every step stays at its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kyyeu.intake.lines import SourceLine, cut_lines, part_sentences
from kyyeu.intake.recognition import recognise
from kyyeu.restorer import Restoration, replay, reread, restore, unwritten
from kyyeu.restorer.damage import Span, damage_named, touching
from kyyeu.restorer.language_model import Model

# White space that neither ends a line nor looks like the place of a lost word, as two spaces do.
_JOINT = "\t"

# Addresses and names of sites. At most 64 characters may stand before the @, and an address begins where its
# letters do: otherwise a run of n letters without any @ would be read n times.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+"
    r"|(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:vn|com|net|org|info|VN|COM|NET|ORG|INFO)(?![\w-])(?:/\S*)?"
)


def restore_source(text: str, damage: str, model: Model | None) -> tuple[str, Restoration]:
    """What befell a source, and the restoration of the text as its notations are read.

    Addresses and names of sites stay as they are. Raises what `restore` raises.
    """
    restoration = restore(text, damage, model)
    return restoration.damage, _restore_read(unwritten(restoration, model), model)


def _restore_read(restoration: Restoration, model: Model | None) -> Restoration:
    """The restoration with its lines cut where its sense is."""
    text = restoration.source
    if damage_named(restoration.damage).exact:
        return restoration
    if (again := _recut(restoration)) != text:
        restoration = _back_to(text, reread(restoration, again, model))
    return _without(_ADDRESS, restoration)


def _without(pattern: re.Pattern[str], restoration: Restoration) -> Restoration:
    """The restoration without the steps and unknown words that touch what the pattern finds in the source."""
    source = restoration.source
    found = touching([Span(*match.span()) for match in pattern.finditer(source)])
    steps = tuple(step for step in restoration.steps if not found(step.start, step.end))
    unknown = tuple(word for word in restoration.unknown if not found(word.start, word.end))
    return replace(restoration, text=replay(source, steps), steps=steps, unknown=unknown)


def _back_to(text: str, restoration: Restoration) -> Restoration:
    """The same steps taken on `text`, which differs from the restoration's source in white space alone."""
    return replace(restoration, source=text, text=replay(text, restoration.steps))


def _recut(restoration: Restoration) -> str:
    """The source with other white space where the restorer had better read it otherwise."""
    lines, chars = cut_lines(restoration), list(restoration.source)
    for start, end in _breaks_within_paragraphs(lines):
        chars[start:end] = _JOINT * (end - start)
    for line in lines:
        if line.untouched:
            chars[line.start : line.end] = part_sentences("".join(chars[line.start : line.end]))
    return "".join(chars)


def _breaks_within_paragraphs(lines: Sequence[SourceLine]) -> Iterator[Span]:
    """The white space between lines that are one text."""
    for paragraph in (each for each in recognise(lines).paragraphs if not each.verse):
        for line, following in pairwise(paragraph.lines):
            if _belong_together(line, following):
                # blanks around the line end are part of it: left there, they would look like a lost word
                blank = len(line.written) - len(line.written.rstrip())
                yield Span(line.end - blank, line.end + following.indent)


def _belong_together(line: SourceLine, following: SourceLine) -> bool:
    """Whether two lines of a paragraph are one text: both damaged, and no word or line lost between them."""
    damaged = not line.spared and not following.spared
    return damaged and following.indent != 1 and line.end == following.start and line.written.endswith("\n")
