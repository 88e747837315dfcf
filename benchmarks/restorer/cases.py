"""Public texts that were damaged by nobody here, restored, beside what a user would pick instead.

A case is a folder with ``input.txt`` and ``right.txt``. A peer that is not installed is left out.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from unicodedata import normalize

from benchmarks.restorer.ways import WAYS
from kyyeu.restorer import AmbiguousDamage, Restoration, restore

HEADER = "| who | words | right | right % | certain | certain and wrong | cases refused | of these rightly |"
CASE_HEADER = "| case | damage found | words | right | certain | certain and wrong |"

KIND_HEADER = (
    "| kind of damage | texts | words | right % | certain | certain and wrong | refused | {} right % |"
)
WAY_HEADER = "| kind | way | right % | certain | certain and wrong | refused |"

_CERTAIN = 0.99
# A way is told of where fewer words come out right, or more of the certain ones are wrong.
_RIGHT, _WRONG = 0.9, 1 / 200
SOUND = Path(__file__).with_name("sound")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Case:
    """A damaged text and the sound one."""

    name: str
    """Its folder's."""
    source: str
    """As it was found."""
    right: str
    """As it should be."""


@dataclass(frozen=True)
class Answer:
    """What somebody made of a case."""

    damage: str
    """What it is said to have; empty where nothing is said."""
    words: tuple[str, ...]
    """Its words."""
    certain: tuple[bool, ...]
    """Which of them are said to be certain."""
    refused: bool = False
    """Whether it was said that the damage is not known, or not clear."""

    def right_in(self, right: str) -> Mapping[int, int]:
        """The words that are right, by their numbers, each with that of the sound word which it is."""
        sound = normalize("NFC", right).split()
        blocks = difflib.SequenceMatcher(None, self.words, sound, autojunk=False).get_matching_blocks()
        return {first + place: second + place for first, second, size in blocks for place in range(size)}


@dataclass
class Tally:
    """Counts over cases."""

    texts: int = 0
    words: int = 0
    right: int = 0
    certain: int = 0
    wrong: int = 0
    """Those of the certain ones that are wrong, where nothing was refused."""
    refused: int = 0
    rightly: int = 0
    """Those of the refused ones in which a word was wrong."""

    def add(self, case: Case, answer: Answer) -> None:
        """Count one answer in."""
        sound, places = normalize("NFC", case.right).split(), [*answer.right_in(case.right)]
        certain, certain_right = sum(answer.certain), sum(answer.certain[place] for place in places)
        self.texts += 1
        self.words += len(sound)
        self.right += len(places)
        self.refused += answer.refused
        self.rightly += answer.refused and len(places) < len(sound)
        if not answer.refused:
            self.certain += certain
            self.wrong += certain - certain_right


def read_cases(folder: Path) -> list[Case]:
    """The cases in a folder, by their names."""
    return [
        Case(path.name, *((path / name).read_text("utf-8") for name in ("input.txt", "right.txt")))
        for path in sorted(folder.iterdir())
        if (path / "right.txt").exists()
    ]


def compare(folder: Path) -> Iterator[str]:
    """A row for each case, and then one for each restorer there is."""
    cases = read_cases(folder)
    yield f"{CASE_HEADER}\n|---|---|---|---|---|---|"
    for case in cases:
        answer, counted = answer_of(case.source), Tally()
        counted.add(case, answer)
        found = f"{answer.damage} (refused)" if answer.refused else answer.damage
        counts = (counted.words, counted.right, counted.certain, counted.wrong)
        yield f"| {case.name} | {found} | {' | '.join(map(str, counts))} |"
    yield f"\n{HEADER}\n|---|---|---|---|---|---|---|---|"
    for name, mend in _menders():
        total = Tally()
        for case in cases:
            total.add(case, mend(case.source))
        yield (
            f"| {name} | {total.words} | {total.right} | {100 * total.right / total.words:.1f} "
            f"| {total.certain} | {total.wrong} | {total.refused} | {total.rightly} |"
        )


