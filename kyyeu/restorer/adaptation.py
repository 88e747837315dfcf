"""A model fitted to the user's own articles: what they say is counted and believed beside the shipped model.

The counts are a small text file of their own, so that a new shipped model needs no new counting.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares, sums_of
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.model_file import shipped_model
from kyyeu.restorer.refusals import BrokenModel
from kyyeu.restorer.scale import BITS, Rows
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
    known = [
        ([numbers[unit] for unit in units], count)
        for units, count in parsed.items()
        if all(unit in numbers for unit in units)
    ]
    model = _with_pairs(model, _Counted.of([entry for entry in known if len(entry[0]) == 2], 2))
    return _with_triples(model, _Counted.of([entry for entry in known if len(entry[0]) == 3], 3))


class _Counted(NamedTuple):
    """How often units followed one another in the user's articles."""

    units: Numbers
    """A row for the first of the units, one for the second and so on."""
    counts: Shares

    @classmethod
    def of(cls, entries: list[tuple[list[int], int]], length: int) -> "_Counted":
        """Units, so many together, and their counts, in the order of the units' numbers."""
        entries = sorted(entries)
        units = np.array([units for units, _ in entries], np.int64).reshape(-1, length)
        return cls(units.T, np.array([count for _, count in entries], np.float64))

    def at(self, some: NDArray[Any]) -> "_Counted":
        """Some of them."""
        return _Counted(self.units[:, some], self.counts[some])


class _Belief(NamedTuple):
    """How far the counts are believed beside the model's own probabilities."""

    rests: Shares
    """By history: what is left of the model's own, 1 where the user's articles do not have it."""
    own: Shares
    """By count: what is added to what is left."""

    @classmethod
    def of(cls, histories: Numbers, counts: Shares, most: int) -> "_Belief":
        """The belief in counts after these of so many histories."""
        sums, kinds = sums_of(histories, counts, most), np.bincount(histories, minlength=most)
        rests = np.ones(most)
        own = np.flatnonzero(kinds)
        rests[own] += _SHARE * _DISCOUNT * kinds[own] / sums[own] - _SHARE
        return cls(rests, _SHARE * (counts - _DISCOUNT) / sums[histories])


def _with_pairs(model: Model, counted: _Counted) -> Model:
    """The model with the user's pairs believed beside it."""
    first, second = counted.units
    belief = _Belief.of(first, counted.counts, len(model.units))
    shares = belief.rests[first] * model.unit_backoffs[first] * model.unigrams[second]
    pairs, new = _believed(model.pairs, first, second, belief, shares)
    rows = (model.pairs.keys >> BITS).astype(np.int64)
    # The model's own keep their ranks, since its triples count on them; the new ones come behind.
    behind = np.arange(new.size) - np.searchsorted(first[new], first[new])
    ranks = np.bincount(rows, minlength=len(model.units))[first[new]] + behind
    places = np.searchsorted(model.pairs.keys, _keys(model.pairs, first[new], second[new]))
    return replace(
        model,
        unit_backoffs=model.unit_backoffs * belief.rests,
        pairs=pairs,
        ranks=np.insert(model.ranks, places, ranks),
        contexts=np.insert(model.contexts, places, NO_CONTEXT),
    )


def _with_triples(model: Model, counted: _Counted) -> Model:
    """The model with the user's triples believed beside it; their last two units are pairs of the model."""
    opening = model.pairs.find(*counted.units[:2])
    counted, opening = counted.at(opening >= 0), opening[opening >= 0]
    opened = np.unique(opening[model.contexts[opening] == NO_CONTEXT])
    contexts = model.contexts.copy()
    contexts[opened] = model.context_backoffs.size + np.arange(opened.size)
    backoffs = np.append(model.context_backoffs, np.ones(opened.size, np.float32))
    histories = contexts[opening].astype(np.int64)
    order = np.argsort(histories, kind="stable")
    counted, histories = counted.at(order), histories[order]
    belief = _Belief.of(histories, counted.counts, backoffs.size)
    last = model.pairs.find(*counted.units[1:])
    shares = belief.rests[histories] * backoffs[histories] * model.pairs.values[last]
    triples, _ = _believed(model.triples, histories, model.ranks[last].astype(np.int64), belief, shares)
    return replace(
        model,
        contexts=contexts,
        context_backoffs=(backoffs * belief.rests).astype(np.float32),
        triples=triples,
    )


def _believed(
    rows: Rows, histories: Numbers, numbers: Numbers, belief: _Belief, shares: Shares
) -> tuple[Rows, Numbers]:
    """The rows with what was counted believed beside them, and which of the counts are new to them.

    `shares` is what is left of the probability that the model gives what is new to its rows.
    """
    values = rows.values * belief.rests[(rows.keys >> BITS).astype(np.int64)]
    places = rows.find(histories, numbers)
    listed, new = np.flatnonzero(places >= 0), np.flatnonzero(places < 0)
    values[places[listed]] += belief.own[listed]
    keys = _keys(rows, histories[new], numbers[new])
    order = np.argsort(keys)
    at = np.searchsorted(rows.keys, keys[order])
    values = np.insert(values, at, (shares + belief.own)[new[order]])
    return Rows(np.insert(rows.keys, at, keys[order]), values.astype(np.float32)), new


def _keys(rows: Rows, numbers: Numbers, others: Numbers) -> NDArray[Any]:
    return (numbers << BITS | others).astype(rows.keys.dtype)


def _with_units(model: Model, units: list[str]) -> Model:
    """The model with the units it does not know added, as rare ones without neighbours."""
    new = [unit for unit in units if unit not in model.numbers][: max(0, _MOST_UNITS - len(model.units))]
    half = bytes([127]) * len(new)
    return replace(
        model,
        units=model.units + new,
        unigrams=np.append(model.unigrams, np.full(len(new), _NEW_UNIT)),
        unit_backoffs=np.append(model.unit_backoffs, np.ones(len(new))),
        capitals=(model.capitals[0] + half, model.capitals[1] + half),
        other_spellings=model.other_spellings + half,
    )


def _parse(counts: str) -> dict[tuple[str, ...], int]:
    header, *lines = counts.splitlines() or [""]
    if header != HEADER:
        raise BrokenModel("model-unknown")
    entries = {number: _parse_line(line, number) for number, line in enumerate(lines, 2) if line}
    parsed = dict(entries.values())
    for number, (units, _) in entries.items():
        if len(units) > 2 and units[1:] not in parsed:
            raise BrokenModel("pair-not-counted", number)
    return parsed


def _parse_line(line: str, number: int) -> tuple[tuple[str, ...], int]:
    match = _COUNTED.fullmatch(line)
    if match is None:
        raise BrokenModel("no-count", number)
    return tuple(match[2].split(" ")), int(match[1])
