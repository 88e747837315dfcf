"""Which line of a source is what: title, signature, caption, page furniture, text.

Only whole lines are taken for anything, and only where the proof can follow; what is not recognised is text.
"""

import re
import tomllib
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, takewhile
from operator import attrgetter
from typing import Literal

from kyyeu.intake.lines import SourceLine
from kyyeu.proving.days import DAY, find_days
from kyyeu.restorer.damage.letters import bare

_LONGEST_TITLE = 250
_LONGEST_POST = 120
_LONGEST_CAPTION = 250
_LONGEST_FURNITURE = 80
# A line of this many leading blanks is set apart, unless many are.
_SET_APART = 4
# Text was broken to a width between these, in characters, or a little below it where letters were lost since.
# So many lines, and such a share, are then as full as can be, and no more than so many of these begin with
# capitals.
_NARROWEST, _WIDEST_WRAPPED, _SLACK = 40, 100, 3
_FEWEST_BROKEN, _MOSTLY_FULL, _MOSTLY_CAPITALS = 3, 0.6, 0.6
# A line that is so long, and ends within a sentence, goes on in the next alone too.
_SURELY_LONG = 55
# So many lines together, none longer than this, are verse, or an address.
_FEWEST_VERSES, _LONGEST_VERSE = 3, 60

_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?!\d)")
_NAME = re.compile(r"(?:[^\W\d_]+\.?)(?:[ -][^\W\d_]+\.?){1,5}")
_SITE = re.compile(r"\(\s*([\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org))\s*\)", re.IGNORECASE)
_COLUMNS = re.compile(r"\t|\S {3,}\S| \| ")
_ENDS = (".", "!", "?", "…", "”", ")")
_ITEM = re.compile(r"[-–—+*•●▪◦➢✓]\s|\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,5})[.)]\s")


_Pair = tuple[SourceLine, SourceLine]
"""A line and the one that follows it."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that belongs to the page, not to the article."""

    line: SourceLine
    """The line."""
    becomes: Literal["publication", "date", "nothing"]
    """What an editor has it for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are read as one."""

    lines: tuple[SourceLine, ...]
    """At least one."""
    caption: bool = False
    """Whether it stands under a picture that the source no longer has."""
    verse: bool = False
    """Whether its lines stay lines."""

    @property
    def text(self) -> str:
        """The restored words."""
        return " ".join(line.restored for line in self.lines)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A source as an article's parts."""

    title: SourceLine | None
    """None where no line can be the title."""
    author: SourceLine | None
    """The signature under the text."""
    position: SourceLine | None
    """The author's post, under the signature."""
    publication: str
    """Where it was published; may be empty."""
    published: date | None
    """The first day that a time stamp names."""
    furniture: tuple[Furniture, ...]
    """In the order of the source."""
    paragraphs: tuple[Paragraph, ...]
    """The text, in order."""


def recognise(lines: Sequence[SourceLine]) -> Recognised:
    """The parts that the lines are."""
    furniture = _find_furniture(lines)
    said = {entry.line.source for entry in furniture}
    rest = [line for line in lines if line.source not in said]
    title = rest.pop(0) if _may_be_title(rest) else None
    furniture = [entry for entry in furniture if _belongs(entry, title)]
    taken = {line.start for line in (title, *(entry.line for entry in furniture)) if line}
    rest = [line for line in lines if line.start not in taken]
    author, position = _find_signature(rest)
    rest = [line for line in rest if line not in (author, position)]
    return Recognised(
        title, author, position,
        publication=_publication(furniture, rest),
        published=next((day for entry in furniture for day in find_days(entry.line.restored)), None),
        furniture=tuple(furniture),
        paragraphs=tuple(_paragraphs(rest)),
    )  # fmt: skip


def _trim(text: str) -> str:
    """The text without marks at its ends."""
    return text.strip(" .,:;|-–[]()»«>^↑*")


def _plain(text: str) -> str:
    """The same in lower case without diacritics."""
    return _trim(bare(text).lower())


@cache
def _words(kind: str) -> tuple[str, ...]:
    table = tomllib.loads(files("kyyeu.intake").joinpath("page_words.toml").read_text("utf-8"))
    return tuple(sorted(table[kind], key=len, reverse=True))


def _one_of(kind: str, text: str) -> str:
    """A regular expression for words of that kind, without diacritics where the text has none."""
    return _alternatives(kind, without_marks=bare(text) == text)


