"""The known damages, each a function from sound text to damaged text, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from kyyeu.restorer.damage.combining_tones import combining_tones
from kyyeu.restorer.damage.damage import Damage, Span
from kyyeu.restorer.damage.drop import drop
from kyyeu.restorer.damage.drop_after_latin1 import drop_after_latin1
from kyyeu.restorer.damage.nfd import nfd
from kyyeu.restorer.damage.none import NONE
from kyyeu.restorer.damage.question_mark import question_mark
from kyyeu.restorer.damage.question_mark_latin1 import question_mark_latin1
from kyyeu.restorer.damage.replacement_character import replacement_character
from kyyeu.restorer.damage.strip_diacritics import strip_diacritics
from kyyeu.restorer.damage.tcvn3 import tcvn3
from kyyeu.restorer.damage.utf8_misread import utf8_misread
from kyyeu.restorer.damage.viscii import viscii
from kyyeu.restorer.damage.vni import vni
from kyyeu.restorer.damage.vps import vps
from kyyeu.restorer.damage.windows_1258 import windows_1258
from kyyeu.restorer.refusals import UnknownDamage

__all__ = ["DAMAGES", "NAMES", "NONE", "Damage", "Span", "damage_named"]

DAMAGES: Mapping[str, Damage] = MappingProxyType(
    {
        damage.name: damage
        for damage in (
            drop_after_latin1,
            drop,
            strip_diacritics,
            question_mark,
            question_mark_latin1,
            replacement_character,
            nfd,
            combining_tones,
            tcvn3,
            vni,
            viscii,
            vps,
            windows_1258,
            utf8_misread,
        )
    }
)
"""Every damage that changes something, under the name that articles declare it by."""

_BY_NAME = {NONE.name: NONE, **DAMAGES}
NAMES = tuple(_BY_NAME)
"""What an article may declare: ``none`` first."""


def damage_named(name: str) -> Damage:
    """The damage of that name; NONE, which changes nothing, where it is ``none``.

    Raises:
        UnknownDamage: there is none.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownDamage(name, NAMES) from None
