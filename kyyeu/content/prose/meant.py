"""What an editor plainly means, written as the parser wants it: no word is taken away.

The parser wants blank lines before lists and tables, and four spaces for what lies in an item; editors write
as other programs let them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kyyeu.content.prose.enumerations import begins_row
from kyyeu.content.prose.fences import FENCE, Fences
from kyyeu.content.prose.numbering import ITEM, RULE, find_numbers
from kyyeu.content.prose.raw_html import STAND_IN, find_html_lines, replace_comments, say_unread
from kyyeu.content.prose.signs import WORD_SIGN, number_sign
from kyyeu.content.prose.unread import replace_unread

_STEP = " " * 4  # what the parser wants for each level of a list
_NESTED = 2  # columns that are enough for an editor
_END_OF_LIST = "# "
_DEEPEST = 12  # quotations and notes one within the other; what lies deeper is left as it is
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_HASH = re.compile(r"^( {0,3})(?=#{1,6}[^\s#])")
_NOTE = re.compile(r" {0,3}\[\^[^\]]+\]:")
_LABEL = re.compile(r"( {0,3})(?=\[[^\[\]^][^\[\]]*\]:[ ]*(\S*))")
_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]*:|#|\.{0,2}/|www\.|images/)"
    r"|<?[^<>]*\.(?:md|html?|php|aspx?|pdf|docx?|png|jpe?g|gif|webp|tiff?|heic|avif|bmp|vn|com|org|net)\b",
    re.IGNORECASE,
)
"""What a label may stand for; anything else behind it is words."""
_DELIMITERS = re.compile(r" *+(?:\| *+)?:?-++:? *+(?:\| *+:?-++:? *+)*+(?:\| *+)?$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_QUOTES = re.compile(r"(?: {0,3}> ?)*")
_NO_WORDS = re.compile(r" *(?:[=-]+ *$|#{1,6}(?:\s|$)|`{3}|~{3})|.*\|")
"""A line that no paragraph goes on from, or with: an underline, a heading, a fence, a table's row."""
_LINE_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")
_DECLARES = re.compile("<(?=[!?])")
_BLANK = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]*")
_BLANKS_AFTER_SIGN = re.compile(r"([-*+]|\d{1,9}\.|#{1,6})[\t\u00a0\u2002-\u200a\u202f\u3000]\s*(?=\S)")


def as_meant(text: str) -> str:
    """The Markdown, with lines that stand for its raw HTML, as the parser has to get it."""
    return _rewrite(text, 0)


def _rewrite(text: str, depth: int) -> str:
    """The same of what is in so many quotations and notes."""
    return "\n".join(_Scribe(replace_comments(text).split("\n"), depth).rewrite())


def hide_code(text: str) -> str:
    """The Markdown with blanks for what is code or a comment; each character stays where it is."""
    return replace_unread(text, lambda kind, code: code if kind == "indented" else re.sub(".", " ", code))


def find_verbatim(lines: Sequence[str]) -> set[int]:
    """The places of the lines that are code between fences, or raw HTML."""
    ends = _find_verbatim(lines, find_html_lines(lines))
    return {place for start, end in ends.items() for place in range(start, end)}


@dataclass(frozen=True, slots=True)
class _OpenItem:
    """An item of a list that may go on."""

    indent: int
    """Column of its sign, as typed."""
    kind: str
    """``ul``, ``ol``, or ``text``: a number that is a word of its paragraph."""
    place: int
    """Where it is in what is written, from 0."""


