r"""Letters of other alphabets that look like ours, and marks on the wrong vowel.

>>> LOOK_ALIKES.read("Ðảng b\u0430n \u0441\u043e") == "Đảng ban \u0441\u043e"
True
>>> MISPLACED_MARKS.read("Đaị hội, ngừơi")
'Đại hội, người'
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from unicodedata import normalize

from kyyeu.restorer.damage.letters import LETTERS, MARKS, TONES
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.syllables import is_syllable, part_tone, put_tone
from kyyeu.restorer.units import canonical

_ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OURS = frozenset(_ASCII + LETTERS)
_WORD = re.compile(f"(?<![^\\W_])\\d*+[^\\W\\d_][^\\W_]*(?:[{MARKS}][^\\W_]*)*")
# Letters, figures and signs as wide as Chinese ones, those of formulas, and several that are one sign: ﬁ.
# A space as wide stands between words.
_WIDE = re.compile(
    "[\uff01-\uff5e\U0001d400-\U0001d7ff\ufb00-\ufb06]|(?<=[\x21-\u036f\u1e00-\u1eff])\u3000(?=[\x21-\u036f\u1e00-\u1eff])"
)
# The sign of the currency where it stands for no sum: a word begins with it.
_SIGN_OF_DONG = re.compile(r"(?<![^\W_])(?<!\d\s)₫(?=[^\W\d_])")
_NOUGHT = re.compile("[A-Za-z][a-z]*0[a-z]*")
# I, or a bar, where l may stand, before small letters. Ia begins the names of many places.
_ELL = re.compile(r"(?<![\w|])(?:I(?!a\b)|\|)(?P<rest>[^\W\d_A-Z]+)(?![\w|])")
# What a letter may stand for that looks like none; of how many words, two at least, it must make syllables.
_OF_STOPS = ("\u0301", "\u0323")
_PLAIN, _MOSTLY, _FEWEST = "cntghmpbdđklqrsvxaeiouy", 0.8, 2


@cache
def _skeletons() -> dict[str, str]:
    """Our letters by what Unicode's table of confusables makes of them, those without marks first."""
    return {_skeleton(letter): letter for letter in reversed(_ASCII + LETTERS)}


def _skeleton(char: str) -> str:
    # Nothing of the table is read while every letter is ours.
    from confusable_homoglyphs.confusables import confusables_data

    seen = normalize("NFKD", char)
    return normalize("NFD", "".join(_prototype(each, confusables_data) for each in seen))


def _prototype(char: str, table: dict[str, list[dict[str, str]]]) -> str:
    others = table.get(char, [])
    return others[0]["c"] if len(others) == 1 and char not in _ASCII else char


@cache
def _alike(char: str) -> str:
    """The letter of ours that it looks like; itself where it is one, or like none."""
    if char in _OURS or not char.isalpha():
        return char
    skeleton = _skeleton(char)
    like = _skeletons().get(skeleton, char)
    if like == char and (other := char.swapcase()) != char:
        like = _skeletons().get(_skeleton(other), char)  # Ð looks like Đ, and so is ð taken for đ
    return like if like == char or like.isupper() == char.isupper() else _in_case(like, char)


def _in_case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter.lower()


def _look_alikes(text: str) -> Iterator[Respelt]:
    wide = [Respelt(match.start(), match[0], normalize("NFKC", match[0])) for match in _WIDE.finditer(text)]
    if any(not each.letter.isdigit() for each in wide) or _SIGN_OF_DONG.search(text):
        stroked = (Respelt(match.start(), match[0], "đ") for match in _SIGN_OF_DONG.finditer(text))
        yield from sorted([*wide, *stroked])
    else:
        yield from sorted([*_in_words(text), *find_ells(text)])


def find_ells(text: str) -> Iterator[Respelt]:
    """The signs that stand for l, where different words are syllables by that, one of them by that alone."""
    words = [word for word in _ELL.finditer(text) if _is_syllable(f"l{word['rest']}", "", "")]
    told = {word["rest"] for word in words}
    if len(told) >= _FEWEST and not all(is_syllable(part_tone(f"i{rest}")[0]) for rest in told):
        yield from (Respelt(word.start(), word[0][0], "l") for word in words)


def _in_words(text: str) -> Iterator[Respelt]:
    words = [*_strange_words(text)]
    solved = _solve(tuple(dict.fromkeys("".join(_read_word(word[0], {})).lower() for word in words)))
    for word in words:
        if not _OURS.intersection(word[0]) and not _is_read(word[0], solved):
            continue  # it is of another alphabet
        for place, (char, like) in enumerate(zip(word[0], _read_word(word[0], solved), strict=True)):
            if like != char:
                yield Respelt(word.start() + place, char, like)


