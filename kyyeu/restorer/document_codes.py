"""Numbers of official documents, acronyms and Roman numerals: what is no word and is not read as one.

A letter that was lost from one is put back where a table of them leaves one way to, or where the text names
the one that is meant; else the likeliest stands, and is not sure.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from itertools import product

from kyyeu.restorer.damage import Span
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.lattice import in_capitals
from kyyeu.restorer.readings import LINE_START, Inversion, Readings
from kyyeu.restorer.units import NUMBER, ROMAN, UNKNOWN, canonical

# Letters beyond ASCII that such a part may have.
_LETTERS = "ĐƯÔƠÂĂÊ"
# How much less likely the next part of the table is than the one before it, one that the text does not name
# than one that it does, and what stands there than any of the table.
_NEXT, _UNNAMED, _ITSELF = 0.5, 1e-4, 1e-5
# So far behind a number, and so far before it, a text says whose it is.
_BEHIND, _BEFORE = 100, 400
# What a Roman numeral counts that stands behind it.
_COUNTED = (
    "thứ", "khóa", "đại hội", "kỳ", "chương", "phần", "mục", "quý", "thế kỷ", "hạng", "loại", "điểm", "tập",
)  # fmt: skip
# One that begins a line may count what follows.
_COUNTING = re.compile(r"[ \t]*[.)/-]")

# What stands before a document's number.
_SAID = "số"

_Table = Mapping[str, Sequence[str]]
"""Parts by what a damage leaves of them, the most frequent first."""


@cache
def _parts() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The parts of each kind, each with the words by which a text speaks of it."""
    table = tomllib.loads(files("kyyeu.restorer").joinpath("document_codes.toml").read_text("utf-8"))
    boards, committees = table["boards"]["names"], table["committees"]
    theirs = {board + committee: committees[committee] for board, committee in product(boards, committees)}
    desks = dict.fromkeys(table["desks"]["names"], ())
    return {
        "kinds": table["kinds"],
        "bodies": {**desks, **table["offices"], **theirs, **committees},
        "acronyms": {name: committees.get(name, ()) for name in table["acronyms"]["names"]},
    }


@cache
def codes() -> frozenset[str]:
    """All of the table: what has its letters is known, be it a word or not."""
    return frozenset(part for parts in _parts().values() for part in parts)


