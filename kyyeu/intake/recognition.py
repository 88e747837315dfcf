"""Which line of a source is what: title, signature, caption, page furniture, text.

Only whole lines are taken for anything, and only where the proof can follow; what is not recognised is text.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile
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
# Most lines of a text that was broken to a width end in mid-sentence and below this many characters.
_WIDEST_WRAPPED = 100

_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?!\d)")
_NAME = re.compile(r"(?:[^\W\d_]+\.?)(?:[ -][^\W\d_]+\.?){1,5}")
_SITE = re.compile(r"\(\s*([\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org))\s*\)", re.IGNORECASE)
_ENDINGS = '.!?:;…”"’»'


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
    wrapped = _is_wrapped(lines)
    groups: list[list[SourceLine]] = []
    for line in lines:
        continues = (
            wrapped and not line.opens and groups and not {line.start, groups[-1][-1].start} & captions
        )
        if continues:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(tuple(group), caption=group[0].start in captions) for group in groups]


def _is_caption(line: SourceLine) -> bool:
    return line.opens and len(line.restored) <= _LONGEST_CAPTION


def _is_wrapped(lines: Sequence[SourceLine]) -> bool:
    """Whether the lines were broken to a width, so that a paragraph is all lines up to a blank one."""
    inner = [line for line, following in pairwise(lines) if not following.opens]
    if len(inner) < 4:
        return False
    broken = [
        line for line in inner if len(line.source) <= _WIDEST_WRAPPED and line.source[-1] not in _ENDINGS
    ]
    return len(broken) * 4 >= len(inner) * 3
