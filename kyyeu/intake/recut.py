"""A source restored with its lines cut where its sense is: the restorer reads a line as one piece of text.

A paragraph broken to a width is read as one line, and a line of which it left everything alone, because much
of it is sound, sentence by sentence. One white space is put for another, so that every place stays the same.
"""

import re
from dataclasses import replace
from itertools import accumulate, pairwise

from kyyeu.blanks import cut_at_line_ends
from kyyeu.intake.layout import recognise
from kyyeu.intake.lines import Line, cut_lines, part_sentences, touching
from kyyeu.restorer import Restoration, replay, restore
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.damage.loss import Loss
from kyyeu.restorer.model import Model
from kyyeu.traces import Stretch

# White space that neither ends a line nor looks, as two spaces do, like the place of a word lost whole.
_JOINT = "\t"

# Addresses and names of sites. An address begins where its letters do, and has not too many of them before
# the @: a long run of letters is not read again from each of them.
_LEFT = re.compile(
    r"(?:https?://|www\.)\S+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+"
    r"|(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:vn|com|net|org|info|VN|COM|NET|ORG|INFO)(?![\w-])(?:/\S*)?"
)


def restore_source(text: str, damage: str, model: Model | None) -> Restoration:
    """The restoration of a source; addresses and names of sites stay as they are.

    Raises what `restore` raises.
    """
    restoration = restore(text, damage, model)
    if not isinstance(DAMAGES.get(restoration.damage or ""), Loss):
        return restoration
    if (again := _recut(restoration)) != text:
        why = restoration.why
        restoration = replace(_back_to(text, restore(again, restoration.damage or "", model)), why=why)
    left = touching([Stretch(*match.span()) for match in _LEFT.finditer(text)])
    steps = tuple(step for step in restoration.steps if not left(step.start, step.end))
    return replace(restoration, text=replay(text, steps), steps=steps)


def _back_to(text: str, restoration: Restoration) -> Restoration:
    """The restoration of a text that differs in white space as that of this one."""
    return replace(restoration, source=text, text=replay(text, restoration.steps))


def _recut(restoration: Restoration) -> str:
    """The source with other white space where the restorer had better read it otherwise."""
    lines, chars = cut_lines(restoration), list(restoration.source)
    ends = [0, *accumulate(map(len, cut_at_line_ends(restoration.source)))]
    for paragraph in recognise(lines).paragraphs:
        for line, following in pairwise(paragraph.lines):
            if _belong_together(line, following):
                # the blanks at the end of the one, and before the other, would look like lost words
                blank = len(line.written) - len(line.written.rstrip())
                start, end = ends[line.number] - blank, ends[line.number] + following.indent
                chars[start:end] = _JOINT * (end - start)
    for line in lines:
        if line.untouched:
            start, end = ends[line.number - 1], ends[line.number]
            chars[start:end] = part_sentences("".join(chars[start:end]))
    return "".join(chars)


def _belong_together(line: Line, following: Line) -> bool:
    """Whether two lines of a paragraph are one text: both damaged, and no word lost between them."""
    return not line.spared and not following.spared and following.indent != 1 and line.written.endswith("\n")
