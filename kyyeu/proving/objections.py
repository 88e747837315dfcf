"""What speaks against an article's being its source, each with its place in the article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class InBody(NamedTuple):
    """A place in the body."""

    block: int
    """Which of its blocks, from 0."""
    start: int
    """The character of the block's text, from 0."""


Steps = tuple[int | str, ...]
"""The keys and indices that lead to an entry of the front matter: ``("source", "furniture", 0)``."""


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that speaks against it."""

    code: str
    """The table of messages.toml that words it."""
    where: Steps | InBody
    """What must be mended, if it is not the source."""
    facts: Mapping[str, object]
    """What the sentence needs."""
