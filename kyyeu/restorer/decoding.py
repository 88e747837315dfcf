"""Which readings a sentence most likely had: forward and backward over the last two units."""

import math
from collections.abc import Sequence
from operator import itemgetter

from kyyeu.restorer.choice import Choice, Posterior
from kyyeu.restorer.model import CONTEXT_SHIFT, UNIT_MASK, Model
from kyyeu.restorer.readings import Readings

_SENTENCE_START = 0

# Marks the history that no word was added to, so that it is none of those with a word.
_NO_WORD = UNIT_MASK + 1
_ENDING = UNIT_MASK | _NO_WORD

# Histories less likely than this share of the best are given up.
_BEAM = 1e-3

# Readings less likely than this are not worth telling.
_NEGLIGIBLE = 1e-5

_Living = list[tuple[float, int]]
"""The histories not given up and how likely they are beside the best, which comes first."""

_START: _Living = [(1.0, _SENTENCE_START)]

_Shares = dict[int, float]
"""A history to how likely it is; where nothing else is said, only the ratios matter."""

_NONE: _Shares = {}

_Ways = Sequence[tuple[int, float]]
"""Where a history leads: a history after it, and how likely both are, with all that went before."""

_likelihood = itemgetter(1)

# A plain tuple, since every place of a text has one and it is the cheapest to make.
_Column = tuple[_Shares, list[tuple[int, _Ways]], _Living]
"""The histories after a place; where each before it leads, but nothing if there is one only; those
after it that are followed further."""


class Decoder:
    """Readings of sentences by one model."""

    def __init__(self, model: Model) -> None:
        """Decode with the model."""
        self._model = model
        self._after = model.after

    def posteriors(self, sentence: Sequence[Readings]) -> list[Posterior | None]:
        """For each place of the sentence the probabilities of its readings, None where it has only one."""
        if all(readings.choice is None for readings in sentence):
            return [None] * len(sentence)
        return _backward(sentence, self._forward(sentence))

    def log_evidence(self, sentence: Sequence[Readings]) -> float:
        """The logarithm of the sentence's probability, all readings taken together."""
        living, total = _START, 0.0
        for readings in sentence:
            arrived, _, living = self._column(living, readings)
            total += math.log(max(arrived.values()) * readings.weight)
        return total + math.log(sum(share for share, _ in living))

    def _forward(self, sentence: Sequence[Readings]) -> list[_Column | None]:
        """A column for each place, None where one history leads to one history."""
        living = _START
        columns: list[_Column | None] = []
        for readings in sentence:
            if readings.choice is None and len(living) == 1:
                # What is certain on both sides needs no probability.
                living = [(1.0, self._next(living[0][1], readings.units[0]))]
                columns.append(None)
            else:
                column = self._column(living, readings)
                living = column[2]
                columns.append(column)
        return columns

    def _next(self, history: int, unit: int) -> int:
        """The history after a unit more."""
        followers = self._after[history & UNIT_MASK]
        place = followers.places.get(unit)
        return unit if place is None else followers.histories[place]

    def _column(self, living: _Living, readings: Readings) -> _Column:
        if readings.choice is None:
            return self._through(living, readings.units[0])
        return self._branch(living, readings.choice)

    def _through(self, living: _Living, unit: int) -> _Column:
        """The column of a place with one reading."""
        unigram, triple = self._model.unigrams[unit], self._model.triple
        arrived: _Shares = {}
        ways: list[tuple[int, _Ways]] = []
        for so_far, history in living:
            followers, reached = self._after[history & UNIT_MASK], unit
            place = followers.places.get(unit)
            if place is None:
                share = followers.backoff * unigram
            else:
                share, reached = followers.shares[place], followers.histories[place]
            context = history >> CONTEXT_SHIFT
            share = so_far * (triple(context - 1, place, share) if context else share)
            arrived[reached] = arrived.get(reached, 0.0) + share
            ways.append((history, ((reached, share),)))
        return arrived, ways, _best_first(arrived)

    def _branch(self, living: _Living, choice: Choice) -> _Column:
        """The column of a place with several readings."""
        if len(living) == 1:
            arrived = dict(self._ways(1.0, living[0][1], choice, 0.0))
            return arrived, [], _best_first(arrived)
        arrived, ways, least = {}, [], 0.0
        for so_far, history in living:
            leads = self._ways(so_far, history, choice, least)
            if leads:
                for reached, share in leads:
                    arrived[reached] = arrived.get(reached, 0.0) + share
                ways.append((history, leads))
                least = max(arrived.values()) * _BEAM
        return arrived, ways, _best_first(arrived)

    def _ways(self, so_far: float, history: int, choice: Choice, least: float) -> _Ways:
        """Where a history leads, by ways likelier than `least` or, where that is 0, likely beside the best.

        Few of the words have been seen after the history: the model is asked for these alone, and the
        rest follow from how frequent they are.
        """
        followers = self._after[history & UNIT_MASK]
        places, histories, weights = followers.places, followers.histories, choice.weights
        found = {places[unit]: unit for unit in places.keys() & choice.units}
        shorter, listed, context = so_far, _NONE, history >> CONTEXT_SHIFT
        ways = [(history | _NO_WORD, so_far * choice.nothing)] if choice.nothing else []
        if context:
            backoff, listed = self._model.triples_among(context - 1, found.keys())
            shorter *= backoff
        for place, unit in found.items():
            share = so_far * listed[place] if place in listed else shorter * followers.shares[place]
            share *= weights[unit]
            if share > least:
                ways.append((histories[place], share))
        shorter *= followers.backoff
        if not least:
            best = max(map(_likelihood, ways)) if ways else shorter * choice.ranked[0][0]
            least = best * _BEAM
        for share, unit in choice.ranked:
            share *= shorter
            if share <= least:
                break
            if unit not in places:
                ways.append((unit, share))
        return ways


