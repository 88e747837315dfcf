"""Exact damages undone by rule."""

from kyyeu.restorer.damage import Damage
from kyyeu.restorer.damage.mixture import respelt_in, spared_of
from kyyeu.restorer.restoration import Restoration, Step, replay


def respell(damage: Damage, text: str) -> Restoration:
    """The text with every letter put back that is written otherwise."""
    respelt = [*respelt_in(damage, text)]
    steps = tuple(Step(place, written, letter, 1.0) for place, written, letter in respelt)
    return Restoration(text, replay(text, steps), damage.name, steps, spared_of(damage, text, respelt))
