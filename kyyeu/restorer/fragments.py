"""Pieces that stand for words, and are none: torn, cut by a line's end, parted by a space or run together.

Nothing is changed by that: they are told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, product

from kyyeu.restorer.damage import Span
from kyyeu.restorer.damage.keystrokes import KEYSTROKES
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.document_codes import codes
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.lattice import in_capitals
from kyyeu.restorer.respacing import is_short
from kyyeu.restorer.units import ROMAN, canonical

_LINE, _WORD = re.compile("[^\n]+"), re.compile(r"\S+")
# Where a line has none of these, nothing in it is torn.
_SIGNS = re.compile(
    r"[“”‘’?_*|&%=\\\x80-\x9f¢-¿×÷ÃÂÄÆ‚„†‡‰‹›™€\u2200-\u22ff\u25a0-\u25ff\ue000-\uf8ff\ufffd]"
)
# The sign of a lost letter within a word, or what is left of one; where a line has question marks so, one at
# a word's end may be one too.
_TORN = re.compile(
    r"\?[^\W\d_]|[\ufffd\ue000-\uf8ff]|á[»º](?=[\x00-\x7f\s]|\Z)|[^\W\d_]_[^\W\d_]|[a-z][ÃÂÄÆ]|Ã[a-z]"
    r"|[^\W\d_][*¢-©¬®-¶¸-¿×÷‚„†‡‰‹›™€\u2200-\u22ff\u25a0-\u25ff][^\W\d_]|\xad(?!\w)|(?<!\S)[“”‘’](?!\S)"
    r"|[^\W\d_][\x80-\x9f]|[\x80-\x9f][^\W\d_]|[A-ZĐ]Ä[A-Z]"
)
# What is left of an escape, and a bar or a quotation mark that nothing opens or closes.
_ESCAPE = re.compile(
    r"&#\w|(?<!\w)#\d{3,5};|&[A-Za-z]{3,8};|(?<![\d=])%[\dA-F]{2}|=[89A-F][\dA-F]|[^\W\d_]{2}=(?!\S)|[^\W\d_]=[C-F](?!\S)|\\[nrtux\"/]"
)
_BAR, _CLOSING, _OPENING_QUOTE = re.compile(r"\|[^\W\d_]"), re.compile(r"[^\W\d_]»"), "«"
_TURNED = re.compile(r"[^\W\d_][“‘](?!\w)")
# An address or a path has signs of its own.
_ADDRESS = re.compile(r"://|www\.|@|[A-Za-z]:\\|\A\\\\")
_ENDING = re.compile(r"[^\W\d_]\?+")
# A question mark and a word behind it.
_ASKING = re.compile(r"(?<![^\W\d_])([^\W\d_]++)\?++[ \t]++([^\W\d_]++)")
# Words around a line's end; where so many, and such a share, are none, all are told.
_BREAK = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-?\n([^\W\d_]+)")
_FEWEST_CUT, _MOSTLY_CUT = 2, 0.2
# A date or a number that goes on there, and a hyphen that was put in.
_GOES_ON = re.compile(
    r"\d\n/\d|/\n\d|-\n[ \t]?\w|[^\W_]\n/[^\W_]|/\d{1,2}/\d{1,3}\n\d{1,3}(?!\w)|\d/\d\n\d/\d"
)
# A number that goes on there, behind what says of what: a date, a document, a year.
_NUMBER_GOES_ON = re.compile(
    r"(?i:\b(?:số|ngày|tháng):? )\d{1,4}\n\d(?=\d*(?:[-/]\w| tháng| năm))"
    r"|\bnăm (?:\d\n\d{3}|\d\d\n\d\d|\d{3}\n\d)\b"
)
_CODE_GOES_ON = re.compile(r"[-/]([A-ZĐƯ]+)\n([A-ZĐƯ]+)(?![^\W\d_]|[\u0300-\u036f])")
# Then whatever stands around the ends of lines that are nearly as long as the longest.
_AROUND, _FULL = re.compile(r"(?<!\S)(\S++)[^\S\n]*+\n[^\S\n]*(\S+)"), 0.8

# Letters of capitals with one space between, or a line's end: so many of them may be one code.
_PARTED = re.compile("(?<![^\\W\\d_])[A-ZĐƯ][A-ZĐƯr]*(?:\\s[A-ZĐƯ][A-ZĐƯr]*)+(?![^\\W\\d_]|[\u0300-\u036f])")
_LETTERS_OF_CODES, _MOST_PIECES = re.compile("[^\\W\\d_]+"), 4
# A number of a document of which a part stands apart: 30/2020/NĐ -CP.
_PART_APART = re.compile(
    r"(?<=[A-ZĐƯ])\s+r?[-/](?=[A-ZĐƯ]{2})|(?<=[A-ZĐƯr][-/])\s+(?=[A-ZĐƯ]{2})|(?<=\d[-/])\s+(?=[A-ZĐƯ]\w*[-/][A-ZĐƯ])"
)
# Words of capitals without a vowel, none of which is as frequent as this: what is left of others.
_CAPITALS, _CONSONANTS = (
    re.compile("(?<![\\w\u0300-\u036f./-])[A-ZĐ]+(?![\\w\u0300-\u036f./-])"),
    frozenset("BCDĐFGHJKLMNPQRSTVWXZ"),
)
_WELL_KNOWN = 2e-5
# Letters and figures without a space between them, and what stands so close behind a mark.
_BESIDE_FIGURE = re.compile(r"(?<![\w.,/-])([^\W\d_]{2,})(?=\d)|(?<=\d)([^\W\d_]{2,})(?![\w.,/-]\w)")
_TOUCHING = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
# A consonant with no other letter, the end of a document's number, and what may go on with it.
_ALONE = re.compile(r"[^\W\d_aeiouyAEIOUYIVX\u00c0-\u010f\u0112-\u1eff][,;:]?")
_NUMBERED, _IN_CAPITALS, _MARKS = re.compile(r"\D*\d.*[-/][A-ZĐƯ]+\Z"), re.compile("[A-ZĐƯ]{2,}"), ",.;:"
_CLOSING_MARKS = frozenset(",.;:?!)")
# Where nobody leaves out the space, and how many of these tell that other marks lost theirs too.
_NO_SPACE, _FEWEST_CLOSE = re.compile(r"[^\W\d_][,;][^\W\d_]{2}|[^\W\d_]{2}:\w"), 2
_CLOSE = re.compile(r"[^\W\d_]{2}[.,:;]\w|(?<!\S)[-–—][^\W\d_]|\w[-–—](?!\S)|\w\([^\W\d_]")
# Words with a nought or a one for the letter that looks like it.
# Letters and figures as keys are typed, a figure for a mark.
_KEYED = re.compile(r"(?<![\w.,/@-])[a-zA-Z]+[1-9][a-zA-Z1-9]*(?![\w@/-])")
# A word behind the beginning of a misread letter, of which a space took the rest: QÄ -SNV.
_BEHIND_A_BEGINNING = re.compile("[ÄÅÆ][ \u00a0]([^\\s]+)")
# A small consonant between words, which no figure or letter of an item explains.
_LEFT_ALONE = re.compile(r"(?:(?<=[^\W\d_] )|\()[bcdđghlmnpqrstx](?= [a-zà-ỹđ]{2})")
_FIGURED = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,4}0(?:[^\W\d_]|0)*|1[^\W\d_]+)(?![^\W_])")
# So many keys at least, and so many times as frequent.
_FEWEST_KEYS, _TYPED = 3, 30.0
_LIKE_FIGURES = str.maketrans("01", "ol")
# I, or a bar, for the l of a word.
_LIKE_ELL = re.compile(r"(?<![\w|])[I|]([^\W\d_A-Z]+)(?![\w|])")


def find_torn(text: str) -> Iterator[Span]:
    """The words in which there is a sign for a letter still, or a part of a misread one or of an escape."""
    torn_so = [_TORN, _ESCAPE, *(() if _OPENING_QUOTE in text else (_CLOSING,))]
    for line in _LINE.finditer(text):
        if not _SIGNS.search(line[0]):
            continue
        torn_here = [*torn_so, *((_BAR,) if line[0].count("|") == 1 else ())]
        torn = [word for word in _WORD.finditer(text, *line.span()) if _is_torn(word[0], torn_here)]
        if any("?" in word[0] for word in torn):
            torn += [word for word in _WORD.finditer(text, *line.span()) if _ENDING.search(word[0])]
        yield from (Span(*word.span()) for word in torn)
        yield from (Span(*word.span(1)) for word in _BEHIND_A_BEGINNING.finditer(text, *line.span()))


def find_asking(text: str) -> Iterator[Span]:
    """Of a text that was damaged, the words behind which a question mark stands that ends no sentence.

    What follows has no capital, or all are capitals.
    """
    asking = (
        each for each in _ASKING.finditer(text) if each[2][0].islower() or _are_capitals(each[1], each[2])
    )
    return _around(text, (each.start() for each in asking))


def _are_capitals(*words: str) -> bool:
    return all(len(word) > 1 and word.isupper() for word in words)


def find_turned(text: str) -> Iterator[Span]:
    """Of a text that lost something, the words behind which a quotation mark opens."""
    return _around(text, (each.start() for each in _TURNED.finditer(text)))


def _is_torn(word: str, signs: Iterable[re.Pattern[str]]) -> bool:
    return any(sign.search(word) for sign in signs) and not _ADDRESS.search(word)


def find_cut(text: str, model: Model) -> Sequence[Span]:
    """The words around a line's end that are parts of one; all of them where many look like parts."""
    breaks = [each for each in _BREAK.finditer(text) if each[2].islower()]
    odd = [each for each in breaks if not (is_word(each[1], model) and is_word(each[2], model))]
    going_on = [*_going_on(text)]
    many = len(odd) + len(going_on) >= max(_FEWEST_CUT, _MOSTLY_CUT * len(breaks))
    cut = breaks if many else [each for each in odd if is_word(each[1] + each[2], model)]
    words = (Span(*each.span(number)) for each in cut for number in (1, 2))
    around = _around(text, chain.from_iterable(going_on))
    return sorted({*words, *around, *(_around_full_lines(text) if many else ())})