def _strange_words(text: str) -> Iterator[re.Match[str]]:
    """Words with a letter that is none of ours; where some have 0 for o, such syllables too."""
    words = [*_WORD.finditer(text)]
    nought = any("0" in word[0] and not word[0].isascii() for word in words)
    for word in words:
        if _is_strange(word[0]) or (
            nought and _NOUGHT.fullmatch(word[0]) and _is_syllable(word[0].lower(), "0", "o")
        ):
            yield word


def _is_strange(word: str) -> bool:
    return not (word.isascii() or _OURS.issuperset(word))


def _is_read(word: str, solved: Mapping[str, str]) -> bool:
    """Whether a letter that was solved makes a syllable of a word in which none is ours."""
    read = "".join(_read_word(word, solved)).lower()
    return not solved.keys().isdisjoint(word.lower()) and is_syllable(part_tone(read)[0])


def _read_word(word: str, solved: Mapping[str, str]) -> Sequence[str]:
    """For each letter of a word the one of ours that it looks like, or was found to stand for."""
    read, small = list[str](), any(map(str.islower, _OURS.intersection(word)))
    for place, char in enumerate(word):
        like = _alike(char)
        if like == char and (found := solved.get(char.lower())):
            like = _in_case(found, char)
        elif char == "0" and place and read[-1].isalpha() and not word[place + 1 : place + 2].isdigit():
            like = "o"
        if char not in _OURS and read and (small or read[-1].islower()):
            like = like.lower()  # some small letters look like another alphabet's capitals
        read.append(like)
    return read


@lru_cache(maxsize=64)
def _solve(words: tuple[str, ...]) -> Mapping[str, str]:
    """Which letters the others stand for: each the one that makes syllables of the words it alone spoils.

    Those are found first that most words tell of; where a letter makes few of them syllables, none is. A
    letter of ours with a mark that is none of ours may be several: ä is a, ă or â.
    """
    solved = dict[str, str]()
    given_up = {char for word in words for char in word if char not in _OURS and _is_marked(char)}
    while spoilt := _spoilt_by_one(words, solved, given_up):
        char = max(spoilt, key=lambda char: len(spoilt[char]))
        told = {letter: sum(_is_syllable(word, char, letter) for word in spoilt[char]) for letter in _PLAIN}
        best = max(_PLAIN, key=told.__getitem__)
        if len(spoilt[char]) >= _FEWEST and told[best] >= _MOSTLY * len(spoilt[char]):
            solved[char] = best
        else:
            given_up.add(char)
    return solved


def _is_marked(char: str) -> bool:
    return normalize("NFD", char)[0] in "aeou" and _alike(char) == char


def _spoilt_by_one(
    words: Sequence[str], solved: Mapping[str, str], given_up: Container[str]
) -> Mapping[str, Sequence[str]]:
    """By each letter that is not ours, and not looked at yet, the words in which no other is."""
    spoilt = defaultdict[str, list[str]](list)
    for word in words:
        read = "".join(solved.get(char, char) for char in word)
        left = {char for char in read if char.isalpha() and char not in _OURS}
        if len(left) == 1 and _OURS.intersection(read) and (char := left.pop()) not in given_up:
            spoilt[char].append(read)
    return spoilt


def _is_syllable(word: str, char: str, letter: str) -> bool:
    """Whether the word is one with that letter; one that ends in a stop has a rising or a heavy tone."""
    plain, tone = part_tone(word.replace(char, letter))
    return is_syllable(plain) and (tone in _OF_STOPS or not plain.endswith(("c", "ch", "p", "t")))


def _misplaced(text: str) -> Iterator[Respelt]:
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii() and (mended := _mend(word)) != word:
            yield Respelt(match.start(), word, mended)


_SUSPECT = re.compile(f"[{TONES}\u031b]")


@lru_cache(maxsize=20_000)
def _mend(word: str) -> str:
    """The word with its tone where it belongs, and ươ for uơ and ưo; as it is where it was right."""
    if not _SUSPECT.search(normalize("NFD", word)):
        return word
    plain, tone = part_tone(word)
    horned = re.sub("(?i)u(?=ơ[a-zà-ỹ])|u(?=ơ[ciumnpt])", lambda u: _in_case("ư", u[0]), plain)
    horned = re.sub("(?i)(?<=ư)o(?=[ciumnpt])", lambda o: _in_case("ơ", o[0]), horned)
    if not is_syllable(horned.lower()):
        return word
    mended = put_tone(horned, tone)
    whole = normalize("NFC", word)
    return whole if mended.lower() == canonical(whole.lower()) else mended


LOOK_ALIKES, MISPLACED_MARKS = Notation("look-alikes", _look_alikes), Notation("misplaced-marks", _misplaced)
