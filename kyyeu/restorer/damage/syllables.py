"""What a Vietnamese syllable is, and on which of its vowels the tone stands."""

import re
from functools import lru_cache
from unicodedata import normalize

from kyyeu.restorer.damage.letters import TONES, VOWELS, bare

_INITIAL = "(?:ngh?|nh|gh|gi|ph|th|tr|ch|kh|qu|[bcdđghklmnprstvx])?"
_RHYMES = """
    " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em
    en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt
    iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uâ uân uâng uât uây uc ue
    uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh
    uyp uyt uyu uêu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yê yêm yên yêng yêt
    yêu
"""
# Behind qu, whose u is no vowel, are rhymes that no other consonant has: quỳnh, quýt.
_AFTER_QU = "ych|ynh|yp|yt"
_SYLLABLE = re.compile(
    f"qu(?:{_AFTER_QU})|{_INITIAL}(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})"
)
_MARKED = "ăâêôơư"
_BARE = re.compile(bare(_SYLLABLE.pattern))


def is_syllable(plain: str) -> bool:
    """Whether a lower-case word without tone is a syllable by its spelling."""
    return _SYLLABLE.fullmatch(plain) is not None


def count_bare_syllables(word: str) -> int:
    """Into how few syllables without any marks a lower-case word can be cut; 0 where it can't be.

    >>> count_bare_syllables("khaikhu"), count_bare_syllables("quan"), count_bare_syllables("liesel")
    (2, 1, 0)
    """
    fewest = {0: 0}
    for end in range(1, len(word) + 1):
        ways = [fewest[start] + 1 for start in fewest if _BARE.fullmatch(word, start, end)]
        if ways:
            fewest[end] = min(ways)
    return fewest.get(len(word), 0)


@lru_cache(maxsize=20_000)
def part_tone(word: str) -> tuple[str, str]:
    r"""The word without its tone mark, and the mark; of several the first.

    >>> part_tone("Đại") == ("Đai", "\u0323")
    True
    """
    parts = normalize("NFD", word)
    tones = [part for part in parts if part in TONES]
    return normalize("NFC", "".join(part for part in parts if part not in TONES)), "".join(tones[:1])


def put_tone(plain: str, tone: str) -> str:
    r"""The word with the tone on the vowel where older spelling has it.

    >>> put_tone("hoan", "\u0300"), put_tone("uy", "\u0309"), put_tone("Quoc", "\u0301")
    ('hoàn', 'ủy', 'Quóc')
    """
    found = re.search(f"(?i)^(?:qu|gi(?=[{VOWELS}])|[^{VOWELS}]*)", plain)
    start = found.end() if found else 0
    run = re.match(f"(?i)[{VOWELS}]+", plain[start:])
    if not tone or not run:
        return plain
    vowels, ends = run[0].lower(), len(plain) == start + run.end()
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        place = marked[-1]
    elif len(vowels) == 1 or (len(vowels) == 2 and ends):
        place = 0
    else:
        place = 1
    at = start + place + 1
    return normalize("NFC", plain[:at] + tone + plain[at:])
