"""What belongs together is joined where it is shown: no line ends between a number and what it counts.

The text itself is untouched: a space becomes one at which no line ends, U+2060 after a hyphen says the same
in print, a hyphen between two years or two pages is the dash that it stands for, and quotation marks are
those of print. Older reading systems draw a box for U+2060, and who searches for what has it finds nothing,
so the EPUB has none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from kyyeu.model import Run
from kyyeu.rendering.compounds import are_one_word
from kyyeu.rendering.phrases import MOST, find_phrases
from kyyeu.rendering.quotations import STRAIGHT, find_quotations, show_quotations

NO_BREAK_SPACE, JOINER, DASH = "\u00a0", "\u2060", "–"
UNJOINED = str.maketrans({DASH: "-", JOINER: None}) | STRAIGHT
"""Words that were joined, without white space, as they were."""

_LEADS = (
    r"số|ngày|tháng|năm|quý|khóa|khoá|kỳ|thứ|lần|điều|khoản|điểm|chương|mục|phần|tập|quyển|trang|tr\.|hình|bảng"
    r"|phụ lục|nghị quyết|chỉ thị|kết luận|quyết định|thông báo"
)
_UNITS = (
    "%|‰|°C?|mm|cm|dm|m|km|m²|m³|km²|ha|g|kg|tạ|tấn|lít|đồng|USD|nghìn|ngàn|vạn|triệu|tỷ|tỉ|giờ|phút"
    "|giây|tuổi"
)
_ABBREVIATED = r"[A-ZĐ]|TP|Tp|TX|Tx|PGS|GS|TSKH|TS|ThS|BS|KS"
_SPACES = (
    rf"(?<!\w)(?i:{_LEADS}) (?=\d|[IVXLC]+\b)",  # số 43, Điều 3, khóa XIII
    r"(?<!\w)(?i:ngày) \d{1,2} (?=tháng \d)",  # ngày 18 tháng 10
    rf"(?<![\d.,/-])\d{{1,3}}(?:[.,]\d+)* (?=(?:{_UNITS})(?!\w))",  # 20 °C, 1.200 tấn
    r"± (?=\d)",
    r"(?<![\w.,/-])\d{1,4}[A-Z]?(?:/\d{1,4})* (?=(?:đường|phố|ngõ|ngách|đại lộ) [A-ZĐÀ-Ỹ\d])",  # 12 đường X
    r"\d (?=× ?\d)|× (?=\d)",  # 14,5 × 20,5
    rf"(?<!\w)(?:{_ABBREVIATED})\. (?=[A-ZÀ-ỸĐ])",  # V. I. Lênin, PGS. TS. Hà
    r"(?<!\w)[đĐ]/c (?=\w)",
    r"(?<=\w) (?=[A-ZĐ](?!\w))",  # Nguyễn Văn A, Huyện X, vitamin C
    r"(?<=\S) (?=[-–—](?:\s|$))",  # no line begins with a dash
)
_SPACE_ENDS = tuple(map(re.compile, _SPACES))
"""Where a space must not be a line's end: it is the last sign of what is found."""
_CODE = re.compile(r"(?<![\w/-])\d{1,5}(?:[-/][A-ZĐƯƠ][\w]{0,7}){1,3}(?![\w/-])")
"""43-TB/TƯ; anything longer may be broken as before."""
_RATE = re.compile(
    r"(?<![\w/])[^\W\d_]{1,5}/(?:s|h|giây|phút|giờ|ngày|tháng|năm|km|m²|m³|kg|ha|người|hộ)(?![\w/])"
)
"""Mbit/s, kWh/tháng."""
_YEARS = re.compile(r"(?<![^\s(“,;:])((?:1[0-9]|20)\d\d)( ?)-\2((?:1[0-9]|20)\d\d)(?![^\s)”.,;:?!…])")
_PAGES = re.compile(r"(?<!\w)(?i:trang|tr\.) ?(\d+)( ?)-\2(\d+)(?![\w/-])")

_QUOTE = "&quot;"
_VERBATIM_SIGN = "\ufffc"  # U+FFFC OBJECT REPLACEMENT CHARACTER
_VERBATIM = re.compile(r"<(/?)(?:pre|code|kbd|samp)\b")
_TAG = re.compile("(<[^<>]*>)")
_SHORT = re.compile(
    r"<(?:figcaption|caption|h[1-6])\b"
    '|class="(?:person-(?:name|fact|term)|verse-by|addressee|salutation|signed-as|dateline|about|office|motto|recipients)"'
)
"""The tags of blocks that are short lines, as a title is."""
_LONG = re.compile(r"<(?:p|li|dd)\b")
"""Those of blocks that have lines to choose from; cells have a width to keep."""


