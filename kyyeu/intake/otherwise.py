"""Lines that were damaged otherwise than the rest of their source, so that it can be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.intake.lines import Line
from kyyeu.restorer import AmbiguousDamage, restore
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.model import Model

# A shorter line may well have lost nothing.
_FEWEST_WORDS = 8
# A line with more than this of its words beyond the alphabet was not read.
_MOST_STRANGE = 0.2
_STRANGE = re.compile(rf"\S*[^\s\x20-\x7e“”‘’…–—\xa0{LETTERS}]\S*|\S+\?[^\W\d_]\S*")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Lines that another damage explains."""

    damage: str
    """Its name."""
    line: int
    """The number of the first of them in the source, from 1."""
    count: int
    """How many there are."""


def find_otherwise(lines: Sequence[Line], damage: str | None, model: Model | None) -> Otherwise | None:
    """The lines that another damage than `damage` explains; None where there are none.

    Only lines are looked at that the restoration left as they were, or that it can't have read.
    """
    left = [line for line in lines if _is_left(line, damage)]
    if not left:
        return None
    try:
        other = restore("\n".join(line.source for line in left), model=model).damage
    except AmbiguousDamage as error:
        other = error.names[0]
    return Otherwise(other, left[0].number, len(left)) if other not in (None, damage) else None


def _is_left(line: Line, damage: str | None) -> bool:
    words = line.restored.split(" ")
    if len(words) < _FEWEST_WORDS:
        return False
    strange = len(_STRANGE.findall(line.restored))
    return strange > _MOST_STRANGE * len(words) or (damage is not None and line.restored == line.source)
