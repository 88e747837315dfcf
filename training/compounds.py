"""Which syllables make one word with the next, out of the shipped model: what titles are not parted between.

``python -m training.compounds`` writes ``kyyeu/rendering/compounds.txt``: on a line a syllable and all that
it makes a word with, the pairs that are met most often.
"""

import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import shipped_model

FILE = Path(__file__).parents[1] / "kyyeu" / "rendering" / "compounds.txt"
MOST = 12_000
"""Pairs."""
TIMES = 16
"""So many times likelier the second must be after the first than anywhere."""

_SYLLABLE = re.compile(r"[a-zà-ỹđ]{1,7}")


def main() -> None:
    """Write the file."""
    FILE.write_text(write_compounds(shipped_model()), "utf-8")


def write_compounds(model: Model) -> str:
    """The pairs of the model, a line for each first syllable, all in order."""
    numbers = np.array(sorted(number for unit, number in model.numbers.items() if _SYLLABLE.fullmatch(unit)))
    found = list[tuple[float, str, str]]()
    for first in numbers:
        pairs = model.pairs.find(np.full(numbers.size, first), numbers)
        listed = np.flatnonzero(pairs >= 0)
        shares, seconds = model.pairs.values[pairs[listed]], numbers[listed]
        for place in np.flatnonzero(shares >= TIMES * model.unigrams[seconds]):
            often = float(shares[place] * model.unigrams[first])
            found.append((-often, model.units[first], model.units[seconds[place]]))
    words = defaultdict[str, list[str]](list)
    for _, first_unit, second in sorted(found)[:MOST]:
        words[first_unit].append(second)
    return "".join(f"{unit} {' '.join(sorted(seconds))}\n" for unit, seconds in sorted(words.items()))


if __name__ == "__main__":
    main()
