"""Lines that an office writes around its text, each told by what it says; what only may be one is none.

They are matched as a reader has them: white space folded, no sign of a line's number before them.
"""

import re

_BLANK = r"[.…_]{1,12}"
_YEAR = r"(?:1[89]|20)\d\d"
_NUMERAL = rf"(?:\d{{1,2}}|{_BLANK})"
_SEASON = r"(?:(?:đầu|giữa|cuối) )?(?:mùa \w+(?: \w+){0,2}|xuân|hạ|hè|thu|đông|tết)"
_WHOLE_DAY = rf"ngày {_NUMERAL} tháng {_NUMERAL} năm (?:{_YEAR}|20{_BLANK})"
_SAID_DAY = (
    rf"(?:(?:sáng|chiều|tối|đêm) )?(?:{_WHOLE_DAY}|ngày \d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR})"
    rf"|tháng {_NUMERAL}(?: năm |[/-]){_YEAR}|{_SEASON}(?: năm)? {_YEAR}"
)
_BARE_DAY = rf"(?:\d{{1,2}}[/.-]){{1,2}}{_YEAR}|(?:năm )?{_YEAR}(?: ?[–-] ?{_YEAR})?"
_ALONE = re.compile(_SAID_DAY, re.IGNORECASE)
_DAY = re.compile(rf"(?:{_SAID_DAY}|{_BARE_DAY})\.?", re.IGNORECASE)
_BEFORE_DAY = re.compile(r",? (?=ngày )|, | [–-] ")
_ABBREVIATED = re.compile(r"(?:TP|Tp|TX|Tx|TT|P|Q|H|T)\.")
_PLACE_WORDS = frozenset(
    "thành phố tỉnh huyện quận xã phường thị trấn thôn ấp bản làng khu chiến căn cứ trại bến sông núi "
    "hội trường trung tâm nghị nhà văn phòng trụ sở tại đọc và ủy uỷ".split()
)
"""Words without a capital that the name of a place has."""
_MOST_PLACE_WORDS = 14

_CODE = r"(?:[\d.…_]+ ?[-–/] ?)?[A-ZĐƯƠ][A-Za-zĐđƯưƠơ]*(?:[-–/.&][A-Za-z0-9ĐđƯưƠơ]+)*"
_NUMBER = re.compile(
    rf"(?:Số|SỐ) ?:? ?(?:(?=[^ ]*\d|[.…_]|[-–/]){_CODE}|[.…_]* ?[-–/] ?{_CODE})"
    rf"(?:, (?:{_SAID_DAY}))?"
)
_ABOUT = re.compile(r"\(?(?:V/v|Về việc)\b:? ?\S.*", re.IGNORECASE)
_MOTTO = re.compile(r"độc lập ?[-–] ?tự do ?[-–] ?hạnh phúc", re.IGNORECASE)
_RULE = re.compile(r"[-–—_*=~ ]{1,20}")

_GREETED = r"(?:(?:trân trọng|xin|đồng) ){0,2}"
_LETTER_TO = re.compile(
    rf"{_GREETED}(?:kính|kính mến|thân|thân ái|thân mến|mến|trân trọng) (?:gửi|gởi)\b"
    rf"|(?:gửi|gởi) ?:|{_GREETED}(?:kính )?thưa\b",
    re.IGNORECASE,
)
_SPEECH_TO = re.compile(rf"{_GREETED}(?:kính )?thưa\b", re.IGNORECASE)
_DEAR = re.compile(r"[^.?!:;]{1,110} (?:thân mến|kính mến|thân yêu|yêu quý|quý mến|yêu mến) ?[!,]")
_WISH = re.compile(r"\b(?:lời|rằng|thư này|tin)\b|[.?!…] \S", re.IGNORECASE)
"""What a sentence has that goes on, and no address."""
_LONGEST_ADDRESS = 300