def _best_first(arrived: _Shares) -> _Living:
    """The histories worth following."""
    if len(arrived) == 1:
        return [(1.0, history) for history in arrived]
    best = max(arrived.values())
    least = best * _BEAM
    return sorted(
        [(share / best, history) for history, share in arrived.items() if share > least], reverse=True
    )


def _backward(sentence: Sequence[Readings], columns: list[_Column | None]) -> list[Posterior | None]:
    """The posteriors, from the end of the sentence to its start."""
    posteriors: list[Posterior | None] = [None] * len(sentence)
    shares: _Shares | None = None
    for place in range(len(sentence) - 1, -1, -1):
        column = columns[place]
        if column is None:
            shares = None
            continue
        arrived, ways, living = column
        if not shares:
            total = sum([share for share, _ in living])
            shares = {history: share / total for share, history in living}
        choice = sentence[place].choice
        if choice is not None:
            posteriors[place] = _posterior(choice, shares)
        shares = _step_back(ways, arrived, shares) if ways else None
    return posteriors


def _step_back(ways: list[tuple[int, _Ways]], arrived: _Shares, after: _Shares) -> _Shares:
    """How likely the histories before a place are in the sentence, from those after it; they sum to 1."""
    # Of what arrived at a history, each way has the part that it brought.
    rates = {history: share / arrived[history] for history, share in after.items()}
    shares: _Shares = {}
    for history, leads in ways:
        total = 0.0
        for reached, share in leads:
            if reached in rates:
                total += share * rates[reached]
        if total:
            shares[history] = total
    return shares


def _posterior(choice: Choice, shares: _Shares) -> Posterior:
    """How likely the readings are, from how likely the histories after them are."""
    places = choice.places
    if len(shares) == 1 and not choice.shared:
        return {places.get(history & _ENDING, 0): 1.0 for history in shares}
    posterior: Posterior = {}
    for history, share in shares.items():
        # A history marked as having no word here is no unit's, and no word is the first reading.
        place = places.get(history & _ENDING, 0)
        posterior[place] = posterior.get(place, 0.0) + share
    for parts in choice.shared:
        share = posterior.get(parts[0][0], 0.0)
        posterior.update({place: share * part for place, part in parts})
    return {place: share for place, share in posterior.items() if share > _NEGLIGIBLE}