def _going_on(text: str) -> Iterator[tuple[int, int]]:
    """Where a line's end cuts dates, numbers and codes: a place in the last word before it, one behind."""
    for each in chain(_GOES_ON.finditer(text), _NUMBER_GOES_ON.finditer(text)):
        end = text.index("\n", each.start())
        yield max(each.start(), end - 1), each.end() - 1
    for each in _CODE_GOES_ON.finditer(text):
        if each[1] + each[2] in codes():
            yield each.start(1), each.start(2)


def _around_full_lines(text: str) -> Iterator[Span]:
    """What stands at the end of each line that is nearly as long as the longest, and what begins the next."""
    longest = max(map(len, text.split("\n")))
    for end in _AROUND.finditer(text):
        if end.end(1) - text.rfind("\n", 0, end.start()) - 1 >= _FULL * longest:
            yield from (Span(*end.span(number)) for number in (1, 2))


def find_fragments(text: str, model: Model) -> Iterator[Span]:
    """What stands between spaces and is a piece of a code or of a word in capitals, or has a figure in it."""
    places = chain(
        _pieces_of_capitals(text, model),
        _pieces_of_codes(text),
        _beside_figures(text, model),
        _like_ells(text, model),
    )
    return _around(text, places)


def _like_ells(text: str, model: Model) -> Iterator[int]:
    """Where words begin with what looks like l, and would be far more frequent with one."""
    for word in _LIKE_ELL.finditer(text):
        meant = f"l{word[1]}"
        if is_word(meant, model) and _often(f"i{word[1]}", model) * _TYPED < _often(meant, model):
            yield word.start()


