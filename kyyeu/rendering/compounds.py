"""Which syllables make one word with the next: Vietnamese writes them apart, and no title is parted there."""

from functools import cache
from importlib.resources import files

_AROUND = "“”\"'()‘’…"


def are_one_word(before: str, after: str) -> bool:
    """Whether two syllables that follow each other are one word, as far as one can know of the two alone.

    >>> are_one_word("Văn", "phòng"), are_one_word("công", "Văn"), are_one_word("văn,", "phòng")
    (True, False, False)
    """
    return after.rstrip(_AROUND + ",.;:!?").lower() in _compounds().get(before.lstrip(_AROUND).lower(), ())


@cache
def _compounds() -> dict[str, frozenset[str]]:
    """By the first syllable the second ones."""
    lines = (files("kyyeu.rendering") / "compounds.txt").read_text("utf-8").splitlines()
    return {first: frozenset(seconds) for first, *seconds in map(str.split, lines)}
