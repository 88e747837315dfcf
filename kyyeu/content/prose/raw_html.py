"""Raw HTML of a text, which Markdown takes as it is: where it begins and ends is asked of Python-Markdown.

It is asked once, of the text as it was typed. Then a line of signs stands for each stretch until the parser
has parsed the rest: nothing rewrites a letter of it, and none begins or ends where something was rewritten.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.htmlparser import HTMLExtractor
from markdown.preprocessors import Preprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

from kyyeu.content.prose.fences import Fences
from kyyeu.content.prose.signs import HTML_SIGN, WORD_SIGN
from kyyeu.content.prose.unread import END_OF_COMMENT, UnreadKind, find_unread, replace_unread

_BEGINS = re.compile(rf"^ {{0,3}}</?(?:{'|'.join(BLOCK_LEVEL_ELEMENTS)})\b", re.IGNORECASE | re.MULTILINE)
STAND_IN = re.compile(f" {{0,3}}{HTML_SIGN}([0-9]+){HTML_SIGN}")
"""The line that stands for a stretch, with its number."""
_DECLARES = re.compile("<!--(?!-?>)|<(?=[!?])")
_BLOCK_SIGN = re.compile(r"\A(?=[>#+-]|\* |\|)")
_INDENTS = ("", " ", "  ", "   ")
_INSTEAD = 20  # Markdown's priority of its own finder
_READ_BEFORE = ("normalize_whitespace", "fenced_code_block")
"""What Markdown does to a text before it looks for raw HTML, and so in that too."""


class RawSpan(NamedTuple):
    """A stretch of raw HTML."""

    start: int
    """Where it begins in the text."""
    end: int
    """Where it ends."""
    closed: bool
    """Whether a tag ends it, and not the end of the text."""


class RawHtml:
    """The raw HTML that was taken out of a text."""

    def __init__(self) -> None:
        """None yet."""
        self._taken = list[str]()

    def take(self, text: str) -> str:
        """The text without comments, and with a line for each stretch, in paragraphs of their own."""
        ends = [0, *chain.from_iterable((start, end) for start, end, _ in find_html(text)), len(text)]
        words, *parts = [text[start:end] for start, end in pairwise(ends)]
        said = [replace_comments(words)]
        for html, words in zip(parts[::2], parts[1::2], strict=True):
            said += [f"{HTML_SIGN}{len(self._taken)}{HTML_SIGN}", _part(replace_comments(words))]
            self._taken.append(html)
        return "".join(said)

    def give_to(self, markdown: Markdown) -> None:
        """Let the parser find each stretch where its line stands, and no other."""
        markdown.preprocessors.register(_HtmlFinder(markdown, self._taken), "html_block", _INSTEAD)


def _part(words: str) -> str:
    """What is behind raw HTML; words of the same line are a paragraph, as they are to the parser.

    What begins no line is no sign of a quotation, a heading or a list.
    """
    following = words.lstrip(" ")
    return words if following[:1] in ("", "\n") else f"\n\n{_BLOCK_SIGN.sub(WORD_SIGN, following)}"


class _HtmlFinder(Preprocessor):
    """Puts what the parser knows raw HTML by in the place of each line that stands for some."""

    def __init__(self, markdown: Markdown, taken: Sequence[str]):
        super().__init__(markdown)
        self._taken = taken

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with blank ones around each."""
        return STAND_IN.sub(self._store, "\n".join(lines)).split("\n")

    def _store(self, line: re.Match[str]) -> str:
        lines = self._taken[int(line[1])].split("\n")
        for name in _READ_BEFORE:
            lines = self.md.preprocessors[name].run(lines)
        html = _without_comments("\n".join(lines).strip())
        placeholder = self.md.htmlStash.store(html)
        return f"\n{placeholder}\n\n"


def replace_comments(text: str) -> str:
    """The text; of comments the ends of lines are left, and what begins other declarations is words."""
    return replace_unread(text, say_unread)


def say_unread(kind: UnreadKind, written: str) -> str:
    """Code as it is; a comment's line ends alone; other declarations as words."""
    if kind == "comment":
        return "\n" * written.count("\n")
    return "&lt;" if kind in ("open", "declaration") else written