def find_signs(text: str, mark: str) -> Iterator[Span]:
    """The marks that stand alone: for a letter, or for a dash that was lost as letters are."""
    return (Span(*word.span()) for word in _WORD.finditer(text) if word[0] == mark)


def find_left_alone(text: str) -> Iterator[Span]:
    """Of a text that was damaged, small consonants between words: in a sound one they are its writer's."""
    return _around(text, (each.start() for each in _LEFT_ALONE.finditer(text)))


def find_close(text: str, moved: bool = False) -> Iterator[Span]:
    """What stands close behind a mark where nobody leaves out the space.

    Of a text of which several stand so, or that is known to have lost spaces, all that stands close to a
    mark, a bracket or a hyphen.
    """
    close = [each.start() for each in _NO_SPACE.finditer(text)]
    if moved or len(close) >= _FEWEST_CLOSE:
        close += (each.start() for each in _CLOSE.finditer(text))
    return _around(text, close)


def find_apart(text: str) -> Iterator[Span]:
    """Of a text into which spaces were put, the consonants that stand alone, and what stands beside them.

    So of codes and Roman numerals all that may be two pieces of one.
    """
    for line in _LINE.finditer(text):
        words = [*_WORD.finditer(text, *line.span())]
        alone = [number for number, word in enumerate(words) if _ALONE.fullmatch(word[0])]
        near = {each for number in alone for each in (number - 1, number, number + 1)}
        for number, (before, word) in enumerate(pairwise(words)):
            if _may_be_one(before[0], word[0].rstrip(_MARKS)):
                near |= {number, number + 1}
        near |= {
            each for number, word in enumerate(words) if _opens_mark(word[0]) for each in (number - 1, number)
        }
        yield from (Span(*words[number].span()) for number in sorted(near) if 0 <= number < len(words))


