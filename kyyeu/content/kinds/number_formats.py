"""Numbers and days as a spreadsheet shows them, by their format code (ECMA-376-1, 18.8.31).

Vietnamese print has a comma before decimals, and full stops between thousands.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<blank>.) | \*(?P<filling>.)
    | \[\$(?P<currency>[^\]\[-]*)(?:-[^\]\[]*)?\]
    | \[(?P<colour>black|blue|cyan|green|magenta|red|white|yellow|color\ ?\d+)\]
    | (?P<next>;) | (?P<general>General) | (?P<words>@)
    | (?P<digits>[\#0?][\#0?,.]*) | (?P<percent>%)
    | (?P<part>y+|m+|d+|h+|s+)
    | (?P<sign>[-+$/():!^&'~{}<>=,.\ ]|[^\x00-\x7f])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SAID = ("quoted", "escaped", "currency", "sign")
"""What is shown as it stands."""
_UNSEEN = ("blank", "filling", "colour")
"""What is shown as room, or not at all."""
_OF_THE_MACHINE = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy h:mm"}
"""Formats 14 and 22, which every machine shows in its own way."""
_PARTS = {
    "y": "%y", "yy": "%y", "yyy": "%Y", "yyyy": "%Y", "mm": "%m", "dd": "%d",
    "hh": "%H", "ss": "%S", "MM": "%M",
}  # fmt: skip
_BARE = {"m": "month", "d": "day", "h": "hour", "s": "second", "M": "minute"}
_OF_WORDS = 3  # the section of a code that words are shown by, where there is one
_SPAN = re.compile(r"\[h{1,2}\](?P<minutes>:mm)?(?P<seconds>:ss)?(?:;@)?", re.IGNORECASE)
_MOST_DIGITS = 10  # that a number without a format is shown with

_Token = tuple[str, str]
"""What it is, and what it says."""


def show_number(value: float, code: str) -> str | None:
    """The number in the format of that code; None where the code says more than is known here.

    >>> show_number(0.125, "0.0%"), show_number(-1234.5, "#,##0.00 [$₫-42A]"), show_number(7, "000")
    ('12,5%', '-1.234,50 ₫', '007')
    """
    number = Decimal(repr(value))
    section, signed = _choose(_sections(code), number)
    kinds = [kind for kind, _ in section]
    if not {*kinds} <= {"digits", "percent", "general", *_SAID, *_UNSEEN}:
        return None
    if kinds.count("digits") + kinds.count("general") > 1:
        return None
    amount = abs(number).scaleb(2 * kinds.count("percent"))
    said = "".join(_say(kind, text, amount) for kind, text in section).strip()
    return "-" + said if number < 0 and signed and re.search("[1-9]", said) else said


def _sections(code: str) -> list[list[_Token]]:
    """The code's tokens, section by section: of positive numbers, of negative ones, of nothing, of words."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        if kind == "next":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind] or ""))
    return sections


def _choose(sections: Sequence[list[_Token]], number: Decimal) -> tuple[list[_Token], bool]:
    """The section that the number is shown by, and whether its sign has still to be shown."""
    numeric = [section for section in sections if not any(kind == "words" for kind, _ in section)]
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if not number and len(numeric) > 2:
        return numeric[2], False
    return (numeric or [[("general", "")]])[0], True


def _say(kind: str, text: str, amount: Decimal) -> str:
    match kind:
        case "digits":
            return _show_digits(text, amount)
        case "general":
            return show_plain(float(amount))
        case "percent":
            return "%"
        case "blank" | "filling":
            return " " if kind == "blank" else ""
        case "colour":
            return ""
    return text


def _show_digits(pattern: str, amount: Decimal) -> str:
    """The number with as many digits as the pattern has places."""
    whole, _, decimals = pattern.partition(".")
    bare = whole.rstrip(",")
    amount = amount.scaleb(-3 * (len(whole) - len(bare)))
    most, least = len(decimals.replace(",", "")), decimals.count("0")
    rounded = amount.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    digits, _, rest = f"{rounded:f}".partition(".")
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    digits = digits.lstrip("0").zfill(bare.count("0"))
    if "," in bare:
        digits = f"{int(digits or 0):,}".replace(",", ".") if int(digits or 0) else digits
    return digits + ("," + rest if rest else "")


def show_plain(value: float) -> str:
    """The number without a format: as many digits as it needs.

    >>> show_plain(1945.0), show_plain(2.5)
    ('1945', '2,5')
    """
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}".replace(".", ",")


def show_words(value: str, code: str) -> str:
    """The words in the format of that code, which may add others to them."""
    sections = _sections(code)
    usual = next((each for each in sections if ("words", "@") in each), [("words", "@")])
    section = sections[_OF_WORDS] if len(sections) > _OF_WORDS else usual
    return "".join(value if kind == "words" else _say(kind, text, Decimal()) for kind, text in section)


def show_day(value: date | time, code: str) -> str | None:
    """The day or the hour in the format of that code; None where the code says more than is known here.

    >>> [show_day(date(1930, 10, 5), code) for code in ("mm-dd-yy", "d/m/yy", "yyyy", "dddd")]
    ['05/10/1930', '5/10/30', '1930', None]
    """
    section = [*_tell_minutes(_sections(_OF_THE_MACHINE.get(code, code))[0])]
    parts = {text for kind, text in section if kind == "part"}
    known = {*_PARTS, *_BARE} - ({*"hsM", "hh", "ss", "MM"} if type(value) is date else set())
    if not parts or not parts <= known or not {kind for kind, _ in section} <= {"part", *_SAID, *_UNSEEN}:
        return None
    if isinstance(value, time) and not parts <= {*"hsM", "hh", "ss", "MM"}:
        return None
    return "".join(
        _show_part(value, text) if kind == "part" else _say(kind, text, Decimal()) for kind, text in section
    )


def _show_part(value: date | time, part: str) -> str:
    if part in _PARTS:
        return f"{value:{_PARTS[part]}}"
    return str(getattr(value, _BARE[part]))


def _tell_minutes(section: Sequence[_Token]) -> Iterator[_Token]:
    """The tokens; what stands for months beside hours or seconds stands for minutes."""
    places = [place for place, (kind, _) in enumerate(section) if kind == "part"]
    letters = {place: section[place][1][0].lower() for place in places}
    minutes = {
        after if letters[after] == "m" else before
        for before, after in pairwise(places)
        if (letters[before], letters[after]) in (("h", "m"), ("m", "s"))
    }
    for place, (kind, text) in enumerate(section):
        yield kind, (text.upper() if place in minutes else text.lower()) if kind == "part" else text


def show_span(value: timedelta, code: str) -> str | None:
    """How long something took, in the format of that code; None where the code says more than is known here.

    >>> show_span(timedelta(hours=26, minutes=5), "[h]:mm"), show_span(timedelta(1), "[mm]:ss")
    ('26:05', None)
    """
    match = _SPAN.fullmatch(code)
    if match is None or value < timedelta():
        return None
    hours, minutes, seconds = show_usual_span(value).split(":")
    return hours + (f":{minutes}" if match["minutes"] else "") + (f":{seconds}" if match["seconds"] else "")


def show_usual_span(value: timedelta) -> str:
    """The same in hours, minutes and seconds."""
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' * (value < timedelta())}{hours}:{minutes:02}:{seconds:02}"


def show_usual_day(value: date | time) -> str:
    """The day as Vietnamese print has it; an hour as it is told."""
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else f"{value:%d/%m/%Y}"
