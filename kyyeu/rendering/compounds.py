"""Which syllables make one word with the next: Vietnamese writes them apart, and no title is parted there."""

from functools import cache
from importlib.resources import files

_AROUND = "“”\"'()‘’…"
_OFFICES = {
    "tỉnh": "ủy đoàn đội", "huyện": "ủy đoàn đội", "thành": "ủy", "quận": "ủy", "thị": "ủy", "chi": "ủy bộ",
    "thường": "vụ trực", "chánh": "văn", "phó": "ban", "cơ": "yếu", "chỉ": "thị", "kỷ": "yếu", "công": "đoàn",
    "dân": "vận", "trung": "thành", "lề": "lối", "tuyên": "giáo", "nội": "chính", "xã": "đội",
}  # fmt: skip
"""Words of the offices that booklets are of, which are rare in what the model was made of."""


def are_one_word(before: str, after: str) -> bool:
    """Whether two syllables that follow each other are one word, as far as one can know of the two alone.

    >>> are_one_word("Văn", "phòng"), are_one_word("công", "Văn"), are_one_word("văn,", "phòng")
    (True, False, False)
    >>> are_one_word("TỈNH", "ỦY"), are_one_word("cấp", "uỷ")
    (True, True)
    """
    first, second = before.lstrip(_AROUND).lower(), after.rstrip(_AROUND + ",.;:!?").lower()
    return second.replace("uỷ", "ủy") in _compounds().get(first.replace("uỷ", "ủy"), ())


@cache
def _compounds() -> dict[str, frozenset[str]]:
    """By the first syllable the second ones."""
    lines = (files("kyyeu.rendering") / "compounds.txt").read_text("utf-8").splitlines()
    known = {first: frozenset(seconds) for first, *seconds in map(str.split, lines)}
    ours = {first: known.get(first, frozenset()) | {*seconds.split()} for first, seconds in _OFFICES.items()}
    return known | ours