@cache
def _alternatives(kind: str, without_marks: bool) -> str:
    words = map(bare, _words(kind)) if without_marks else _words(kind)
    return rf"(?i:{'|'.join(map(re.escape, words))})\b"


def _find_furniture(lines: Sequence[SourceLine]) -> list[Furniture]:
    """Lines that say the same are furniture together: the proof could not tell them apart."""
    kinds = {line.source: kind for line in lines if (kind := _kind(line))}
    return [Furniture(line, kinds[line.source]) for line in lines if line.source in kinds]


def _kind(line: SourceLine) -> Literal["publication", "date", "nothing"] | None:
    plain = _plain(line.restored)
    if len(plain) > _LONGEST_FURNITURE:
        return None
    if plain in _words("buttons"):
        return "nothing"
    if _is_time_stamp(plain):
        return "date"
    return "publication" if _names_a_paper(_trim(line.restored)) else None


def _names_a_paper(plain: str) -> bool:
    """Whether a line is a paper's word and its name, which begins with a capital."""
    paper, place, headline = (_one_of(kind, plain) for kind in ("publications", "places", "headlines"))
    head = re.match(rf"(?!{headline}){paper} (?:{place} )*", plain)
    named = head is not None and plain[head.end() :][:1].isupper()
    return named and plain[-1:].isalnum() and "," not in plain


def _is_time_stamp(plain: str) -> bool:
    """Whether a line tells a day, and nothing but when."""
    if not DAY.search(plain):
        return False
    left = _TIME.sub(" ", DAY.sub(" ", plain))
    for word in _words("time_words"):
        left = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", left)
    return not re.search(r"\w", left)


def _belongs(entry: Furniture, title: SourceLine | None) -> bool:
    """A paper's name is furniture above the title only."""
    return entry.becomes != "publication" or (title is not None and entry.line.start < title.start)


def _may_be_title(lines: Sequence[SourceLine]) -> bool:
    """Whether the first line can be the title: short, no sentence or part of one, and followed by others."""
    heading = _heading(lines)
    text = " ".join(line.restored for line in heading)
    return (
        0 < len(heading) < len(lines)
        and len(text) <= _LONGEST_TITLE
        and not any(line.restored.endswith((".", ",", ";", ":")) for line in (heading[0], heading[-1]))
    )