def find_joins(text: str) -> dict[int, str]:
    r"""For each character that is shown otherwise what stands there instead.

    >>> find_joins("số 43-TB/TƯ, 2010-2015")
    {2: '\xa0', 5: '-\u2060', 8: '/\u2060', 17: '–'}
    """
    joins = {found.end() - 1: NO_BREAK_SPACE for ends in _SPACE_ENDS for found in ends.finditer(text)}
    for found in chain(_CODE.finditer(text), _RATE.finditer(text)):
        signs = range(*found.span())
        joins |= {place: text[place] + JOINER for place in signs if text[place] in "-/"}
    for ranges in (_YEARS, _PAGES):
        for found in ranges.finditer(text):
            if int(found[1]) < int(found[3]):
                joins[found.end(2)] = DASH
    joins |= find_quotations(text)
    return dict(sorted(joins.items()))


def _find_all_joins(text: str) -> dict[int, str]:
    """The same of a short line, which ends within no word of several syllables either."""
    return dict.fromkeys(find_phrases(text), NO_BREAK_SPACE) | find_joins(text)


def _find_joins_to_its_end(text: str) -> dict[int, str]:
    """The same of a paragraph, whose last line is not half a word: “thành công!”."""
    *_, before, after = ["", "", *text.split()]
    fits = before and len(before) + len(after) < MOST and text.rstrip().endswith(f" {after}")
    last = [len(text.rstrip()) - len(after) - 1] if fits and are_one_word(before, after) else []
    return dict.fromkeys(last, NO_BREAK_SPACE) | find_joins(text)


def join_words(text: str, joiner: str = JOINER) -> str:
    """The words as they are shown: of a title, or of a caption that a list has.

    >>> join_words("Văn phòng khóa XIII, 2010 - 2015").replace(NO_BREAK_SPACE, "_")
    'Văn_phòng khóa_XIII, 2010_– 2015'
    """
    joins = {place: shown.replace(JOINER, joiner) for place, shown in _find_all_joins(text).items()}
    return _put(text, joins, 0)


def join_runs(runs: Iterable[Run], joiner: str = JOINER) -> Iterator[Run]:
    """The runs of a body as they are shown; tags part nothing, and what is typed letter by letter stays.

    Where a line may not end after a hyphen the `joiner` stands; with none, what begins there may be parted.
    """
    verbatim = 0
    for _, block in groupby(runs, key=lambda run: run.block):
        inside = [*block]
        words = list[bool]()
        for run in inside:
            tags = _VERBATIM.findall(run.xhtml) if run.kind == "markup" else []
            verbatim += sum(-1 if closes else 1 for closes in tags)
            words.append(run.kind == "words" and not verbatim)
        yield from _join_block(inside, words, joiner)


def _join_block(runs: Sequence[Run], words: Sequence[bool], joiner: str) -> Iterator[Run]:
    bare = [_bare(run, is_words) for run, is_words in zip(runs, words, strict=True)]
    joins, start = _finder_for(runs[0].xhtml)("".join(bare)), 0
    joins = {place: shown.replace(JOINER, joiner) for place, shown in joins.items()}
    for run, text, is_words in zip(runs, bare, words, strict=True):
        if run.kind == "heading":
            yield replace(run, xhtml=_show_name(run.xhtml))
        else:
            yield replace(run, xhtml=_put_markup(run.xhtml, joins, start)) if is_words and joins else run
        start += len(text)


def _finder_for(tag: str) -> Callable[[str], dict[int, str]]:
    """What finds the joins of the block that begins with that tag."""
    if _SHORT.search(tag):
        return _find_all_joins
    return _find_joins_to_its_end if _LONG.match(tag) else find_joins


def _show_name(value: str) -> str:
    """An attribute's value with the quotation marks of print."""
    return show_quotations(value.replace(_QUOTE, '"')).replace('"', _QUOTE)


def _bare(run: Run, is_words: bool) -> str:
    """What of the run stands between words: themselves, a line's end, or a sign for what is no text."""
    if is_words:
        return _TAG.sub("", run.xhtml)
    return _VERBATIM_SIGN if run.kind == "words" else "\n" * run.text.isspace()


def _put_markup(markup: str, joins: Mapping[int, str], start: int) -> str:
    parts = list[str]()
    for number, part in enumerate(_TAG.split(markup)):
        is_tag = number % 2
        parts.append(part if is_tag else _put(part, joins, start))
        start += 0 if is_tag else len(part)
    return "".join(parts)


def _put(text: str, joins: Mapping[int, str], start: int) -> str:
    return "".join(joins.get(place, sign) for place, sign in enumerate(text, start))