class _Scribe:
    """Writes lines anew, one after the other."""

    def __init__(self, lines: Sequence[str], depth: int):
        self._around = depth
        """How many quotations and notes the lines are in."""
        self._lines = [make_plain(line) for line in lines]
        self._ends = _find_verbatim(self._lines, _find_stand_ins(self._lines))
        self._numbers = find_numbers(self._without_verbatim())
        self._open = list[_OpenItem]()
        self._out = list[str]()
        self._before = ""
        self._in_table = False
        """Whether the line before is one of a table, below its head."""
        self._end_of_code = -1
        """Where in what is written indented code may go on."""

    def _without_verbatim(self) -> Sequence[str]:
        """The lines, those of code and raw HTML as what ends a list; code in an item does not."""
        lines = [*self._lines]
        for start, end in self._ends.items():
            fence = FENCE.match(lines[start])
            lines[start:end] = [(fence[1] if fence else "") + _END_OF_LIST] * (end - start)
        return lines

    def rewrite(self) -> Sequence[str]:
        """The lines; there may be more of them, blank ones."""
        place = 0
        while place < len(self._lines):
            line = self._lines[place]
            self._in_table = self._is_in_table(place, line)
            if place in self._ends:
                self._take_verbatim(self._lines[place : self._ends[place]])
                place = self._ends[place]
            elif self._around < _DEEPEST and _QUOTE.match(line):
                place = self._take_quotation(place)
            elif self._around < _DEEPEST and (note := _NOTE.match(line)):
                place = self._take_note(place, note[0])
            else:
                self._take_line(place, line)
                place += 1
            self._before = self._lines[place - 1]
        return self._out

    def _is_in_table(self, place: int, line: str) -> bool:
        """Whether the line is one of a table, below its head: a row may begin as an item of a list does."""
        if place in self._ends or "|" not in line:
            return False
        if _DELIMITERS.match(line):
            return not self._after_blank and "|" in self._before
        return self._in_table

    @property
    def _after_blank(self) -> bool:
        return not (self._out and self._out[-1].strip())

    def _part(self) -> None:
        if not self._after_blank:
            self._out.append("")

    def _depth(self, items: Sequence[_OpenItem]) -> int:
        return sum(item.kind != "text" for item in items)

    def _take_verbatim(self, lines: Sequence[str]) -> None:
        """Code between fences, indented where it lies in something else; raw HTML by itself."""
        fence = FENCE.match(lines[0])
        if fence is None:
            self._open.clear()
            self._part()
            self._out += [*lines, ""]
            return
        indent = len(fence[1])
        self._open = [item for item in self._open if item.indent + _NESTED <= indent]
        code = [line[min(indent, len(line) - len(line.lstrip())) :] for line in lines[1:-1]]
        self._part()
        if (depth := self._depth(self._open)) or self._around:
            self._out += (_STEP * (depth + 1) + _say_code(line) if line.strip() else "" for line in code)
        else:
            self._out += [fence[2], *code, fence[2]]
        self._out.append("")

    def _take_quotation(self, place: int) -> int:
        """The lines from that place on that are a quotation's, and the place after them."""
        end = place
        while end < len(self._lines) and (_QUOTE.match(self._lines[end]) or self._is_lazy(end)):
            end += 1
        self._open.clear()
        inside = self._rewrite_inside(_QUOTE.sub("", line, count=1) for line in self._lines[place:end])
        self._out += (f"> {line}".rstrip(" ") + " " * (len(line) - len(line.rstrip(" "))) for line in inside)
        if end < len(self._lines):
            self._part()
        return end

    def _is_lazy(self, place: int) -> bool:
        """Whether a line without a sign goes on with the paragraph of the quotation or the note above it."""
        line, before = self._lines[place], _QUOTES.sub("", self._lines[place - 1], count=1)
        item = ITEM.match(line)
        if (
            place in self._ends
            or _NOTE.match(line)
            or begins_row(line, before)
            or (item and not self._is_word(place, item))
        ):
            return False
        return not any(
            not each.strip() or RULE.match(each) or _NO_WORDS.match(each) for each in (line, before)
        )

    def _is_word(self, place: int, item: re.Match[str]) -> bool:
        """Whether what looks like the number of an item is a word of a paragraph."""
        return item[3] is not None and place not in self._numbers

    def _take_note(self, place: int, label: str) -> int:
        """The note that begins at that place, as far as its lines are indented, and the place after them."""
        end = place + 1
        while end < len(self._lines) and (
            not self._lines[end] or _indent(self._lines[end]) >= len(_STEP) or self._is_lazy(end)
        ):
            end += 1
        while not self._lines[end - 1]:  # what is blank behind it parts it from the next
            end -= 1
        self._open.clear()
        self._part()
        words = self._lines[place][len(label) :].lstrip(" ")
        inside = [words, *(line[min(_indent(line), len(_STEP)) :] for line in self._lines[place + 1 : end])]
        first, *others = self._rewrite_inside(inside)
        self._out += [f"{label} {first}", *(line and _STEP + line for line in others)]
        return end

    def _rewrite_inside(self, lines: Iterable[str]) -> Sequence[str]:
        return _rewrite("\n".join(lines), self._around + 1).split("\n")

    def _take_line(self, place: int, line: str) -> None:
        following = self._lines[place + 1] if place + 1 < len(self._lines) else ""
        if following.strip():
            line = _LINE_BREAK.sub(r"\1  ", line)
        item = None if self._in_table or RULE.match(line) else ITEM.match(line)
        if not line.strip():
            self._out.append("")
        elif item and self._take_item(item, self._numbers.get(place)):
            return
        elif _HEADING.match(line) or RULE.match(line):
            if not _is_underline(line) or self._after_blank:
                self._open.clear()
                self._part()
            self._out.append(line)
        else:
            self._take_words(_HASH.sub(rf"\1{WORD_SIGN}", _say_label(line, following)), following)

    def _take_item(self, item: re.Match[str], number: int | None) -> bool:
        """Whether the line is an item of a list, or begins with a number like one, and has been written."""
        indent, sign, words = len(item[1]), item[2], _say_declarations(_say_label(item[4] or "", ""))
        kind = "ul" if item[3] is None else "text" if number is None else "ol"
        closed = [each for each in self._open if each.indent + _NESTED > indent]
        above = [each for each in self._open if each.indent + _NESTED <= indent]
        if (not above and indent >= len(_STEP)) or (not self._after_blank and self._goes_on(kind, item)):
            return False
        before = closed[:1] or above[-1:]  # the item that this one follows, or lies in
        goes_on = closed[0].kind == kind != "text" if closed else self._depth(above)
        is_row = kind == "text" and self._begins_row(item[0])
        if not goes_on or is_row or "" in self._out[before[0].place :]:
            self._part()
        if kind != "ul":
            sign = f"{item[3]}{WORD_SIGN}." if kind == "text" else f"{item[3]}."
        self._out.append(
            f"{_STEP * self._depth(above)}{sign} {'' if number is None else number_sign(number)}{words}"
        )
        self._open = [*above, _OpenItem(indent, kind, len(self._out) - 1)]
        return True

    def _goes_on(self, kind: str, item: re.Match[str]) -> bool:
        """Whether a line that begins with such a sign but goes on with a paragraph is part of it."""
        return not self._open and (kind == "text" or not item[4]) and not self._begins_row(item[0])

    def _take_words(self, line: str, following: str) -> None:
        words, indent = _say_declarations(line.lstrip()), len(line) - len(line.lstrip())
        if self._begins_row(line):
            self._part()
        if self._open and not self._after_blank and not self._begins_table(line, following):
            self._out.append(_STEP * self._depth(self._open[:-1]) + words)
            return
        self._open = [item for item in self._open if item.indent + _NESTED <= indent]
        if self._open and self._after_blank:
            code = _STEP if indent >= self._open[-1].indent + _NESTED + len(_STEP) + 1 else ""
            words = _say_code(line.lstrip()) if code else words
            self._out.append(_STEP * self._depth(self._open) + code + words)
            return
        if self._begins_table(line, following):
            self._part()
        is_code = indent >= len(_STEP) and (self._after_blank or len(self._out) == self._end_of_code)
        self._out.append(_say_code(line) if is_code else line[:indent] + words)
        self._end_of_code = len(self._out) if is_code else -1

    def _begins_table(self, line: str, following: str) -> bool:
        return "|" in line and "|" in following and bool(_DELIMITERS.match(following))

    def _begins_row(self, line: str) -> bool:
        return not (self._after_blank or self._in_table) and begins_row(line, self._before)


