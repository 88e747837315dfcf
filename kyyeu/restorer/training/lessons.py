"""What is learnt from the places the n-grams were in doubt about."""

from dataclasses import dataclass

from kyyeu.restorer.training import collocations, surroundings
from kyyeu.restorer.training.collocations import Weights
from kyyeu.restorer.training.surroundings import Examples, Vectors


@dataclass(frozen=True)
class Lessons:
    """What a model has besides its n-grams."""

    vectors: Vectors
    """What words expect around them."""
    collocations: Weights
    """What single words say beside the vectors."""


def learn(examples: Examples) -> Lessons:
    """The vectors, and collocations for what these leave in doubt; the same ones each time."""
    vectors = surroundings.learn(examples)
    return Lessons(vectors, collocations.learn(examples, vectors.scores(examples)))
