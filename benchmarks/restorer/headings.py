"""Headings of official documents, put together by chance from the parts in headings.toml.

What is told of them is told of their words, and of those alone that are numbers of documents, acronyms or
Roman numerals. Where the tone mark of hoà and uỷ stands is no matter here.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.restorer.cases import Answer, answer_of
from benchmarks.restorer.ways import WAYS, Way
from kyyeu.restorer.units import WORD, canonical

MANY = 100
"""So many of them are held out: nothing of the restorer was made for one of them."""

HEADER = (
    "| kind of damage | headings | words | right % | certain | certain and wrong "
    "| numbers, acronyms | right % | certain | certain and wrong | refused |"
)

_ROMAN = ("I", "V", "VI", "IX", "XI", "XV", "XVII", "XIX", "XX", "XXII")
_FIELD = re.compile(r"\{(\w+)\}")
_CODE = re.compile(
    r"\S*\d\S*[-/][^\W\d_]\S*|[-/]?[A-ZĐƯÔ]\S*[-/][A-ZĐƯÔ]\S*|\b(?:[IVX]+|UBND|HĐND|MTTQ|BTV|ĐVTN|TNCS|PCT|VT|TH)\b"
)


@cache
def _parts() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))


@dataclass
class Counts:
    """Words counted over headings."""

    words: int = 0
    right: int = 0
    certain: int = 0
    wrong: int = 0
    """Those of the certain ones that are wrong."""

    def add(self, words: int, right: int, certain: int, wrong: int) -> None:
        """Count more in."""
        self.words += words
        self.right += right
        self.certain += certain
        self.wrong += wrong

    def told(self) -> str:
        """Them as cells of a row."""
        return f"{self.words} | {100 * self.right / max(1, self.words):.1f} | {self.certain} | {self.wrong}"


@dataclass
class Scored:
    """What became of headings."""

    texts: int
    all: Counts
    codes: Counts
    refused: int = 0


def compare_headings(every: int = 50) -> Iterator[str]:
    """A row for each kind of damage, each way done to one in so many of the headings."""
    kinds = dict[str, Scored]()
    for number, way in enumerate(WAYS):
        some = [*headings()][number % every :: every]
        scored = kinds.setdefault(way.kind, Scored(0, Counts(), Counts()))
        for heading in some:
            score(heading, way, scored)
    yield f"{HEADER}\n|{'---|' * 11}"
    for kind, scored in kinds.items():
        yield f"| {kind} | {scored.texts} | {scored.all.told()} | {scored.codes.told()} | {scored.refused} |"


def score(heading: str, way: Way, scored: Scored) -> None:
    """Damage a heading, restore it, and count what came of it."""
    right = _respelt(way.right(heading).strip())
    answer = answer_of(way.damage(heading))
    answer = replace(answer, words=tuple(map(_respelt, answer.words)))
    scored.texts += 1
    scored.refused += answer.refused
    codes, places = codes_in(right), answer.right_in(right)
    scored.all.add(len(right.split()), len(places), *_certain(answer, range(len(answer.words)), places))
    said = codes_in(" ".join(answer.words))
    scored.codes.add(len(codes), len(codes.intersection(places.values())), *_certain(answer, [*said], places))


def _certain(answer: Answer, words: Sequence[int], right: Mapping[int, int]) -> tuple[int, int]:
    """How many of the words are called certain, and how many of these are wrong; none where refused."""
    certain = [word for word in words if answer.certain[word] and not answer.refused]
    return len(certain), sum(word not in right for word in certain)


def _respelt(text: str) -> str:
    """The text with one place for the tone mark."""
    return re.sub(WORD, lambda word: _in_case(canonical(word[0].lower()), word[0]), text)


def _in_case(word: str, like: str) -> str:
    return "".join(char.upper() if seen.isupper() else char for char, seen in zip(word, like, strict=True))


def headings(count: int = MANY) -> Iterator[str]:
    """So many headings, the same ones every time."""
    return (_heading(random.Random(number)) for number in range(count))


def codes_in(text: str) -> frozenset[int]:
    """Which of a text's words, from 0, have a document's code, an acronym or a Roman numeral in them."""
    codes = [match.span() for match in _CODE.finditer(text)]
    return frozenset(
        number
        for number, word in enumerate(re.finditer(r"\S+", text))
        if any(start < word.end() and end > word.start() for start, end in codes)
    )


def _heading(draw: random.Random) -> str:
    parts, way = _parts(), draw.choice(("party", "state"))
    said = parts[way]
    office, code = draw.choice(said["offices"])
    kind, name = draw.choice(said["kinds"])
    number = said["number"].format(number=_number(draw), kind=kind, office=code)
    letter = draw.randrange(3) == 0
    begun = [
        office,
        "*" if way == "party" else "",
        said["head"],
        f"Số: {number}" if draw.randrange(4) else f"Số {number}",
    ]
    dated = "{place}, ngày {d} tháng {m} năm {year}"
    titled = (
        [draw.choice(parts["matter"]["subjects"])]
        if letter
        else [name, draw.choice(parts["matter"]["titles"])]
    )
    grounds = draw.sample(parts["matter"]["grounds"], 3)
    ended = [
        "Nơi nhận:",
        *draw.sample(said["copies"], 3),
        draw.choice(said["signed"]),
        draw.choice(parts["people"]),
    ]
    lines = [*begun, dated, *titled, *grounds, *ended]
    return _filled("\n".join(filter(None, lines)), parts, draw)


def _filled(text: str, parts: Mapping[str, Any], draw: random.Random) -> str:
    """The text with each field drawn; the place is one for all."""
    place, year = draw.choice(parts["places"]), str(draw.randrange(1990, 2026))
    fields = {
        "PLACE": place.upper, "place": lambda: place, "year": lambda: year,
        "number": lambda: _number(draw), "roman": lambda: draw.choice(_ROMAN),
        "d": lambda: f"{draw.randrange(1, 29):02}", "m": lambda: str(draw.randrange(1, 13)),
        "day": lambda: f"{draw.randrange(1, 29)}/{draw.randrange(1, 13)}/{year}",
        "party": lambda: f"{_number(draw)}-NQ/TU", "state": lambda: f"{_number(draw)}/QĐ-UBND",
    }  # fmt: skip
    return _FIELD.sub(lambda match: fields[match[1]](), text)


def _number(draw: random.Random) -> str:
    return f"{draw.choice((draw.randrange(1, 60), draw.randrange(60, 2000))):02}"