_STEAD = re.compile(
    r"(?:T ?[/.]? ?M|T ?[/.]? ?L|K ?[/.]? ?T|T ?[/.]? ?U ?[/.]? ?Q|Q(?= ?\.))(?: ?\. ?|[:, ] ?)\S.*"
)
_ON_BEHALF = re.compile(r"thay mặt \S.*", re.IGNORECASE)
_POST = re.compile(
    "(?:quyền |nguyên |phó |các )?(?:tổng )?(?:bí thư|chủ tịch|chánh|trưởng|giám đốc|hiệu trưởng|cục trưởng"
    "|vụ trưởng|thủ trưởng|đội trưởng|tổ trưởng|chủ nhiệm|viện trưởng|biên tập|thường trực|[uủ][yỷ] viên)"
    r"(?!\w).*",
    re.IGNORECASE,
)
_MOST_POST_WORDS = 14
_MARK = re.compile(
    r"[(\[]? ?(?:đã k[ýí](?: tên)?|ký tên|(?:đã )?ký(?: tên)?(?:,| và|, và)? (?:đã )?đóng dấu) ?[)\]]?",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|BS|KS|CN|LS|NSND|NSƯT|NGND|NGƯT|AHLĐ)(?:\. ?| ))*"
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy) )?(?:Đ/c |Đồng chí )?"
)
_NO_NAME = frozenset(
    "ban phòng sở hội đảng tỉnh huyện chi đoàn tổ bộ cục vụ ủy uỷ thường thân trân kính xin chúc chào".split()
)
"""Words that begin the name of an office or a wish, and of nobody."""
_RECEIVERS = re.compile(r"nơi nhận ?:?", re.IGNORECASE)
_RECEIVERS_ABREAST = re.compile(
    r"(?=.*[;,] ?(?:-|lưu\b)|như (?:trên|kính gửi|điều)\b|lưu\b).{1,200}", re.IGNORECASE
)
_RECEIVER = re.compile(r"[-–—+*•] ?\S.*|.{1,80}[;.]")

PICTURE = "I"
"""The role in a signature of a picture of it."""
LONGEST = 400
"""Letters that such a line has at most."""


def is_number(line: str) -> bool:
    """Whether the line is the number of a document: ``Số 12-CV/VPTU``.

    >>> is_number("Số: 45/QĐ-UBND"), is_number("Số 12 Trần Phú"), is_number("Số liệu")
    (True, False, False)
    """
    return bool(_NUMBER.fullmatch(line))


def is_dateline(line: str) -> bool:
    """Whether the line is a place and a day, or a day as it stands by itself.

    >>> is_dateline("Hà Nội, ngày 18 tháng 10 năm 2026"), is_dateline("(Nghệ An, 1975)")
    (True, True)
    >>> is_dateline("Văn phòng ra đời trong kháng chiến, năm 1945"), is_dateline("1975")
    (False, False)
    """
    bare = line[1:-1] if line[:1] == "(" and line[-1:] == ")" else line
    gaps = _BEFORE_DAY.finditer(bare)
    dated = (gap for gap in gaps if _DAY.fullmatch(bare, gap.end()))
    return bool(_ALONE.fullmatch(bare)) or any(_is_place(bare[: gap.start()]) for gap in dated)


def _is_place(text: str) -> bool:
    """Whether the text names a place, all its words with a capital but those that say of what sort it is."""
    words = _ABBREVIATED.sub("", text).replace(",", " ").replace("–", " ").split()
    named = all(word[0].isupper() or word.isdigit() or word in _PLACE_WORDS for word in words)
    letters = all(part.isalnum() for word in words for part in re.split(r"[-/'’]", word))
    return bool(words) and text[0].isupper() and named and letters and len(words) <= _MOST_PLACE_WORDS


def is_about(line: str) -> bool:
    """Whether the line says what a letter is about: ``V/v tổ chức kỷ niệm``."""
    return bool(_ABOUT.fullmatch(line)) and len(line) <= _LONGEST_ADDRESS


def is_of_letterhead(line: str) -> bool:
    """Whether the line may stand above a number or a day: an office in capitals, the motto, a rule."""
    return is_in_capitals(line) or is_motto(line) or bool(_RULE.fullmatch(line))


