"""What is learnt from the places the n-grams were in doubt about."""

from dataclasses import dataclass

from training.vectors import Examples, Vectors, learn_vectors
from training.weights import Weights, learn_weights


@dataclass(frozen=True)
class Lessons:
    """What a model has besides its n-grams."""

    collocations: Weights
    """What single words say about a place near them."""
    vectors: Vectors
    """What words expect around them, beside the collocations."""


def learn(examples: Examples) -> Lessons:
    """The collocations, and vectors for what these leave in doubt; the same ones each time.

    The vectors come second, since they go over the examples several times: of these they say more than of
    others, and what is learnt from the doubts that they leave is less.
    """
    found = learn_weights(examples)
    return Lessons(found, learn_vectors(found.weigh(examples)))