def _opens_mark(word: str) -> bool:
    """Whether it is a mark of a sentence that a space parts from its word."""
    return word[0] in _CLOSING_MARKS and not word[1:].isalnum()


def _may_be_one(piece: str, other: str) -> bool:
    """Whether two words may be one numeral, acronym or number of a document, parted."""
    numerals = ROMAN.fullmatch(piece) and ROMAN.fullmatch(other)
    numbered = _NUMBERED.match(piece) and _IN_CAPITALS.fullmatch(other)
    return bool(numerals or numbered) or piece + other in codes()


def _pieces_of_capitals(text: str, model: Model) -> Iterator[int]:
    """Where consonants stand alone, in a line of capitals, that are no code and not well known."""
    for line in _LINE.finditer(text):
        bereft = [word for word in _CAPITALS.finditer(text, *line.span()) if _is_bereft(word[0], model)]
        if bereft and in_capitals(line[0]):
            yield from (word.start() for word in bereft)


def _is_bereft(word: str, model: Model) -> bool:
    if not _CONSONANTS.issuperset(word) or _is_code(word):
        return False
    unit = model.numbers.get(word.lower())
    return len(word) == 1 or unit is None or bool(model.unigrams[unit] < _WELL_KNOWN)


def _pieces_of_codes(text: str) -> Iterator[int]:
    """Where neighbours stand that make a code together, of which one is none."""
    for gap in _PART_APART.finditer(text):
        yield from (gap.start() - 1, gap.end() - 1)
    for run in _PARTED.finditer(text):
        pieces = [*_LETTERS_OF_CODES.finditer(text, *run.span())]
        for first, count in product(range(len(pieces)), range(2, _MOST_PIECES + 1)):
            some = pieces[first : first + count]
            if "".join(piece[0] for piece in some) in codes() and not all(map(_tells_itself, some)):
                yield from (piece.start() for piece in some)


def _beside_figures(text: str, model: Model) -> Iterator[int]:
    """Where words stand with a figure close by, or in them."""
    if not _TOUCHING.search(text):
        return
    for beside in _BESIDE_FIGURE.finditer(text):
        if not is_short(beside[1] or beside[2]) and is_word(beside[1] or beside[2], model):
            yield beside.start()
    for keyed in _KEYED.finditer(text):
        if is_typed(keyed[0], model):
            yield keyed.start()
    for figured in _FIGURED.finditer(text):
        if len(figured[0]) > 1 and is_word(figured[0].translate(_LIKE_FIGURES), model):
            yield figured.start()


def _around(text: str, places: Iterable[int]) -> Iterator[Span]:
    """What stands between spaces around each of the places of a text."""
    waiting = sorted({*places}, reverse=True)
    for word in _WORD.finditer(text):
        if not waiting:
            return
        if waiting[-1] < word.end():
            yield Span(*word.span())
        while waiting and waiting[-1] < word.end():
            waiting.pop()


def _tells_itself(piece: re.Match[str]) -> bool:
    return _is_code(piece[0]) or _is_syllable(piece[0])


def _is_code(word: str) -> bool:
    return word in codes() or ROMAN.fullmatch(word) is not None


def is_word(word: str, model: Model) -> bool:
    """Whether it is a syllable that the model knows."""
    return canonical(word.lower()) in model.numbers and _is_syllable(word)


def _is_syllable(word: str) -> bool:
    return is_syllable(part_tone(canonical(word.lower()))[0])


def is_typed(word: str, model: Model) -> bool:
    """Whether a word, seldom or none as it stands, is a far more frequent one if it was typed so by keys."""
    if len(word) < _FEWEST_KEYS or not (word[1:].islower() or word.islower()):
        return False
    read = KEYSTROKES["keystrokes"].read(word)
    return not read.isascii() and is_word(read, model) and _often(word, model) * _TYPED < _often(read, model)


def _often(word: str, model: Model) -> float:
    unit = model.numbers.get(canonical(word.lower()))
    return 0.0 if unit is None else float(model.unigrams[unit])
