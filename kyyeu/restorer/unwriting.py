"""In which ways a text may have been written, by what its words look like once they are read back."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, filterfalse
from unicodedata import category, is_normalized, normalize

from kyyeu.restorer.damage import DAMAGES, NOTATIONS, damage_named
from kyyeu.restorer.damage.doubled import DOUBLED
from kyyeu.restorer.damage.escapes import ESCAPES
from kyyeu.restorer.damage.invisible import INVISIBLE
from kyyeu.restorer.damage.keystrokes import KEYSTROKES
from kyyeu.restorer.damage.letters import LETTERS, TONES
from kyyeu.restorer.damage.look_alikes import LOOK_ALIKES, find_ells
from kyyeu.restorer.damage.misread import (
    CODE_PAGES,
    KEPT,
    MANNERS,
    MISREAD,
    beginnings_of,
    characters_of,
    count_misread,
    keeps_undefined,
)
from kyyeu.restorer.damage.placeholders import AS, BYTES_AS, PLACEHOLDER, hide_addresses, name_of
from kyyeu.restorer.damage.recased import casing_of, count_recased, endings_for
from kyyeu.restorer.damage.several_bytes import BY_PAGE, pages_of
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.damage.taken import pages_taken

# So many ways one after the other are tried, and so many of the best at every step.
_DEEPEST, _WIDEST = 4, 3
# Notations of old code pages, each with the damage of that page, and how many letters a sign one spares where
# the text was written in another way too.
_OLD_PAGES = {"tcvn3-capitals": "tcvn3"} | {page: page for page in ("vni", "viscii", "vps")}
_SPARED = 0.8
# Those of them that are met taken for another code page.
_TAKEN = ("tcvn3-capitals", "vni")
# What looks so, or worse, is spoilt; a word with a lost letter alone is not.
_SPOILT = -0.5
# Of a text so much is looked at.
_LOOKED_AT = 3_000
# A sign that stands between letters too stands for letters where it does so in this share of the words.
_SIGNS, _WRITTEN = 0.15, "*#~|+^$!·¿¤"
# What was misread has at least this share of its characters beyond ASCII in the code page it was taken for.
_OF_A_PAGE = 0.5
# What was misread and no more has no more of its words spoilt than this share once it is read.
_SPOILT_THEN = 0.02
# Where keys were typed they make at least this share of the words Vietnamese.
_TYPED = 0.2

# A word that shows the beginning of a misread letter may be a word by the rest of it, and costs that too.
_BEGUN_COSTS = 2.0
# What a sign costs that stands for a letter.
_SIGN_COSTS = 0.5
# What a mark costs that stands apart from its letter, a character that shows nothing, and a space too many.
_APART_COSTS = 0.01

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff]|(?<=\\w)  (?=\\w)")
_LATIN, _CONTROLS = "iso-8859-1", frozenset(map(chr, range(0x80, 0xA0)))
_BETWEEN = re.compile("(?<=[^\\W\\d_])([^\\w\\s]|_)(?=[^\\W\\d_])")
_BEGUN = re.compile("á[»º](?=[\x00-\x7f\ufffd]|\\Z)")
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[^\w&\\<%=]+|[^\w;>]+$")
_LETTERS = frozenset(LETTERS)
_CONSONANTS = frozenset("BCDĐFGHJKLMNPQRSTVWXZ")
_BESIDES = frozenset("“”‘’«»…–—•°²³½·×÷±€™©®§¶¡¿¬´`^~¨\u00a0\u200b\ufeff")
_RUNS = re.compile(r"(?<=[^\W\d_])([?\ufffd])\1|([?\ufffd])\2(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Writing:
    """One way, or several after one another, in which a text may have been written."""

    damage: str
    """Their name; empty for the text as it stands."""
    text: str
    """The text read back; private-use characters and U+FFFD stand for letters that are lost."""
    value: float
    """How much of it looks Vietnamese, less how much looks spoilt, in words."""


def find_writings(text: str) -> list[Writing]:
    """The ways in which it may have been written, the text as it stands among them; the best first."""
    text = text[:_LOOKED_AT]
    found = {text: Writing("", text, _value(text))}
    newest = list(found.values())
    for _ in range(_DEEPEST):
        read = sorted(chain.from_iterable(map(_before, newest)), key=_worth)
        read = [each for each in read if each.text not in found]
        ended = [each for each in read if each.damage.startswith(AS)]
        newest = [each for each in read if each not in ended][:_WIDEST]
        for each in [*newest, *ended[:_WIDEST]]:
            found.setdefault(each.text, each)
        if not newest or _is_clean(newest[0].text):
            break
    misread = [each for each in found.values() if _may_have_lost(each) and spoilt_words(each.text)]
    for each in sorted(misread, key=_worth)[:_WIDEST]:
        for lossy in _with_losses(each, text):
            found.setdefault(lossy.text, lossy)
    return sorted(found.values(), key=_worth)


def _is_clean(text: str) -> bool:
    """Whether nothing in a text looks spoilt."""
    return is_normalized("NFC", text) and not spoilt_words(text)


def _worth(writing: Writing) -> tuple[float, int]:
    """What to order by, the best first: of equals the shorter."""
    return -writing.value, writing.damage.count(",")


def _may_have_lost(writing: Writing) -> bool:
    """Whether it was misread and nothing else, but for the case of its letters where that was done once."""
    names = writing.damage.split(", ")
    misread = all(name.startswith(MISREAD) and name not in BY_PAGE for name in names)
    return misread and (len(names) == 1 or not any(map(casing_of, names)))


def _with_losses(writing: Writing, source: str) -> Iterator[Writing]:
    """The same with odd characters lost on the way, after the last misreading or after each."""
    if casing := casing_of(writing.damage):
        lossy = _losses_recased(writing.damage.removesuffix(casing), casing, source)
        yield from (each for each in lossy if each.value > writing.value)
        return
    *before, last = (_without_controls(name, source) for name in writing.damage.split(", "))
    for ending in MANNERS:
        manner = KEPT * keeps_undefined(last, ending, source) + ending
        names = ([*before, last + manner], [name + manner for name in (*before, last)])
        for name in dict.fromkeys(map(", ".join, names)):
            read = damage_named(name).read(source)
            yield Writing(name, read, _value(read))


def _losses_recased(name: str, casing: str, source: str) -> Iterator[Writing]:
    """Odd characters lost on the way beside a change of case."""
    for manner in MANNERS:
        read = damage_named(f"{name}{manner}{casing}").read(source)
        yield Writing(f"{name}{manner}{casing}", read, _value(read))


def _without_controls(name: str, source: str) -> str:
    """The misreading, by Latin-1 where its page shows nothing of what are controls there: these are lost."""
    page = name.removeprefix(MISREAD)
    own = characters_of(page) - characters_of(_LATIN)
    same = page in CODE_PAGES and characters_of(_LATIN) - characters_of(page) <= _CONTROLS
    return MISREAD + _LATIN if same and own.isdisjoint(source) else name


@lru_cache(maxsize=64)
def spoilt_words(text: str) -> int:
    """Words with a letter beyond ASCII that are no syllables."""
    return sum(_looks(word) <= _SPOILT for word in _WORD.findall(normalize("NFC", text))) + _left_over(text)


def _left_over(text: str) -> int:
    """Beginnings of misread letters whose ends are lost, where no quotation mark closes."""
    return max(0, len(_BEGUN.findall(text)) - text.count("«"))


def _before(writing: Writing) -> Iterator[Writing]:
    """What may have stood there before it was written as it stands; nothing before a loss or its signs."""
    if writing.damage and (writing.damage.startswith(AS) or not damage_named(writing.damage).exact):
        return
    # Of a text whose marks are apart as it stands, all of them or some, other damages tell as well.
    composing = "nfd" if writing.damage else "misplaced-marks"
    apart = [] if is_normalized("NFC", writing.text) else [composing]
    for name in dict.fromkeys([*apart, *_names(writing.text)]):
        whole = f"{name}, {writing.damage}" if writing.damage else name
        read = (NOTATIONS.get(name) or damage_named(name)).read(writing.text)
        value = _value(read)
        if name in _OLD_PAGES and writing.damage and not _spares_few(name, writing.text):
            continue  # it mends what another way left
        if name == LOOK_ALIKES.name and _are_beginnings(writing):
            continue  # what it would mend is the beginning of misread letters
        if read != writing.text and _is_telling(name, writing.text, read):
            yield Writing(whole, read, value)


def _are_beginnings(writing: Writing) -> bool:
    """Whether what looks like other letters is what a misreading leaves of a letter that was cut."""
    pages = [name.removeprefix(MISREAD) for name in writing.damage.split(", ") if name.startswith(MISREAD)]
    letters = {each.written for each in LOOK_ALIKES.respelt(writing.text)}
    return any(not letters.isdisjoint(beginnings_of(page)) for page in pages if page in CODE_PAGES)


def _is_telling(name: str, text: str, read: str) -> bool:
    """Whether what was read back looks better, or is a misreading again."""
    gained = _value(read) - _value(text)
    if name in KEYSTROKES:
        return gained > _TYPED * len(text.split())
    if gained > 0:
        return True
    if name.startswith(MISREAD):
        return _is_misread(read)
    return name in ESCAPES and (bool(_ESCAPE.search(read)) or _beyond(read) > _beyond(text))


def _beyond(text: str) -> int:
    """How many characters are beyond ASCII: of what escapes stand for some are, be they another damage's."""
    return len(text) - sum(map(str.isascii, text))