def _say_label(line: str, following: str) -> str:
    """The line; what looks like a label for an address, and is none, as words."""
    label = _LABEL.match(line)
    if label is None or _ADDRESS.match(label[2] or following.strip()):
        return line
    return f"{label[1]}{WORD_SIGN}{line[len(label[1]) :]}"


def _say_declarations(words: str) -> str:
    """Words that an indent made look like code; a comment that goes on in the next line is the parser's."""
    return replace_unread(words, lambda kind, code: code if kind == "open" else say_unread(kind, code))


def _say_code(line: str) -> str:
    """A line of code; what it declares is no comment where the parser does not see that it is code."""
    return _DECLARES.sub(f"<{WORD_SIGN}", line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_underline(line: str) -> bool:
    """Whether the line may make a heading of the one above."""
    return line.strip().strip("-") == ""


def make_plain(line: str) -> str:
    """The line, tabs at its beginning and whatever is blank after its sign as spaces; a blank one empty."""
    if _BLANK.fullmatch(line):
        return ""
    words = line.lstrip(" \t")
    return _BLANKS_AFTER_SIGN.sub(
        r"\1 ", line[: len(line) - len(words)].expandtabs(len(_STEP)) + words, count=1
    )


def _find_verbatim(lines: Sequence[str], html: Mapping[int, int]) -> dict[int, int]:
    """Where code between fences and raw HTML begin, with the places after them."""
    ends, place, fences = dict[int, int](), 0, Fences(lines)
    while place < len(lines):
        if end := html.get(place) or fences.end_of(place):
            ends[place] = end
        place = end or place + 1
    return ends


def _find_stand_ins(lines: Sequence[str]) -> Mapping[int, int]:
    """The same of lines that stand for raw HTML."""
    return {place: place + 1 for place, line in enumerate(lines) if STAND_IN.fullmatch(line)}
