"""What was written for Markdown, or for another program, and means nothing here: near misses, to be told.

Some stand in the parsed words: signs that had to be taken for words. Others only the lines show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kyyeu.content.prose.body_lines import find_lines
from kyyeu.content.prose.cleaning import Written
from kyyeu.content.prose.markdown import Prose
from kyyeu.content.prose.meant import hide_code
from kyyeu.content.prose.numbering import ITEM
from kyyeu.model import Block

_SIGNS = (
    (
        "sign-emphasis",
        re.compile(r"\*\*|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)|(?<![\w(*])\*(?=\w)"),
    ),
    ("sign-strike", re.compile(r"~~(?=\S)|(?<=\S)~~")),
    ("sign-note", re.compile(r"\[\^[^\]]+\]")),
    ("sign-link", re.compile(r"\]\(|\]\[|\[\[")),
    ("sign-code", re.compile(r"`")),
    ("sign-table", re.compile(r"\| ?:?-{3,}|^\|.*\|$")),
    ("sign-task", re.compile(r"^(?:\d+\. )?\[[ xX]?\](?=\s)")),
    ("sign-list", re.compile(r"^(?:\d+\. )?[-*+](?=\s)|^[-+](?=[^\W\d_])")),
    (
        "sign-other",
        re.compile(
            r":::|==(?=\w)|\$\$|\\[a-z]{3,}|^\[TOC\]|^\[!\w+\]|\{\{|\{[.#:][^}\n]*\}|(?<=\w)[~^]\w+[~^]"
        ),
    ),
)
_UNDERLINE = re.compile(r" {0,3}-{2,} *")
_HASH = re.compile(r" {0,3}#{1,6}[^\s#]")
_STRUCTURE = re.compile(r"\s*(?:[-*+>|#]|\d{1,3}\.|\[\^|<|:\s|!\[|`{3}|~{3})")
_SHORT = 56  # characters: a paragraph that was broken to a width has longer lines
_BLANKS_AT_BREAK = re.compile(r"(?: {2,}|\\|<br ?/?>)$")
_DEEP = re.compile(r"(?: {4}|\t)\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Slip:
    """A near miss."""

    code: str
    """The table of messages.toml that words it."""
    line: int
    """The line of the text, from 1."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the sentence needs."""


def find_slips(text: str, prose: Prose) -> Sequence[Slip]:
    """Every near miss of the text, which was parsed as `prose`, from top to bottom."""
    lines = text.split("\n")
    slips = [*_find_signs(text, prose), *_find_lines(hide_code(text).split("\n"))]
    slips += _find_deep(lines, prose)
    slips += (_on_line(lines, code, wanted, facts) for code, wanted, facts in _find_lost(prose))
    return sorted(slips, key=lambda slip: slip.line)


def _find_signs(text: str, prose: Prose) -> Iterator[Slip]:
    """Signs of Markdown that are left among the words; each kind once in a block."""
    found = [
        (code, number, match)
        for number, block in enumerate(prose.guarded)
        for code, pattern in _SIGNS
        if (match := pattern.search(block.text))
    ]
    if found:
        places, blocks = find_lines(text), prose.cut()[1]
        for code, number, match in found:
            yield Slip(code, places.at(number, match.start()), {"text": _show(blocks[number], match)})


def _show(block: Block, match: re.Match[str]) -> str:
    """The words around what was found."""
    start, end = max(0, match.start() - 12), match.end() + 16
    return ("…" if start else "") + block.text[start:end] + ("…" if end < len(block.text) else "")


def _find_lines(lines: Sequence[str]) -> Iterator[Slip]:
    """What lines show: a rule that makes a heading, a heading that is none, lines that are run together."""
    for number, line in enumerate(lines, 1):
        before = lines[number - 2] if number > 1 else ""
        if _UNDERLINE.fullmatch(line) and before.strip() and not _STRUCTURE.match(before):
            yield Slip("rule-or-heading", number, {"text": before.strip()})
        elif _HASH.match(line):
            yield Slip("heading-without-blank", number, {"text": line.strip()})
    yield from _find_joined(lines)


def _find_joined(lines: Sequence[str]) -> Iterator[Slip]:
    """Verse, addresses, rows of signs: short lines, each begun anew, which become one paragraph."""
    for number in range(1, len(lines)):
        one, next_ = lines[number - 1], lines[number]
        if ITEM.match(one) and not _STRUCTURE.match(next_) and next_[:1].isupper():
            yield Slip("lines-joined", number + 1, {"text": next_.strip()})
        apart = not (one.strip() and next_.strip()) or _STRUCTURE.match(one) or _STRUCTURE.match(next_)
        if apart or len(one) > _SHORT or _BLANKS_AT_BREAK.search(one) or one.rstrip().endswith((",", ";")):
            continue
        first = number == 1 or not lines[number - 2].strip() or _BLANKS_AT_BREAK.search(lines[number - 2])
        if first and _begins_anew(one) and _begins_anew(next_):
            yield Slip("lines-joined", number + 1, {"text": next_.strip()})


def _begins_anew(line: str) -> bool:
    """Whether the line begins as a sentence, a verse or a row does."""
    first = line.lstrip(' "“‘(–—•')[:1]
    return first.isupper() or first.isdigit()


def _find_deep(lines: Sequence[str], prose: Prose) -> Iterator[Slip]:
    """Paragraphs that their indent has made code of."""
    codes = {line.strip() for pre in prose.tree.iter("pre") for line in "".join(pre.itertext()).split("\n")}
    for number, line in enumerate(lines, 1):
        blank = number == 1 or not lines[number - 2].strip()
        if blank and (match := _DEEP.fullmatch(line)) and match[1].strip() in codes:
            yield Slip("indented-code", number, {"text": match[1].strip()})


def _find_lost(prose: Prose) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What was taken out, as a code, words that its line has, and facts."""
    yield from (
        ("link-astray", f"({written}", {"text": written}) for written, other in prose.leads if not other
    )
    yield from (("note-uncalled", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.uncalled)
    yield from (("note-again", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.again)
    for picture in prose.pictures:
        if picture.amid and not picture.decorative:
            yield "picture-amid", f"![{picture.caption}", {"text": picture.caption}
    for written in dict.fromkeys(prose.dropped):
        yield _tell_dropped(written)


def _tell_dropped(written: Written) -> tuple[str, str, dict[str, str]]:
    if not written.name:
        return "tag-dropped", f"<{written.tag}", {"text": f"<{written.tag}>"}
    facts = {"text": f'{written.name}="{written.value}"'}
    return "attribute-dropped", written.value or written.name, facts


def _on_line(lines: Sequence[str], code: str, wanted: str, facts: dict[str, str]) -> Slip:
    """A slip on the line that has those words."""
    return Slip(code, find_words(lines, wanted), facts)


def find_words(lines: Sequence[str], wanted: str) -> int:
    """The first line (from 1) that has those words, in either case; the first of all where none has."""
    wanted = wanted.lower()
    return next((number for number, line in enumerate(lines, 1) if wanted in line.lower()), 1)