def is_motto(line: str) -> bool:
    """Whether the line is the motto of the state, which stands at the head of documents alone."""
    return bool(_MOTTO.fullmatch(line))


def is_in_capitals(line: str) -> bool:
    """Whether the line is a few words in capitals and no sentence."""
    return line.isupper() and len(line.split()) <= _MOST_POST_WORDS and line[-1] not in ".!?:;…"


def is_addressee(line: str) -> bool:
    """Whether the line says whom a letter is to, and does not go on to say more.

    >>> is_addressee("Kính gửi: Ban Thường vụ Tỉnh ủy"), is_addressee("Thân ái gửi các đồng chí!")
    (True, True)
    >>> is_addressee("Kính gửi tới các đồng chí lời chúc tốt đẹp."), is_addressee("Gửi các đồng chí.")
    (False, False)
    """
    return _is_address(line, _LETTER_TO)


def is_salutation(line: str) -> bool:
    """Whether the line greets those who hear a speech.

    >>> is_salutation("Kính thưa các đồng chí!"), is_salutation("Thưa rằng xưa nay vẫn thế.")
    (True, False)
    """
    return _is_address(line, _SPEECH_TO)


def _is_address(line: str, begins: re.Pattern[str]) -> bool:
    found = begins.match(line)
    if not found or len(line) > _LONGEST_ADDRESS:
        return bool(_DEAR.fullmatch(line))
    named = line[found.end() :].lstrip().startswith(":")
    return not _WISH.search(line) and (named or line[-1] in "!,;:" or line[-1].isalnum())


def is_receivers(line: str) -> bool:
    """Whether the line stands above those who get a copy."""
    return bool(_RECEIVERS.fullmatch(line))


def is_receiver(line: str) -> bool:
    """Whether the line may be one of those."""
    return bool(_RECEIVER.fullmatch(line))


def are_receivers(line: str) -> bool:
    """Whether the line names those who get a copy, as it does on the line that calls them so.

    >>> are_receivers("Như trên; Lưu VT."), are_receivers("tầng hai, trong giờ làm việc.")
    (True, False)
    """
    return bool(_RECEIVERS_ABREAST.fullmatch(line))


SIGNATURE = re.compile("[CK]*[SPV][SPCVK]*[MI]{0,2}[NK]|C*(?:MI?|IM)[NK]|[CVK]*[SP][SPCVK]*M|C*S[SPC]*|NP+")
"""What a signature is, of `find_role`s and `PICTURE`s: in whose stead or in what post, that it was signed,
and a name."""


def find_role(line: str) -> str:
    """What the line is in a signature; empty where it is nothing of one.

    ``S``: in whose stead; ``V``: the same in words; ``P``: a post; ``M``: that it was signed; ``N``: a name;
    ``K``: one in capitals, or an office; ``C``: other words in capitals.

    >>> [find_role(line) for line in ("KT. CHÁNH VĂN PHÒNG", "PHÓ BÍ THƯ", "(Đã ký)", "Nguyễn Văn A")]
    ['S', 'P', 'M', 'N']
    """
    if _MARK.fullmatch(line):
        return "M"
    if line[-1:] in ".!?:;…" or len(line.split()) > _MOST_POST_WORDS:
        return ""
    if _STEAD.fullmatch(line):
        return "S"
    if _POST.fullmatch(line):
        return "P"
    if _ON_BEHALF.fullmatch(line):
        return "V"
    if may_be_name(line):
        return "K" if line.isupper() else "N"
    return "C" * is_in_capitals(line)


def may_be_name(line: str) -> bool:
    """Whether the line may be somebody's name, which only what stands beside it can tell for certain.

    >>> may_be_name("PGS. TS. Đặng Hoài Phương"), may_be_name("BAN BIÊN TẬP"), may_be_name("Xin chào")
    (True, False, False)
    """
    degrees = _DEGREES.match(line)
    named_ = line[degrees.end() if degrees else 0 :]
    words = named_.split()
    named = all(word.isalpha() and (word.istitle() or word.isupper()) for word in words)
    return 2 <= len(words) <= 6 and named and words[0].lower() not in _NO_NAME
