"""Damaged Vietnamese text back to what it was, by adding only what the damage removed.

units, model           what a text is to the language model, and the model
scale, model_file      the model's numbers, and how they lie in a file
damage/                the damages, one a file
readings, lattice      what each place of a damaged line may have been
choice, decoding       which readings it most likely had
own_words              what the text itself says about its words
surroundings           what words further off say
restoring, detection   a text restored from a damage; which damage it is
restoration            what comes out: text, steps, proof
training/, adapt       how the model was made, and how it is fitted to one's own articles
"""

from typing import TYPE_CHECKING

from kyyeu.restorer.errors import (
    AmbiguousDamage,
    BrokenModel,
    NotText,
    RestorerError,
    SpoiltUtf8,
    UnknownDamage,
    UnknownReading,
)

if TYPE_CHECKING:
    from kyyeu.restorer.api import CHOICES, restore, restore_stream
    from kyyeu.restorer.restoration import Alternative, Evidence, Restoration, Span, Step, replay

__all__ = [
    "CHOICES",
    "Alternative",
    "AmbiguousDamage",
    "BrokenModel",
    "Evidence",
    "NotText",
    "Restoration",
    "RestorerError",
    "Span",
    "SpoiltUtf8",
    "Step",
    "UnknownDamage",
    "UnknownReading",
    "replay",
    "restore",
    "restore_stream",
]


def __getattr__(name: str) -> object:
    """Bring in the engine when it is first asked for: the damages alone, which others use, stay light."""
    if name in {"CHOICES", "restore", "restore_stream"}:
        from kyyeu.restorer import api

        return getattr(api, name)
    if name in __all__:
        from kyyeu.restorer import restoration

        return getattr(restoration, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
