"""Damaged Vietnamese text back to what it was, by adding only what the damage removed.

api, refusals          the functions to call, and what they refuse
text_file              the bytes of a file as text
damage/                the damages, one a file
detection              which damage a text has
sampling, suspects     by which of its words that is asked, and of which damages
weighing, soundness    how likely a damage makes them, and whether they are Vietnamese at all
upheld                 whether words of a text that is sound but for them tell of it
unmistakable           what no sound text has, whatever its words tell
foreign                words of other languages
units, language_model  how the language model sees a text, and the model itself
scale                  its numbers, and rows of them
arrays                 what is done with many numbers at a time
model_file             the file it is kept in
readings, lattice      what each place of a damaged line may have been
document_codes         numbers of documents, acronyms and Roman numerals: no words
sheet, decoding        the places of sentences side by side, and which readings they most likely had
posteriors             how likely each reading is
own_words              what the text itself says about its words
habit                  where a typist leaves spaces
collocations           what single words near a place say
surroundings           what words further off say
unwriting              in which ways a text may have been written
stacked                what is read to the letter and what is restored in it, as one
respelling             what is read to the letter
respacing              spaces moved to where words end
misgivings             what stays as it is, and is not to be expected
small_initials         small letters that an old code page has no capitals for
fragments              what stands for words and is none: torn, cut, parted, run together
restoring              all of this together, line by line
restoration            what comes out: the text, the steps, the proof
memory                 two ways to be faster: results kept, the garbage collector paused
adaptation             how the model is fitted to one's own articles
"""

from typing import TYPE_CHECKING

from kyyeu.restorer.refusals import (
    AmbiguousDamage,
    BrokenModel,
    NotText,
    OtherKind,
    RestorerError,
    SpoiltUtf8,
    UnknownDamage,
    UnknownReading,
)

if TYPE_CHECKING:
    from kyyeu.restorer.api import AUTO, CHOICES, reread, restore, restore_stream, unwritten
    from kyyeu.restorer.damage import Span
    from kyyeu.restorer.restoration import Alternative, Evidence, Restoration, Step, replay

__all__ = [
    "AUTO",
    "CHOICES",
    "Alternative",
    "AmbiguousDamage",
    "BrokenModel",
    "Evidence",
    "NotText",
    "OtherKind",
    "Restoration",
    "RestorerError",
    "Span",
    "SpoiltUtf8",
    "Step",
    "UnknownDamage",
    "UnknownReading",
    "replay",
    "reread",
    "restore",
    "restore_stream",
    "unwritten",
]


MODULES = ("adaptation", "damage", "detection", "language_model", "memory", "model_file", "text_file")
"""What others may use besides."""


def __getattr__(name: str) -> object:
    """Bring in the engine when it is first asked for: the damages alone, which others use, stay light."""
    if name in {"AUTO", "CHOICES", "reread", "restore", "restore_stream", "unwritten"}:
        from kyyeu.restorer import api

        return getattr(api, name)
    if name in __all__:
        from kyyeu.restorer import restoration

        return getattr(restoration, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