def _heading(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The first line, with all up to a blank one where the next goes on in small letters."""
    more = list(takewhile(lambda line: not line.opens, lines[1:]))
    return [*lines[:1], *(more if more and more[0].restored[0].islower() else ())]


def _find_signature(lines: Sequence[SourceLine]) -> tuple[SourceLine | None, SourceLine | None]:
    """The author's line and the one of the author's post, at the end of the text."""
    if len(lines) > 2 and _is_post(lines[-1]) and _is_name(lines[-2]):
        return lines[-2], lines[-1]
    return (lines[-1], None) if len(lines) > 1 and _is_name(lines[-1]) else (None, None)


def _is_name(line: SourceLine) -> bool:
    words = re.split(r"[ -]", line.restored)
    return (
        _NAME.fullmatch(line.restored) is not None
        and all(word[:1].isupper() for word in words)
        and _plain(line.restored) not in _words("not_people")
    )


def _is_post(line: SourceLine) -> bool:
    short = len(line.restored) <= _LONGEST_POST and not line.restored.endswith(".")
    return short and re.search(rf"\b{_one_of('posts', line.restored)}", line.restored) is not None


def _publication(furniture: Sequence[Furniture], lines: Sequence[SourceLine]) -> str:
    """The paper that the page names, or the site named in brackets where the text begins."""
    named = [entry.line.restored for entry in furniture if entry.becomes == "publication"]
    site = _SITE.match(lines[0].restored) if lines else None
    return named[0] if named else site[1] if site else ""


def _paragraphs(lines: Sequence[SourceLine]) -> list[Paragraph]:
    apart = [line for line in lines if line.indent >= _SET_APART]
    captions = {line.start for line in apart if len(apart) * 3 <= len(lines) and _is_caption(line)}
    going_on = _find_going_on(lines)
    groups: list[list[SourceLine]] = []
    for line in lines:
        if line.start in going_on and groups and not {line.start, groups[-1][-1].start} & captions:
            groups[-1].append(line)
        else:
            groups.append([line])
    paragraphs = [Paragraph(tuple(group), caption=group[0].start in captions) for group in groups]
    return [*chain.from_iterable(map(_as_verse, _blocks(paragraphs)))]


def _blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """The paragraphs between which no line is blank, together."""
    block = list[Paragraph]()
    for paragraph in paragraphs:
        if block and paragraph.lines[0].opens:
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _as_verse(block: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs of a block as one where they are lines of verse."""
    lines = [line for paragraph in block for line in paragraph.lines]
    short = all(len(line.restored) <= _LONGEST_VERSE and not _stands_alone(line) for line in lines)
    prose = any(paragraph.caption or len(paragraph.lines) > 1 for paragraph in block)
    return (
        block if prose or not short or len(lines) < _FEWEST_VERSES else [Paragraph(tuple(lines), verse=True)]
    )


def _is_caption(line: SourceLine) -> bool:
    return line.opens and len(line.restored) <= _LONGEST_CAPTION


def _find_going_on(lines: Sequence[SourceLine]) -> set[int]:
    """The lines that go on the one before, which was broken to a width: by where they begin.

    Whether they were broken before the damage or after it is told by which of the two fits better.
    """
    inner = [
        (line, following)
        for line, following in pairwise(lines)
        if not following.opens and not _is_row(line) and not _stands_alone(following)
    ]
    stretches = [inner, *_stretches(inner)]
    found = [
        {line.start for some in stretches for line in _find_broken(some, attrgetter(form))}
        for form in ("source", "restored")
    ]
    return max(found, key=len)


def _stretches(inner: Sequence[_Pair]) -> Iterator[Sequence[_Pair]]:
    """The pairs that hang together, since each stretch may have a width of its own."""
    stretch = list[_Pair]()
    for pair in inner:
        if stretch and stretch[-1][1] is not pair[0]:
            yield stretch
            stretch = []
        stretch.append(pair)
    if stretch:
        yield stretch


def _find_broken(inner: Sequence[_Pair], form: Callable[[SourceLine], str]) -> Sequence[SourceLine]:
    """Those of the second lines of which the first word had no room behind the first.

    None where the lines are as short as verse, or begin with capitals as verse, lists and names do, or where
    there are few of them, but for those in which a sentence goes on.
    """
    narrow = [pair for pair in inner if len(form(pair[0])) <= _WIDEST_WRAPPED]
    width = max((len(form(line)) for line, _ in narrow), default=0)
    full = [
        (line, following)
        for line, following in narrow
        if len(form(line)) + 1 + len(form(following).split(" ")[0]) > width - _SLACK
    ]
    broken = {line.start for line, _ in full}
    full = [(line, following) for line, following in full if not _begins_anew(line, following, broken)]
    capitals = sum(following.restored[0].isupper() for _, following in full)
    long = sum(len(form(line)) * 2 >= width for line, _ in narrow)  # the others may be verse beside prose
    if width < _NARROWEST:
        return []
    few = len(full) < max(_FEWEST_BROKEN, _MOSTLY_FULL * long)
    if few or capitals > _MOSTLY_CAPITALS * len(full):
        within = [pair for pair in full if _ends_within(pair[0])]
        full = within if any(_goes_on_surely(*pair) for pair in within) else []
    return [following for _, following in full]


def _ends_within(line: SourceLine) -> bool:
    """Whether a long line ends where no mark parts its sentence."""
    return len(line.source) >= _SURELY_LONG and (line.restored[-1].isalnum() or line.restored[-1] == "%")


def _goes_on_surely(line: SourceLine, following: SourceLine) -> bool:
    """Whether the second line goes on the first, as it hangs from an item or begins in small letters."""
    hangs = _stands_alone(line) and following.indent > line.indent
    return hangs or not following.restored[0].isupper()


def _begins_anew(line: SourceLine, following: SourceLine, broken: Container[int]) -> bool:
    """Whether the second line is a heading, a quotation or an office, behind a full stop."""
    if following.start in broken or not line.restored.endswith(_ENDS):
        return False
    text = following.restored
    return text.isupper() or text[0] in '“"«' or not text.endswith((*_ENDS, ",", ";", ":"))


def _stands_alone(line: SourceLine) -> bool:
    """Whether a line is a row of a table or an item of a list."""
    return _is_row(line) or _ITEM.match(line.restored) is not None


def _is_row(line: SourceLine) -> bool:
    """Whether a line has the columns of a table."""
    return _COLUMNS.search(line.written.strip()) is not None
