"""The known damages, each a function from sound text to damaged text, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kyyeu.restorer.damage.drop_after_latin1 import drop_after_latin1

Damage = Callable[[str], str]

DAMAGES: Mapping[str, Damage] = MappingProxyType({"drop-after-latin1": drop_after_latin1})
"""Every damage an article may declare, under the name it is declared by."""