def _names(text: str) -> Iterator[str]:
    spoilt = spoilt_words(text)
    if next(INVISIBLE.respelt(text), None):
        yield INVISIBLE.name
    if next(DOUBLED.respelt(text), None):
        yield DOUBLED.name
    if spoilt:
        yield from _misread_as(text)
        yield from _recased_as(text)
        yield from pages_of(text)
    yield from (name for name in ESCAPES if next(NOTATIONS[name].respelt(text), None))
    if spoilt:
        yield from (LOOK_ALIKES.name, "misplaced-marks")
        yield from _OLD_PAGES
        yield from (f"{old}, {taken}" for taken in pages_taken(text) for old in _TAKEN)
        yield "windows-1258"  # it has most letters where Latin-1 has them: they say nothing against it
        yield from (name for name in ("marks-as-ascii",) if "´" in text or "`" in text)
    elif next(find_ells(text), None):  # of which each may be two syllables, and none is spoilt
        yield LOOK_ALIKES.name
    elif not _LETTERS.intersection(text):
        yield from ("keystrokes", "viqr", "marks-as-ascii")
    yield from _placeholders(text)


def _spares_few(name: str, text: str) -> bool:
    """Whether there are many signs of an old code page, and few letters that it does not write so."""
    damage = DAMAGES[_OLD_PAGES[name]]
    signs = [(start, start + len(written)) for start, written, _ in damage.respelt(text)]
    read = {place for sign in signs for place in range(*sign)}
    return sum(span.start not in read for span in damage.taken(text)) < _SPARED * len(signs)


