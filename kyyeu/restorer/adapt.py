"""A model fitted to the user's own articles: what they say is counted and believed beside the shipped model.

The counts are a small text file of their own, so that a new shipped model needs no new counting.
"""

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from pathlib import Path

from kyyeu.restorer.errors import BrokenModel
from kyyeu.restorer.model import Contexts, Model, Rows, shipped_model
from kyyeu.restorer.text_file import decode
from kyyeu.restorer.units import SENTENCE, SPECIAL, units_of

HEADER = "kyyeu restorer articles 1"

# How much the user's articles say in what follows a history they know, and what is taken from each of
# their counts for what they have not seen (absolute discounting). Found on the development documents.
_SHARE, _DISCOUNT = 0.3, 0.8

# A word of the user's that the shipped model does not know is about as rare as its rarest.
_NEW_UNIT = 1e-7
_MOST_UNITS = 65_000

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

Counts = Counter[tuple[str, ...]]


def adapt(folder: Path) -> str:
    """The counts of every .md and .txt file under the folder, for `adapted_model`; the same each time.

    Raises:
        NotText: a file holds no text.
    """
    counts: Counts = Counter()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".txt"}):
        counts += count_article(decode(path.read_bytes()))
    lines = (f"{count}\t{' '.join(units)}" for units, count in sorted(counts.items()))
    return "\n".join([HEADER, *lines, ""])


def count_article(text: str) -> Counts:
    """How often two and three units follow one another in an article, its front matter left out."""
    text = unicodedata.normalize("NFC", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    units, sentence = units_of(text), SPECIAL[SENTENCE]
    pairs = Counter(pairwise(units))
    triples = zip(units, units[1:], units[2:], strict=False)
    counts: Counts = Counter()
    counts.update(pairs)
    counts.update(triple for triple in triples if triple[1] != sentence)
    return counts


def adapted_model(counts: str, shipped: Model | None = None) -> Model:
    """The shipped model with what `adapt` counted believed beside it.

    Raises:
        BrokenModel: the text is not what `adapt` writes.
    """
    parsed = _parse(counts)
    model = _with_units(shipped or shipped_model(), sorted({unit for units in parsed for unit in units}))
    numbers = model.numbers
    pairs: dict[int, dict[int, int]] = defaultdict(dict)
    triples: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for units, count in parsed.items():
        *before, last = (numbers[unit] for unit in units if unit in numbers)
        if len(before) == 1 and len(units) == 2:
            pairs[before[0]][last] = count
        elif len(before) == 2:
            triples[before[0], before[1]][last] = count
    own = {each.name: getattr(model, each.name) for each in fields(model)}
    return AdaptedModel(**own, own_pairs=dict(pairs), own_triples=dict(triples))


@dataclass(frozen=True, eq=False)
class AdaptedModel(Model):
    """A model that believes the user's own counts before its own probabilities."""

    own_pairs: dict[int, dict[int, int]] = field(default_factory=dict)
    """How often each unit followed a unit."""
    own_triples: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    """How often each unit followed two units."""
    _own_contexts: dict[tuple[int, int], int] = field(default_factory=dict)
    _own_places: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Number the user's contexts after the model's."""
        self._own_places.extend(self.own_triples)
        first = len(self.contexts.seconds)
        self._own_contexts.update({pair: first + number for number, pair in enumerate(self._own_places)})

    def find_contexts(self, first: int, seconds: Sequence[int]) -> list[int]:
        """The number of the pair with each second unit as a context, or -1."""
        shipped = super().find_contexts(first, seconds)
        own = self._own_contexts.get
        return [own((first, second), place) for second, place in zip(seconds, shipped, strict=True)]

    def pair_probabilities(self, before: int, wanted: Sequence[int], weights: Sequence[float]) -> list[float]:
        """p(w | before) of each wanted unit, times its weight."""
        shipped = super().pair_probabilities(before, wanted, weights)
        own = self.own_pairs.get(before)
        return _believe(own, wanted, weights, shipped) if own else shipped

    def triple_probabilities(
        self, context: int, weights: Sequence[float], pairs: Sequence[tuple[int, int, float]]
    ) -> list[float]:
        """p(w | u, v) times weight, where u, v is a context."""
        number = context - len(self.contexts.seconds)
        if number < 0:
            return super().triple_probabilities(context, weights, pairs)
        first, second = self._own_places[number]
        (listed,) = super().find_contexts(first, [second])
        if listed < 0:
            shipped = [share for _, _, share in pairs]
        else:
            shipped = super().triple_probabilities(listed, weights, pairs)
        units = [history & 0xFFFF for _, history, _ in pairs]
        chosen = [weights[place] for place, _, _ in pairs]
        return _believe(self.own_triples[first, second], units, chosen, shipped)


def _believe(
    own: dict[int, int], units: Iterable[int], weights: Iterable[float], shipped: Iterable[float]
) -> list[float]:
    """The shipped probabilities mixed with the user's, which leave what is taken from them to the shipped."""
    seen = sum(own.values())
    each, kept = _SHARE / seen, 1 - _SHARE + _SHARE * _DISCOUNT * len(own) / seen
    return [
        share * kept
        if (count := own.get(unit)) is None
        else (count - _DISCOUNT) * each * weight + share * kept
        for unit, weight, share in zip(units, weights, shipped, strict=True)
    ]


def _with_units(model: Model, units: list[str]) -> Model:
    """The model with the units it does not know added, as rare ones without neighbours."""
    new = [unit for unit in units if unit not in model.numbers][: _MOST_UNITS - len(model.units)]
    half = bytes([127]) * len(new)
    return replace(
        model,
        units=model.units + new,
        unigrams=model.unigrams + [_NEW_UNIT] * len(new),
        unit_backoffs=model.unit_backoffs + [1.0] * len(new),
        capitals=(model.capitals[0] + half, model.capitals[1] + half),
        other_spellings=model.other_spellings + half,
        pairs=Rows(
            _longer(model.pairs.starts, len(new)), model.pairs.low, model.pairs.high, model.pairs.steps
        ),
        contexts=Contexts(
            _longer(model.contexts.starts, len(new)), model.contexts.seconds, model.contexts.backoffs
        ),
    )


def _longer(starts: Sequence[int], rows: int) -> Sequence[int]:
    """The starts with so many empty rows after them."""
    return array("I", [*starts, *[starts[-1]] * rows])


def _parse(counts: str) -> dict[tuple[str, ...], int]:
    header, *lines = counts.splitlines() or [""]
    if header != HEADER:
        raise BrokenModel("no header of counted articles")
    try:
        parsed = (line.split("\t") for line in lines if line)
        return {tuple(units.split(" ")): int(count) for count, units in parsed}
    except ValueError as error:
        raise BrokenModel(str(error)) from error