def compare_ways(names: Sequence[str]) -> Iterator[str]:
    """A row for each kind of damage done to the sound texts of these names, and one for each bad way."""
    texts = [(SOUND / f"{name}.txt").read_text("utf-8").strip() for name in names]
    peer, mend = next(
        ((name, mend) for name, mend in _menders() if name == "ftfy"), ("as it stands", _silent)
    )
    kinds, ways = dict[str, tuple[Tally, Tally]](), dict[tuple[str, str], Tally]()
    for way in WAYS:
        ours, theirs = kinds.setdefault(way.kind, (Tally(), Tally()))
        alone = ways.setdefault((way.kind, way.name), Tally())
        for text in texts:
            case = Case(way.name, way.damage(text), way.right(text))
            answer = answer_of(case.source)
            for tally in (ours, alone):
                tally.add(case, answer)
            theirs.add(case, mend(case.source))
    yield f"{KIND_HEADER.format(peer)}\n|---|---|---|---|---|---|---|---|"
    for kind, (ours, theirs) in kinds.items():
        yield f"| {kind} | {ours.texts} | {ours.words} | {_told(ours)} | {_percent(theirs)} |"
    yield f"\n{WAY_HEADER}\n|---|---|---|---|---|---|"
    for (kind, name), tally in ways.items():
        if tally.right < _RIGHT * tally.words or tally.wrong > _WRONG * tally.certain:
            yield f"| {kind} | {name} | {_told(tally)} |".replace("\n", " ")


def _told(tally: Tally) -> str:
    return f"{_percent(tally)} | {tally.certain} | {tally.wrong} | {tally.refused}"


def _percent(tally: Tally) -> str:
    return f"{100 * tally.right / tally.words:.1f}"


def answer_of(source: str) -> Answer:
    """What we make of a text."""
    try:
        restored = restore(source)
    except AmbiguousDamage as error:
        return _silent(source, " or ".join(error.names), refused=True)
    return _weighed(restored)


def _weighed(restored: Restoration) -> Answer:
    """The words, certain where no doubt and no word beyond the vocabulary touches them."""
    text, certain, place = list[str](), list[bool](), 0
    unknown = {place for span in restored.unknown for place in range(*span)}
    for step in restored.steps:
        certain += (here not in unknown for here in range(place, step.start))
        certain += [step.probability >= _CERTAIN] * len(step.after)
        text += [restored.source[place : step.start], step.after]
        place = step.end
    certain += (here not in unknown for here in range(place, len(restored.source)))
    words = [match.span() for match in _WORD.finditer("".join([*text, restored.source[place:]]))]
    return Answer(
        restored.damage,
        tuple(normalize("NFC", restored.text[start:end]) for start, end in words),
        tuple(restored.sure >= _CERTAIN and all(certain[start:end]) for start, end in words),
        refused=not restored.vietnamese,
    )


def _silent(text: str, damage: str = "", refused: bool = False) -> Answer:
    """An answer without any word about how certain it is."""
    words = tuple(normalize("NFC", text).split())
    return Answer(damage, words, (False,) * len(words), refused)


def _menders() -> Iterator[tuple[str, Callable[[str], Answer]]]:
    yield "kyyeu", answer_of
    yield "as it stands", _silent
    for name, module, function in _PEERS:
        try:
            mend = function(import_module(module))
        except ImportError:
            continue
        yield name, lambda source, mend=mend: _silent(mend(source))  # type: ignore[misc]


def _pyvi(module: object) -> Callable[[str], str]:
    def mend(source: str) -> str:
        try:
            return str(module.add_accents(source))  # type: ignore[attr-defined]
        except Exception:
            return source  # it fails on some texts

    return mend


def _charset_normalizer(module: object) -> Callable[[str], str]:
    def mend(source: str) -> str:
        try:
            data = source.encode("cp1252")
        except UnicodeEncodeError:
            return source
        return str(module.from_bytes(data).best() or source)  # type: ignore[attr-defined]

    return mend


_PEERS = (
    ("ftfy", "ftfy", lambda module: module.fix_text),
    ("charset-normalizer", "charset_normalizer", _charset_normalizer),
    ("pyvi add_accents", "pyvi.ViUtils", _pyvi),
    ("underthesea text_normalize", "underthesea", lambda module: module.text_normalize),
)
