"""A model fitted to the user's own articles: what they say is counted and believed beside the shipped model.

The counts are a small text file of their own, so that a new shipped model needs no new counting.
"""

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from kyyeu.restorer.errors import BrokenModel
from kyyeu.restorer.model import CONTEXT_SHIFT, Followers, Model
from kyyeu.restorer.model_file import shipped_model
from kyyeu.restorer.units import SENTENCE, SPECIAL, units_of

HEADER = "kyyeu restorer articles 1"

# How much the user's articles say in what follows a history they know, and what is taken from each of
# their counts for what they have not seen (absolute discounting). Found on the development documents.
_SHARE, _DISCOUNT = 0.3, 0.8

# A word of the user's that the shipped model does not know is about as rare as its rarest.
_NEW_UNIT = 1e-7
_MOST_UNITS = 65_000

_ENDINGS = {".md", ".txt"}

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

_COUNTED = re.compile(r"([1-9][0-9]{0,8})\t(\S+(?: \S+){1,2})")

Counts = Counter[tuple[str, ...]]


def find_articles(folder: Path) -> list[Path]:
    """Every .md and .txt file under the folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())


def adapt(articles: Iterable[str]) -> str:
    """The counts of sound articles, for `adapted_model`; the same for the same articles in any order."""
    counts: Counts = Counter()
    for article in articles:
        counts.update(count_article(article))
    lines = (f"{count}\t{' '.join(units)}" for units, count in sorted(counts.items()))
    return "\n".join([HEADER, *lines, ""])


def body_of(article: str) -> str:
    """The article in composed letters, its front matter left out."""
    return unicodedata.normalize("NFC", _FRONT_MATTER.sub("", article.replace("\r\n", "\n")))


def count_article(text: str) -> Counts:
    """How often two and three units follow one another in an article, its front matter left out."""
    units, sentence = units_of(body_of(text)), SPECIAL[SENTENCE]
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
        if all(unit in numbers for unit in units):
            *before, last = (numbers[unit] for unit in units)
            if len(before) == 1:
                pairs[before[0]][last] = count
            else:
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

    @cached_property
    def _contexts(self) -> list[tuple[int, int]]:
        """The user's contexts, numbered on from the model's."""
        return list(self.own_triples)

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        """The number of each of the user's contexts."""
        return {pair: number for number, pair in enumerate(self._contexts, len(self.contexts.backoffs))}

    @cached_property
    def _shipped(self) -> dict[int, int]:
        """For the user's contexts met so far, the number of the model's own where it has one."""
        return {}

    def _follow(self, unit: int) -> Followers:
        shipped, own = super()._follow(unit), self.own_pairs.get(unit)
        if not own:
            return shipped
        # The model's own keep their places: its triples count on them.
        units = [*shipped.places, *(own.keys() - shipped.places.keys())]
        histories = [*shipped.histories, *units[len(shipped.histories) :]]
        shares = _believe(own, {second: shipped.share(second, self.unigrams) for second in units})
        return Followers.of(
            units,
            list(shares.values()),
            [self._history(unit, *each) for each in zip(units, histories, strict=True)],
            shipped.backoff * _rest(own),
        )

    def _history(self, first: int, second: int, shipped: int) -> int:
        """The history after two units, which is the model's own where the user's articles have no triples."""
        number = self._numbers.get((first, second))
        if number is None:
            return shipped
        if shipped >> CONTEXT_SHIFT:
            self._shipped[number] = (shipped >> CONTEXT_SHIFT) - 1
        return (number + 1) << CONTEXT_SHIFT | second

    def triple(self, context: int, place: int | None, pair: float) -> float:
        """p(w | u, v), where u, v is a context, w has the place after v, and `pair` is p(w | v)."""
        wanted = frozenset[int]() if place is None else frozenset([place])
        backoff, listed = self.triples_among(context, wanted)
        return next(iter(listed.values()), backoff * pair)

    def triples_among(self, context: int, places: AbstractSet[int]) -> tuple[float, dict[int, float]]:
        """The factor of p(w | v) where u, v is a context, and p(w | u, v) of the places it is not for."""
        number = context - len(self.contexts.backoffs)
        if number < 0:
            return super().triples_among(context, places)
        first, second = self._contexts[number]
        backoff, triples = 1.0, dict[int, float]()
        if context in self._shipped:
            backoff, triples = super().triples_among(self._shipped[context], places)
        pairs = self.after[second]
        counts = self.own_triples[first, second].items()
        own = {pairs.places[unit]: count for unit, count in counts if unit in pairs.places}
        new = {place: backoff * pairs.shares[place] for place in (own.keys() & places) - triples.keys()}
        return backoff * _rest(own), _believe(own, triples | new)


def _believe(own: dict[int, int], shipped: dict[int, float]) -> dict[int, float]:
    """The shipped probabilities mixed with the user's, which leave what is taken from them to the shipped."""
    each, rest = _SHARE / sum(own.values()), _rest(own)
    return {
        unit: rest * share + (each * (own[unit] - _DISCOUNT) if unit in own else 0.0)
        for unit, share in shipped.items()
    }


def _rest(own: dict[int, int]) -> float:
    """What is left of a shipped probability."""
    return 1 - _SHARE + _SHARE * _DISCOUNT * len(own) / sum(own.values())


def _with_units(model: Model, units: list[str]) -> Model:
    """The model with the units it does not know added, as rare ones without neighbours."""
    new = [unit for unit in units if unit not in model.numbers][: max(0, _MOST_UNITS - len(model.units))]
    half = bytes([127]) * len(new)
    return replace(
        model,
        units=model.units + new,
        unigrams=model.unigrams + [_NEW_UNIT] * len(new),
        unit_backoffs=model.unit_backoffs + [1.0] * len(new),
        capitals=(model.capitals[0] + half, model.capitals[1] + half),
        other_spellings=model.other_spellings + half,
        pairs=replace(
            model.pairs,
            starts=_longer(model.pairs.starts, len(new)),
            lengths=array("H", [*model.pairs.lengths, *[0] * len(new)]),
        ),
        contexts=replace(model.contexts, starts=_longer(model.contexts.starts, len(new))),
    )


def _longer(starts: Sequence[int], rows: int) -> Sequence[int]:
    """The starts with so many empty rows after them."""
    return array("I", [*starts, *[starts[-1]] * rows])


def _parse(counts: str) -> dict[tuple[str, ...], int]:
    header, *lines = counts.splitlines() or [""]
    if header != HEADER:
        raise BrokenModel("no header of counted articles")
    parsed = dict(_parse_line(line) for line in lines if line)
    for units in parsed:
        if len(units) > 2 and units[1:] not in parsed:
            raise BrokenModel(f"{' '.join(units)} counted, but not {' '.join(units[1:])}")
    return parsed


def _parse_line(line: str) -> tuple[tuple[str, ...], int]:
    match = _COUNTED.fullmatch(line)
    if match is None:
        raise BrokenModel(f"not how often two or three units were counted: {line!r}")
    return tuple(match[2].split(" ")), int(match[1])
