"""Who made a picture, told apart from what its caption says of it: “Hội nghị năm 1965. Ảnh: Văn Bình”.

It is typed as newspapers print it, at the end of the caption, so there is nothing to learn, and what was
received with a text keeps its place and is proved like all of its words.
"""

import re

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import CREDIT
from kyyeu.model import BEFORE_CREDIT

_WHAT = (
    "Ảnh|Hình|Tranh|Ký họa|Kí họa|Minh họa|Đồ họa|Bản đồ|Sơ đồ|Bản vẽ|Tư liệu|Nguồn ảnh|Nguồn|Người chụp"
    "|Chụp lại"
)
_WHERE = "trái|phải|trên|dưới|giữa|bên|trong|ngoài|trước|sau|lớn|nhỏ"
_NAMED = rf"(?i:(?:{_WHAT})(?! (?:{_WHERE})\b)(?: [^\W\d_]+){{0,3}} ?: ?)(?=\S)"
"""What is made and a colon: “Ảnh: …”, “Ảnh tư liệu: …”, “Tranh sơn dầu: …”; no “Ảnh phải: …”."""
_KNOWN = r"(?i:Ảnh (?:tư liệu|lưu trữ|gia đình|T\.? ?L)\b)"
"""What says enough without a name."""
_WORDS = r"(?: ?(?:[^\s().]|\.(?=[^\s)])|(?<=[A-ZĐ])\.))+"
"""Words that end no sentence: a full stop stands within one, or behind an initial."""
_CREDIT = rf"(?:{_NAMED}{_WORDS}|{_KNOWN}(?:{_WORDS})?)\.?"
_BEGINS = re.compile(rf"(?<=[.!?…:;,”\"’)–—|/-])\s+(?=(?i:{_WHAT})\b)|(?<=\S)\s*(?=\((?i:{_WHAT})\b)")
"""Where one may begin: behind what ends a sentence or a part of one, or in brackets; never a caption."""
_BARE, _BRACKETED = re.compile(rf"{_CREDIT}\s*"), re.compile(rf"\({_CREDIT}\)\.?\s*")
_LONGEST = 200  # characters from the end in which one is looked for


def find_credit(caption: str) -> int:
    """Where in a caption the words begin that say who made the picture; its length where none do.

    >>> caption = "Hội nghị năm 1965. Ảnh: Văn Bình"
    >>> caption[find_credit(caption) :]
    'Ảnh: Văn Bình'
    """
    for begins in reversed([*_BEGINS.finditer(caption)]):
        place = begins.end()
        form = _BRACKETED if caption.startswith("(", place) else _BARE
        if len(caption) - place <= _LONGEST and form.fullmatch(caption, place):
            return place
    return len(caption)


def part_credit(caption: str) -> tuple[str, str]:
    """What a caption says of its picture, and who made that, which may be empty.

    >>> part_credit("Trụ sở cũ – Ảnh tư liệu"), part_credit("Triển lãm Ảnh: đất và người")
    (('Trụ sở cũ', 'Ảnh tư liệu'), ('Triển lãm Ảnh: đất và người', ''))
    """
    place = find_credit(caption)
    if place == len(caption):
        return caption, ""
    return caption[:place].rstrip(BEFORE_CREDIT), caption[place:].strip()


def set_credit_apart(caption: HtmlElement) -> None:
    """Put the credit at the end of a caption into an element of its own; calls of notes may follow it."""
    parts = [*caption]
    while parts and parts[-1].tag == "sup" and not (parts[-1].tail or "").strip():
        parts.pop()
    text = (parts[-1].tail if parts else caption.text) or ""
    before = (caption.text or "") + "".join(map(_say, parts)) if parts else ""
    before = before.removesuffix(text) if text else before
    place = find_credit(before + text) - len(before)
    if 0 <= place < len(text):
        credit = lxml.html.Element("span", {"class": CREDIT})
        credit.text = text[place:]
        if parts:
            parts[-1].tail = text[:place]
            parts[-1].addnext(credit)
        else:
            caption.text = text[:place]
            caption.insert(0, credit)


def _say(part: HtmlElement) -> str:
    return "".join(part.itertext()) + (part.tail or "")
