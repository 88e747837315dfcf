"""The face of the library: text in, restoration out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kyyeu.restorer.damage import NAMES, NONE, SPACES_MOVED, Damage, damage_named
from kyyeu.restorer.damage.pairs import find_half
from kyyeu.restorer.damage.recased import casing_of
from kyyeu.restorer.detection import Detection, detect, weigh
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import shipped_model
from kyyeu.restorer.refusals import NotText
from kyyeu.restorer.restoration import Restoration
from kyyeu.restorer.restoring import doubt_signs, undo
from kyyeu.restorer.stacked import DEDUCED, onto, read_back, taken_over

AUTO = "auto"
CHOICES = (AUTO, *NAMES)
"""What a user may say about the damage."""

# A stream is restored in pieces of about this many characters, each a document of its own.
_PIECE = 50_000


def restore(text: str, damage: str = AUTO, model: Model | None = None) -> Restoration:
    """The text with what the damage removed put back, and an account of every step.

    `damage` is one of `CHOICES`; `model` is the shipped one unless given.

    >>> restore("Văn phòng cp u t chc tng kết công tác năm.").text
    'Văn phòng cấp uỷ tổ chức tổng kết công tác năm.'

    Raises:
        AmbiguousDamage: the damage was to be found, and two fit equally well.
        UnknownDamage: there is no damage of that name.
        NotText: the text has half a surrogate pair.
    """
    _refuse_halves(text)
    model = model or shipped_model()
    if damage == AUTO:
        found = detect(text, model)
        restored = _restored(damage_named(found.damage), text, model)
        if restored.text == text and found.damage != NONE.name:  # it explains nothing
            found = replace(found, damage=NONE.name, sure=1.0)
            restored = _restored(NONE, text, model)
        return _judged(restored, found)
    named = damage_named(damage)
    restored = _restored(named, text, model)
    return restored if named is NONE else _judged(restored, weigh(named, restored, model))


def _restored(damage: Damage, text: str, model: Model) -> Restoration:
    """The text restored from a damage that it has for certain."""
    if damage is SPACES_MOVED:  # what is left of it has no words to be read
        return undo(damage, text, model)
    read = read_back(damage, text)
    restored = onto(text, read, undo(damage.beneath or damage, read.text, model), damage)
    restored = doubt_signs(restored, model)
    return restored.doubted(DEDUCED) if any(map(casing_of, damage.name.split(", "))) else restored


def _judged(restoration: Restoration, found: Detection) -> Restoration:
    """The same in the light of what speaks for its damage."""
    return replace(restoration.doubted(found.sure), why=found.why, vietnamese=found.vietnamese)


def reread(restoration: Restoration, text: str, model: Model | None = None) -> Restoration:
    """The same damage undone in `text`, which differs in white space alone, and is as likely the right one.

    Where nothing read as Vietnamese it is asked of this text anew.
    """
    model, damage = model or shipped_model(), damage_named(restoration.damage)
    again = _restored(damage, text, model)
    if not restoration.vietnamese:
        return _judged(again, weigh(damage, again, model))
    return replace(again.doubted(restoration.sure), why=restoration.why)


def unwritten(restoration: Restoration, model: Model | None = None) -> Restoration:
    """The same restoration from where its notations are read: of a text that only lost letters, if any."""
    damage = damage_named(restoration.damage)
    if damage.beneath is None:
        return restoration
    model = model or shipped_model()
    again = undo(damage.beneath, read_back(damage, restoration.source).text, model).doubted(restoration.sure)
    again = replace(again, why=restoration.why, vietnamese=restoration.vietnamese)
    return taken_over(restoration, again) if damage.exact else again


def restore_stream(
    texts: Iterable[str], damage: str = AUTO, model: Model | None = None
) -> Iterator[Restoration]:
    """The restorations of a long text's pieces, in memory that does not grow with the text.

    The pieces' sources, joined, are the texts joined, however these were cut. With `damage` "auto" the
    first piece decides for all. Raises what `restore` raises.
    """
    for piece in _pieces(texts):
        restored = restore(piece, damage, model)
        damage = restored.damage
        yield restored


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    """The texts cut after a line break or, in very long lines, after a space."""
    waiting = ""
    for text in texts:
        waiting += text
        while len(waiting) > _PIECE:
            cut = _last_break(waiting)
            if cut == 0:
                break
            yield waiting[:cut]
            waiting = waiting[cut:]
    if waiting:
        yield waiting


def _last_break(text: str) -> int:
    """Where to cut: within the first piece if there is a place, or else at the next one; 0 for nowhere."""
    line = text.rfind("\n", 0, _PIECE) + 1
    if line:
        return line
    space = text.rfind(" ", 0, _PIECE) + 1
    return space or text.find(" ") + 1


def _refuse_halves(text: str) -> None:
    if found := find_half(text):
        raise NotText(found.start(), found[0])