class DocumentCodes:
    """What a damage leaves of them, and what they were."""

    def __init__(self, inversion: Inversion) -> None:
        """Prepare for texts with the inversion's damage."""
        self._inversion, self._damage = inversion, inversion.damage
        signs = re.escape(self._damage.signs)
        letter = rf"(?:[^\W\d_]|[{signs}])" if signs else r"[^\W\d_]"
        self._letters = re.compile(rf"{letter}+")
        self._number = re.compile(
            rf"(?<![\w/-])(?P<number>\d+[a-zA-Z]?\s?[-/]\s?(?:\d{{4}}\s?[-/]\s?)?|[-/]\s?)?"
            rf"(?P<parts>{letter}+\d*(?:[-/]{letter}+\d*){{0,4}})"
        )
        capital = rf"(?:[^\W\d_a-z]|[{signs}])" if signs else r"[^\W\d_a-z]"
        self._telling = re.compile(rf"{capital}{capital}|(?<!\w)[IVX](?!\w)|[-/]{capital}")
        self._run = re.compile(rf"(?<![\w'’-]){letter}+(?: {letter}+)*(?![\w'’])")

    def find(self, text: str) -> Mapping[int, Readings]:
        """What each of them may have been, by where it begins in the text."""
        found, start = dict[int, Readings](), 0
        for line in text.split("\n"):
            if self._telling.search(line):
                capitals = in_capitals(line)
                found |= {
                    start + word.start: self._roman(word, line, capitals)
                    for word in self._romans(line, capitals)
                }
                found |= self._acronyms(line, capitals, text, start)
                found |= self._numbers(line, capitals, text, start)
            start += len(line) + 1
        return found

    # Numbers of documents.

    def _numbers(self, line: str, capitals: bool, text: str, begins: int) -> dict[int, Readings]:
        found = dict[int, Readings]()
        if "-" not in line and "/" not in line:
            return found
        said_in_capitals = capitals or not any(map(str.islower, text))
        for match in self._number.finditer(line):
            parts = [*self._written_as_codes(line, *match.span("parts"))]
            known = [self._known(line[slice(*part)], number == 0) for number, part in enumerate(parts)]
            numbered = (match["number"] or "")[:1].isdigit()
            if (numbered and (any(known) or (parts and not capitals))) or (len(known) > 1 and all(known[:2])):
                for part, those in zip(parts, known, strict=True):
                    found[begins + part.start] = self._read(
                        line[slice(*part)], those, part, text, begins, _as_number
                    )
                if numbered and (said := self._said.search(line, 0, match.start())):
                    found[begins + said.start(1)] = self._read_said(said[1], said_in_capitals)
        return found

    @cached_property
    def _said(self) -> re.Pattern[str]:
        return re.compile(rf"({self._alternatives([_SAID], 1)})\s*:?\s*\Z")

    def _read_said(self, observed: str, capitals: bool) -> Readings:
        """The word that says that a number follows."""
        forms = (_SAID.upper(), _SAID.title(), _SAID) if capitals else (_SAID, _SAID.title(), _SAID.upper())
        spelling = next(form for form in forms if self._damage(form) == observed)
        unit = self._inversion.model.numbers.get(_SAID, UNKNOWN)
        if spelling == observed:
            return Readings.single(unit, observed)
        return Readings.of((unit, UNKNOWN), (spelling, observed), (1.0, _ITSELF))

    def _written_as_codes(self, line: str, start: int, end: int) -> Iterator[Span]:
        """The parts up to one that is a word: they are in capitals, but for a letter of some."""
        for letters in self._letters.finditer(line, start, end):
            small, large = (sum(map(case, letters[0])) for case in (str.islower, str.isupper))
            if small > min(1, large - 1) or part_tone(letters[0])[1]:
                return
            yield Span(*letters.span())

    def _known(self, observed: str, first: bool) -> Sequence[str]:
        """The parts of the table that may have been left so: at a number's beginning its kind."""
        kinds, bodies = self._left["kinds"].get(observed, ()), self._left["bodies"].get(observed, ())
        return (kinds or bodies) if first else (bodies or kinds)

    # Acronyms and Roman numerals.

    def _acronyms(self, line: str, capitals: bool, text: str, begins: int) -> dict[int, Readings]:
        """Those of the table, where they are no words in capitals."""
        found = dict[int, Readings]()
        for run in self._run.finditer(line):
            words = [Span(*word.span()) for word in self._letters.finditer(line, *run.span())]
            large = [word for word in words if _is_large(line[slice(*word)])]
            for word in large:
                observed = line[slice(*word)]
                known = self._left["acronyms"].get(observed, ())
                alone = len(large) == 1 and not capitals
                if known and (alone or not self._inversion.reads_as_word(observed)):
                    found[begins + word.start] = self._read(observed, known, word, text, begins, self._unit)
        return found

    def _romans(self, line: str, capitals: bool) -> Iterator[Span]:
        """Roman numerals: behind what they count, at a line's beginning, and where no word is in capitals."""
        for word in (Span(*match.span()) for match in self._letters.finditer(line)):
            if ROMAN.fullmatch(line, *word) and (
                self._counted.search(line, max(0, word.start - _BEHIND), word.start)
                or (not line[: word.start].strip() and _COUNTING.match(line, word.end))
                or (not capitals and word.end - word.start > 1)
            ):
                yield word

    def _roman(self, word: Span, line: str, capitals: bool) -> Readings:
        """The numeral; where all is in capitals it may be what is left of a word as well: V, VỀ."""
        observed = line[slice(*word)]
        if not (capitals and self._inversion.reads_as_word(observed)):
            return Readings.single(NUMBER, observed)
        previous = self._damage.same_after(line[word.start - 1]) if word.start else LINE_START
        words = self._inversion.words[previous, True, None, False][observed]
        others = [
            (unit, spelling, words.weights[number] * part)
            for unit, spelling, number, part in zip(
                words.units, words.spellings, words.word_of, words.parts, strict=True
            )
            if spelling != observed
        ]
        units, spellings, weights = zip((NUMBER, observed, 1.0), *others, strict=True)
        return Readings.of(units, spellings, weights)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._alternatives(_COUNTED, 2)})\s+\Z")

    # What they may have been.

    def _read(
        self,
        observed: str,
        known: Sequence[str],
        place: Span,
        text: str,
        begins: int,
        unit_of: Callable[[str], int],
    ) -> Readings:
        """Those it may have been, weighed by what the text speaks of."""
        if not known:
            return Readings.single(UNKNOWN if self._may_lack_letters(observed) else NUMBER, observed)
        if [*known] == [observed]:
            return Readings.single(unit_of(observed), observed)
        span = Span(begins + place.start, begins + place.end)
        meant = self._meant(known, span, text) if len(known) > 1 else known[0]
        weights = [
            _NEXT**number * (1.0 if meant in ("", each) else _UNNAMED) for number, each in enumerate(known)
        ]
        spellings = [*known, *([] if observed in known else [observed])]
        weights += [_ITSELF] * (len(spellings) - len(known))
        units = [*map(unit_of, known)] + [UNKNOWN] * (len(spellings) - len(known))
        return Readings.of(tuple(units), tuple(spellings), tuple(weights))

    def _unit(self, part: str) -> int:
        """The unit of an acronym that is no syllable; to its neighbours all else is as a number."""
        lower = part.lower()
        return NUMBER if is_syllable(lower) else self._inversion.model.numbers.get(lower, NUMBER)

    def _may_lack_letters(self, observed: str) -> bool:
        damage = self._damage
        traces = {damage(letter) for letter in _LETTERS} - {*_LETTERS}
        return any(trace in observed for trace in traces)

    def _meant(self, known: Sequence[str], place: Span, text: str) -> str:
        """Which of them the text speaks of: behind the place, before it, or anywhere; empty for none."""
        line_end = text.find("\n", place.end)
        behind = text[place.end : min(place.end + _BEHIND, line_end if line_end >= 0 else len(text))]
        before = text[max(0, place.start - _BEFORE) : place.start]
        places = {each: [found.start() for found in self._names(each).finditer(behind)] for each in known}
        if any(places.values()):
            return min(known, key=lambda each: min(places[each], default=len(text)))
        places = {each: [found.start() for found in self._names(each).finditer(before)] for each in known}
        if any(places.values()):
            return max(known, key=lambda each: max(places[each], default=-1))
        said = [each for each in known if self._names(each).search(text)]
        return said[0] if len(said) == 1 else ""

    def _names(self, code: str) -> re.Pattern[str]:
        if code not in self._patterns:
            names = next((those[code] for those in _parts().values() if code in those), ())
            self._patterns[code] = re.compile(self._alternatives(names, 3) or "(?!)")
        return self._patterns[code]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    def _alternatives(self, names: Iterable[str], least: int) -> str:
        """What the damage leaves of words, however they are written, where that is so many characters."""
        written = {
            form
            for name in names
            for each in (name, " ".join(map(canonical, name.split())))
            for form in (each, each.capitalize(), each.title(), each.upper())
        }
        left = sorted({self._damage(form) for form in written})
        return "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in left if len(form) >= least)

    @cached_property
    def _left(self) -> Mapping[str, _Table]:
        """By their kind, the parts by what the damage leaves of them."""
        tables = dict[str, _Table]()
        for kind, parts in _parts().items():
            table = defaultdict[str, list[str]](list)
            for form in dict.fromkeys(form for part in parts for form in (part, part.upper())):
                table[self._damage(form)].append(form)
            tables[kind] = table
        return tables


def _is_large(word: str) -> bool:
    """Whether all letters seen of a word are capitals, and several are."""
    return not any(map(str.islower, word)) and sum(map(str.isupper, word)) > 1


def _as_number(_part: str) -> int:
    """The unit of a part of a document's number."""
    return NUMBER