def _misread_as(text: str) -> Iterator[str]:
    """The code pages by which most letters may have been read."""
    counts = {page: count_misread(text, page) for page in _pages_of(text)}
    most = max(counts.values(), default=0)
    if not most:
        return
    best = [page for page in counts if counts[page] > 0.8 * most][:6]
    yield from (f"{MISREAD}{page}" for page in best)


def _recased_as(text: str) -> Iterator[str]:
    """The code pages by which it may have been read before the case of its letters was changed, and how."""
    endings, left = endings_for(text), _SPOILT_THEN * len(text.split())
    plain = [damage_named(name).read(text) for name in _misread_as(text)] if endings else []
    if not endings or any(spoilt_words(read) <= left for read in plain):
        return
    least = left + max(map(_value, [text, *plain]))
    counts = {page: count for page in CODE_PAGES if (count := count_recased(text, page))}
    for page in sorted(counts, key=counts.__getitem__, reverse=True)[:_WIDEST]:
        names = [f"{MISREAD}{page}{ending}" for ending in endings]
        values = [_value(damage_named(name).read(text)) for name in names]
        if max(values) > least:
            yield names[values.index(max(values))]


def _is_misread(text: str) -> bool:
    return any(count_misread(text, page) for page in _pages_of(text))


def _pages_of(text: str) -> list[str]:
    """The code pages that have most of what the text has beyond ASCII."""
    beyond = Counter(filterfalse(str.isascii, text.replace(PLACEHOLDER, "")))
    least = _OF_A_PAGE * beyond.total()
    return [page for page in CODE_PAGES if sum(map(beyond.__getitem__, characters_of(page))) > least]


