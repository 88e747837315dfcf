"""Whether the words of a text that is sound but for them uphold what is thought to have been done to it.

Signs of an old code page are signs of their own in most texts: m², 15°, Peñón, 1 – 3. So are letters of other
alphabets, in names and where a sound is written down.

>>> from kyyeu.restorer.damage import damage_named
>>> from kyyeu.restorer.model_file import shipped_model
>>> is_upheld(damage_named("vni"), "Peñón de Vélez ở Tây Ban Nha", shipped_model())
False
>>> is_upheld(damage_named("nfd, look-alikes"), "nói là /sɑ̃/, không phải là /sã/", shipped_model())
False
"""

import re
from collections.abc import Iterator
from unicodedata import normalize

from kyyeu.restorer.damage import DAMAGES, NONE, Damage
from kyyeu.restorer.damage.look_alikes import LOOK_ALIKES
from kyyeu.restorer.fragments import is_word
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.respelling import respell

# Of each kind so many words, all different, have to become some: an old page's signs are seldom alone.
_LEAST = {LOOK_ALIKES.name: 1, "windows-1258": 1} | dict.fromkeys(
    ("tcvn3", "tcvn3-capitals", "vni", "viscii", "vps"), 2
)
_WORD = re.compile(r"[^ \t\n]+")
_EDGES = re.compile(r"\A\W+|\W+\Z")
_LETTER = re.compile("[A-Za-zĐđ]")
# A word of sounds, as dictionaries write them down: /sɑ̃/.
_SOUNDS = re.compile(r"\A\W*[/\[]|[/\]]\W*\Z")


def is_upheld(damage: Damage, sound: str, model: Model) -> bool:
    """Whether it makes words of what is none in a text that is sound as it stands, and spoils fewer.

    Damages of other kinds leave signs that no sound text has: they are.
    """
    least = max((_LEAST.get(name, 0) for name in damage.name.split(", ")), default=0)
    if damage is NONE or not least or not damage.exact:
        return True
    made, spoilt = set[str](), 0
    for before, after in _changed(damage, sound):
        bare, word = _EDGES.sub("", before), _EDGES.sub("", after)
        same = normalize("NFKC", bare) == word  # it only looked otherwise: ＡＢＣ
        if same or (_LETTER.search(bare) and is_word(word, model) and not _SOUNDS.search(before)):
            made.add(word.lower())
        elif not (_LETTER.search(bare) and word.isupper()):  # that may be an acronym
            spoilt += 1
    return len(made) >= least and len(made) > spoilt


def _changed(damage: Damage, sound: str) -> Iterator[tuple[str, str]]:
    """The words that it makes others of, once what was done afterwards and needs no proof is undone."""
    for notation in reversed(damage.notations):
        if notation.name in _LEAST:
            break
        sound = notation.read(sound)
    read = _read_on(damage, sound)
    for before, after in zip(_WORD.findall(sound), _WORD.findall(read), strict=False):
        if before != after:
            yield before, after


def _read_on(damage: Damage, text: str) -> str:
    """What is left to be read of it."""
    if damage.name in DAMAGES:
        return respell(DAMAGES[damage.name], text).text
    for notation in reversed(damage.notations):
        text = notation.read(text) if notation.name in _LEAST else text
    return text