def _without_comments(html: str) -> str:
    """The same of raw HTML, which has no code in which a comment were none."""
    said, place, last = list[str](), 0, max(html.rfind("-->"), html.rfind("--!>"))
    while begins := _DECLARES.search(html, place):
        closed = begins[0] != "<" and begins.end() <= last
        end = END_OF_COMMENT.search(html, begins.end()) if closed else None
        said += [html[place : begins.start()], "" if end else "&lt;"]
        place = end.end() if end else begins.start() + 1
    return "".join([*said, html[place:]])


def find_html(text: str) -> Sequence[RawSpan]:
    """Each stretch of the text, in order."""
    if not _BEGINS.search(text):
        return ()
    asked = _Asked(text)
    asked.feed(FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(_hide, text))
    asked.close()
    return asked.found


def find_html_lines(lines: Sequence[str]) -> dict[int, int]:
    """Where raw HTML begins, with the places after it; a line that has both its end and words is its own."""
    text = "\n".join(lines)
    begins = [0, *(match.end() for match in re.finditer("\n", text))]
    return {
        bisect_right(begins, start) - 1: bisect_right(begins, end - 1) for start, end, _ in find_html(text)
    }


def _hide(code: re.Match[str]) -> str:
    """As many lines and characters in which no tag is."""
    return re.sub(r"[^\n]", "x", code[0])


class _Asked(HTMLExtractor):
    """Python-Markdown's own finder, which tells where it found any."""

    def __init__(self, text: str):
        lines = text.split("\n")
        self.found = list[RawSpan]()
        self._text, self._start = text, 0
        self._comments = {start for kind, start, _ in find_unread(text) if kind == "comment"}
        self._begins = [0, *accumulate(len(line) + 1 for line in lines)]
        self._fences, self._line, self._count = Fences(lines), 0, len(lines)
        super().__init__(Markdown())

    def at_line_start(self) -> bool:
        """Whether raw HTML may begin here: at most three blanks into a line that is no code."""
        before = self._text[self._begins[self.lineno - 1] : self._place]
        return before in _INDENTS and not self._in_code()

    @property
    def _place(self) -> int:
        return self._begins[self.lineno - 1] + self.offset

    def _in_code(self) -> bool:
        """Whether the line lies between fences that are not raw HTML; lines are asked about in order."""
        while self._line < self.lineno:
            end = self._fences.end_of(self._line)
            if end >= self.lineno:
                return True
            self._line = end or self._line + 1
        return False

    def get_endtag_text(self, tag: str) -> str:
        """The end tag here; Markdown's own looks elsewhere behind what it takes for an unfinished entity."""
        return self._text[self._place : self._text.find(">", self._place) + 1]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Remember where a stretch begins."""
        before = self.inraw
        super().handle_starttag(tag, attrs)  # type: ignore[arg-type]  # which it does not look at
        if self.inraw and not before:
            self._start = self._place

    def handle_endtag(self, tag: str) -> None:
        """Remember the stretch that ends."""
        before, end = self.inraw, self._place + len(self.get_endtag_text(tag))
        super().handle_endtag(tag)
        if before and not self.inraw:
            self._remember(self._start, end)

    def handle_empty_tag(self, data: str, is_block: bool) -> None:
        """Remember a tag that is a stretch by itself."""
        if is_block and not self.inraw and (self.intail or self.at_line_start()):
            self._remember(self._place, self._place + len(data))
        super().handle_empty_tag(data, is_block)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Where the comment ends; outside raw HTML, what begins one may be code."""
        known = self.inraw or self._place in self._comments
        return super().parse_comment(i, report) if known else self._take_sign(i)

    def handle_comment(self, data: str) -> None:
        """Outside raw HTML it is nothing."""
        if self.inraw:
            super().handle_comment(data)

    def parse_html_declaration(self, i: int) -> int:
        """Where the comment ends; other declarations are words."""
        return self.parse_comment(i) if self.rawdata.startswith("<!--", i) else self._take_sign(i)

    def parse_pi(self, i: int) -> int:
        """Words."""
        return self._take_sign(i)

    def _take_sign(self, i: int) -> int:
        self.handle_data(self.rawdata[i])
        return i + 1

    def close(self) -> None:
        """Remember the stretch that nothing ends."""
        super().close()
        if self.inraw:
            self.found.append(RawSpan(self._start, len(self._text), False))

    def _remember(self, start: int, end: int) -> None:
        self.found.append(RawSpan(start, end, True))
        self._line = max(self._line, self.lineno - 1)
