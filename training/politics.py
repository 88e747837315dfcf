"""Which documents are about politics: those that keep naming the Party and the state's organs."""

import re

from kyyeu.restorer.units import WORD

TERMS = (
    "Đảng, Đảng bộ, Đảng uỷ, Đảng viên, đảng viên, chi bộ, cấp uỷ, Tỉnh uỷ, Thành uỷ, Huyện uỷ, Bí thư, "
    "Tổng Bí thư, Bộ Chính trị, Ban Chấp hành, Trung ương, T.Ư, Đại hội, nghị quyết, Quốc hội, Chính phủ, "
    "Nhà nước, Chủ tịch, Phó Chủ tịch, Thủ tướng, Phó Thủ tướng, Bộ trưởng, Thứ trưởng, đại biểu, cử tri, "
    "Hội đồng nhân dân, HĐND, Uỷ ban nhân dân, UBND, Mặt trận Tổ quốc, MTTQ, Văn phòng, cán bộ"
)
"""The terms, each as written or with a capital; uỷ or ủy is the same."""

LEAST_SHARE = 0.03
"""A document is about politics with at least this share of its syllables in the terms."""

_WORD = re.compile(WORD)


def is_about_politics(text: str) -> bool:
    """Whether the text names the Party and the state's organs often enough."""
    words = len(_WORD.findall(text))
    named = sum(len(_WORD.findall(match[0])) for match in _PATTERN.finditer(text))
    return words > 0 and named >= LEAST_SHARE * words


def _pattern(terms: str) -> re.Pattern[str]:
    """The longest terms first; a small initial may be a capital too, where a sentence begins."""
    longest_first = sorted(terms.split(", "), key=lambda term: (-len(term), term))
    return re.compile(rf"\b(?:{'|'.join(map(_either_spelling, longest_first))})\b")


def _either_spelling(term: str) -> str:
    initial, rest = term[0], re.escape(term[1:]).replace("uỷ", "(?:uỷ|ủy)")
    if term.startswith("Uỷ"):
        return f"(?:Uỷ|Ủy){re.escape(term[2:])}"
    return f"[{initial}{initial.upper()}]{rest}"


_PATTERN = _pattern(TERMS)