def _placeholders(text: str) -> Iterator[str]:
    """Signs that stand where letters do, and runs of signs that stand for the bytes of a letter."""
    signs = "".join(sorted(_signs(text)))
    if signs:
        yield AS + name_of(signs)
    runs = {match[0][0] for match in _RUNS.finditer(text)}
    yield from (BYTES_AS + name_of(sign) for sign in sorted(runs))


@lru_cache(maxsize=64)
def _signs(text: str) -> frozenset[str]:
    """The signs that stand where letters do: such as stand nowhere else, and others in many words."""
    counts = Counter(match[1] for match in _BETWEEN.finditer(hide_addresses(text)))
    words = len(_WORD.findall(text))
    return frozenset(
        sign
        for sign, count in counts.items()
        if (_tells(sign) and (count > 1 or category(sign) == "Co"))
        or (sign in _WRITTEN and count > _SIGNS * words and (sign.isascii() or not _is_misread(text)))
    )


def _tells(sign: str) -> bool:
    """Whether a sign between letters is none of their own."""
    return sign != PLACEHOLDER and (sign in "_¿¤" or sign >= "\u2190" or sign < " ")


@lru_cache(maxsize=64)
def _value(text: str) -> float:
    whole = normalize("NFC", text)
    apart = _APART_COSTS * (len(text) - len(whole))
    signs = _SIGN_COSTS * sum(map(text.count, _signs(text).intersection(_WRITTEN)))
    unseen = _APART_COSTS * len(_UNSEEN.findall(text))
    return sum(map(_looks, _WORD.findall(whole))) - _BEGUN_COSTS * _left_over(text) - apart - signs - unseen


@cache
def _alphabet(char: str) -> bool:
    return char.isascii() or char in _LETTERS or char in _BESIDES


@lru_cache(maxsize=20_000)
def _looks(word: str) -> float:
    """1 for a syllable with Vietnamese letters, -1 for a spoilt word, 0 for what tells nothing."""
    if _RUNS.search(word):
        return -0.3
    if word.isascii():
        return -0.5 if _ESCAPE.search(word) else 0.0
    if _ENTITY.search(word):
        return -0.5
    if _BARRED.fullmatch(word):
        return -0.5
    if _HIDDEN.search(word):
        return -0.25 if all(map(_alphabet, word)) else -1.0
    bare = _PICTURES.sub("", word).strip(_STRIPPED)
    if not all(map(_alphabet, bare)):
        return (
            -0.25 if PLACEHOLDER in bare else -0.5 if any(category(char) == "Co" for char in bare) else -1.0
        )
    parts = [part for part in _PART.split(bare) if not part.isascii() and not _is_acronym(part)]
    if not parts:
        return 0.0
    if all(map(_is_vietnamese, parts)):
        return 1.0
    return 0.0 if all(_is_vietnamese(part) or _is_two(part) for part in parts) else -1.0


_STRIPPED = "".join(_BESIDES - {"\u00a0"}) + ".,;:!?()[]{}\"'/-"
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")
_BARRED = re.compile(r"\|[^\W\d_]+[.,;:!?]?")
_HIDDEN = re.compile(r"\?[^\W\d_]")
_PART = re.compile(r"[^\w]+|(?<=\d)(?=[^\W\d])")
_ENTITY = re.compile("&(?:#[0-9]|[a-zA-Z]{2,8};)")
_ESCAPE = re.compile(
    r"[^\W\d_]_|_[^\W\d_]|&#\d|&[a-zA-Z]+;|\\u[\da-f]{4}|\\x|U\+|%[\dA-F]{2}%|=[\dA-F]{2}=|=[89a-f][\da-f]="
)


def _is_acronym(part: str) -> bool:
    """Whether it is in capitals and has no vowel: HĐND, ĐH."""
    return part.isupper() and _CONSONANTS.issuperset(part)


@cache
def _is_two(part: str) -> bool:
    """Whether it is two syllables written together: a word from abroad, ôtô, or a space that was lost."""
    cased = part[1:].islower() or part.isupper()
    tones = sum(map(TONES.__contains__, normalize("NFD", part)))
    cuts = range(1, len(part)) if cased and tones <= 1 else ()
    return any(_is_vietnamese(part[:cut]) and _is_vietnamese(part[cut:]) for cut in cuts)


@cache
def _is_vietnamese(part: str) -> bool:
    cased = part.islower() or part.isupper() or part.istitle() or (part[1:].islower())
    return cased and is_syllable(part_tone(part)[0].lower())
