"""Text as the language model sees it: a stream of units, where spelling habits no longer differ."""

import re

SENTENCE, NUMBER, COMMA, UNKNOWN = 0, 1, 2, 3
"""Units that stand for more than one spelling; they open every vocabulary, in this order."""

SPECIAL = ("<s>", "<n>", "<c>", "<u>")

SENTENCE_MARKS = frozenset(".!?…;:\n")
COMMA_MARKS = frozenset(",-–—/()[]")

WORD = r"[^\W\d_]+"
TOKEN = re.compile(rf"{WORD}|\d[\d.,/:%-]*|[.!?…;:]+|\n|[^\s\w]|_")

ROMAN = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
"""Roman numerals below a hundred, in capitals."""

FIRST_TONED, LAST_TONED = "\u1ea0", "\u1eff"
"""The Unicode block that holds the Vietnamese letters Latin-1 and Latin Extended-A do not."""

# The mark of oa, oe, uy stands on either vowel ("hoà", "hòa"); qu is a consonant, so quý has one spelling.
_NEW_STYLE = ("oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ").split()
_OLD_STYLE = ("òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy").split()
_TO_OLD = dict(zip(_NEW_STYLE, _OLD_STYLE, strict=True))
_TO_NEW = dict(zip(_OLD_STYLE, _NEW_STYLE, strict=True))


def canonical(word: str) -> str:
    """The lower-case word with its tone mark where the older spelling puts it.

    >>> canonical("uỷ"), canonical("hoà"), canonical("quý"), canonical("ban")
    ('ủy', 'hòa', 'quý', 'ban')
    """
    return _replace_ending(word, _TO_OLD)


def other_spelling(unit: str) -> str | None:
    """The same unit with its tone mark on the other vowel, or None where there is one spelling only.

    >>> other_spelling("ủy"), other_spelling("Ủy"), other_spelling("quý")
    ('uỷ', 'Uỷ', None)
    """
    lower = unit.lower()
    other = _replace_ending(lower, _TO_NEW)
    if other == lower:
        return None
    return other if unit == lower else other[0].upper() + other[1:]


def unit_of(word: str) -> str:
    """The unit a word counts as: lower case, but a capital kept on an initial that a damage may hide.

    >>> unit_of("Uỷ"), unit_of("ỦY"), unit_of("Đảng")
    ('Ủy', 'ủy', 'đảng')
    """
    lower = canonical(word.lower())
    if FIRST_TONED <= lower[0] <= LAST_TONED and word[0].isupper() and (len(word) == 1 or not word.isupper()):
        return lower[0].upper() + lower[1:]
    return lower


def units_of(text: str) -> list[str]:
    """The units of a text, beginning and ending with a sentence mark.

    >>> units_of("Ủy ban, ngày 18/10.")
    ['<s>', 'Ủy', 'ban', '<c>', 'ngày', '<n>', '<s>']
    """
    sentence, number, comma, _ = SPECIAL
    units = [sentence]
    for token in [*TOKEN.findall(text), "."]:
        if token[0].isalpha():
            units.append(unit_of(token))
        elif token[0].isdigit():
            units.append(number)
        elif token[0] in SENTENCE_MARKS and units[-1] != sentence:
            units.append(sentence)
        elif token[0] in COMMA_MARKS and units[-1] not in (comma, sentence):
            units.append(comma)
    return units


def _replace_ending(word: str, endings: dict[str, str]) -> str:
    ending = endings.get(word[-2:])
    if ending is None or word[-3:-2] == "q":
        return word
    return word[:-2] + ending
