"""The known damages, each a function from sound text to damaged text, by name.

damage       the class, and its value that changes nothing
notation     a way of writing that is read back to the letter
losses       what channels without room for a letter do, by losses.toml
tcvn3 …      old code pages
decomposed   marks that stand apart
mixture      old code pages among sound text
misread      UTF-8 taken for another code page, once or several times
several_bytes  … for one of several bytes a character
recased      … and then put into small letters, capitals or titles
escapes      letters as web pages, programs and mail write them
keystrokes   letters as they are typed
look_alikes  letters of other alphabets, and marks on the wrong vowel
invisible    characters that show nothing
line_ends    ends of lines that only some programs know
pairs        characters as two halves
controls     signs as control codes
taken        bytes of an old code page taken for another page
doubled      every letter twice
placeholders signs that stand for letters
spaces       spaces put into words and lost between them
factoring    any table of letters as a loss and a notation

What befell a text one after the other is named so, the first first: ``drop, html-entities``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import groupby
from types import MappingProxyType

from kyyeu.restorer.damage.controls import SIGNS_AS_CONTROLS
from kyyeu.restorer.damage.converted import CONVERTED, VNI_IN, vni_in
from kyyeu.restorer.damage.damage import NONE, Damage, Span, touching
from kyyeu.restorer.damage.decomposed import combining_tones, nfd, windows_1258
from kyyeu.restorer.damage.doubled import DOUBLED
from kyyeu.restorer.damage.escapes import ESCAPES
from kyyeu.restorer.damage.invisible import INVISIBLE
from kyyeu.restorer.damage.keystrokes import KEYSTROKES
from kyyeu.restorer.damage.line_ends import LINE_ENDS
from kyyeu.restorer.damage.look_alikes import LOOK_ALIKES, MISPLACED_MARKS
from kyyeu.restorer.damage.losses import LOSSES, MARKS_LOST, lost_letters, lost_marks, marks_apart
from kyyeu.restorer.damage.misread import MISREAD, misread
from kyyeu.restorer.damage.mixture import respelt_in
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.pairs import PAIRS
from kyyeu.restorer.damage.placeholders import AS, BYTES_AS, placeholders, signs_of
from kyyeu.restorer.damage.recased import casing_of, recased
from kyyeu.restorer.damage.several_bytes import BY_PAGE, several_bytes
from kyyeu.restorer.damage.spaces import SPACES_MOVED
from kyyeu.restorer.damage.taken import TAKEN, taken
from kyyeu.restorer.damage.tcvn3 import tcvn3, tcvn3_capitals
from kyyeu.restorer.damage.utf8_misread import utf8_misread
from kyyeu.restorer.damage.viscii import viscii
from kyyeu.restorer.damage.vni import vni
from kyyeu.restorer.damage.vps import vps
from kyyeu.restorer.refusals import UnknownDamage

__all__ = [
    "CONVERTED",
    "DAMAGES",
    "LOSSES",
    "NAMES",
    "NONE",
    "NOTATIONS",
    "SPACES_MOVED",
    "Damage",
    "Respelt",
    "Span",
    "damage_named",
    "lost_marks",
    "marks_apart",
    "touching",
]

_RESPELLINGS = (nfd, combining_tones, tcvn3, vni, viscii, vps, windows_1258, utf8_misread)

DAMAGES: Mapping[str, Damage] = MappingProxyType(
    {**LOSSES, **{damage.name: damage for damage in _RESPELLINGS}}
)
"""Every damage that changes something and needs no notation, under the name that articles declare it by."""

NOTATIONS: Mapping[str, Notation] = MappingProxyType(
    {
        **ESCAPES,
        **KEYSTROKES,
        **{
            notation.name: notation
            for notation in (
                LOOK_ALIKES,
                MISPLACED_MARKS,
                INVISIBLE,
                LINE_ENDS,
                PAIRS,
                SIGNS_AS_CONTROLS,
                DOUBLED,
                tcvn3_capitals,
            )
        },
        **{damage.name: Notation(damage.name, damage.respelt) for damage in _RESPELLINGS},
        **{
            page.name: Notation(page.name, partial(respelt_in, page), signs=page.respelt)
            for page in (tcvn3, vni, viscii, vps)
        },
    }
)
"""Every notation with a name of its own; those of `misread` and `placeholders` are named as there."""

_BY_NAME = {NONE.name: NONE, **DAMAGES, SPACES_MOVED.name: SPACES_MOVED}
NAMES = (*_BY_NAME, *CONVERTED, *(name for name in NOTATIONS if name not in _BY_NAME))
"""What an article may declare, alone or one after the other: ``none`` first."""

_LOST = re.compile(r"lost:([^\W\d_]+)(?:=(.))?")


@lru_cache(maxsize=256)
def damage_named(name: str) -> Damage:
    """The damage of that name; NONE, which changes nothing, where it is ``none``.

    Raises:
        UnknownDamage: there is none.
    """
    try:
        return _BY_NAME[name] if name in _BY_NAME else _chain([one.strip() for one in name.split(",")])
    except KeyError:
        raise UnknownDamage(name, NAMES) from None


def _chain(names: Sequence[str]) -> Damage:
    """What befell a text one after the other; KeyError where that can't be."""
    chained = NONE
    for misreads, run in groupby(names, _is_misreading):
        for part in [misread(*run)] if misreads else map(_part, run):
            chained = part if chained is NONE else _after(chained, part)
    return chained


def _is_misreading(name: str) -> bool:
    return name.startswith(MISREAD) and name not in BY_PAGE and not casing_of(name)


def _part(name: str) -> Damage:
    """One damage, exact ones as notations."""
    if name in BY_PAGE:
        return several_bytes(name)
    if name.startswith(MISREAD):
        return recased(name)
    if name.startswith(VNI_IN):
        return vni_in(name)
    if name in LOSSES:
        return LOSSES[name]
    if name in CONVERTED:
        return CONVERTED[name]
    if match := _LOST.fullmatch(name):
        return lost_letters(match[1], match[2] or "")
    if name.startswith(MARKS_LOST):
        return _lost_marks(name.removeprefix(MARKS_LOST))
    return replace(NONE, name=name, notations=(_notation(name),), beneath=NONE)


def _notation(name: str) -> Notation:
    if name.startswith(TAKEN):
        return taken(name)
    return placeholders(name) if name.startswith((AS, BYTES_AS)) else NOTATIONS[name]


def _lost_marks(codes: str) -> Damage:
    damage = lost_marks(signs_of(codes))
    if not damage.remains:
        raise KeyError(codes)
    return damage


def _after(first: Damage, second: Damage) -> Damage:
    """Both, one after the other: what comes second loses nothing more."""
    if not second.exact:
        raise KeyError(second.name)
    return replace(
        first,
        name=f"{first.name}, {second.name}",
        notations=(*first.notations, *second.notations),
        beneath=first.beneath or first,
    )
